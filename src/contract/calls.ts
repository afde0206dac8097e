import { z } from 'zod';
import { Batch, BatchItem, Tray } from './acts.ts';
import { actsCalls } from './calls/acts.ts';
import { RehearsalNow, Settings, deskCalls } from './calls/desk.ts';
import { draftsCalls } from './calls/drafts.ts';
import { Line, lineCalls } from './calls/line.ts';
import { signingCalls } from './calls/signing.ts';
import { HomeStatus } from './home.ts';
import { ActId, BatchId, CaseId } from './ids.ts';
import { LogStanding } from './log.ts';
import { SearchStanding } from './search.ts';
import { DraftId } from './wire-drafts.ts';

export { LeftOut, SavedFilter } from './calls/acts.ts';
export { ElectronicStanding, RehearsalNow, RehearsalState, Settings, Status } from './calls/desk.ts';
export { ForkedDevice, Line } from './calls/line.ts';
export { CertificateOffer, LibraryState, TokensAnswer, UnservedCard } from './calls/signing.ts';

/** Everything a window (or the command line) may ask of the office. */
export const calls = {
  ...deskCalls,
  ...actsCalls,
  ...signingCalls,
  ...draftsCalls,
  ...lineCalls,
} as const;
export type Calls = typeof calls;
export type CallName = keyof Calls;

/** What the office tells its windows. */
export const events = {
  'trays.changed': z.strictObject({ trays: z.array(Tray) }),
  /** An act was shown to whoever sits here: no tray holds more or less for it. */
  'acts.seen': z.strictObject({ actId: ActId }),
  'line.changed': Line,
  /** Grants came or ended, or the desk was revoked. */
  'enrolment.changed': z.strictObject({}),
  /** The identity provider's page, to be opened in the person's own browser. */
  'enrolment.page': z.strictObject({ url: z.url({ protocol: /^https?$/ }) }),
  'log.changed': LogStanding,
  'home.changed': HomeStatus,
  /** Parcels of other offices were taken in, answered, or wait for a reason. */
  'carried.changed': z.strictObject({}),
  'search.changed': SearchStanding,
  'cases.changed': z.strictObject({}),
  /** How far the file of a whole case is: which line is being bound, and which sheet. */
  'binding.changed': z.strictObject({ caseId: CaseId, line: z.int(), lines: z.int(), sheet: z.int() }),
  'drafts.changed': z.strictObject({ draftIds: z.array(DraftId) }),
  'batch.changed': Batch,
  'batch.item': z.strictObject({ batchId: BatchId, index: z.int(), item: BatchItem }),
  'tokens.changed': z.strictObject({}),
  'rehearsal.changed': RehearsalNow,
  'settings.changed': Settings,
  /** The office process died and is back: read everything again. */
  'office.restarted': z.strictObject({}),
} as const;
export type Events = typeof events;
export type EventName = keyof Events;

import { z } from 'zod';
import { CaseId, Instant } from './ids.ts';
import type { EntryRow } from './cases.ts';
import type { EntryOf } from './wire-entries.ts';

/** One hearing of the agenda. */
export const AgendaRow = z.strictObject({
  caseId: CaseId,
  caseNumber: z.string(),
  caption: z.string(),
  detained: z.boolean(),
  hearingAt: Instant,
  what: z.string(),
  /**
   * Who knows of it: the office (`there`), this PC until there is a line (`here`), this PC because the repository did not take it (`refused`),
   * or this PC because a person keeps the case here for that day (`pinned`), which is told to nobody.
   */
  place: z.enum(['there', 'here', 'refused', 'pinned']),
  /** Files of the case's acts, and how many of them are not on this PC. */
  files: z.int(),
  lacking: z.int(),
});
export type AgendaRow = z.infer<typeof AgendaRow>;

/** What was noted last of a case's hearing, by the time at which it was noted; null where nothing was. */
export function hearingIn(entries: readonly EntryRow[]): EntryOf<'hearing'> | null {
  const noted = entries.flatMap(({ entry }) => (entry.kind === 'hearing' ? [entry] : []));
  const said = ({ at, entryId }: EntryOf<'hearing'>): string => `${new Date(at).toISOString()}|${entryId}`;
  return noted.toSorted((a, b) => (said(a) < said(b) ? 1 : -1))[0] ?? null;
}

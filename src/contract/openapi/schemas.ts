import { z } from 'zod';
import { OfficeAnswer } from '../discovery.ts';
import { LogGrowth, LogHead, LogProofs, LogStamp } from '../log.ts';
import {
  AccessPage,
  AccessVerdict,
  DeviceSession,
  EnrolmentOffer,
  EnrolmentRequest,
  ElectronicKeyAnswer,
  ElectronicKeyRequest,
  PeopleAnswer,
  PeopleOrder,
  Revocations,
} from '../people.ts';
import { SeedWish } from '../stick.ts';
import { BlobAnswer, BlobQuery } from '../wire-blobs.ts';
import { BundleLine, FrameHeader } from '../wire-bundle.ts';
import { CalendarAnswer, CalendarOrder, Calendars } from '../wire-calendars.ts';
import { PublishedProfiles, TemplatesAnswer, TemplatesOrder } from '../wire-templates.ts';
import { CaseSnapshot, CaseState, ReceiptsPage } from '../wire-cases.ts';
import { ElectronicTold } from '../wire-electronic.ts';
import { CopyFiles, CopySlot, CopySlots, CopyWish } from '../wire-copies.ts';
import { DeviceHead, DeviceWord } from '../wire-devices.ts';
import { OfficeTold } from '../wire-offices.ts';
import { DeskStanding, Fleet } from '../wire-fleet.ts';
import { CaseEntry } from '../wire-entries.ts';
import { DraftState, DraftVersion, LeaseAnswer, LeaseWish } from '../wire-drafts.ts';
import {
  Capabilities,
  CaseRecord,
  FeedPage,
  Problem,
  Proposal,
  Received,
  Registered,
  RegistrationRequest,
  RenditionRequest,
  Return,
  SignatureRequest,
} from '../wire.ts';

/** Everything of the wire that has a name in the document. */
export const wireSchemas = {
  AccessPage,
  AccessVerdict,
  BlobAnswer,
  BlobQuery,
  BundleLine,
  CalendarAnswer,
  PublishedProfiles,
  TemplatesAnswer,
  TemplatesOrder,
  CalendarOrder,
  Calendars,
  Capabilities,
  CaseEntry,
  CaseRecord,
  CaseSnapshot,
  CaseState,
  CopyFiles,
  CopySlot,
  CopySlots,
  CopyWish,
  DeskStanding,
  DeviceHead,
  DeviceSession,
  DeviceWord,
  DraftState,
  DraftVersion,
  EnrolmentOffer,
  EnrolmentRequest,
  FeedPage,
  Fleet,
  FrameHeader,
  LeaseAnswer,
  LeaseWish,
  LogGrowth,
  LogHead,
  LogProofs,
  LogStamp,
  OfficeAnswer,
  OfficeTold,
  ElectronicKeyAnswer,
  ElectronicKeyRequest,
  ElectronicTold,
  PeopleAnswer,
  PeopleOrder,
  Problem,
  Proposal,
  Received,
  ReceiptsPage,
  Registered,
  RegistrationRequest,
  RenditionRequest,
  Return,
  Revocations,
  SeedWish,
  SignatureRequest,
} as const satisfies Record<string, z.ZodType>;
export type SchemaName = keyof typeof wireSchemas;

/** JSON Schemas (2020-12, as OpenAPI 3.1 has it) that name each other; what a field may be left out for has its default in it. */
export function schemaComponents(): Record<string, unknown> {
  const named = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(wireSchemas)) named.add(schema, { id });
  const { schemas } = z.toJSONSchema(named, {
    target: 'draft-2020-12',
    io: 'input',
    uri: (id) => `#/components/schemas/${id}`,
  });
  return Object.fromEntries(
    Object.entries(schemas)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, { $id: _id, $schema: _schema, id: _name, ...schema }]) => [id, schema]),
  );
}

import { randomUUID } from 'node:crypto';
import type { ActId, CaseId, Sha256 } from '../../contract/ids.ts';
import { PartialStatement, ReceiptStatement, RenditionStatement } from '../../contract/receipts.ts';
import { type CarriedDraft, type SeedParcel, type SeedWish, parcelLimits } from '../../contract/stick.ts';
import { draftOf } from '../../contract/wire-entries.ts';
import type { FeedEvent } from '../../contract/wire.ts';
import { bytesIn } from './blob.ts';
import { mightEver } from '../../contract/permissions.ts';
import type { Holder } from '../access.ts';
import { eventsFor, seesFile } from '../visible.ts';
import { saidTo } from '../wording.ts';
import { type StickRooms, carriedLog, writeParcel } from './answer.ts';
import { type AnswerTo, Refusal } from './admit.ts';

export interface Seeded {
  readonly cases: number;
  readonly events: number;
  readonly drafts: number;
  readonly files: number;
  readonly bytes: number;
  /** Files that did not fit: the line brings them later. */
  readonly left: number;
  /** Numbers that no case of the office has. */
  readonly unknown: readonly string[];
}

interface FileOf {
  readonly sha256: Sha256;
  readonly size: number;
}

/** For whom a seed is: who may read what, how new the reader's program is, and how much fits. */
export interface SeedFor {
  readonly officeId: string;
  readonly answerTo: AnswerTo;
  /** Null: all that is of the office. */
  readonly holder: Holder | null;
  /** The newest wording that the reader knows; empty: the first. */
  readonly version: string;
  /** The wish it answers, where a desk asked. */
  readonly inReplyTo?: string;
}

/** Each file takes a line in the list, of about so many bytes. */
const lineBytes = 100;

/**
 * Writes what a new workstation of an office needs of some cases: what the feed tells of them, from its beginning, and their files as far
 * as they fit, what waits for a signature before what is registered, small before large. What is not for the reader's eyes, or newer than
 * its program, is left out as on the line.
 * @param most of the whole parcel, in bytes
 * @throws {Refusal} `asksTooMuch` where what is told of the cases, without any file, is more than that, or more than who opens it reads
 */
export async function writeSeed(
  rooms: StickRooms,
  reader: SeedFor,
  wish: SeedWish,
  out: string,
  most: number = parcelLimits.bytes,
): Promise<Seeded> {
  const { events, numbers } = await eventsOf(rooms, reader, wish.caseNumbers);
  const listBytes = Math.min(most, parcelLimits.listBytes);
  const told = sizeOf(events);
  if (told > listBytes || events.length > parcelLimits.events) throw new Refusal('asksTooMuch');
  // Of what remains the texts that drafts grew from take half at most: files are wanted, too.
  const earlier = Math.min(parcelLimits.earlierTexts, Math.floor((listBytes - told) / 2));
  const drafts = mayWrite(reader.holder) ? await draftsOf(rooms, events, earlier) : [];
  const unknown = wish.caseNumbers.filter((number) => !numbers.has(number));
  const log = await carriedLog(rooms);
  const list = told + sizeOf([drafts, unknown, log]) + headBytes;
  if (list > listBytes) throw new Refusal('asksTooMuch');
  const chosen = await chooseFiles(rooms, reader.holder, filesIn(events), {
    bytes: wish.maxBytes,
    withLines: most - list,
    files: Math.min(parcelLimits.files, Math.floor((listBytes - list) / lineBytes)),
  });
  const seed: SeedParcel = {
    ...{ v: 1, kind: 'seed', parcelId: randomUUID(), officeId: reader.officeId, repository: rooms.name },
    ...{ madeAt: rooms.clock().toISOString(), events: events.filter(({ kind }) => kind !== 'draft') },
    ...{ files: [...chosen.files], ...(drafts.length > 0 ? { drafts } : {}) },
    ...log,
    ...(reader.inReplyTo === undefined ? {} : { inReplyTo: reader.inReplyTo, unknown }),
  };
  await writeParcel(
    seed,
    reader.answerTo,
    chosen.files.map(({ sha256 }) => bytesIn(rooms.blobs, sha256)),
    out,
  );
  return {
    ...{
      cases: numbers.size,
      events: events.length,
      drafts: drafts.length,
      files: chosen.files.length,
      left: chosen.left,
    },
    bytes: chosen.files.reduce((sum, { size }) => sum + size, 0),
    unknown,
  };
}

/** Whose it is, when it was made, what it answers. */
const headBytes = 2000;
const sizeOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** Drafts are of those who draft. */
const mayWrite = (holder: Holder | null): boolean =>
  holder === null || holder.roles.some((role) => mightEver(role, 'draft'));

async function eventsOf(
  { register }: StickRooms,
  { officeId, holder, version }: SeedFor,
  caseNumbers: readonly string[],
): Promise<{ events: FeedEvent[]; numbers: Set<string> }> {
  const events: FeedEvent[] = [];
  const cases = new Set<CaseId>();
  const acts = new Set<ActId>();
  const numbers = new Set<string>();
  const wanted = new Set(caseNumbers);
  for (let cursor = ''; ;) {
    const page = await register.feed(officeId, cursor, 500);
    if (!page) throw new Error('a register that does not know its own cursor');
    const told = await eventsFor(holder, register, page.events);
    for (const event of told.flatMap((one) => saidTo(version, one))) {
      if (event.kind === 'case' && (wanted.size === 0 || wanted.has(event.case.caseNumber))) {
        cases.add(event.case.caseId);
        numbers.add(event.case.caseNumber);
      }
      if (event.kind === 'proposal' && cases.has(event.proposal.caseId)) acts.add(event.proposal.actId);
      if (isAbout(event, cases, acts)) events.push(event);
    }
    if (!page.more) return { events, numbers };
    cursor = page.cursor;
  }
}

function isAbout(event: FeedEvent, cases: ReadonlySet<CaseId>, acts: ReadonlySet<ActId>): boolean {
  switch (event.kind) {
    case 'case':
      return cases.has(event.case.caseId);
    case 'proposal':
      return cases.has(event.proposal.caseId);
    case 'returned':
      return acts.has(event.return.actId);
    case 'registered':
    case 'rendition':
    case 'partlySigned':
      return acts.has(event.actId);
    // What is said of a draft is of the desks that write it.
    case 'entry':
      return cases.has(event.entry.caseId) && draftOf(event.entry) === null;
    case 'draft':
      return cases.has(event.draft.caseId);
    default:
      return false;
  }
}

/** The drafts of these cases, with all that was saved of each: the open texts always, of what they grew from the newest as far as it fits. */
async function draftsOf(
  { register }: StickRooms,
  events: readonly FeedEvent[],
  earlierBytes: number,
): Promise<CarriedDraft[]> {
  const ids = new Set(events.flatMap((event) => (event.kind === 'draft' ? event.draft.draftId : [])));
  let left = earlierBytes;
  const drafts: CarriedDraft[] = [];
  for (const draftId of ids) {
    const state = await register.drafts.stateOf(draftId);
    if (!state) continue;
    const versions = (await register.drafts.versionsOf(draftId))
      .toSorted((one, other) => other.savedAt.localeCompare(one.savedAt))
      .filter((version) => {
        const isOpen = state.open.includes(version.versionId);
        left -= sizeOf(version);
        return isOpen || left >= 0;
      });
    drafts.push({ state, versions });
  }
  return drafts;
}

/** The file of each act that a desk would fetch: the newest of a registered one, the proposed document of one to sign. */
function filesIn(events: readonly FeedEvent[]): { readonly toSign: FileOf[]; readonly registered: FileOf[] } {
  const toSign = new Map<ActId, FileOf>();
  const registered = new Map<ActId, FileOf[]>();
  const pieces: FileOf[] = [];
  for (const event of events) {
    if (event.kind === 'proposal') {
      const { actId, documentSha256, size } = event.proposal;
      toSign.set(actId, { sha256: documentSha256, size });
    } else if (event.kind === 'partlySigned') {
      // From now on this is what the next signer is shown.
      toSign.set(event.actId, statementIn(event.receipt, PartialStatement));
    } else if (event.kind === 'entry' && event.entry.kind === 'piece') {
      pieces.push({ sha256: event.entry.sha256, size: event.entry.size });
    } else if (event.kind === 'returned') {
      toSign.delete(event.return.actId);
    } else if (event.kind === 'registered' || event.kind === 'rendition') {
      toSign.delete(event.actId);
      const statement = statementIn(event.receipt, event.kind === 'registered' ? ReceiptStatement : RenditionStatement);
      registered.set(event.actId, [...(registered.get(event.actId) ?? []), statement]);
    }
  }
  return { toSign: [...toSign.values()], registered: [...[...registered.values()].flat(), ...pieces] };
}

/** What our own receipt says: it was read from our own register. */
function statementIn(jws: string, schema: { parse(value: unknown): FileOf }): FileOf {
  const { sha256, size } = schema.parse(JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8')));
  return { sha256, size };
}

async function chooseFiles(
  { blobs, register }: StickRooms,
  holder: Holder | null,
  { toSign, registered }: { readonly toSign: FileOf[]; readonly registered: FileOf[] },
  /** `withLines`: of the files and of the lines that name them. */
  room: { readonly bytes: number; readonly withLines: number; readonly files: number },
): Promise<{ files: FileOf[]; left: number }> {
  const bySize = (files: FileOf[]): FileOf[] => files.toSorted((a, b) => a.size - b.size);
  const files = new Map<string, FileOf>();
  let bytes = 0;
  let left = 0;
  for (const file of [...bySize(toSign), ...bySize(registered)]) {
    if (files.has(file.sha256) || !(await seesFile(holder, register, file.sha256))) continue;
    const all = bytes + file.size;
    const fits = all <= room.bytes && all + (files.size + 1) * lineBytes <= room.withLines && files.size < room.files;
    if (!fits || (await blobs.size(file.sha256)) !== file.size) {
      left += 1;
      continue;
    }
    bytes = all;
    files.set(file.sha256, file);
  }
  return { files: [...files.values()], left };
}

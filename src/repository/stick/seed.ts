import { randomUUID } from 'node:crypto';
import type { ActId, CaseId, Sha256 } from '../../contract/ids.ts';
import { PartialStatement, ReceiptStatement, RenditionStatement } from '../../contract/receipts.ts';
import { type CarriedDraft, type SeedParcel, type SeedWish, parcelLimits } from '../../contract/stick.ts';
import { draftOf } from '../../contract/wire-entries.ts';
import type { FeedEvent } from '../../contract/wire.ts';
import { bytesIn } from './blob.ts';
import { type StickRooms, carriedLog, writeParcel } from './import.ts';
import { toOffice } from './admit.ts';

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

/**
 * Writes what a new workstation of an office needs of some cases: what the feed tells of them, from its beginning, and their files as far
 * as they fit, what waits for a signature before what is registered, small before large. Sealed to the office.
 */
export async function writeSeed(
  rooms: StickRooms,
  office: { readonly officeId: string; readonly key: string },
  wish: SeedWish,
  out: string,
): Promise<Seeded> {
  const { events, numbers } = await eventsOf(rooms, office.officeId, new Set(wish.caseNumbers));
  const drafts = await draftsOf(rooms, events);
  const chosen = await chooseFiles(rooms, filesIn(events), wish.maxBytes);
  const seed: SeedParcel = {
    ...{ v: 1, kind: 'seed', parcelId: randomUUID(), officeId: office.officeId, repository: rooms.name },
    ...{ madeAt: rooms.clock().toISOString(), events: events.filter(({ kind }) => kind !== 'draft') },
    ...{ files: [...chosen.files], ...(drafts.length > 0 ? { drafts } : {}) },
    ...(await carriedLog(rooms)),
  };
  await writeParcel(
    seed,
    await toOffice(office.key),
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
    unknown: wish.caseNumbers.filter((number) => !numbers.has(number)),
  };
}

async function eventsOf(
  { register }: StickRooms,
  officeId: string,
  wanted: ReadonlySet<string>,
): Promise<{ events: FeedEvent[]; numbers: Set<string> }> {
  const events: FeedEvent[] = [];
  const cases = new Set<CaseId>();
  const acts = new Set<ActId>();
  const numbers = new Set<string>();
  for (let cursor = ''; ;) {
    const page = await register.feed(officeId, cursor, 500);
    if (!page) throw new Error('a register that does not know its own cursor');
    for (const event of page.events) {
      if (event.kind === 'case' && wanted.has(event.case.caseNumber)) {
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
async function draftsOf({ register }: StickRooms, events: readonly FeedEvent[]): Promise<CarriedDraft[]> {
  const ids = new Set(events.flatMap((event) => (event.kind === 'draft' ? event.draft.draftId : [])));
  let left: number = parcelLimits.earlierTexts;
  const drafts: CarriedDraft[] = [];
  for (const draftId of ids) {
    const state = await register.drafts.stateOf(draftId);
    if (!state) continue;
    const versions = (await register.drafts.versionsOf(draftId))
      .toSorted((one, other) => other.savedAt.localeCompare(one.savedAt))
      .filter((version) => {
        const isOpen = state.open.includes(version.versionId);
        left -= JSON.stringify(version).length;
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
  { blobs }: StickRooms,
  { toSign, registered }: { readonly toSign: FileOf[]; readonly registered: FileOf[] },
  maxBytes: number,
): Promise<{ files: FileOf[]; left: number }> {
  const bySize = (files: FileOf[]): FileOf[] => files.toSorted((a, b) => a.size - b.size);
  const files = new Map<string, FileOf>();
  let bytes = 0;
  let left = 0;
  for (const file of [...bySize(toSign), ...bySize(registered)]) {
    if (files.has(file.sha256)) continue;
    if (bytes + file.size > maxBytes || (await blobs.size(file.sha256)) !== file.size) {
      left += 1;
      continue;
    }
    bytes += file.size;
    files.set(file.sha256, file);
  }
  return { files: [...files.values()], left };
}

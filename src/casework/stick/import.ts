import type { Tell } from '../../contract/diary.ts';
import { createHash } from 'node:crypto';
import { type Failure, type Outcome, type ParcelRefusal, done, failed } from '../../contract/failures.ts';
import { Sha256 } from '../../contract/ids.ts';
import type { ReceiptKey, RenditionStatement } from '../../contract/receipts.ts';
import {
  AnswerParcel,
  type ParcelOutcome,
  SeedParcel,
  type StickImported,
  parcelLimits,
} from '../../contract/stick.ts';
import { ParcelError, SealError, bytesOf, readParcel, skim, unseal } from '../../parcel/index.ts';
import type { Boundary } from '../boundaries.ts';
import { blobIsHere, isKnownBlob, receiptsWaitingFor } from '../casefile/blobs.ts';
import { type CheckedEvent, confirmRegistration, feedCursor, takeFeedPage } from '../casefile/feed.ts';
import type { DocumentStore } from '../documents/index.ts';
import type { Witness } from '../witness/witness.ts';
import { journalise } from '../journal/journal.ts';
import { openRows } from '../outbox/rows.ts';
import { openReceipt, openRendition } from '../receipts/verify.ts';
import { troubleOf } from '../store/index.ts';
import { check } from '../sync/pull.ts';
import { takeAnswer } from '../sync/send.ts';
import { draftOfVersion } from '../drafts/rows.ts';
import { takeCarriedDraft } from '../drafts/incoming.ts';
import { failureOfProblem } from '../../line/failures.ts';
import type { BundleAnswer } from '../../line/port.ts';
import { takeDelivery, takeHalfAnswer } from './delivered.ts';
import { isSealed } from './box.ts';
import { parcelTrust } from './trust.ts';
import type { StickRooms } from './export.ts';

export interface ImportRooms extends StickRooms {
  readonly fetched: DocumentStore;
  /** Whose receipts are believed, and whether the log that a parcel tells of agrees. */
  readonly witness: Pick<Witness, 'keys' | 'carried'>;
  readonly boundary: Boundary;
  readonly onRendition: (statement: RenditionStatement, receipt: string) => void;
  /** Where a draft stands has changed. */
  readonly onDraft: (draftId: string) => void;
  readonly log: Tell;
}

type Admitted = (AnswerParcel | SeedParcel) & { readonly digest: string };

class Refusal extends Error {
  readonly reason: ParcelRefusal;
  constructor(reason: ParcelRefusal) {
    super(reason);
    this.reason = reason;
  }
}

/** Takes in a parcel that was carried here. It is read to its end and checked before anything of it counts. */
export async function importParcel(rooms: ImportRooms, path: string): Promise<Outcome<StickImported>> {
  try {
    const parcel = await read(rooms, path, skim);
    const objection = parcel.log ? rooms.witness.carried(parcel.log.head, parcel.log.from) : null;
    if (objection) return failed(objection);
    const taken = parcel.kind === 'answer' ? await takeAnswers(rooms, parcel) : await takeSeed(rooms, parcel, path);
    const { parcelId, kind, digest } = parcel;
    rooms.store.journal.write((tx) =>
      journalise(tx, rooms.clock(), { kind: 'parcelTaken', parcelId, of: kind, listSha256: digest }),
    );
    return done(taken);
  } catch (error) {
    if (error instanceof Refusal) return failed({ kind: 'parcelRefused', reason: error.reason });
    if (error instanceof SealError) return failed({ kind: 'parcelRefused', reason: error.kind });
    if (error instanceof ParcelError) return failed({ kind: 'parcelRefused', reason: reasonOf(error) });
    const trouble = troubleOf(error, path);
    if (!trouble) throw error;
    return failed(trouble);
  }
}

function reasonOf({ kind }: ParcelError): ParcelRefusal {
  return kind === 'tooLarge' || kind === 'forged' ? kind : 'damaged';
}

async function read(
  rooms: ImportRooms,
  path: string,
  take: (file: { sha256: string; size: number }, bytes: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<Admitted> {
  const { office } = rooms.config;
  // What is no parcel at all is told first: who named the wrong file has that to mend.
  if (!(await isSealed(path))) throw new Refusal('wrongKind');
  const trust = await parcelTrust(rooms, rooms.witness.keys);
  if (!trust) throw new Refusal('noOfficeKey');
  return readParcel<Admitted>(unseal([trust.identity], bytesOf(path)), {
    ...{ maxListBytes: parcelLimits.listBytes, take },
    admit(list, signature) {
      if (!trust.isTheirs(list, signature)) throw new Refusal('forged');
      const parcel = parcelIn(list);
      if (parcel.officeId !== office.officeId) throw new Refusal('otherOffice');
      const bytes = parcel.files.reduce((sum, { size }) => sum + size, 0);
      if (bytes > parcelLimits.bytes) throw new Refusal('tooLarge');
      return { ...parcel, digest: createHash('sha256').update(list).digest('hex') };
    },
  });
}

function parcelIn(list: Uint8Array): AnswerParcel | SeedParcel {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(list).toString('utf8'));
  } catch {
    throw new Refusal('wrongKind');
  }
  const answer = AnswerParcel.safeParse(value);
  if (answer.success) return answer.data;
  const seed = SeedParcel.safeParse(value);
  if (!seed.success) throw new Refusal('wrongKind');
  return seed.data;
}

/** Receipts are held against our own bytes exactly as if they had come over the line (law 7). */
async function takeAnswers(rooms: ImportRooms, parcel: AnswerParcel): Promise<StickImported> {
  const told = { registered: 0, received: 0, refused: 0, later: 0, delivered: 0 };
  const delivery = { ...senderRooms(rooms), onDraft: rooms.onDraft };
  const drafts = new Set<string>();
  for (const outcome of parcel.outcomes) {
    const answer = answerOf(outcome);
    if (outcome.item === 'signature') {
      if (answer) told[takeHalfAnswer(delivery, outcome.id, answer)] += 1;
      continue;
    }
    if (isDelivery(outcome.item)) {
      const failure = answer && 'failure' in answer ? answer.failure : null;
      if (answer !== null && !failure) continue;
      const delivered = takeDelivery(delivery, outcome, failure);
      // Of a draft the text in hand comes first; what it grew from is told with it.
      const draftId = outcome.item === 'draft' ? draftOfVersion(rooms.store.journal, outcome.id) : null;
      if (draftId === null || !drafts.has(draftId)) told[delivered] += 1;
      if (draftId !== null) drafts.add(draftId);
      continue;
    }
    if (!answer) continue;
    if (outcome.item === 'rendition') {
      told[takeRenditionAnswer(rooms, answer)] += 1;
      continue;
    }
    // What the line brought home meanwhile is done; what another desk of the office sent is its own affair.
    const row = openRows(rooms.store.journal).find(({ kind, actId }) => kind === outcome.item && actId === outcome.id);
    if (!row) continue;
    const result = await takeAnswer(senderRooms(rooms), row, answer);
    told[result.kind === 'done' ? 'registered' : result.kind === 'line' ? 'later' : result.kind] += 1;
  }
  return { kind: 'answer', ...told, cases: 0, acts: 0, drafts: 0, files: 0, unknown: [] };
}

const isDelivery = (item: ParcelOutcome['item']): boolean =>
  item === 'case' || item === 'proposal' || item === 'draft' || item === 'entry';

function takeRenditionAnswer(rooms: ImportRooms, answer: BundleAnswer): 'registered' | 'received' | 'later' {
  if (answer.kind === 'received') return 'received';
  if (answer.kind !== 'registered') return 'later';
  const opened = openRendition(answer.receipt, rooms.witness.keys);
  if (opened.kind === 'invalid') return 'later';
  rooms.onRendition(opened.statement, answer.receipt);
  return 'registered';
}

function answerOf({ line }: ParcelOutcome): BundleAnswer | null {
  switch (line.kind) {
    case 'registered':
      return { kind: 'registered', receipt: line.receipt };
    case 'received':
      return { kind: 'received', statement: line.statement };
    case 'returned':
      return { kind: 'returned' };
    case 'refused':
    case 'later': {
      const garbage: Failure = { kind: 'repositoryGarbage', detail: 'a problem of no kind' };
      return { kind: line.kind, failure: failureOfProblem(line.problem, null) ?? garbage };
    }
    case 'done':
    case 'ready':
    case 'taken':
    case 'end':
      return null;
  }
}

/** A no is believed as over the line: here the office's key on the list stands for the repository's name on the line. */
function senderRooms(rooms: ImportRooms): Parameters<typeof takeAnswer>[0] {
  const { store, kept, clock, boundary } = rooms;
  const pinnedKeys = rooms.witness.keys;
  const capabilities = {
    ...{ protocol: 1 as const, repository: '', serverTime: clock().toISOString(), maxBlobBytes: 0 },
    ...{ receiptKeys: [...pinnedKeys], anchors: [], features: [] },
  };
  return {
    ...{ store, kept, clock, boundary, pinnedKeys, officeKeys: officeReceiptKeys(rooms) },
    client: { capabilities: async () => done(capabilities) },
  };
}

const officeReceiptKeys = ({ config }: ImportRooms): readonly ReceiptKey[] => config.repository?.office?.keys ?? [];

/** Files first, events after them: what the events name is then here, and nothing of it has to be fetched. */
async function takeSeed(
  rooms: ImportRooms,
  parcel: SeedParcel & { digest: string },
  path: string,
): Promise<StickImported> {
  const { store, fetched, kept, clock } = rooms;
  const again = await read(rooms, path, async ({ sha256 }, bytes) => {
    const pending = await fetched.create();
    try {
      for await (const piece of bytes) await pending.append(piece);
      const sealed = await pending.seal();
      if (sealed.sha256 !== sha256) throw new Refusal('damaged');
      await pending.keep();
    } finally {
      await pending.discard();
    }
  });
  if (again.digest !== parcel.digest) throw new Refusal('changing');
  const pinnedKeys = rooms.witness.keys;
  const checked: CheckedEvent[] = [];
  const checkRooms = {
    ...{ store, kept, pinnedKeys, officeKeys: officeReceiptKeys(rooms), clock },
    ...{ onRendition: rooms.onRendition, log: rooms.log },
  };
  for (const event of parcel.events) {
    const one = await check(checkRooms, event);
    if (one) checked.push(one);
  }
  store.cache.write((tx) => {
    // The line's own place in the feed stays: it tells all of this again, and taking it twice changes nothing.
    takeFeedPage(tx, { events: checked, cursor: feedCursor(tx) }, clock());
    for (const { sha256 } of parcel.files) {
      blobIsHere(tx, sha256, clock());
      for (const { receipt } of receiptsWaitingFor(tx, sha256)) {
        const opened = openReceipt(receipt, pinnedKeys);
        if (opened.kind === 'verified') confirmRegistration(tx, opened.statement);
      }
    }
  });
  const drafts = parcel.drafts ?? [];
  if (drafts.length > 0)
    store.journal.write((tx) => {
      for (const draft of drafts) takeCarriedDraft(tx, draft);
    });
  for (const { state } of drafts) rooms.onDraft(state.draftId);
  // What no event names is not kept: a parcel fills no disk with what nobody asked for.
  for (const { sha256 } of parcel.files) {
    if (!isKnownBlob(store.cache, sha256)) await fetched.removeFile(fetched.pathOf(Sha256.parse(sha256)));
  }
  const count = (kind: CheckedEvent['kind']): number => checked.filter((event) => event.kind === kind).length;
  return {
    ...{ kind: 'seed', registered: count('registered'), received: 0, refused: 0, later: 0, delivered: 0 },
    ...{ cases: count('case'), acts: count('proposal'), files: parcel.files.length, drafts: drafts.length },
    unknown: parcel.unknown ?? [],
  };
}

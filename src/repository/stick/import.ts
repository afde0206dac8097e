import { randomUUID } from 'node:crypto';
import type { ParcelRefusal } from '../../contract/failures.ts';
import { Sha256 } from '../../contract/ids.ts';
import {
  type AnswerParcel,
  type CarriedWish,
  type ParcelItem,
  type ParcelOutcome,
  parcelLimits,
} from '../../contract/stick.ts';
import type { DraftVersion } from '../../contract/wire-drafts.ts';
import type { ProblemCode, SignatureRequest } from '../../contract/wire.ts';
import { ParcelError, SealError, skim } from '../../parcel/index.ts';
import { type Holder, mayDo, mayRead } from '../access.ts';
import { type Sender, decide, lineOf, no } from '../bundles/decide.ts';
import { takeEntry } from '../entries/take.ts';
import { takeSignature } from '../joint/take.ts';
import { takeProposal } from '../proposals.ts';
import { Refusal, type Signed, holderOf, readOutward } from './admit.ts';
import { type StickRooms, carriedLog, writeParcel } from './answer.ts';
import { type Seeded, writeSeed } from './seed.ts';
import { notTheirCase } from '../theirs.ts';
import { seesAct, subjectOf } from '../visible.ts';

export type StickOutcome<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'refused'; readonly reason: ParcelRefusal }
  /** No room for the files: nothing was registered, and the same parcel may be brought again. */
  | { readonly kind: 'storageFull' };

const refused = (reason: ParcelRefusal): StickOutcome<never> => ({ kind: 'refused', reason });

/**
 * Takes a parcel of an office, item by item through the very functions that the line uses, so that it may come twice, late, or beside the
 * line: each act is registered once. It is read twice: everything is checked before anything is kept.
 * @param sealed the parcel's bytes, from the beginning each time. @param out where the sealed answer is written.
 * @param most of the parcel that a desk gets which asks for what it begins with, in bytes.
 */
export async function importParcel(
  rooms: StickRooms,
  sealed: () => AsyncIterable<Uint8Array>,
  out: string,
  most: number = parcelLimits.bytes,
): Promise<StickOutcome<AnswerParcel | Seeded>> {
  try {
    const first = await readOutward(rooms, sealed(), skim);
    const holder = await holderOf(first);
    if (first.wish) return { kind: 'done', value: await grant(rooms, first, first.wish, { holder, most }, out) };
    const again = await readOutward(rooms, sealed(), async ({ sha256, size }, bytes) => {
      const put = await rooms.blobs.put(Sha256.parse(sha256), bytes, size);
      if (put.kind === 'storageFull') throw new NoRoom();
      if (put.kind !== 'created' && put.kind !== 'present') throw new ParcelError('otherBytes');
    });
    if (again.digest !== first.digest) return refused('changing');
    for (const { sha256 } of again.files) await rooms.register.addHolder(Sha256.parse(sha256), again.officeId);
    const outcomes: ParcelOutcome[] = [];
    const sender = { officeId: again.officeId, holder };
    for (const [at, item] of again.items.entries()) outcomes.push(await take(rooms, item, at + 1, sender));
    const answer: AnswerParcel = {
      ...{ v: 1, kind: 'answer', parcelId: randomUUID(), officeId: again.officeId, repository: rooms.name },
      ...{ madeAt: rooms.clock().toISOString(), inReplyTo: again.parcelId, outcomes, files: [] },
      ...(await carriedLog(rooms, again.checkpoint)),
    };
    await writeParcel(answer, again.answerTo, [], out);
    return { kind: 'done', value: answer };
  } catch (error) {
    if (error instanceof NoRoom) return { kind: 'storageFull' };
    const reason = refusalOf(error);
    if (reason === null) throw error;
    return refused(reason);
  }
}

/** What a desk begins with: whatever its person may see, and nothing to whoever sees no case. */
async function grant(
  rooms: StickRooms,
  { officeId, answerTo, parcelId }: Signed,
  wish: CarriedWish,
  { holder, most }: { readonly holder: Holder | null; readonly most: number },
  out: string,
): Promise<Seeded> {
  if (!mayDo(holder, 'seeOpen')) throw new Refusal('notAllowed');
  const { caseNumbers, version } = wish;
  const reader = { officeId, answerTo, holder, version, inReplyTo: parcelId };
  return writeSeed(rooms, reader, { caseNumbers, maxBytes: wish.maxBytes }, out, most);
}

class NoRoom extends Error {}
async function* nothing(): AsyncGenerator<Uint8Array> {
  // The files are there already.
}

async function take(rooms: StickRooms, item: ParcelItem, n: number, sender: Sender): Promise<ParcelOutcome> {
  const { officeId, holder } = sender;
  switch (item.kind) {
    case 'case': {
      const record = item.case;
      const line = async (): Promise<ParcelOutcome['line']> => {
        if (record.officeId !== officeId) return no(n, 'unauthorized', 'a case of another office');
        const named = { assigned: true, designated: true };
        if (!mayDo(holder, 'openCase') || !mayRead(holder, record.confidentialityLevel, named))
          return no(n, 'forbidden', 'not allowed to this role: openCase');
        const stored = await rooms.register.putCase(record);
        return stored === 'differs' ? no(n, 'case-differs', 'recorded with other data') : { kind: 'done' };
      };
      return { item: item.kind, id: record.caseId, line: await line() };
    }
    case 'proposal': {
      const { proposal } = item;
      const outcome = await takeProposal(rooms, proposal, sender);
      const line: ParcelOutcome['line'] =
        outcome.kind === 'refused' ? no(n, outcome.code satisfies ProblemCode, outcome.detail) : { kind: 'done' };
      return { item: item.kind, id: proposal.actId, line };
    }
    case 'draft':
      return { item: 'draft', id: item.version.versionId, ...(await takeDraft(rooms, item.version, n, sender)) };
    case 'entry': {
      const outcome = await takeEntry(rooms, item.entry, sender);
      const line = outcome.kind === 'refused' ? no(n, outcome.code, outcome.detail) : ({ kind: 'done' } as const);
      return { item: 'entry', id: item.entry.entryId, line };
    }
    case 'signature':
      return { item: 'signature', id: item.request.actId, line: await takeHalf(rooms, item.request, n, sender) };
    case 'return': {
      const header = { kind: 'return' as const, n, return: item.return, bytes: 0 as const };
      return {
        item: 'return',
        id: item.return.actId,
        line: await decide(rooms, { header, bytes: nothing() }, sender),
      };
    }
    case 'act': {
      const header = { kind: 'act' as const, n, request: item.request, bytes: 0, after: null };
      return { item: 'act', id: item.request.actId, line: await decide(rooms, { header, bytes: nothing() }, sender) };
    }
    case 'rendition': {
      const header = { kind: 'rendition' as const, n, request: item.request, bytes: 0, after: null };
      const line = await decide(rooms, { header, bytes: nothing() }, sender);
      return { item: 'rendition', id: item.request.actId, line };
    }
  }
}

/** Beside another text it is kept all the same: both are there, for a person to bring together. */
async function takeDraft(
  { register }: StickRooms,
  version: DraftVersion,
  n: number,
  { officeId, holder }: Sender,
): Promise<Pick<ParcelOutcome, 'line' | 'parents'>> {
  const { draftId, caseId, parents, text } = version;
  if (version.officeId !== officeId) return { line: no(n, 'unauthorized', 'a draft of another office') };
  const owner = await register.drafts.officeOf(draftId);
  if (owner !== null && owner !== officeId) return { line: no(n, 'not-found', 'no such draft') };
  const record = await register.caseOf(caseId);
  if (record?.officeId !== officeId) {
    const { code, detail } = await notTheirCase(register, version.caseId, officeId);
    return { line: no(n, code, detail) };
  }
  const may = mayDo(holder, 'draft', { actType: text.actType }) && mayRead(holder, record.confidentialityLevel);
  if (!may) return { line: no(n, 'forbidden', 'not allowed to this role: draft') };
  const kept = await register.drafts.put(version, parents[0] ?? null);
  if (kept.kind === 'reused') return { line: no(n, 'draft-version-reused', 'this version is here with another text') };
  return { line: { kind: 'done' }, parents };
}

async function takeHalf(
  rooms: StickRooms,
  request: SignatureRequest,
  n: number,
  { officeId, holder }: Sender,
): Promise<ParcelOutcome['line']> {
  const proposal = await rooms.register.proposalOf(request.actId);
  if (proposal?.officeId !== officeId) return no(n, 'act-unknown', 'no such act in this office');
  if (holder) {
    if (!(await seesAct(holder, rooms.register, proposal))) return no(n, 'act-unknown', 'no such act in this office');
    const kind = request.electronic ? 'signElectronically' : 'sign';
    if (!mayDo(holder, kind, subjectOf(holder, proposal)))
      return no(n, 'forbidden', `not allowed to this role: ${kind}`);
  }
  return lineOf(n, await takeSignature(rooms, request, { officeId, holder }));
}

function refusalOf(error: unknown): ParcelRefusal | null {
  if (error instanceof Refusal) return error.reason;
  if (error instanceof SealError) return error.kind;
  if (error instanceof ParcelError)
    return error.kind === 'tooLarge' ? 'tooLarge' : error.kind === 'forged' ? 'forged' : 'damaged';
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === 'ENOENT' || code === 'EIO' || code === 'EISDIR' || code === 'EACCES' ? 'unreadable' : null;
}

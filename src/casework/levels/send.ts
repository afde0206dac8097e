import { createHash } from 'node:crypto';
import type { Failure } from '../../contract/failures.ts';
import { type ActId, type Sha256, assertNever } from '../../contract/ids.ts';
import type { ReceiptKey } from '../../contract/receipts.ts';
import type { RenditionRequest } from '../../contract/wire.ts';
import type { DocumentStore } from '../documents/index.ts';
import { journalise } from '../journal/journal.ts';
import { verifyRendition } from '../receipts/verify.ts';
import { type ReadableDB, type Store, type WritableDB, sql } from '../store/index.ts';
import type { RenditionDoor } from '../sync/lanes/renditions.ts';
import { type SendResult, holdsPinnedKey, isBlobMissing } from '../sync/send.ts';
import type { BundleAnswer, Transport } from '../../line/port.ts';

export interface RenditionSender {
  readonly store: Store;
  readonly kept: DocumentStore;
  readonly client: Pick<Transport, 'capabilities'>;
  readonly pinnedKeys: readonly ReceiptKey[];
  readonly deviceId: string;
  readonly clock: () => Date;
}

/** The next longer file of each registered act that the repository does not have yet; one goes after the other. */
export function openRenditions(db: ReadableDB): Omit<RenditionRequest, 'deviceId'>[] {
  return db.all(sql`
    select v.act_id as actId, v.n, v.sha256, v.size, v.prefix_sha256 as prefixSha256, v.prefix_size as prefixSize
    from main.renditions v left join main.signed_acts s on s.act_id = v.act_id
    where v.state = 'waiting' and coalesce(s.state, 'registered') = 'registered'
      and not exists (select 1 from main.renditions e where e.act_id = v.act_id and e.n < v.n and e.state = 'waiting')
    order by v.made_at, v.act_id`);
}

/** Takes in what the repository answered about a rendition. Every step may be repeated. */
async function takeAnswer(
  sender: RenditionSender,
  request: RenditionRequest,
  answer: BundleAnswer,
): Promise<SendResult> {
  switch (answer.kind) {
    case 'registered': {
      const verdict = verifyRendition(answer.receipt, sender.pinnedKeys, request);
      if (verdict.kind === 'invalid') return later(sender, request, { kind: 'receiptInvalid', reason: verdict.reason });
      sender.store.journal.write((tx) => keepRendition(tx, request, answer.receipt, sender.clock()));
      return { kind: 'done' };
    }
    // The office's own repository has it and forwards it: asked again later, told by the feed sooner.
    case 'received':
      return { kind: 'received' };
    case 'returned':
      return later(sender, request, { kind: 'repositoryGarbage', detail: 'an answer to something else' });
    case 'refused':
    case 'later':
      return unanswered(sender, request, answer.failure);
    case 'line':
      return { kind: 'line', failure: answer.failure };
    default:
      return assertNever(answer, 'answer of a bundle');
  }
}

/** The longer files' way into the bundle: only what was added is sent, the whole where the repository lost the beginning. */
export function renditionDoor(sender: RenditionSender, onChange: () => void): RenditionDoor {
  const beginningLost = new Set<string>();
  return {
    open: () => openRenditions(sender.store.journal),
    requestOf(of) {
      const before = { sha256: of.prefixSha256, size: of.prefixSize };
      return { request: { ...of, deviceId: sender.deviceId }, after: beginningLost.has(of.sha256) ? null : before };
    },
    async take(of, answer) {
      const isLost = (answer.kind === 'later' || answer.kind === 'refused') && isBlobMissing(answer.failure);
      if (isLost) beginningLost.add(of.sha256);
      const result = await takeAnswer(sender, { ...of, deviceId: sender.deviceId }, answer);
      if (result.kind === 'done' || result.kind === 'refused') beginningLost.delete(of.sha256);
      onChange();
      return result;
    },
  };
}

/** The receipt was held against our own bytes. Answers false where it was known. */
export function keepRendition(
  tx: WritableDB<'journal'>,
  { actId, n, sha256 }: Pick<RenditionRequest, 'actId' | 'n' | 'sha256'>,
  receipt: string,
  now: Date,
): boolean {
  const kept = tx.run(sql`update renditions set state = 'registered', trouble = null, receipt = ${receipt}
    where act_id = ${actId} and n = ${n} and sha256 = ${sha256} and state = 'waiting'`);
  if (kept === 0) return false;
  const receiptSha256 = createHash('sha256').update(receipt).digest('hex');
  journalise(tx, now, { kind: 'renditionRegistered', actId, n, sha256, receiptSha256 });
  return true;
}

/**
 * Another desk's rendition took the place of one made here: ours, and what grew from it, stay kept and go nowhere. The act is not
 * raised further here.
 */
export function supersede(tx: WritableDB<'journal'>, actId: ActId, n: number, sha256: Sha256): boolean {
  const over = tx.run(sql`update renditions set state = 'superseded'
    where act_id = ${actId} and n >= ${n} and state = 'waiting'
      and exists (select 1 from renditions r where r.act_id = ${actId} and r.n = ${n} and r.sha256 <> ${sha256})`);
  if (over > 0) tx.run(sql`update raises set open = 0, renew = 0 where act_id = ${actId}`);
  return over > 0;
}

const finalProblems: ReadonlySet<string> = new Set([
  'rendition-order',
  'not-an-addition',
  'signature-invalid',
  'blob-too-large',
]);

async function unanswered(sender: RenditionSender, request: RenditionRequest, failure: Failure): Promise<SendResult> {
  if (failure.kind === 'repositoryUnreachable' || failure.kind === 'repositoryDenied') return { kind: 'line', failure };
  if (failure.kind !== 'registrationRefused' || !finalProblems.has(failure.problem)) {
    return later(sender, request, failure);
  }
  // Only who holds a pinned key may end a rendition's way.
  const asked = await sender.client.capabilities();
  if (!asked.ok) return later(sender, request, asked.failure);
  if (!holdsPinnedKey(asked.value, sender.pinnedKeys)) {
    return later(sender, request, {
      kind: 'repositoryGarbage',
      detail: 'a no of a repository that holds none of the pinned keys',
    });
  }
  const { actId, n, sha256 } = request;
  sender.store.journal.write((tx) => {
    const trouble = JSON.stringify(failure);
    tx.run(sql`update renditions set state = 'refused', trouble = ${trouble}
      where act_id = ${actId} and n = ${n} and state = 'waiting'`);
    // What grew from it has nothing to stand on.
    tx.run(sql`update renditions set state = 'superseded' where act_id = ${actId} and n > ${n} and state = 'waiting'`);
    tx.run(sql`update raises set open = 0, renew = 0, reason = ${trouble} where act_id = ${actId}`);
    journalise(tx, sender.clock(), { kind: 'renditionRefused', actId, n, sha256, problem: failure.problem });
  });
  return { kind: 'refused' };
}

function later({ store }: RenditionSender, { actId, n }: RenditionRequest, failure: Failure): SendResult {
  const trouble = JSON.stringify(failure);
  store.journal.write((tx) =>
    tx.run(
      sql`update renditions set trouble = ${trouble} where act_id = ${actId} and n = ${n} and state = 'waiting' and trouble is not ${trouble}`,
    ),
  );
  return { kind: 'later', failure };
}

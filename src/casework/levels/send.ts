import { createHash } from 'node:crypto';
import type { Failure } from '../../contract/failures.ts';
import type { ActId, Sha256 } from '../../contract/ids.ts';
import type { ReceiptKey } from '../../contract/receipts.ts';
import type { RenditionRequest } from '../../contract/wire.ts';
import type { DocumentStore } from '../documents/index.ts';
import { journalise } from '../journal/journal.ts';
import { verifyRendition } from '../receipts/verify.ts';
import { type ReadableDB, type Store, type WritableDB, sql } from '../store/index.ts';
import type { RepositoryClient } from '../sync/repository-client.ts';
import { type Pace, backoffMs } from '../sync/backoff.ts';
import { type SendResult, holdsPinnedKey, putFile } from '../sync/send.ts';
import type { Ran } from '../sync/loop.ts';

export interface RenditionSender {
  readonly store: Store;
  readonly kept: DocumentStore;
  readonly client: RepositoryClient;
  readonly pinnedKeys: readonly ReceiptKey[];
  readonly deviceId: string;
  readonly clock: () => Date;
}

/** The next longer file of each registered act that the repository does not have yet; one goes after the other. */
export function openRenditions(db: ReadableDB): Omit<RenditionRequest, 'deviceId'>[] {
  return db.all(sql`
    select v.act_id as actId, v.n, v.sha256, v.size, v.prefix_sha256 as prefixSha256, v.prefix_size as prefixSize
    from main.renditions v join main.signed_acts s on s.act_id = v.act_id
    where v.state = 'waiting' and s.state = 'registered'
      and not exists (select 1 from main.renditions e where e.act_id = v.act_id and e.n < v.n and e.state <> 'registered')
    order by v.made_at, v.act_id`);
}

/**
 * Sends one rendition as far as it goes: only what was added, where the repository has the file before. Every step may be repeated.
 */
export async function sendRendition(
  sender: RenditionSender,
  row: Omit<RenditionRequest, 'deviceId'>,
): Promise<SendResult> {
  const request: RenditionRequest = { ...row, deviceId: sender.deviceId };
  const there = await sender.client.hasBlob(request.sha256, request.size);
  if (!there.ok) return unanswered(sender, request, there.failure);
  if (!there.value) {
    const failure = await putEnd(sender, request);
    if (failure) return unanswered(sender, request, failure);
  }
  const answer = await sender.client.addRendition(request);
  if (!answer.ok) return unanswered(sender, request, answer.failure);
  // The office's own repository has it and forwards it: asked again later, told by the feed sooner.
  if ('statement' in answer.value) return { kind: 'received' };
  const { receipt } = answer.value;
  const verdict = verifyRendition(receipt, sender.pinnedKeys, request);
  if (verdict.kind === 'invalid') return later(sender, request, { kind: 'receiptInvalid', reason: verdict.reason });
  sender.store.journal.write((tx) => keepRendition(tx, request, receipt, sender.clock()));
  return { kind: 'done' };
}

/** The end alone; the whole where the repository lost the beginning. */
async function putEnd(sender: RenditionSender, request: RenditionRequest): Promise<Failure | null> {
  const after = { sha256: request.prefixSha256, size: request.prefixSize };
  const put = await putFile(sender, request.sha256, after);
  if (put.ok) return null;
  if (put.failure.kind !== 'registrationRefused' || put.failure.problem !== 'blob-missing') return put.failure;
  const whole = await putFile(sender, request.sha256);
  return whole.ok ? null : whole.failure;
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
    tx.run(sql`update raises set open = 0, renew = 0, reason = ${trouble} where act_id = ${actId}`);
    journalise(tx, sender.clock(), { kind: 'renditionRefused', actId, n, sha256, problem: failure.problem });
  });
  return { kind: 'refused' };
}

function later({ store }: RenditionSender, { actId, n }: RenditionRequest, failure: Failure): SendResult {
  const trouble = JSON.stringify(failure);
  store.journal.write((tx) =>
    tx.run(
      sql`update renditions set trouble = ${trouble} where act_id = ${actId} and n = ${n} and trouble is not ${trouble}`,
    ),
  );
  return { kind: 'later', failure };
}

/** An errand for the line: sends what is due; a rendition that is not taken waits alone, a line that is down stops the round. */
export function renditionErrand(options: {
  readonly sender: RenditionSender;
  readonly pace: Pace;
  readonly random: () => number;
  readonly onChange: () => void;
  /** Monotonic milliseconds. */
  readonly elapsed?: () => number;
}): { run(): Promise<Ran & { readonly failure: Failure | null }>; forget(): void } {
  const { sender, pace, random, onChange, elapsed = () => performance.now() } = options;
  const waits = new Map<string, { failures: number; until: number }>();
  const due = (): Omit<RenditionRequest, 'deviceId'>[] =>
    openRenditions(sender.store.journal).filter((row) => (waits.get(row.sha256)?.until ?? 0) <= elapsed());
  return {
    forget: () => waits.clear(),
    async run() {
      for (let rows = due(); rows.length > 0; rows = due()) {
        for (const row of rows) {
          const result = await sendRendition(sender, row);
          if (result.kind === 'line') return { ok: false, failure: result.failure };
          if (result.kind === 'later' || result.kind === 'received') {
            const failures = (waits.get(row.sha256)?.failures ?? 0) + 1;
            waits.set(row.sha256, { failures, until: elapsed() + backoffMs(pace, failures, random) });
          } else waits.delete(row.sha256);
          onChange();
        }
      }
      const left = openRenditions(sender.store.journal).map((row) => (waits.get(row.sha256)?.until ?? 0) - elapsed());
      return { ok: true, failure: null, againMs: left.length === 0 ? undefined : Math.max(0, Math.min(...left)) };
    },
  };
}

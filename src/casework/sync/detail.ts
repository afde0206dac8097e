import { ActId } from '../../contract/ids.ts';
import type { LineDetail, LineItem } from '../../contract/line.ts';
import { titleOfFile } from '../casefile/blobs.ts';
import { type OutboxFacts, outboxFacts } from '../outbox/facts.ts';
import { type Store, sql } from '../store/index.ts';
import type { Ledger } from './lanes/ledger.ts';
import { readOutages } from './outages.ts';
import { type Job, isAside, laneOf, rankOf, sizeClass } from './planner/index.ts';
import type { CapNow } from './way/cap.ts';

/** So many rows of the plan, and so many outages, are shown. */
const shownItems = 200;
const shownOutages = 50;
/** From this rank on (drafts and what is behind them) nobody waits for it. */
const deferredRank = 9;

/** Puts together what the line's screen shows, from the plan and the ledger as they are now. */
export function detailOf(facts: {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly jobs: readonly Job[];
  readonly wallNow: number;
  readonly cap: CapNow;
  readonly goodput: LineDetail['goodput'];
  readonly proxy: LineDetail['proxy'];
}): Omit<LineDetail, 'kept'> {
  const { store, ledger, jobs, wallNow } = facts;
  const isMoving = ({ key }: Job): boolean => ledger.inHand.has(key);
  const isDeferred = (job: Job): boolean =>
    !isMoving(job) && (sizeClass(job.bytes) > 0 || rankOf(job.work, wallNow) >= deferredRank);
  const place = (job: Job): number => (isMoving(job) ? 0 : isAside(ledger.memory, job.key) ? 1 : 2);
  const ordered = [...jobs].sort(
    (a, b) => place(a) - place(b) || rankOf(a.work, wallNow) - rankOf(b.work, wallNow) || a.order - b.order,
  );
  const rows = new Map(outboxFacts(store.reader).map((row) => [`row-${row.id}`, row]));
  const until = ledger.memory.line.until - ledger.elapsed();
  return {
    up: amountOf(jobs.filter(({ work }) => laneOf(work) === 'up')),
    down: amountOf(jobs.filter(({ work }) => laneOf(work) === 'down')),
    deferred: amountOf(jobs.filter(isDeferred)),
    items: ordered.slice(0, shownItems).flatMap((job) => itemOf(job, rows, facts) ?? []),
    cap: facts.cap,
    goodput: facts.goodput,
    proxy: facts.proxy,
    nextTrySeconds: ledger.memory.line.failures === 0 ? null : Math.max(0, Math.ceil(until / 1000)),
    outages: readOutages(store, shownOutages),
  };
}

const amountOf = (jobs: readonly Job[]): { items: number; bytes: number } => ({
  items: jobs.length,
  bytes: jobs.reduce((sum, { bytes }) => sum + bytes, 0),
});

/** What an act waits for though it could go: the first of its case that failed and still has its turn (planner/plan.ts: `caseGates`). */
function behindOf({ key, caseId, order }: Job, jobs: readonly Job[], ledger: Ledger): Job | null {
  if (caseId === null || ledger.inHand.has(key) || isAside(ledger.memory, key)) return null;
  const before = jobs.filter(
    (job) => job.caseId === caseId && job.work.kind === 'act' && job.order < order && !isAside(ledger.memory, job.key),
  );
  return before.find((job) => (ledger.memory.troubles.get(job.key)?.failures ?? 0) > 0) ?? null;
}

function itemOf(
  job: Job,
  rows: ReadonlyMap<string, OutboxFacts>,
  { ledger, store, wallNow, jobs }: Pick<Parameters<typeof detailOf>[0], 'ledger' | 'store' | 'wallNow' | 'jobs'>,
): LineItem | null {
  const { key, work, bytes } = job;
  const failures = ledger.memory.troubles.get(key)?.failures ?? 0;
  const common = {
    ...{ key, bytes, failures, moving: ledger.inHand.has(key), aside: isAside(ledger.memory, key) },
    reason: failures > 0 ? ledger.reasonOf(key) : null,
    urgent: rankOf(work, wallNow) === 0,
  };
  switch (work.kind) {
    case 'act':
    case 'return': {
      const row = rows.get(key);
      if (!row) return null;
      const before = work.kind === 'act' ? behindOf(job, jobs, ledger) : null;
      const behind = before && { title: rows.get(before.key)?.title ?? '', reason: ledger.reasonOf(before.key) };
      return {
        ...{ ...common, kind: work.kind, actId: ActId.parse(row.actId), title: row.title },
        ...(behind && { behind }),
      };
    }
    case 'rendition': {
      const actId = /^rendition-(.+)-\d+$/.exec(key)?.[1] ?? '';
      const known = store.journal.get<{ title: string }>(
        sql`select json_extract(snapshot, '$.title') as title from signed_acts where act_id = ${actId}`,
      );
      return { ...common, kind: 'rendition', actId: ActId.parse(actId), title: known?.title ?? '' };
    }
    case 'file': {
      const of = titleOfFile(store.reader, key.replace(/^file-/, ''));
      return { ...common, kind: 'file', actId: of ? ActId.parse(of.actId) : null, title: of?.title ?? '' };
    }
    default:
      return null;
  }
}

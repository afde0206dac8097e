import type { Failure } from '../../contract/failures.ts';
import { type OutboxRow, openRows } from '../outbox/rows.ts';
import { inParallel } from '../parallel.ts';
import type { ReadableDB } from '../store/index.ts';
import { type Pace, backoffMs } from './backoff.ts';
import type { SendResult } from './send.ts';

/** How often rows failed and when they may be tried again, by their own clock-free time. Lost on restart, which is a fresh try. */
export interface Patience {
  /** All rows may be tried at once again (a person asked). */
  forget(): void;
}

export interface Drainer extends Patience {
  /** Sends what is due. Answers what stopped the line, or null, and when the next waiting row is due. */
  drain(): Promise<{ readonly line: Failure | null; readonly nextMs: number | undefined }>;
}

/** Cases sent side by side. Within a case acts go in the order of their signing. */
const width = 4;
/** So many refusals to answer in a row are a repository in trouble, not acts in trouble. */
const enough = 4;

/**
 * Empties the outbox. A row that fails waits with growing patience and stands behind the others, so that no poisoned act holds up
 * another; a line that is down stops the round.
 */
export function drainer(options: {
  readonly db: ReadableDB;
  readonly send: (row: OutboxRow) => Promise<SendResult>;
  readonly pace: Pace;
  readonly random: () => number;
  /** A row came to an end, or a failure was noted on it. */
  readonly onProgress: (result: SendResult) => void;
  /** Monotonic milliseconds. */
  readonly elapsed?: () => number;
}): Drainer {
  const { pace, random, elapsed = () => performance.now() } = options;
  const waits = new Map<number, { failures: number; until: number }>();
  let badRounds = 0;

  const next = (): OutboxRow[] => {
    const now = elapsed();
    const failures = (row: OutboxRow): number => waits.get(row.id)?.failures ?? 0;
    return openRows(options.db)
      .filter((row) => (waits.get(row.id)?.until ?? 0) <= now)
      .sort((a, b) => failures(a) - failures(b) || a.id - b.id);
  };
  const patience = (row: OutboxRow): void => {
    const failures = (waits.get(row.id)?.failures ?? 0) + 1;
    waits.set(row.id, { failures, until: elapsed() + backoffMs(pace, failures, random) });
  };

  const nextDue = (): number | undefined => {
    const dues = openRows(options.db).map((row) => Math.max(0, (waits.get(row.id)?.until ?? 0) - elapsed()));
    return dues.length === 0 ? undefined : Math.min(...dues);
  };

  return {
    forget: () => waits.clear(),
    async drain() {
      let line: Failure | null = null;
      let inARow = 0;
      for (let rows = next(); rows.length > 0 && line === null && inARow < enough; rows = next()) {
        await inParallel(byCase(rows), width, async (group) => {
          for (const row of group) {
            const result = await options.send(row);
            if (result.kind === 'line' || result.kind === 'later') patience(row);
            // It lies in the office: the feed brings its receipt, and it is asked for once in a while all the same.
            else if (result.kind === 'received') waits.set(row.id, { failures: 0, until: elapsed() + 6 * pace.idleMs });
            else waits.delete(row.id);
            inARow = result.kind === 'later' ? inARow + 1 : 0;
            if (result.kind === 'line') line = result.failure;
            options.onProgress(result);
            if (line !== null || inARow >= enough) return false;
          }
          return true;
        });
      }
      badRounds = inARow >= enough ? badRounds + 1 : 0;
      const due = nextDue();
      if (due === undefined || badRounds === 0) return { line, nextMs: due };
      return { line, nextMs: Math.max(due, backoffMs(pace, badRounds, random)) };
    },
  };
}

function byCase(rows: readonly OutboxRow[]): OutboxRow[][] {
  const groups = new Map<string, OutboxRow[]>();
  for (const row of rows) {
    const group = groups.get(row.caseId);
    if (group) group.push(row);
    else groups.set(row.caseId, [row]);
  }
  return [...groups.values()];
}

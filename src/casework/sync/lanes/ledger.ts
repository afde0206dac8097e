import type { Failure } from '../../../contract/failures.ts';
import type { Pace } from '../backoff.ts';
import type { LineState } from '../line.ts';
import {
  type Lane,
  type Memory,
  type Stumble,
  afterContact,
  afterFailure,
  afterLineFailure,
  afterNetworkChange,
  afterProgress,
  afterSuccess,
  afterTurn,
  forgiven,
  freshMemory,
  isAside,
  keepOnly,
} from '../planner/index.ts';

/** The planner's memory, kept for all lanes in one place, and told to the status strip. */
export interface Ledger {
  readonly memory: Memory;
  /** What is being moved now. */
  readonly inHand: Map<string, 'bundled' | 'alone'>;
  /** Monotonic milliseconds. */
  elapsed(): number;
  turn(lane: Lane): void;
  /** It came to its end. */
  succeeded(key: string): void;
  /** A part of it went over. */
  progressed(key: string): void;
  /** It failed by itself. */
  failed(key: string, failure: Failure): void;
  /** The line failed under it, or the repository wants peace. */
  lineFailed(failure: Failure, suspect: string | null): void;
  /** An answer of the repository that parsed. */
  contact(clockOffsetMs?: number | null): void;
  /** The network changed, or a person asked: whatever waits may be tried now. */
  tryAnew(): void;
  forgive(key: string): void;
  keepOnly(keys: ReadonlySet<string>): void;
  /** Why each item failed last. */
  reasonOf(key: string): Failure | null;
}

export function createLedger(options: {
  readonly pace: Pace;
  readonly random: () => number;
  readonly line: LineState;
  /** A trouble of the way that has a name of its own, where the line failed. */
  readonly nameOfTrouble: () => Failure | null;
  /** Whoever waits for an answer that may never come should look again. */
  readonly onLineFailed: () => void;
  /** Something may be due now that was not. */
  readonly onDue: () => void;
  readonly elapsed?: () => number;
}): Ledger {
  const { pace, random, line, onDue, elapsed = () => performance.now() } = options;
  let memory = freshMemory;
  const reasons = new Map<string, Failure>();
  const at = () => ({ now: elapsed(), random: random(), pace });
  /** Changes the memory; wakes the lanes when the line is there again. */
  const become = (next: Memory): void => {
    const isBack = memory.line.failures > 0 && next.line.failures === 0;
    memory = next;
    line.aside([...memory.troubles.keys()].filter((key) => isAside(memory, key)).length);
    if (isBack) onDue();
  };
  return {
    get memory() {
      return memory;
    },
    inHand: new Map(),
    elapsed,
    turn: (lane) => become(afterTurn(memory, lane)),
    succeeded(key) {
      reasons.delete(key);
      become(afterSuccess(memory, key, at()));
      line.contact(null);
    },
    progressed(key) {
      become(afterProgress(memory, key, at()));
      line.contact(null);
    },
    failed(key, failure) {
      reasons.set(key, failure);
      become(afterFailure(memory, key, at()));
      line.trouble(failure, 'ownItem');
    },
    lineFailed(failure, suspect) {
      // What was under way together breaks together: it is one failure of the line, and the first of them may be to blame.
      if (memory.line.until > elapsed()) return;
      const named = failure.kind === 'repositoryUnreachable' ? (options.nameOfTrouble() ?? failure) : failure;
      const seconds = failure.kind === 'repositoryBusy' ? failure.retryAfterSeconds : null;
      if (suspect !== null) reasons.set(suspect, named);
      become(
        afterLineFailure(memory, at(), {
          suspect,
          why: stumbleOf(failure),
          atLeastMs: seconds === null ? undefined : seconds * 1000,
        }),
      );
      line.trouble(named);
      options.onLineFailed();
    },
    contact(clockOffsetMs = null) {
      become(afterContact(memory, at()));
      line.contact(clockOffsetMs);
    },
    tryAnew() {
      become(afterNetworkChange(memory));
      onDue();
    },
    forgive(key) {
      become(forgiven(memory, key));
      onDue();
    },
    keepOnly(keys) {
      for (const key of reasons.keys()) if (!keys.has(key)) reasons.delete(key);
      become(keepOnly(memory, keys));
    },
    reasonOf: (key) => reasons.get(key) ?? null,
  };
}

function stumbleOf(failure: Failure): Stumble {
  if (failure.kind === 'repositoryFull') return 'full';
  if (failure.kind !== 'repositoryBusy') return 'broke';
  return failure.ofItself === true ? 'noTime' : 'failed';
}

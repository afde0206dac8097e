import { inParallel } from '../parallel.ts';
import { type Pace, backoffMs } from '../sync/backoff.ts';
import { type Loop, startLoop } from '../sync/loop.ts';
import { type RaiseResult, type RaiseRooms, raiseAct } from './raise.ts';
import { fileToBring } from './newest.ts';
import { type RaiseRow, openRaises, raiseRow } from './rows.ts';

export interface RaiseWorker {
  /** Something new wants to be raised. */
  kick(): void;
  /** Tries everything that is open now, whatever was tried before; resolves when each was tried once. */
  now(): Promise<void>;
  stop(): Promise<void>;
}

/** Acts raised side by side: most of the time goes into waiting for an authority. */
const width = 3;

/**
 * Raises what is open, in the background. An act that does not get on waits with growing patience of its own and holds up no other; an
 * authority that is silent costs nobody a signature.
 */
export function startRaising(options: {
  readonly rooms: RaiseRooms;
  readonly pace: Pace;
  readonly random: () => number;
  readonly onBug: (error: unknown) => void;
  /** An act's level, or what is said of it, changed. */
  readonly onChange: () => void;
  /** Monotonic milliseconds. */
  readonly elapsed?: () => number;
}): RaiseWorker {
  const { rooms, pace, random, onBug, onChange, elapsed = () => performance.now() } = options;
  const waits = new Map<string, { failures: number; until: number }>();
  let stopped = false;

  const untilOf = ({ actId }: RaiseRow): number => waits.get(actId)?.until ?? 0;
  const asked = new Set<string>();
  /** Once each: what does not come is asked for again when a person does, or at the next start. */
  const bring = (actId: string): void => {
    const sha256 = fileToBring(rooms.store.reader, actId);
    if (sha256 === null || asked.has(sha256)) return;
    asked.add(sha256);
    rooms.bring(sha256);
  };
  const due = (): RaiseRow[] => {
    const { rows, without } = openRaises(rooms.store.reader);
    for (const actId of without) bring(actId);
    return rows.filter((row) => untilOf(row) <= elapsed());
  };
  const wait = ({ actId }: RaiseRow): void => {
    const failures = (waits.get(actId)?.failures ?? 0) + 1;
    waits.set(actId, { failures, until: elapsed() + backoffMs(pace, failures, random) });
  };
  const one = async (row: RaiseRow): Promise<void> => {
    // A bug with one file must not hold up the others: it is told, and the act waits like one that failed.
    let result: RaiseResult | null = null;
    try {
      const fresh = raiseRow(rooms.store.reader, row.actId);
      if (fresh) result = await raiseAct(rooms, fresh);
    } catch (error) {
      onBug(error);
    }
    if (result?.kind === 'done' || result?.kind === 'never') waits.delete(row.actId);
    else if (result?.kind !== 'raised') wait(row);
    onChange();
  };
  const loop: Loop = startLoop({
    pace,
    random,
    onBug,
    async run() {
      for (let rows = due(); rows.length > 0 && !stopped; rows = due()) {
        await inParallel(rows, width, async (row) => {
          await one(row);
          return !stopped;
        });
      }
      const left = openRaises(rooms.store.reader).rows.map((row) => Math.max(0, untilOf(row) - elapsed()));
      return { ok: true, againMs: left.length === 0 ? undefined : Math.min(...left) };
    },
  });
  return {
    kick: () => loop.kick(),
    async now() {
      waits.clear();
      asked.clear();
      await loop.runNow();
    },
    async stop() {
      stopped = true;
      await loop.stop();
    },
  };
}

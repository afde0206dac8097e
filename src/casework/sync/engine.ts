import type { Line } from '../../contract/calls.ts';
import type { Failure } from '../../contract/failures.ts';
import type { Pace } from './backoff.ts';
import { drainer } from './drain.ts';
import type { LineState } from './line.ts';
import { type Ran, startLoop } from './loop.ts';
import { type PullRooms, fetchFiles, pullFeed } from './pull.ts';
import { type SenderRooms, holdsPinnedKey, sendRow } from './send.ts';

/** What keeps this office and the repository in step, in the background and on request. */
export interface SyncEngine {
  /** Something new is in the outbox. */
  kick(): void;
  /** A file has to be brought again. */
  look(): void;
  /** Longer files wait to be sent. */
  offer(): void;
  /** Tries now, whatever the line did before; resolves when both ways are drained or stuck. */
  now(): Promise<Line>;
  stop(): Promise<void>;
}

export interface SyncOptions {
  readonly rooms: SenderRooms & PullRooms;
  readonly line: LineState;
  readonly pace: Pace;
  readonly random: () => number;
  readonly onBug: (error: unknown) => void;
  /** Goes over the line too, beside the two ways, and waits for neither. */
  readonly errand: { run(): Promise<Ran & { readonly failure: Failure | null }>; forget(): void };
}

/** Loops that never wait for each other: a long download delays no registration, and no registration waits for a rendition. */
export function startSync(options: SyncOptions): SyncEngine {
  const { rooms, line, pace, random, onBug } = options;
  const outbox = drainer({
    db: rooms.store.journal,
    send: (row) => sendRow(rooms, row),
    pace,
    random,
    onProgress(result) {
      if (result.kind !== 'line' && result.kind !== 'later') line.contact(null);
      else line.trouble(result.failure);
      line.refresh();
      rooms.onChange();
    },
  });
  const settled = (failure: Failure | null, againMs?: number): Ran => {
    if (!failure) return { ok: true, againMs };
    line.trouble(failure);
    const seconds = failure.kind === 'repositoryBusy' ? failure.retryAfterSeconds : null;
    return { ok: false, atLeastMs: seconds === null ? undefined : seconds * 1000 };
  };
  const working = async (work: () => Promise<Ran>): Promise<Ran> => {
    line.syncing(true);
    try {
      return await work();
    } finally {
      line.syncing(false);
    }
  };

  const sender = startLoop({
    pace,
    random,
    onBug,
    run: () =>
      working(async () => {
        const { line: failure, nextMs } = await outbox.drain();
        return settled(failure, nextMs);
      }),
  });
  const puller = startLoop({
    pace,
    random,
    onBug,
    run: () =>
      working(async () => {
        const greeted = await greet(rooms, line);
        if (greeted) return settled(greeted);
        const pulled = await pullFeed(rooms);
        if (!pulled.ok) return settled(pulled.failure);
        const fetched = await fetchFiles(rooms);
        if (!fetched.ok) return settled(fetched.failure);
        line.contact(null);
        return settled(null);
      }),
  });
  const errands = startLoop({
    pace,
    random,
    onBug,
    async run() {
      const ran = await options.errand.run();
      if (ran.failure) line.trouble(ran.failure);
      return ran;
    },
  });
  return {
    kick: () => sender.kick(),
    offer: () => errands.kick(),
    look: () => puller.kick(),
    async now() {
      outbox.forget();
      options.errand.forget();
      await Promise.all([sender.runNow(), puller.runNow()]);
      await errands.runNow();
      return line.read();
    },
    async stop() {
      await Promise.all([sender.stop(), puller.stop(), errands.stop()]);
    },
  };
}

/** Says hello and compares the clocks. Only who holds a pinned key may say how wrong this computer's is. */
async function greet(rooms: PullRooms, line: LineState): Promise<Failure | null> {
  const before = rooms.clock().getTime();
  const answer = await rooms.client.capabilities();
  if (!answer.ok) return answer.failure;
  const here = (before + rooms.clock().getTime()) / 2;
  const isOurs = holdsPinnedKey(answer.value, rooms.pinnedKeys);
  if (isOurs) rooms.onGreeted(answer.value);
  line.contact(isOurs ? new Date(answer.value.serverTime).getTime() - here : null);
  return null;
}

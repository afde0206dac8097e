/** How much may be under way that the other end has not taken in: what a cut can cost, and what an urgent act waits behind. */
export interface Window {
  /** Resolves when so many bytes more may go, or the line is given up. */
  room(bytes: number): Promise<void>;
  send(bytes: number): void;
  /** Bytes sent in all. */
  readonly sent: number;
  /** The other end has taken in so many bytes in all. False where that is more than were sent, or fewer than before. */
  taken(bytes: number): boolean;
  /** Something changed: who waits, looks again. */
  change(): void;
  changed(): Promise<void>;
  /** The line is given up: nobody waits any more. */
  release(): void;
}

const least = 32 * 1024;
const most = 1024 * 1024;

/**
 * At first and on a thin line 32 KB: two seconds of 128 kbit/s. What a line carries in a second where that is more, so that a long way
 * is filled, too. The system's own buffers may hold megabytes and say nothing of it, so only the other end's word counts.
 */
export function createWindow(options: {
  /** Nothing is held back: the other end will not say a word before the end. */
  readonly open: boolean;
  /** Monotonic milliseconds. */
  readonly now?: () => number;
}): Window {
  const { now = () => performance.now() } = options;
  let sent = 0;
  let taken = 0;
  let released = false;
  let size = options.open ? Infinity : least;
  let mark = { at: now(), taken: 0 };
  let waiting: (() => void)[] = [];
  const change = (): void => {
    const wake = waiting;
    waiting = [];
    for (const each of wake) each();
  };
  const changed = (): Promise<void> => (released ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve)));
  return {
    get sent() {
      return sent;
    },
    change,
    changed,
    async room(bytes) {
      while (!released && sent + bytes - taken > size) await changed();
    },
    send: (bytes) => void (sent += bytes),
    taken(bytes) {
      if (bytes > sent || bytes < taken) return false;
      taken = bytes;
      const passed = now() - mark.at;
      if (passed >= 500 && !options.open) {
        const perSecond = ((taken - mark.taken) * 1000) / passed;
        size = Math.min(most, Math.max(least, perSecond));
        mark = { at: now(), taken };
      }
      change();
      return true;
    },
    release() {
      released = true;
      change();
    },
  };
}

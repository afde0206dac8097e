/** What comes in of one file, in one request. */
export interface Slice {
  readonly ended: boolean;
  readonly over: Promise<void>;
  end(): void;
  done(): void;
  untilEnd(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array>;
}

/** A slice that another one may end while it waits for bytes that will never come. */
export function createSlice(): Slice {
  let ended = false;
  let end = (): void => undefined;
  const ending = new Promise<'ended'>((resolve) => (end = () => resolve('ended')));
  let done = (): void => undefined;
  const over = new Promise<void>((resolve) => (done = resolve));
  return {
    get ended() {
      return ended;
    },
    over,
    end() {
      ended = true;
      end();
    },
    done,
    async *untilEnd(bytes) {
      const iterator = bytes[Symbol.asyncIterator]();
      try {
        for (;;) {
          const next = await Promise.race([iterator.next(), ending]);
          if (next === 'ended' || next.done === true) return;
          yield next.value;
        }
      } finally {
        // Not waited for: it may itself be waiting for the dead line.
        iterator.return?.(undefined).catch(() => undefined);
      }
    },
  };
}

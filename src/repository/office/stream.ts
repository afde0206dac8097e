import type { Bundle, BundleAnswer, BundleItem } from '../../line/port.ts';

/** One stream of acts to the central repository, for all the cases that are forwarded side by side: what they have in common goes once. */
export interface ActStream {
  /** Sends one item after the other, whoever asks. Resolves when it is in the socket. */
  send(item: BundleItem): Promise<{ readonly answer: Promise<BundleAnswer> }>;
  /** Ends it; resolves when everything in it was answered. */
  close(): Promise<void>;
}

export function openActStream(open: () => Bundle): ActStream {
  let bundle: Bundle | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
  return {
    send: (item) =>
      inTurn(() => {
        // One that lay idle too long was ended by the other side: nothing of it is lost.
        if (bundle === null || bundle.broken) bundle = open();
        return bundle.send(item);
      }),
    close: () =>
      inTurn(async () => {
        await bundle?.close();
      }),
  };
}

import type { Failure } from '../../contract/failures.ts';
import type { Bundle, BundleAnswer, BundleItem } from '../../line/port.ts';

/** One stream of acts to the central repository, for all the cases that are forwarded side by side: what they have in common goes once. */
export interface ActStream {
  /**
   * Sends one item after the other, whoever asks. Resolves when it is in the socket. Once the line broke with something under way, nothing
   * more goes, and all of it is answered `line`: what follows on a new line would go past what was lost on this one.
   */
  send(item: BundleItem): Promise<{ readonly answer: Promise<BundleAnswer> }>;
  /** Ends it; resolves when everything in it was answered. */
  close(): Promise<void>;
}

export function openActStream(open: () => Bundle): ActStream {
  let bundle: Bundle | null = null;
  let underWay = 0;
  let cut: Failure | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
  return {
    send: (item) =>
      inTurn(async () => {
        if (bundle?.broken && underWay > 0) cut ??= bundle.broken;
        if (cut) return { answer: Promise.resolve<BundleAnswer>({ kind: 'line', failure: cut }) };
        // One that lay idle too long was ended by the other side: nothing of it is lost.
        if (bundle === null || bundle.broken) bundle = open();
        const sent = await bundle.send(item);
        underWay += 1;
        const answer = sent.answer.then((said) => {
          underWay -= 1;
          if (said.kind === 'line') cut ??= said.failure;
          return said;
        });
        return { answer };
      }),
    close: () =>
      inTurn(async () => {
        await bundle?.close();
      }),
  };
}

import { type Outcome, done, failed } from '../contract/failures.ts';
import type { Failure } from '../contract/failures.ts';
import type { Bundle } from './port.ts';

/**
 * A bundle for lines on which something keeps answers back until a request is over (proxies that look into everything): each item goes
 * in a request of its own, which is closed before its answer is waited for. Costs what the acts have in common, and works.
 * @param open opens a bundle for one item.
 */
export function serialBundle(open: () => Bundle): Bundle {
  let inHand: Bundle | null = null;
  let broken: Failure | null = null;
  let cursor: string | null = null;
  let aborted = false;
  return {
    get broken() {
      return broken;
    },
    get receiptsCursor() {
      return cursor;
    },
    async send(item) {
      if (broken) return { answer: Promise.resolve({ kind: 'line', failure: broken }) };
      const one = open();
      inHand = one;
      if (aborted) one.abort();
      const closing = one.send(item).then(async ({ answer }) => {
        await one.close();
        return answer;
      });
      const answer = await closing;
      cursor ??= one.receiptsCursor;
      broken = one.broken;
      inHand = null;
      return { answer: Promise.resolve(answer) };
    },
    close: (): Promise<Outcome<void>> => Promise.resolve(broken ? failed(broken) : done(undefined)),
    abort() {
      aborted = true;
      inHand?.abort();
      broken ??= { kind: 'repositoryUnreachable', detail: 'called off' };
    },
  };
}

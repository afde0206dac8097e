import type { BatchItem } from './acts.ts';

/**
 * Whether an item of a batch that ended should be put up again: it was not reached, or what stopped it lay with the token, the PIN, the
 * driver, the disk or the office, and not with the act. A signature that did not verify is the token's: it was thrown away, and the act
 * is offered again with that reason beside it. What was kept, or left out for want of reading, is not.
 */
export function isWorthAnotherTry({ state, failure }: Pick<BatchItem, 'state' | 'failure'>): boolean {
  if (state === 'kept' || state === 'leftOut') return false;
  return (
    failure === null ||
    /^(token|pin|driver|disk|store|loggedOut|officeGone|deadline|signatureInvalid)/.test(failure.kind)
  );
}

/**
 * Whether an item of a batch that ended was not reached at all. What was tried and failed is counted as that, so that each act is counted once,
 * though it may be put up again beside these.
 */
export function isUnreached(item: Pick<BatchItem, 'state' | 'failure'>): boolean {
  return item.state !== 'failed' && isWorthAnotherTry(item);
}

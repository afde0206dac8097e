import { describe, expect, it, vi } from 'vitest';
import { mishapTeller } from '../../src/casework/mishaps.ts';

const told = (error: unknown) => {
  const [log, tell] = [vi.fn(), vi.fn()];
  mishapTeller({ log, tell, store: '/home/fiscal/fojas' })(error);
  return { log: log.mock.calls, tell: tell.mock.calls };
};

describe('background work that threw', () => {
  it.each([
    ['SQLITE_FULL', 'diskFull'],
    ['ENOSPC', 'diskFull'],
    ['SQLITE_BUSY', 'storeBusy'],
  ])('for the machine’s sake (%s) is told on the strip as what it is, and is no bug', (code, kind) => {
    const { log, tell } = told(Object.assign(new Error('x'), { code }));
    expect(log).toEqual([['trouble', { failure: kind }]]);
    expect(tell).toEqual([[{ kind }]]);
  });

  it('is in the log where the strip itself cannot be told, because it reads the same store', () => {
    const damaged = Object.assign(new Error('malformed'), { code: 'SQLITE_CORRUPT' });
    const log = vi.fn();
    const teller = (thrown: unknown) =>
      mishapTeller({
        log,
        store: 'journal',
        tell() {
          throw thrown;
        },
      });
    teller(damaged)(damaged);
    expect(log.mock.calls).toEqual([['trouble', { failure: 'storeDamaged' }]]);
    expect(() => teller(new TypeError('a bug'))(damaged)).toThrow('a bug');
  });

  it('for any other reason is a bug: the diary gets where it struck and no word of it, the strip nothing', () => {
    const { log, tell } = told(new TypeError('undefined is not a function'));
    expect(log).toEqual([['bug', { error: 'TypeError', code: null, frames: expect.any(Array) as string[] }]]);
    expect(JSON.stringify(log)).not.toContain('undefined is not a function');
    expect(tell).toEqual([]);
    expect(told('text').log).toEqual([['bug', { error: 'other', code: null, frames: [] }]]);
  });
});

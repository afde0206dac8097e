/** Lock, recovery and another person, as they turn to what was started: never to one that runs beside another. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { done, failed, type Failure, type Outcome } from '../../src/contract/failures.ts';
import { nothingToReopen, reopening, type Started } from '../../src/main/reopening.ts';

const known = { config: {}, policy: {}, key: '7b'.repeat(32) } as never;
const people = [
  { seatId: 'first', name: 'Ana', present: true },
  { seatId: 'bruno', name: 'Bruno', present: false },
];
let starting: Outcome<Started>;
let asked: string[];
const office = {
  call: vi.fn((): Promise<Outcome<unknown>> => Promise.resolve(done({}))),
  ...{ keyCame: vi.fn(), sit: vi.fn(), reopen: vi.fn() },
};
const tokens = { logOut: vi.fn() };
const opening = {
  readOffice: vi.fn(() => Promise.resolve<Outcome<never>>(done(known))),
  configNow: vi.fn(() => Promise.resolve<Outcome<never>>(done({ dataDir: '/nowhere' } as never))),
  people: vi.fn((): typeof people | undefined => people),
};
const locks = { locked: true, nothingOpen: vi.fn() };
const back = reopening({
  ...{ starting: () => Promise.resolve(starting), opening, locks },
  bringUp: () => Promise.resolve(void asked.push('bringUp')),
  keepSeat: (seatId) => void asked.push(`seat ${seatId}`),
  askAnew: () => void asked.push('askAnew'),
});
const runs = (): void => {
  starting = done({ office, tokens });
};
const fell = (failure: Failure): void => {
  starting = failed(failure);
};
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
beforeEach(() => {
  vi.clearAllMocks();
  asked = [];
  locks.locked = true;
  opening.readOffice.mockResolvedValue(done(known));
  runs();
});

describe('a key that came', () => {
  test('opens the office that waits for it, and starts none beside it', async () => {
    back.keyCame();
    await settled();
    expect([office.keyCame.mock.calls.length, asked]).toEqual([1, []]);
  });

  test('starts the office where none runs, and windows ask anew', async () => {
    fell({ kind: 'keychainMissing' });
    back.keyCame();
    await settled();
    expect(asked).toEqual(['bringUp', 'askAnew']);
  });
});

describe('what was brought back', () => {
  test('opens the office that runs without its data', async () => {
    await back.reopen();
    expect(office.reopen).toHaveBeenCalledWith('7b'.repeat(32));
    expect(asked).toEqual([]);
  });

  test('starts the office where none runs', async () => {
    fell({ kind: 'storeKeyWrong' });
    await back.reopen();
    expect(asked).toEqual(['bringUp', 'askAnew']);
  });

  test('has its passphrase chosen first where there is no keychain: the office that runs is neither opened nor doubled', async () => {
    opening.readOffice.mockResolvedValue(failed({ kind: 'keychainMissing' }));
    await back.reopen();
    expect([office.reopen.mock.calls.length, asked]).toEqual([0, ['askAnew']]);
  });
});

describe('another person', () => {
  test('who works here sits down in the office that runs', async () => {
    expect(back.person('bruno')).toBe(true);
    await settled();
    expect(office.sit).toHaveBeenCalledWith('bruno');
    expect(asked).toEqual([]);
  });

  test('sits down where the office of the one before did not open', async () => {
    fell({ kind: 'keychainMissing' });
    expect(back.person('bruno')).toBe(true);
    await settled();
    expect(asked).toEqual(['seat bruno', 'bringUp', 'askAnew']);
  });

  test.each([
    ['of a seat that is not here', 'nadie', people],
    ['where everybody works alone', 'bruno', undefined],
  ])('%s is refused, and nothing moves', async (_who, seatId, here) => {
    opening.people.mockReturnValueOnce(here);
    expect(back.person(seatId)).toBe(false);
    await settled();
    expect([office.sit.mock.calls.length, asked]).toEqual([0, []]);
  });
});

describe('a lock', () => {
  test('ends what the token has open', async () => {
    back.locked();
    await settled();
    expect(tokens.logOut).toHaveBeenCalledWith('screenLocked');
  });

  test.each([
    ['storeKeyWrong', { kind: 'storeKeyWrong' }, true, 1],
    ['storeDamaged', { kind: 'storeDamaged', store: 'journal.db' }, true, 1],
    ['storeKeyWrong, of a desk that is open', { kind: 'storeKeyWrong' }, false, 0],
    ['a full disk', { kind: 'diskFull' }, true, 0],
  ] as const)('gives way to the recovery for what it mends: %s', (_what, failure, locked, times) => {
    locks.locked = locked;
    back.notOpened(failure as Failure);
    expect(locks.nothingOpen).toHaveBeenCalledTimes(times);
    expect(asked).toEqual(times ? ['askAnew'] : []);
  });

  test('is proved by the office that runs, and by none where none does', async () => {
    expect(await back.prove()).toEqual(done({}));
    expect(office.call).toHaveBeenCalledWith('desk.prove', {});
    fell({ kind: 'storeKeyWrong' });
    expect(await back.prove()).toEqual(failed({ kind: 'storeKeyWrong' }));
    expect(await nothingToReopen.prove()).toEqual(failed({ kind: 'deskLocked' }));
    expect(nothingToReopen.person('bruno')).toBe(false);
  });
});

describe('the recovery is offered', () => {
  test.each([
    ['keyLost', { kind: 'storeKeyWrong' }],
    ['damaged', { kind: 'storeDamaged', store: 'journal.db' }],
    [null, { kind: 'keychainMissing' }],
  ] as const)('as %s', async (need, failure) => {
    fell(failure as Failure);
    expect(await back.need()).toBe(need);
    runs();
    office.call.mockResolvedValueOnce(failed(failure as Failure));
    expect(await back.need()).toBe(need);
  });

  test('to nobody whose office is open', async () => {
    expect(await back.need()).toBeNull();
  });
});

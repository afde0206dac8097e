/** What opens a desk and what is told, where keychain, passphrase or data are there, lost or brought back. */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { OfficeConfig } from '../../src/contract/config.ts';
import type { LockState } from '../../src/contract/lock.ts';
import { deskKeyFile } from '../../src/diagnostics/desk-keys.ts';
import { lockKeeper } from '../../src/main/lock-keeper.ts';
import { deskOpening } from '../../src/main/opening.ts';
import { awaitedDetail } from '../../src/main/recovery.ts';
import { makeTestFolder, testConfig } from '../helpers/office.ts';
import { fakeKeychain, type FakeKeychain } from './fake-keychain.ts';

const phrase = 'cuatro palabras que nadie dice';
const another = 'otras cuatro palabras dichas';
let folder: ReturnType<typeof makeTestFolder>;
let keychain: FakeKeychain;
beforeEach(() => {
  folder = makeTestFolder();
  onTestFinished(() => folder.remove());
  keychain = fakeKeychain();
});

/** The program of one start, on what the starts before it left. */
function begin(change: Partial<OfficeConfig> = {}, given: string | null = null) {
  const file = join(folder.path, 'oficina.json');
  const config: OfficeConfig = { ...testConfig(folder.data), mode: 'normal', ...change };
  writeFileSync(file, JSON.stringify(config));
  const onKey = vi.fn();
  const userData = join(folder.path, 'user');
  const told: string[] = [];
  const locks = lockKeeper({
    ...{ userData, monitor: { getSystemIdleTime: () => 0 }, people: () => opening.people() },
    ...{ onPerson: () => false, onLocked: () => undefined, onKey, onChange: () => undefined },
    proveByToken: () => Promise.resolve({ ok: true, value: {} }),
  });
  const opening = deskOpening({
    ...{
      safeStorage: keychain,
      crashReporter: { start: () => undefined },
      userData,
      locks,
      log: (event: string, ..._facts: unknown[]) => void told.push(event),
    },
    ...{ wishes: { officeConfig: file, storeKeyFile: given }, places: { file, account: 'ana' } },
    obey: () => undefined,
  });
  const wants = async () => {
    const state = await locks.answer('lock.read', {});
    return state.ok ? (state.value as LockState).wants : state.failure;
  };
  const key = async () => {
    const known = await opening.readOffice();
    return known.ok ? known.value.key : known.failure.kind;
  };
  const awaited = async () => {
    const known = await opening.readOffice();
    return known.ok ? 'open' : opening.awaited(known.failure);
  };
  const choose = (next: string) => locks.answer('lock.choose', { present: null, next });
  const at = (by: 'sealed' | 'phrase' | 'lock'): string => deskKeyFile(userData, config.dataDir, by);
  return { opening, locks, config, key, awaited, wants, choose, at, told, onKey, file };
}
const putData = (dir = folder.data): void => {
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'journal.db'), 'of a person');
};
const aKey = /^[0-9a-f]{64}$/;
const writeKey = (key: string): string => {
  const file = join(folder.path, 'store.key');
  writeFileSync(file, `${key}\n`);
  return file;
};

describe('where the system has a keychain', () => {
  test('the desk opens with its key, at each start the same, and asks for nothing', async () => {
    const key = await begin().key();
    expect(key).toMatch(aKey);
    putData();
    const again = begin();
    expect([await again.key(), await again.wants()]).toEqual([key, 'nothing']);
  });

  test.each([
    ['forgets', 'storeKeyWrong'],
    ['throws', 'keychainMissing'],
  ] as const)('one that %s opens nothing, and says %s', async (state, failure) => {
    await begin().key();
    putData();
    keychain.state = state;
    const lost = begin();
    expect([await lost.key(), await lost.wants()]).toEqual([failure, 'nothing']);
    expect(lost.told).toEqual(state === 'throws' ? ['keychain'] : []);
  });

  test('a locked desk whose key is lost is shut to nobody who brings it back, and locked again once it opens', async () => {
    const first = begin();
    const key = await first.key();
    first.locks.tokenTold(true);
    await vi.waitFor(async () => expect(await first.locks.answer('lock.now', {})).toMatchObject({ ok: true }));
    putData();
    keychain.state = 'forgets';
    const lost = begin();
    expect(lost.locks.locked).toBe(false);
    expect(await lost.key()).toBe('storeKeyWrong');
    expect([lost.locks.locked, await lost.wants()]).toEqual([false, 'nothing']);
    keychain.state = 'there';
    expect(await lost.opening.keepKey(lost.config, key, 'beside')).toEqual({ ok: true, value: key });
    // What is left of the recovery is still let through.
    expect(lost.locks.locked).toBe(false);
    lost.locks.tokenTold(true);
    await vi.waitFor(() => expect(lost.locks.locked).toBe(true));
    expect(await begin().key()).toBe(key);
  });

  test('a key that was brought back goes into it, and what it had is put aside', async () => {
    await begin().key();
    const brought = '7b'.repeat(32);
    expect(await begin({}, writeKey(brought)).key()).toBe(brought);
    expect(await begin().key()).toBe(brought);
    expect(readdirSync(dirname(begin().at('sealed'))).filter((name) => name.includes('.before-'))).toHaveLength(1);
  });
});

describe('where the system has none', () => {
  beforeEach(() => {
    keychain.state = 'missing';
  });

  test('a new desk has its passphrase chosen, and every start after asks for it', async () => {
    const first = begin();
    expect([await first.key(), await first.wants()]).toEqual(['keychainMissing', 'new']);
    await first.choose(phrase);
    expect(first.onKey).toHaveBeenCalledTimes(1);
    const key = await first.key();
    expect(key).toMatch(aKey);
    putData();
    const again = begin();
    expect([await again.key(), await again.wants()]).toEqual(['keychainMissing', 'passphrase']);
    await again.locks.answer('lock.open', { passphrase: phrase });
    expect([await again.key(), await again.wants()]).toEqual([key, 'nothing']);
  });

  test.each([true, false])(
    'what a keychain sealed waits for that one, with data (%s): none other is made',
    async (data) => {
      keychain.state = 'there';
      await begin().key();
      if (data) putData();
      keychain.state = 'missing';
      const waits = begin();
      expect([await waits.key(), await waits.wants()]).toEqual(['keychainMissing', 'nothing']);
      expect(await waits.choose(phrase)).toMatchObject({ failure: { kind: 'storeKeyWrong' } });
    },
  );

  test.each([
    ['gone', null],
    ['spoilt', '{'],
  ] as const)('data whose passphrase is %s are brought back by the screen, not locked up anew', async (_how, text) => {
    putData();
    const lost = begin();
    if (text !== null) {
      mkdirSync(dirname(lost.at('phrase')), { recursive: true });
      writeFileSync(lost.at('phrase'), text);
    }
    expect([await lost.key(), await lost.wants()]).toEqual(['storeKeyWrong', 'nothing']);
    expect(await lost.choose(phrase)).toMatchObject({ ok: false, failure: { kind: 'storeKeyWrong' } });
    // What the institution's recovery key opened: held here until its person chose the passphrase that seals it.
    const key = '7b'.repeat(32);
    expect(await lost.opening.keepKey(lost.config, key, 'beside')).toEqual({ ok: true, value: key });
    expect(await lost.wants()).toBe('nothing');
    expect([await lost.key(), await lost.wants()]).toEqual(['keychainMissing', 'new']);
    await lost.choose(another);
    expect(lost.onKey).toHaveBeenCalledTimes(1);
    expect(await lost.key()).toBe(key);
    const again = begin();
    expect(await again.key()).toBe('keychainMissing');
    await again.locks.answer('lock.open', { passphrase: another });
    expect(await again.key()).toBe(key);
  });

  test('a key that exists nowhere else is not taken: it would be lost with the program', async () => {
    putData();
    const lost = begin();
    await lost.key();
    const kept = await lost.opening.keepKey(lost.config, '7b'.repeat(32), 'new');
    expect(kept).toMatchObject({ failure: { kind: 'keychainMissing' } });
    expect([await lost.key(), await lost.wants()]).toEqual(['storeKeyWrong', 'nothing']);
  });

  test('a forgotten passphrase gives way to a key that was brought back, and what it sealed is put aside', async () => {
    const first = begin();
    await first.key();
    await first.choose(phrase);
    putData();
    const before = readFileSync(first.at('phrase'));
    const key = '7b'.repeat(32);
    const brought = begin({}, writeKey(key));
    expect([await brought.key(), await brought.wants()]).toEqual(['keychainMissing', 'new']);
    // Until a passphrase is chosen the old one is where it was.
    expect(readFileSync(brought.at('phrase'))).toEqual(before);
    await brought.choose(another);
    expect([await brought.key(), await brought.wants()]).toEqual([key, 'nothing']);
    const keys = dirname(brought.at('phrase'));
    const [aside] = readdirSync(keys).filter((name) => name.includes('.before-'));
    expect(readFileSync(join(keys, aside!))).toEqual(before);
    const again = begin();
    await again.key();
    expect(await again.locks.answer('lock.open', { passphrase: phrase })).toMatchObject({ ok: false });
    await again.locks.answer('lock.open', { passphrase: another });
    expect(await again.key()).toBe(key);
  });

  test('a file that holds no key is refused, and the passphrase still opens the desk', async () => {
    const first = begin();
    await first.key();
    await first.choose(phrase);
    const key = await first.key();
    putData();
    expect(await begin({}, join(folder.path, 'nowhere')).key()).toBe('storeKeyWrong');
    const again = begin({}, writeKey('not a key'));
    expect(await again.key()).toBe('storeKeyWrong');
    await again.locks.answer('lock.open', { passphrase: phrase });
    expect(await again.key()).toBe(key);
  });
});

test('a practice office opens with the file beside it, whatever the keychain does', async () => {
  keychain.state = 'missing';
  const practice = { mode: 'practice' } as const;
  const key = await begin(practice).key();
  expect(key).toMatch(aKey);
  const again = begin(practice);
  expect([await again.key(), await again.wants()]).toEqual([key, 'nothing']);
  expect(existsSync(again.opening.practiceKeyFile)).toBe(true);
  putData();
  const other = '7b'.repeat(32);
  expect(await again.opening.keepKey(again.config, other, 'new')).toEqual({ ok: true, value: other });
  expect(await begin(practice).key()).toBe(other);
});

test('people of one PC are told once each, and who sits here', async () => {
  const bruno = { personId: 'p-2', name: 'Bruno', role: 'clerk', capacity: 'Instructor', cuil: null } as const;
  const seats = [
    { seatId: 'bruno', person: bruno, dataDir: join(folder.path, 'bruno'), deviceId: 'pc-02' },
    { seatId: 'bruno-tarde', person: bruno, dataDir: join(folder.path, 'bruno-2'), deviceId: 'pc-03' },
  ];
  const shared = begin({ seats });
  expect(shared.opening.people()).toBeUndefined();
  await shared.key();
  expect(shared.opening.people()?.map(({ seatId, present }) => [seatId, present])).toEqual([
    ['first', true],
    ['bruno', false],
  ]);
  const alone = begin();
  await alone.key();
  expect(alone.opening.people()).toBeUndefined();
});

describe('what the diary is told of a start without an office', () => {
  test('a first start waits to be set up; a file that is there and cannot be read is trouble', async () => {
    const first = begin();
    rmSync(first.file);
    expect(await first.awaited()).toBe('setup');
    mkdirSync(first.file);
    expect(await first.awaited()).toBeNull();
    expect(await first.opening.awaited({ kind: 'fileUnreadable', file: '/elsewhere', code: 'ENOENT' })).toBeNull();
  });

  test('one without a keychain waits for its passphrase, chosen or to be chosen; one that lost its key is trouble', async () => {
    keychain.state = 'missing';
    const first = begin();
    expect(await first.awaited()).toBe('passphrase');
    await first.choose(phrase);
    expect(await first.awaited()).toBe('open');
    putData();
    expect(await begin().awaited()).toBe('passphrase');
    keychain.state = 'there';
    await begin({ dataDir: join(folder.path, 'other') }).key();
    keychain.state = 'missing';
    putData(join(folder.path, 'other'));
    expect(await begin({ dataDir: join(folder.path, 'other') }).awaited()).toBeNull();
  });

  test('one that takes the place of another waits for the copy, and a copy that is gone is trouble', async () => {
    const { opening } = begin();
    const missing = (detail: string) => opening.awaited({ kind: 'copyMissing', folder: folder.data, detail });
    expect([await missing(awaitedDetail), await missing('ENOENT')]).toEqual(['copy', null]);
    expect(await opening.awaited({ kind: 'storeKeyWrong' })).toBeNull();
  });
});

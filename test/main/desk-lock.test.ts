import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { LockState } from '../../src/contract/lock.ts';
import { deskLock, watchIdle } from '../../src/main/desk-lock.ts';
import type { Outcome } from '../../src/contract/failures.ts';
import { lockNotes } from '../../src/main/lock-note.ts';
import { passphraseFile } from '../../src/main/passphrase.ts';

const key = '5a'.repeat(32);
const phrase = 'cuatro palabras que nadie dice';
let folder: string;
let file: string;
let time: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fojas-lock-'));
  file = join(folder, 'keys', 'desk.phrase');
  time = 1_000_000;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const sealed = () => passphraseFile(file, () => time);

describe('a key under a passphrase', () => {
  test('opens with it alone, and lies nowhere as it is', async () => {
    expect(await sealed().open(phrase)).toEqual({ kind: 'damaged' });
    await sealed().seal(key, phrase);
    const text = readFileSync(file, 'utf8');
    expect(text).not.toContain(key);
    expect(text).not.toContain(phrase);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await sealed().open(phrase)).toEqual({ kind: 'open', key });
    expect(await sealed().open(phrase.toUpperCase())).toMatchObject({ kind: 'wrong' });
    // Composed by another keyboard.
    await sealed().seal(key, 'contraseña con ñ');
    expect(await sealed().open('contraseña con ñ'.normalize('NFD'))).toEqual({ kind: 'open', key });
  });

  test('makes whoever guesses wait longer each time, also over a new start, and forgives the right one', async () => {
    await sealed().seal(key, phrase);
    const waits: number[] = [];
    for (let n = 0; n < 4; n += 1) {
      const opening = await sealed().open('no es');
      waits.push(opening.kind === 'wrong' ? opening.waitMs : -1);
    }
    // The fourth comes within the wait that the third began: it is not even tried.
    expect(waits).toEqual([0, 0, 1000, 1000]);
    expect(await sealed().open(phrase)).toEqual({ kind: 'wrong', waitMs: 1000 });
    time += 1000;
    expect(await sealed().open('no es')).toEqual({ kind: 'wrong', waitMs: 2000 });
    // A clock that is put back does not lengthen it for ever.
    time -= 10_000_000;
    expect(await sealed().open(phrase)).toEqual({ kind: 'wrong', waitMs: 300_000 });
    time += 20_000_000;
    expect(await sealed().open(phrase)).toEqual({ kind: 'open', key });
    expect(await sealed().open('no es')).toEqual({ kind: 'wrong', waitMs: 0 });
  });

  test('is refused as damaged where the file was changed in its form, and as wrong where in its bytes', async () => {
    await sealed().seal(key, phrase);
    const whole = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
    writeFileSync(file, JSON.stringify({ ...whole, kdf: 'scrypt-1-1-1' }));
    expect(await sealed().open(phrase)).toEqual({ kind: 'damaged' });
    writeFileSync(file, JSON.stringify({ ...whole, tag: Buffer.alloc(16).toString('base64') }));
    expect(await sealed().open(phrase)).toMatchObject({ kind: 'wrong' });
  });
});

describe('the lock of a desk', () => {
  const open = (holdsData = false) => {
    const told: LockState[] = [];
    const proveByToken = vi.fn((): Promise<Outcome<unknown>> => Promise.resolve({ ok: true, value: {} }));
    const calls = {
      proveByToken,
      onLocked: vi.fn(),
      onKey: vi.fn(),
      onChange: (state: LockState) => void told.push(state),
    };
    return {
      lock: deskLock(sealed(), lockNotes(join(folder, 'keys', 'desk.lock')), {
        ...calls,
        holdsData: () => holdsData,
        isSealed: () => false,
      }),
      told,
      ...calls,
    };
  };
  const unsaid = { ok: false, failure: { kind: 'keychainMissing' } };
  const nothing = { passphrase: false, token: false, wants: 'nothing' };

  test('closes only where a passphrase was chosen, and opens with that one', async () => {
    const { lock, told, onLocked, onKey } = open();
    lock.holds(key);
    expect(await lock.handlers['lock.read']({})).toEqual({ ok: true, value: nothing });
    expect(await lock.handlers['lock.now']({})).toEqual({ ok: false, failure: { kind: 'notAllowed' } });
    await lock.leftAlone();
    expect(lock.locked).toBe(false);
    expect((await lock.handlers['lock.choose']({ present: null, next: phrase })).ok).toBe(true);
    await lock.leftAlone();
    expect([lock.locked, onLocked.mock.calls.length]).toEqual([true, 1]);
    expect(told.at(-1)).toEqual({ passphrase: true, token: false, wants: 'passphrase' });
    expect(await lock.handlers['lock.open']({ passphrase: 'otra' })).toEqual({
      ok: false,
      failure: { kind: 'passphraseWrong', waitSeconds: 0 },
    });
    expect(lock.locked).toBe(true);
    expect((await lock.handlers['lock.open']({ passphrase: phrase })).ok).toBe(true);
    expect([lock.locked, onKey.mock.calls.length]).toEqual([false, 0]);
  });

  test('is opened by the token that the office knows, and by no proof that fails', async () => {
    const { lock, told, onLocked, proveByToken } = open();
    lock.holds(key);
    await lock.tokenTold(true, false);
    expect(told).toEqual([{ passphrase: false, token: true, wants: 'nothing' }]);
    await lock.leftAlone();
    expect([lock.locked, onLocked.mock.calls.length]).toEqual([true, 1]);
    expect(told.at(-1)).toEqual({ passphrase: false, token: true, wants: 'token' });
    const failures = [
      { kind: 'pinWrong', pinState: 'countLow' },
      { kind: 'tokenAbsent', token: null },
      { kind: 'certificateOfAnother', holder: 'Otra', person: 'Ana' },
      { kind: 'pinLocked', token: 'Uno' },
    ] as const;
    for (const failure of failures) {
      proveByToken.mockResolvedValueOnce({ ok: false, failure });
      expect(await lock.handlers['lock.openByToken']({})).toEqual({ ok: false, failure });
      expect(lock.locked).toBe(true);
    }
    expect(await lock.handlers['lock.openByToken']({})).toMatchObject({ ok: true, value: { wants: 'nothing' } });
    expect(lock.locked).toBe(false);
  });

  test('locked by the token alone, takes no passphrase that somebody makes up before it', async () => {
    const { lock } = open();
    lock.holds(key);
    await lock.tokenTold(true, false);
    await lock.handlers['lock.now']({});
    const made = await lock.handlers['lock.choose']({ present: null, next: phrase });
    expect(made).toEqual({ ok: false, failure: { kind: 'deskLocked' } });
    expect([lock.locked, await sealed().exists()]).toEqual([true, false]);
    await lock.handlers['lock.openByToken']({});
    expect((await lock.handlers['lock.choose']({ present: null, next: phrase })).ok).toBe(true);
  });

  test('stays locked when the program is started anew, and opens for nobody who sat there before', async () => {
    const first = open();
    first.lock.holds(key);
    await first.lock.tokenTold(true, false);
    await first.lock.handlers['lock.now']({});
    const { lock, proveByToken } = open(true);
    lock.holds(key);
    expect(lock.locked).toBe(true);
    expect(await lock.handlers['lock.read']({})).toMatchObject({ value: { wants: 'token', token: true } });
    // While the PIN is typed, somebody else sits down.
    proveByToken.mockImplementationOnce(() => {
      lock.forget();
      return Promise.resolve({ ok: true, value: {} });
    });
    expect(await lock.handlers['lock.openByToken']({})).toMatchObject({ failure: { kind: 'notAllowed' } });
    const third = open(true);
    third.lock.holds(key);
    await third.lock.handlers['lock.openByToken']({});
    expect([third.lock.locked, open(true).lock.locked]).toEqual([false, false]);
  });

  test('lets whoever looks after it reach data that do not open, and is locked again once they do', async () => {
    const first = open();
    first.lock.holds(key);
    await first.lock.tokenTold(true, false);
    await first.lock.handlers['lock.now']({});
    const { lock, told } = open(true);
    lock.nothingOpen();
    await vi.waitFor(() => expect(told.at(-1)).toMatchObject({ wants: 'nothing' }));
    expect(lock.locked).toBe(false);
    lock.holds(key);
    await lock.tokenTold(false, false);
    expect([lock.locked, told.at(-1)?.wants]).toEqual([true, 'token']);
  });

  test('asks first what is to open it, where the institution has it lock by itself', async () => {
    const { lock, told } = open();
    lock.holds(key);
    await lock.tokenTold(false, false);
    expect([lock.locked, told]).toEqual([false, []]);
    await lock.tokenTold(false, true);
    expect([lock.locked, told.at(-1)]).toEqual([true, { ...nothing, wants: 'way' }]);
    await lock.handlers['lock.choose']({ present: null, next: phrase });
    expect([lock.locked, told.at(-1)?.wants]).toEqual([false, 'nothing']);
    await lock.tokenTold(false, true);
    expect(lock.locked).toBe(false);
  });

  test('a token opens no data that a passphrase seals', async () => {
    const first = open();
    await first.lock.keyWithoutKeychain();
    await first.lock.handlers['lock.choose']({ present: null, next: phrase });
    await first.lock.tokenTold(true, false);
    const { lock, proveByToken } = open(true);
    await lock.keyWithoutKeychain();
    expect(await lock.handlers['lock.read']({})).toMatchObject({ value: { wants: 'passphrase', token: false } });
    expect(await lock.handlers['lock.openByToken']({})).toMatchObject({ failure: { kind: 'notAllowed' } });
    expect(proveByToken).not.toHaveBeenCalled();
  });

  test('changes its passphrase for whoever knows the one that holds', async () => {
    const { lock } = open();
    lock.holds(key);
    await lock.handlers['lock.choose']({ present: null, next: phrase });
    const wrong = { ok: false, failure: { kind: 'passphraseWrong', waitSeconds: 0 } };
    expect(await lock.handlers['lock.choose']({ present: null, next: 'otra frase larga' })).toEqual(wrong);
    expect((await lock.handlers['lock.choose']({ present: phrase, next: 'otra frase larga' })).ok).toBe(true);
    expect(await sealed().open('otra frase larga')).toEqual({ kind: 'open', key });
  });

  test('keeps the key of the data where there is no keychain: chosen once, asked for at each start', async () => {
    const first = open();
    expect(await first.lock.keyWithoutKeychain()).toEqual(unsaid);
    expect(await first.lock.handlers['lock.read']({})).toEqual({ ok: true, value: { ...nothing, wants: 'new' } });
    await first.lock.handlers['lock.choose']({ present: null, next: phrase });
    expect(first.onKey).toHaveBeenCalledTimes(1);
    const made = await first.lock.keyWithoutKeychain();
    expect(made).toEqual({ ok: true, value: expect.stringMatching(/^[0-9a-f]{64}$/) });

    const second = open(true);
    expect(await second.lock.keyWithoutKeychain()).toEqual(unsaid);
    expect(await second.lock.handlers['lock.read']({})).toMatchObject({ value: { wants: 'passphrase' } });
    await second.lock.handlers['lock.open']({ passphrase: phrase });
    expect(second.onKey).toHaveBeenCalledTimes(1);
    expect(await second.lock.keyWithoutKeychain()).toEqual(made);
  });

  test('locks no data behind a new key that another one opens', async () => {
    const { lock } = open(true);
    expect(await lock.keyWithoutKeychain()).toEqual({ ok: false, failure: { kind: 'storeKeyWrong' } });
    expect(await lock.handlers['lock.choose']({ present: null, next: phrase })).toEqual({
      ok: false,
      failure: { kind: 'storeKeyWrong' },
    });
    expect(await sealed().exists()).toBe(false);
  });
});

test('a desk that nobody touches is told so, where the institution says after how long', async () => {
  vi.useFakeTimers();
  try {
    let idle = 0;
    let minutes = 0;
    const left = vi.fn();
    watchIdle({ getSystemIdleTime: () => idle }, () => minutes, left, 10);
    idle = 100_000;
    vi.advanceTimersByTime(50);
    expect(left).not.toHaveBeenCalled();
    [idle, minutes] = [299, 5];
    vi.advanceTimersByTime(50);
    expect(left).not.toHaveBeenCalled();
    idle = 300;
    vi.advanceTimersByTime(10);
    expect(left).toHaveBeenCalledTimes(1);
  } finally {
    vi.useRealTimers();
  }
});

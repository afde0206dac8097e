import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Outcome, done, failed } from '../../src/contract/failures.ts';
import {
  adoptStoreKey,
  readFolderKey,
  readPracticeKey,
  readStoreKey,
  type SafeStorage,
} from '../../src/main/keychain.ts';

let folder: string;
let dataDir: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'fojas-keychain-'));
  dataDir = path.join(folder);
});
afterEach(() => rm(folder, { recursive: true }));

/** A keychain that turns bytes around, and knows whose they are. */
function keychain(user = 'a', changes: Partial<SafeStorage> = {}): SafeStorage & { sealed: number } {
  const storage = {
    sealed: 0,
    isAsyncEncryptionAvailable: () => Promise.resolve(true),
    getSelectedStorageBackend: () => 'gnome_libsecret',
    encryptStringAsync(text: string) {
      storage.sealed++;
      return Promise.resolve(Buffer.from(`${user}${[...text].reverse().join('')}`));
    },
    decryptStringAsync(sealed: Buffer) {
      const text = sealed.toString();
      if (!text.startsWith(user)) return Promise.reject(new Error('another user'));
      return Promise.resolve({ result: [...text.slice(1)].reverse().join(''), shouldReEncrypt: false });
    },
    ...changes,
  };
  return storage;
}
const read = (safeStorage: SafeStorage) => readStoreKey({ safeStorage, userData: path.join(folder, 'user'), dataDir });

test('the key is made once, sealed on disk, and the same ever after', async () => {
  const first = await read(keychain());
  expect(first).toMatchObject({ ok: true, value: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(await read(keychain())).toEqual(first);
  const [name] = await readdir(path.join(folder, 'user', 'keys'));
  const file = path.join(folder, 'user', 'keys', name ?? '');
  if (first.ok) expect(await readFile(file, 'utf8')).not.toContain(first.value);
  expect((await stat(file)).mode & 0o077).toBe(0);
});

test('each data folder has a key of its own', async () => {
  const first = await read(keychain());
  dataDir = path.join(folder, 'other');
  expect(await read(keychain())).not.toEqual(first);
});

test.each([
  ['no keychain at all', { isAsyncEncryptionAvailable: () => Promise.resolve(false) }],
  ['a password that everybody knows', { getSelectedStorageBackend: () => 'basic_text' }],
  ['nobody knows what', { getSelectedStorageBackend: () => 'unknown' }],
])('%s is refused and nothing is written', async (_what, changes) => {
  expect(await read(keychain('a', changes))).toEqual({ ok: false, failure: { kind: 'keychainMissing' } });
  expect(await readdir(folder)).toEqual([]);
});

test('a key of another user is not replaced', async () => {
  await read(keychain('a'));
  expect(await read(keychain('b'))).toEqual({ ok: false, failure: { kind: 'storeKeyWrong' } });
  expect(await read(keychain('a'))).toMatchObject({ ok: true });
});

test('no new key is made over data that were written with another', async () => {
  await writeFile(path.join(dataDir, 'journal.db'), 'what only exists here');
  expect(await read(keychain())).toEqual({ ok: false, failure: { kind: 'storeKeyWrong' } });
  expect(await readPracticeKey(path.join(folder, 'store-key'), dataDir)).toEqual({
    ok: false,
    failure: { kind: 'storeKeyWrong' },
  });
});

test('a seal that wants renewing is renewed', async () => {
  const first = await read(keychain());
  const old = keychain();
  const renewing = keychain('a', {
    decryptStringAsync: async (sealed) => ({ ...(await old.decryptStringAsync(sealed)), shouldReEncrypt: true }),
  });
  expect(await read(renewing)).toEqual(first);
  expect(renewing.sealed).toBe(1);
  expect(await read(keychain())).toEqual(first);
});

test('a practice key lies in a file for this user alone; a spoilt one is refused', async () => {
  const file = path.join(folder, 'store-key');
  const first = await readPracticeKey(file, dataDir);
  expect(first).toMatchObject({ ok: true });
  expect(await readPracticeKey(file, dataDir)).toEqual(first);
  expect((await stat(file)).mode & 0o077).toBe(0);
  await writeFile(file, 'not a key');
  expect(await readPracticeKey(file, dataDir)).toEqual({ ok: false, failure: { kind: 'storeKeyWrong' } });
});

test('a key that was brought back goes into the keychain, and the one before is put aside', async () => {
  const storage = keychain();
  const options = { safeStorage: storage, userData: path.join(folder, 'user'), dataDir };
  const first = await read(storage);
  const file = path.join(folder, 'brought-back.key');
  await writeFile(file, `${'ab'.repeat(32)}\n`);
  expect(await adoptStoreKey(options, file)).toEqual({ ok: true, value: 'ab'.repeat(32) });
  expect(await read(storage)).toEqual({ ok: true, value: 'ab'.repeat(32) });
  const names = await readdir(path.join(folder, 'user', 'keys'));
  const aside = names.find((name) => name.includes('.before-'));
  const sealed = await readFile(path.join(folder, 'user', 'keys', aside ?? ''));
  expect(await storage.decryptStringAsync(sealed)).toMatchObject({ result: first.ok ? first.value : '' });
  // The same again changes nothing more.
  await adoptStoreKey(options, file);
  expect(await readdir(path.join(folder, 'user', 'keys'))).toHaveLength(2);
});

test('a file that holds no key, and a computer without a keychain, take nothing in', async () => {
  const options = { safeStorage: keychain(), userData: path.join(folder, 'user'), dataDir };
  const file = path.join(folder, 'no.key');
  expect(await adoptStoreKey(options, file)).toEqual({ ok: false, failure: { kind: 'storeKeyWrong' } });
  await writeFile(file, 'AGE-SECRET-KEY-1');
  expect(await adoptStoreKey(options, file)).toEqual({ ok: false, failure: { kind: 'storeKeyWrong' } });
  const bare = keychain('a', { getSelectedStorageBackend: () => 'basic_text' });
  expect(await adoptStoreKey({ ...options, safeStorage: bare }, file)).toEqual({
    ok: false,
    failure: { kind: 'keychainMissing' },
  });
});

const folderKey = (safeStorage: SafeStorage, desk: Outcome<string>) =>
  readFolderKey({ safeStorage, userData: path.join(folder, 'user'), dataDir }, () => Promise.resolve(desk));
const noKeychain = { isAsyncEncryptionAvailable: () => Promise.resolve(false) };
const ofTheDesk = done('d'.repeat(64));

test('the office repository’s folder has a key of its own in the keychain, and follows the desk’s where there is none', async () => {
  const kept = await folderKey(keychain(), ofTheDesk);
  expect(kept).toMatchObject({ ok: true, value: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(kept).not.toEqual(ofTheDesk);
  expect(await folderKey(keychain(), ofTheDesk)).toEqual(kept);
  dataDir = path.join(folder, 'other');
  const derived = await folderKey(keychain('a', noKeychain), ofTheDesk);
  expect(derived).toMatchObject({ ok: true, value: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(derived).not.toEqual(ofTheDesk);
  expect(await folderKey(keychain('a', noKeychain), ofTheDesk)).toEqual(derived);
});

test('a folder that is encrypted gets no new key, whoever lost the old one', async () => {
  const wrong = { ok: false, failure: { kind: 'storeKeyWrong' } };
  await writeFile(path.join(dataDir, 'sealed.json'), '{}');
  expect(await folderKey(keychain(), ofTheDesk)).toEqual(wrong);
  // Locked, and no passphrase said yet.
  const missing = failed({ kind: 'keychainMissing' });
  expect(await folderKey(keychain('a', noKeychain), missing)).toEqual(missing);
});

test('what the keychain sealed is not guessed from the desk’s key while the keychain is away', async () => {
  await folderKey(keychain(), ofTheDesk);
  expect(await folderKey(keychain('a', noKeychain), ofTheDesk)).toEqual(failed({ kind: 'keychainMissing' }));
});

import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { done, failed, type Outcome } from '../contract/failures.ts';
import { sealedMarkFile } from '../contract/office-repository.ts';
import { deskKeyFile } from '../diagnostics/desk-keys.ts';
import { writeDurably } from '../at-rest/durable.ts';

/** What of Electron's safeStorage is used (its synchronous half is on its way out). */
export interface SafeStorage {
  isAsyncEncryptionAvailable(): Promise<boolean>;
  getSelectedStorageBackend?(): string;
  encryptStringAsync(text: string): Promise<Buffer>;
  decryptStringAsync(sealed: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }>;
}

export interface KeychainOptions {
  readonly safeStorage: SafeStorage;
  /** Folder of this program's own files for this user. */
  readonly userData: string;
  /** The office's data folder: each has a key of its own. */
  readonly dataDir: string;
}

const hexKey = /^[0-9a-f]{64}$/;

/**
 * The store key of a data folder (32 bytes, hexadecimal), sealed by the operating system's keychain. Made at the first opening;
 * never made anew over data that were written with another.
 */
export async function readStoreKey(options: KeychainOptions): Promise<Outcome<string>> {
  const { safeStorage, dataDir } = options;
  if (!(await safeStorage.isAsyncEncryptionAvailable()) || isBasicText(safeStorage)) {
    return failed({ kind: 'keychainMissing' });
  }
  const file = sealedFile(options);
  const sealed = await readFile(file).catch(() => null);
  if (sealed === null) {
    if (holdsData(dataDir)) return failed({ kind: 'storeKeyWrong' });
    const key = randomBytes(32).toString('hex');
    await writeDurably(file, await safeStorage.encryptStringAsync(key));
    return done(key);
  }
  const opened = await safeStorage.decryptStringAsync(sealed).catch(() => null);
  if (opened === null || !hexKey.test(opened.result)) return failed({ kind: 'storeKeyWrong' });
  if (opened.shouldReEncrypt) await writeDurably(file, await safeStorage.encryptStringAsync(opened.result));
  return done(opened.result);
}

/**
 * Takes a key that was brought back (`fojas home store-key`, `fojas home restore`) into the keychain, from a file that IT removes
 * afterwards. What was sealed before is put aside, never lost: it may be the right one after all.
 */
export async function adoptStoreKey(options: KeychainOptions, keyFile: string): Promise<Outcome<string>> {
  const { safeStorage } = options;
  if (!(await safeStorage.isAsyncEncryptionAvailable()) || isBasicText(safeStorage)) {
    return failed({ kind: 'keychainMissing' });
  }
  const key = await readKeyFile(keyFile);
  return key.ok ? keepStoreKey(options, key.value) : key;
}

/** A store key as a command wrote it: hexadecimal text. */
export async function readKeyFile(file: string): Promise<Outcome<string>> {
  const key = ((await readFile(file, 'utf8').catch(() => null)) ?? '').trim();
  return hexKey.test(key) ? done(key) : failed({ kind: 'storeKeyWrong' });
}

/** Puts a store key that was brought back into the keychain, and what lay there before aside. */
export async function keepStoreKey(options: KeychainOptions, key: string): Promise<Outcome<string>> {
  const { safeStorage } = options;
  if (!(await safeStorage.isAsyncEncryptionAvailable()) || isBasicText(safeStorage)) {
    return failed({ kind: 'keychainMissing' });
  }
  const file = sealedFile(options);
  const sealed = await readFile(file).catch(() => null);
  const before = sealed && (await safeStorage.decryptStringAsync(sealed).catch(() => null));
  if (before?.result === key) return done(key);
  if (sealed)
    await writeDurably(`${file}.before-${createHash('sha256').update(sealed).digest('hex').slice(0, 8)}`, sealed);
  await writeDurably(file, await safeStorage.encryptStringAsync(key));
  return done(key);
}

const sealedFile = ({ userData, dataDir }: KeychainOptions): string => deskKeyFile(userData, dataDir, 'sealed');

/** The key of a practice office: fictional data, so it lies open in a file that only this user may read. */
export async function readPracticeKey(file: string, dataDir: string): Promise<Outcome<string>> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) {
    if (holdsData(dataDir)) return failed({ kind: 'storeKeyWrong' });
    const key = randomBytes(32).toString('hex');
    await writeDurably(file, Buffer.from(`${key}\n`));
    return done(key);
  }
  const key = text.trim();
  return hexKey.test(key) ? done(key) : failed({ kind: 'storeKeyWrong' });
}

/** Puts a key that was brought back where a practice office finds its own. */
export async function keepPracticeKey(file: string, key: string): Promise<Outcome<string>> {
  const before = await readFile(file, 'utf8').catch(() => null);
  if (before !== null && before.trim() !== key) {
    const mark = createHash('sha256').update(before).digest('hex').slice(0, 8);
    await writeDurably(`${file}.before-${mark}`, Buffer.from(before));
  }
  await writeDurably(file, Buffer.from(`${key}\n`));
  return done(key);
}

/** On Linux without a keyring Electron "encrypts" with a password that everybody knows. */
function isBasicText(safeStorage: SafeStorage): boolean {
  const backend = safeStorage.getSelectedStorageBackend?.();
  return backend === 'basic_text' || backend === 'unknown';
}

/** A desk's folder, or that of an office's repository. */
export function holdsData(dataDir: string): boolean {
  return ['journal.db', sealedMarkFile].some((name) => existsSync(path.join(dataDir, name)));
}

/**
 * What the folder of the office's repository on this PC is encrypted with. The keychain keeps a key of its own for it; where there is no
 * keychain, it follows from the key of the desk that serves, which a passphrase opened.
 */
export async function readFolderKey(
  options: KeychainOptions,
  deskKey: () => Promise<Outcome<string>>,
): Promise<Outcome<string>> {
  const kept = await readStoreKey(options);
  if (kept.ok || kept.failure.kind !== 'keychainMissing') return kept;
  // What the keychain sealed once, nothing else opens.
  if (existsSync(sealedFile(options))) return kept;
  const key = await deskKey();
  if (!key.ok) return key;
  const secret = Buffer.from(key.value, 'hex');
  const use = 'fojas store v1: office repository';
  return done(Buffer.from(hkdfSync('sha256', secret, new Uint8Array(0), use, 32)).toString('hex'));
}

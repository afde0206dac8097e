/** The private keys of a repository inside an office lie on somebody's PC: sealed under the folder's key, also where a program before left them plain. */
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSecret, sealSecret } from '../../../src/at-rest/secret.ts';
import { officeKeyFile, openReceiptSigner, openReceivedSigner } from '../../../src/repository/receipts.ts';
import { folderKeys } from '../../../src/repository/sealed/keys.ts';
import { plainShelf, sealedName, sealedShelf } from '../../../src/repository/sealed/shelf.ts';
import { openParcelKey, parcelKeyFile, recipientNamedIn } from '../../../src/repository/stick/key.ts';
import { forkRepository, repositoryFolder, testOffice } from '../../helpers/repository.ts';
import { testFolderKey } from '../../helpers/repository-options.ts';

const { secrets } = folderKeys(testFolderKey);
let folder: ReturnType<typeof repositoryFolder>;
beforeEach(() => (folder = repositoryFolder()));
afterEach(() => folder.remove());

/** Files in which a private key can be read: PEM, an age identity, or the bytes of PKCS#8 (RFC 8410 §7, a version and Ed25519). */
function keysIn(dir: string): string[] {
  const pkcs8 = Buffer.from('302e020100300506032b6570', 'hex');
  return readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const path = join(dir, name);
    if (!statSync(path).isFile()) return false;
    const bytes = readFileSync(path);
    const texts = [bytes, Buffer.from(bytes.toString('latin1'), 'base64')];
    return texts.some((one) => one.includes(pkcs8)) || /PRIVATE KEY|AGE-SECRET-KEY-/.test(bytes.toString('latin1'));
  });
}

const upstream = {
  ...{ officeId: testOffice.officeId, url: 'http://127.0.0.1:9', accessKey: testOffice.accessKey },
  ...{ pinnedKeys: [], folderKey: testFolderKey },
};

describe('a repository inside an office', () => {
  it('leaves no private key to be read in its folder, and has the same ones when it is started anew', async () => {
    const dir = join(folder.dir, 'office');
    const first = await forkRepository(dir, { upstream });
    await first.close();
    expect(keysIn(dir)).toEqual([]);
    const kept = readFileSync(join(dir, sealedName(parcelKeyFile)), 'utf8');
    const shelf = sealedShelf(dir, secrets);
    const [{ key }, { recipient }] = [openReceivedSigner(shelf), await openParcelKey(shelf)];
    expect(recipientNamedIn(kept)).toBe(recipient);
    const again = await forkRepository(dir, { upstream });
    await again.close();
    expect(readFileSync(join(dir, sealedName(parcelKeyFile)), 'utf8')).toBe(kept);
    expect(openReceivedSigner(sealedShelf(dir, secrets)).key).toEqual(key);
    expect(keysIn(dir)).toEqual([]);
  });

  it('seals those that a program before left plain, and goes on with them', async () => {
    const dir = join(folder.dir, 'office');
    const served = await forkRepository(dir, { upstream });
    await served.close();
    const before = sealedShelf(dir, secrets);
    const plain = [officeKeyFile, parcelKeyFile].map((name) => [name, before.read(name)!] as const);
    for (const [name, secret] of plain) writeFileSync(join(dir, name), secret, { mode: 0o600 });
    // What a central one leaves on its own volume is seen by the same eyes.
    openReceiptSigner(folder.dir);
    await openParcelKey(plainShelf(folder.dir));
    expect(keysIn(folder.dir)).toHaveLength(4);
    const again = await forkRepository(dir, { upstream });
    await again.close();
    expect(keysIn(dir)).toEqual([]);
    for (const [name, secret] of plain) expect(sealedShelf(dir, secrets).read(name)).toBe(secret);
  });
});

describe('a shelf that is sealed', () => {
  it('takes a plain key over once, and puts one of an earlier program aside without losing it', () => {
    const shelf = sealedShelf(folder.dir, secrets);
    const plain = plainShelf(folder.dir);
    plain.keep('a.pem', 'the first');
    expect(shelf.read('a.pem')).toBe('the first');
    expect(readdirSync(folder.dir)).toEqual(['a.pem.sealed']);
    // Cut between the sealed one and the end of the plain one.
    plain.keep('a.pem', 'the first');
    expect(shelf.read('a.pem')).toBe('the first');
    expect(readdirSync(folder.dir)).toEqual(['a.pem.sealed']);
    plain.keep('a.pem', 'of an earlier program');
    expect(shelf.read('a.pem')).toBe('the first');
    const aside = readdirSync(folder.dir).find((name) => name.startsWith('a.pem.before-'))!;
    expect(shelf.read(aside.replace(/\.sealed$/, ''))).toBe('of an earlier program');
    expect(existsSync(join(folder.dir, 'a.pem'))).toBe(false);
  });

  it('makes no key anew where the one that lies there does not open, and takes none that others could read', () => {
    const shelf = sealedShelf(folder.dir, secrets);
    openReceivedSigner(shelf);
    const other = sealedShelf(folder.dir, folderKeys('ab'.repeat(32)).secrets);
    expect(() => openReceivedSigner(other)).toThrowError(expect.objectContaining({ kind: 'damaged' }));
    writeFileSync(join(folder.dir, 'b.pem'), 'read by all', { mode: 0o644 });
    if (process.platform !== 'win32')
      expect(() => shelf.read('b.pem')).toThrowError(expect.objectContaining({ kind: 'keyExposed' }));
    expect(existsSync(join(folder.dir, sealedName('b.pem')))).toBe(false);
  });
});

describe('a sealed secret', () => {
  it('opens under its own name, with its own open lines, whole, and not otherwise', () => {
    const secret = '# public key: age1abc\nAGE-SECRET-KEY-1\n';
    const text = sealSecret(secrets, 'a', secret);
    expect(text).toMatch(/^# public key: age1abc\nfojas-sealed-v1 /);
    expect(text).not.toContain('SECRET');
    expect(openSecret(secrets, 'a', text)).toBe(secret);
    expect(openSecret(secrets, 'b', text)).toBeNull();
    expect(openSecret(secrets, 'a', text.replace('age1abc', 'age1abd'))).toBeNull();
    expect(openSecret(secrets, 'a', text.slice(0, -12))).toBeNull();
    expect(openSecret(secrets, 'a', 'fojas-sealed-v1 AA==')).toBeNull();
    expect(openSecret(secrets, 'a', '')).toBeNull();
  });
});

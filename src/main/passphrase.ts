import { createCipheriv, createDecipheriv, createHash, randomBytes, scrypt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { PassphraseTries, SealedByPassphrase } from '../contract/lock.ts';
import { writeDurably } from '../at-rest/durable.ts';

/** scrypt (RFC 7914) with N = 2^17, r = 8, p = 1: about a third of a second and 128 MiB for each try, here or at whoever took the file. */
const cost = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 2 ** 20 } as const;
/** So many wrong ones are answered at once; each after them doubles a wait, up to five minutes. */
const freeTries = 3;
const longestWaitMs = 300_000;

export type Opening =
  | { readonly kind: 'open'; readonly key: string }
  | { readonly kind: 'wrong'; readonly waitMs: number }
  | { readonly kind: 'damaged' };

/** A store key (hexadecimal) sealed by a passphrase: AES-256-GCM under a key that scrypt makes of it. */
export interface PassphraseFile {
  /** Whether there is one, of this form: text that was spoilt counts as none. */
  exists(): Promise<boolean>;
  /** Puts aside what a passphrase seals that nobody knows any more: it may be the right one after all. */
  putAside(): Promise<void>;
  seal(key: string, passphrase: string): Promise<void>;
  /** Counts wrong ones, and makes the next wait; nothing is tried while one lasts. */
  open(passphrase: string): Promise<Opening>;
}

export function passphraseFile(file: string, now: () => number = Date.now): PassphraseFile {
  const tries = `${file}.tries`;
  const sealedHere = async () => SealedByPassphrase.safeParse(jsonOf(await readFile(file, 'utf8').catch(() => '')));
  const wrongSoFar = async (): Promise<PassphraseTries> => {
    const parsed = PassphraseTries.safeParse(jsonOf(await readFile(tries, 'utf8').catch(() => '')));
    return parsed.success ? parsed.data : { wrong: 0, at: 0 };
  };
  const note = (wrong: number): Promise<void> => writeDurably(tries, Buffer.from(JSON.stringify({ wrong, at: now() })));
  return {
    exists: async () => (await sealedHere()).success,
    async putAside() {
      const bytes = await readFile(file).catch(() => null);
      if (bytes === null) return;
      const mark = createHash('sha256').update(bytes).digest('hex').slice(0, 8);
      await writeDurably(`${file}.before-${mark}`, bytes);
    },
    async seal(key, passphrase) {
      const [salt, nonce] = [randomBytes(16), randomBytes(12)];
      const cipher = createCipheriv('aes-256-gcm', await derive(passphrase, salt), nonce);
      const sealed = Buffer.concat([cipher.update(key, 'utf8'), cipher.final()]);
      const parts = { salt, nonce, sealed, tag: cipher.getAuthTag() };
      const text = Object.fromEntries(Object.entries(parts).map(([name, bytes]) => [name, bytes.toString('base64')]));
      await writeDurably(file, Buffer.from(JSON.stringify({ version: 1, kdf: 'scrypt-17-8-1', ...text })));
      await note(0);
    },
    async open(passphrase) {
      const parsed = await sealedHere();
      if (!parsed.success) return { kind: 'damaged' };
      const { wrong, at } = await wrongSoFar();
      const left = Math.min(at + waitAfter(wrong) - now(), longestWaitMs);
      if (left > 0) return { kind: 'wrong', waitMs: left };
      // Counted before it is tried: who ends the program in between has used it up.
      await note(wrong + 1);
      const [salt, nonce, sealed, tag] = [parsed.data.salt, parsed.data.nonce, parsed.data.sealed, parsed.data.tag].map(
        (text) => Buffer.from(text, 'base64'),
      ) as [Buffer, Buffer, Buffer, Buffer];
      const decipher = createDecipheriv('aes-256-gcm', await derive(passphrase, salt), nonce, { authTagLength: 16 });
      decipher.setAuthTag(tag);
      try {
        const key = Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8');
        await note(0);
        return { kind: 'open', key };
      } catch {
        return { kind: 'wrong', waitMs: waitAfter(wrong + 1) };
      }
    },
  };
}

const waitAfter = (wrong: number): number =>
  wrong < freeTries ? 0 : Math.min(1000 * 2 ** (wrong - freeTries), longestWaitMs);

/** The same words count the same however a keyboard composes them (Unicode NFKC). */
function derive(passphrase: string, salt: Buffer): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  scrypt(passphrase.normalize('NFKC'), salt, 32, cost, (error, key) => (error ? reject(error) : resolve(key)));
  return promise;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

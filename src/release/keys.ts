import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { z } from 'zod';
import { canonical } from './canonical.ts';

/** A public key as TUF metadata carry it. */
export const TufKey = z.strictObject({
  keytype: z.enum(['ecdsa', 'rsa']),
  scheme: z.enum(['ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'rsassa-pss-sha256']),
  keyval: z.strictObject({ public: z.string() }),
});
export type TufKey = z.infer<typeof TufKey>;

/** A key of somebody, as it is handed round: a file of `fojas-release key`. */
export const NamedKey = z.strictObject({ name: z.string().min(1).max(120), key: TufKey });
export type NamedKey = z.infer<typeof NamedKey>;

/** Signs bytes as the key's scheme says, wherever the private half is: a token, or a file. */
export interface Signer {
  readonly key: TufKey;
  /** The signature as TUF writes it: ECDSA as DER, RSA-PSS raw. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/** TUF 1.0.31 §4.2: the digest of the key's canonical form names it. */
export const keyIdOf = (key: TufKey): string => createHash('sha256').update(canonical(key)).digest('hex');

/** The TUF form of a public key; null where no scheme fits it. */
export function tufKeyOf(publicKey: KeyObject): TufKey | null {
  const keyval = { public: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
  const curve = publicKey.asymmetricKeyDetails?.namedCurve;
  if (curve === 'prime256v1') return { keytype: 'ecdsa', scheme: 'ecdsa-sha2-nistp256', keyval };
  if (curve === 'secp384r1') return { keytype: 'ecdsa', scheme: 'ecdsa-sha2-nistp384', keyval };
  const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
  return publicKey.asymmetricKeyType === 'rsa' && bits >= 2048
    ? { keytype: 'rsa', scheme: 'rsassa-pss-sha256', keyval }
    : null;
}

/** A new ECDSA P-256 key, its private half as PEM sealed with a passphrase (PKCS#8, AES-256). */
export function makeFileKey(passphrase: string): { readonly pem: string; readonly key: TufKey } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }).toString();
  return { pem, key: tufKeyOf(publicKey)! };
}

/** A signer over a key file; null where the passphrase does not open it or no scheme fits. */
export function fileSigner(pem: string, passphrase: string): Signer | null {
  try {
    const privateKey = createPrivateKey({ key: pem, passphrase });
    const key = tufKeyOf(createPublicKey(privateKey));
    if (key === null || key.keytype !== 'ecdsa') return null;
    const digest = key.scheme === 'ecdsa-sha2-nistp384' ? 'sha384' : 'sha256';
    return { key, sign: async (bytes) => sign(digest, bytes, privateKey) };
  } catch {
    return null;
  }
}

/** ECDSA as tokens give it (r‖s) becomes what TUF writes (X9.62: a sequence of two integers). */
export function ecdsaDer(raw: Uint8Array): Uint8Array {
  const half = raw.length / 2;
  const parts = [raw.subarray(0, half), raw.subarray(half)].map((bytes) => {
    const first = bytes.findIndex((byte) => byte !== 0);
    const trimmed = first < 0 ? Uint8Array.of(0) : bytes.subarray(first);
    const positive = trimmed[0]! >= 0x80 ? Buffer.concat([Buffer.of(0), trimmed]) : Buffer.from(trimmed);
    return Buffer.concat([Buffer.of(0x02, positive.length), positive]);
  });
  const body = Buffer.concat(parts);
  return Buffer.concat([body.length >= 0x80 ? Buffer.of(0x30, 0x81, body.length) : Buffer.of(0x30, body.length), body]);
}

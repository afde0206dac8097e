/**
 * The room's only door to `node:crypto`.
 *
 * Electron's Node is built on BoringSSL, plain Node on OpenSSL. The primitives used through this file exist in both:
 *   - digests: SHA-1 (only to recognise old signatures), SHA-224 (the same), SHA-256, SHA-384, SHA-512
 *   - verification: RSA PKCS#1 v1.5, RSA-PSS (MGF1 with the same digest), ECDSA over P-256, P-384 and P-521
 *   - AES in CBC mode with 128 and 256 bits, for encrypted PDFs; MD5, for the keys of old ones, comes from @noble/hashes
 *   - public keys read from DER SubjectPublicKeyInfo, random bytes, constant-time comparison
 * Nothing here signs: private keys live in tokens. `cryptoSelfTest` (crypto-self-test.ts) names a primitive that is missing.
 */
import { md5 as nobleMd5 } from '@noble/hashes/legacy.js';
import {
  constants,
  createCipheriv,
  createDecipheriv,
  createHash,
  createPublicKey,
  createVerify,
  randomBytes as nodeRandomBytes,
  timingSafeEqual,
  verify,
} from 'node:crypto';
import type { Hash, KeyObject, Verify } from 'node:crypto';

export type { Hash, KeyObject } from 'node:crypto';

/** Digests this program signs with. */
export type DigestAlgorithm = 'sha256' | 'sha384' | 'sha512';

/** What a token of ours may sign with. */
export type SignatureAlgorithm =
  | 'rsa-pkcs1-sha256'
  | 'rsa-pkcs1-sha384'
  | 'rsa-pkcs1-sha512'
  | 'rsa-pss-sha256'
  | 'rsa-pss-sha384'
  | 'rsa-pss-sha512'
  | 'ecdsa-sha256'
  | 'ecdsa-sha384'
  | 'ecdsa-sha512';

/** Digests met in the signatures of others. `sha1` and `sha224` are computed so that a verdict can name them, never trusted. */
export type AnyDigest = DigestAlgorithm | 'sha1' | 'sha224';

/** A signature scheme with its parameters, as an AlgorithmIdentifier names it. */
export type SignatureScheme =
  | { readonly kind: 'rsa-pkcs1'; readonly digest: AnyDigest }
  | { readonly kind: 'rsa-pss'; readonly digest: AnyDigest; readonly saltLength: number }
  | { readonly kind: 'ecdsa'; readonly digest: AnyDigest };

export const digestLength: Readonly<Record<AnyDigest, number>> = {
  sha1: 20,
  sha224: 28,
  sha256: 32,
  sha384: 48,
  sha512: 64,
};

const schemes: Readonly<Record<SignatureAlgorithm, SignatureScheme & { readonly digest: DigestAlgorithm }>> = {
  'rsa-pkcs1-sha256': { kind: 'rsa-pkcs1', digest: 'sha256' },
  'rsa-pkcs1-sha384': { kind: 'rsa-pkcs1', digest: 'sha384' },
  'rsa-pkcs1-sha512': { kind: 'rsa-pkcs1', digest: 'sha512' },
  // The salt is as long as the digest (RFC 8017, 9.1; what RFC 4055 recommends and every verifier knows).
  'rsa-pss-sha256': { kind: 'rsa-pss', digest: 'sha256', saltLength: 32 },
  'rsa-pss-sha384': { kind: 'rsa-pss', digest: 'sha384', saltLength: 48 },
  'rsa-pss-sha512': { kind: 'rsa-pss', digest: 'sha512', saltLength: 64 },
  'ecdsa-sha256': { kind: 'ecdsa', digest: 'sha256' },
  'ecdsa-sha384': { kind: 'ecdsa', digest: 'sha384' },
  'ecdsa-sha512': { kind: 'ecdsa', digest: 'sha512' },
};

/** The scheme (family and digest) of one of our own algorithms. */
export function schemeOf(algorithm: SignatureAlgorithm): SignatureScheme & { readonly digest: DigestAlgorithm } {
  return schemes[algorithm];
}

/** The digest one of our own algorithms works with. */
export function digestOf(algorithm: SignatureAlgorithm): DigestAlgorithm {
  return schemes[algorithm].digest;
}

/** A running digest. `copy()` forks it, so that two ranges with a common start cost one pass. */
export function createDigest(algorithm: AnyDigest): Hash {
  return createHash(algorithm);
}

/** The digest of bytes in memory. */
export function digest(algorithm: AnyDigest, ...parts: Uint8Array[]): Uint8Array {
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** Lower-case hexadecimal SHA-256, the name of a file or a certificate everywhere in this program. */
export function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** MD5, which the keys of old encrypted PDFs are made with; it proves nothing. */
export function md5(...parts: Uint8Array[]): Uint8Array {
  return nobleMd5(Buffer.concat(parts));
}

/**
 * AES in CBC mode (NIST SP 800-38A), the key of 16 or 32 bytes; without padding the bytes must be whole blocks of 16.
 * @throws RangeError for other lengths.
 */
export function aesCbcEncrypt(key: Uint8Array, iv: Uint8Array, bytes: Uint8Array, padding: boolean): Uint8Array {
  const cipher = createCipheriv(aesName(key), key, iv).setAutoPadding(padding);
  return Buffer.concat([cipher.update(bytes), cipher.final()]);
}

/** The inverse; undefined when the bytes are no whole blocks or the padding is wrong. */
export function aesCbcDecrypt(
  key: Uint8Array,
  iv: Uint8Array,
  bytes: Uint8Array,
  padding: boolean,
): Uint8Array | undefined {
  const cipher = createDecipheriv(aesName(key), key, iv).setAutoPadding(padding);
  try {
    return Buffer.concat([cipher.update(bytes), cipher.final()]);
  } catch {
    return undefined;
  }
}

function aesName(key: Uint8Array): 'aes-128-cbc' | 'aes-256-cbc' {
  if (key.length !== 16 && key.length !== 32) throw new RangeError('AES keys have 16 or 32 bytes here');
  return key.length === 16 ? 'aes-128-cbc' : 'aes-256-cbc';
}

/** `count` unpredictable bytes. */
export function randomBytes(count: number): Uint8Array {
  return nodeRandomBytes(count);
}

/** Whether two byte strings are equal, in time that depends on their lengths only. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * Reads a DER SubjectPublicKeyInfo.
 * @returns null when the key is malformed or of a kind that the crypto library does not know.
 */
export function importPublicKey(spki: Uint8Array): KeyObject | null {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  } catch {
    return null;
  }
}

/** A name for a key: equal for equal keys. */
export function keyFingerprint(key: KeyObject): string {
  return sha256Hex(key.export({ format: 'der', type: 'spki' }));
}

/**
 * Checks a signature over bytes in memory. ECDSA signatures are DER (SEQUENCE of two INTEGERs), RSA ones are as long as
 * the modulus.
 * @returns false for a wrong or malformed signature, and for a key that does not fit the scheme.
 */
export function verifySignature(
  scheme: SignatureScheme,
  key: KeyObject,
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (!keyFits(scheme, key)) return false;
  try {
    return verify(scheme.digest, data, keyInput(scheme, key), signature);
  } catch {
    // OpenSSL and BoringSSL differ in which malformed signatures are "false" and which are errors; to us they are one.
    return false;
  }
}

/** As `verifySignature`, over bytes that arrive in pieces: `update` them, then ask once. */
export function createSignatureVerifier(
  scheme: SignatureScheme,
  key: KeyObject,
): { update(piece: Uint8Array): void; verify(signature: Uint8Array): boolean } {
  const verifier: Verify = createVerify(scheme.digest);
  return {
    update: (piece) => void verifier.update(piece),
    verify(signature) {
      if (!keyFits(scheme, key)) return false;
      try {
        return verifier.verify(keyInput(scheme, key), signature);
      } catch {
        return false;
      }
    },
  };
}

/** Size of a key: RSA modulus bits, or the curve's name for an elliptic key; null for every other kind. */
export function keySize(
  key: KeyObject,
): { kind: 'rsa'; bits: number; exponent: bigint } | { kind: 'ec'; curve: string } | null {
  const details = key.asymmetricKeyDetails;
  if (key.asymmetricKeyType === 'rsa' && details?.modulusLength !== undefined) {
    return { kind: 'rsa', bits: details.modulusLength, exponent: details.publicExponent ?? 0n };
  }
  if (key.asymmetricKeyType === 'ec' && details?.namedCurve !== undefined)
    return { kind: 'ec', curve: details.namedCurve };
  return null;
}

// A modulus of 100,000 bits or an exponent as long as the modulus makes one verification last minutes.
const maxRsaBits = 16_384;
const maxRsaExponent = 1n << 33n;

function keyFits(scheme: SignatureScheme, key: KeyObject): boolean {
  const size = keySize(key);
  if (size === null) return false;
  if (size.kind === 'ec') return scheme.kind === 'ecdsa';
  return scheme.kind !== 'ecdsa' && size.bits <= maxRsaBits && size.exponent < maxRsaExponent;
}

function keyInput(scheme: SignatureScheme, key: KeyObject) {
  switch (scheme.kind) {
    case 'rsa-pkcs1':
      return { key, padding: constants.RSA_PKCS1_PADDING };
    case 'rsa-pss':
      return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: scheme.saltLength };
    case 'ecdsa':
      return { key, dsaEncoding: 'der' as const };
  }
}

/**
 * The room's only door to `node:crypto`.
 *
 * Electron's Node is built on BoringSSL, plain Node on OpenSSL. The primitives used through this file exist in both:
 *   - digests: SHA-1 (only to recognise old signatures), SHA-224 (the same), SHA-256, SHA-384, SHA-512
 *   - verification: RSA PKCS#1 v1.5, RSA-PSS (MGF1 with the same digest), ECDSA over P-256, P-384 and P-521
 *   - AES in CBC mode with 128 and 256 bits, for encrypted PDFs; MD5, for the keys of old ones, comes from @noble/hashes
 *   - public keys read from DER SubjectPublicKeyInfo, random bytes, constant-time comparison
 *   - what only others sign with (SHA-3, Brainpool, Ed25519, Ed448) through @noble, and RSA-PSS with other masks by hand:
 *     crypto-others.ts and crypto-rsa.ts, which nobody else imports
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
  publicDecrypt,
  randomBytes as nodeRandomBytes,
  timingSafeEqual,
  verify,
} from 'node:crypto';
import type { Hash, KeyObject, Verify } from 'node:crypto';
import { OtherHash, isPoint, verifyEcdsa, verifyEdwards } from './crypto-others.ts';
import type { NistCurve, OtherCurve, OtherDigest } from './crypto-others.ts';
import { pkcs1Encoding, pssHolds } from './crypto-rsa.ts';

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

/** Digests that node:crypto computes wherever we run. `sha1` and `sha224` only so that old signatures can be told. */
export type CoreDigest = DigestAlgorithm | 'sha1' | 'sha224';

/** Digests met in the signatures of others. */
export type AnyDigest = CoreDigest | OtherDigest;

/** A digest on its way. */
export interface RunningDigest {
  update(bytes: Uint8Array): unknown;
  copy(): RunningDigest;
  digest(): Uint8Array;
}

/** A key of a kind that the crypto libraries do not all know. */
export interface OtherKey {
  readonly kind: 'other';
  readonly curve: OtherCurve;
  readonly point: Uint8Array;
}

export type PublicKey = KeyObject | OtherKey;

/** A signature scheme with its parameters, as an AlgorithmIdentifier names it. */
export type SignatureScheme =
  | { readonly kind: 'rsa-pkcs1'; readonly digest: AnyDigest }
  /** `mask`: the digest of MGF1, where it is another. */
  | { readonly kind: 'rsa-pss'; readonly digest: AnyDigest; readonly saltLength: number; readonly mask?: AnyDigest }
  /** `plain`: r and s side by side instead of DER (BSI TR-03111). */
  | { readonly kind: 'ecdsa'; readonly digest: AnyDigest; readonly plain?: true }
  /** The digest is the one that CMS has to name beside it (RFC 8419); the scheme itself signs the whole message. */
  | { readonly kind: 'eddsa'; readonly curve: 'ed25519' | 'ed448'; readonly digest: AnyDigest };

export const digestLength: Readonly<Record<AnyDigest, number>> = {
  sha1: 20,
  sha224: 28,
  sha256: 32,
  sha384: 48,
  sha512: 64,
  'sha3-256': 32,
  'sha3-384': 48,
  'sha3-512': 64,
  shake256: 64,
};

type OwnScheme = Exclude<SignatureScheme, { kind: 'eddsa' }> & { readonly digest: DigestAlgorithm };

const schemes: Readonly<Record<SignatureAlgorithm, OwnScheme>> = {
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
export function schemeOf(algorithm: SignatureAlgorithm): OwnScheme {
  return schemes[algorithm];
}

/** The digest one of our own algorithms works with. */
export function digestOf(algorithm: SignatureAlgorithm): DigestAlgorithm {
  return schemes[algorithm].digest;
}

/** A running digest. `copy()` forks it, so that two ranges with a common start cost one pass. */
export function createDigest(algorithm: CoreDigest): Hash;
export function createDigest(algorithm: AnyDigest): RunningDigest;
export function createDigest(algorithm: AnyDigest): RunningDigest {
  return isCore(algorithm) ? createHash(algorithm) : new OtherHash(algorithm);
}

function isCore(algorithm: AnyDigest): algorithm is CoreDigest {
  return !algorithm.startsWith('sha3-') && algorithm !== 'shake256';
}

/** The digest of bytes in memory. */
export function digest(algorithm: AnyDigest, ...parts: Uint8Array[]): Uint8Array {
  const hash = createDigest(algorithm);
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

/** A key of a curve that only others use; null when the bytes are no point of it. */
export function importOtherKey(curve: OtherCurve, point: Uint8Array): OtherKey | null {
  return isPoint(curve, point) ? { kind: 'other', curve, point } : null;
}

/** A name for a key: equal for equal keys. */
export function keyFingerprint(key: PublicKey): string {
  if (isOther(key)) return `${key.curve} ${Buffer.from(key.point).toString('hex')}`;
  return sha256Hex(key.export({ format: 'der', type: 'spki' }));
}

function isOther(key: PublicKey): key is OtherKey {
  return 'kind' in key && key.kind === 'other';
}

/**
 * Checks a signature over bytes in memory. ECDSA signatures are DER (SEQUENCE of two INTEGERs) unless the scheme says `plain`, RSA
 * ones are as long as the modulus.
 * @returns false for a wrong or malformed signature, and for a key that does not fit the scheme.
 */
export function verifySignature(
  scheme: SignatureScheme,
  key: PublicKey,
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (scheme.kind === 'eddsa') {
    return isOther(key) && key.curve === scheme.curve && verifyEdwards(scheme.curve, key.point, data, signature);
  }
  if (isOther(key) || !isCommon(scheme)) return verifyDigested(scheme, key, digest(scheme.digest, data), signature);
  if (!keyFits(scheme, key) || !isOfModulusLength(key, signature)) return false;
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
  key: PublicKey,
): { update(piece: Uint8Array): void; verify(signature: Uint8Array): boolean } {
  // A signature over the message itself would have to hold all of it; nobody signs whole files so.
  if (scheme.kind === 'eddsa') return { update: () => undefined, verify: () => false };
  if (isOther(key) || !isCommon(scheme)) {
    const hash = createDigest(scheme.digest);
    return {
      update: (piece) => void hash.update(piece),
      verify: (signature) => verifyDigested(scheme, key, hash.digest(), signature),
    };
  }
  const verifier: Verify = createVerify(scheme.digest);
  return {
    update: (piece) => void verifier.update(piece),
    verify(signature) {
      if (!keyFits(scheme, key) || !isOfModulusLength(key, signature)) return false;
      try {
        return verifier.verify(keyInput(scheme, key), signature);
      } catch {
        return false;
      }
    },
  };
}

type CommonScheme = Exclude<SignatureScheme, { kind: 'eddsa' }> & { readonly digest: CoreDigest };

/** Whether node:crypto verifies it wherever we run. */
function isCommon(scheme: Exclude<SignatureScheme, { kind: 'eddsa' }>): scheme is CommonScheme {
  return (
    isCore(scheme.digest) && (scheme.kind !== 'rsa-pss' || scheme.mask === undefined || scheme.mask === scheme.digest)
  );
}

/** What is left for our own hands: other curves, other digests, other masks. */
function verifyDigested(
  scheme: Exclude<SignatureScheme, { kind: 'eddsa' }>,
  key: PublicKey,
  hashed: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (scheme.kind === 'ecdsa') return verifyEllipticDigest(scheme, key, hashed, signature);
  if (isOther(key) || !keyFits(scheme, key)) return false;
  const encoded = rsaEncoding(key, signature);
  if (encoded === null) return false;
  if (scheme.kind === 'rsa-pkcs1') {
    const expected = pkcs1Encoding(digestInfo(scheme.digest, hashed), encoded.length);
    return expected !== null && equalBytes(expected, encoded);
  }
  const [hash, maskHash] = [scheme.digest, scheme.mask ?? scheme.digest].map(
    (name) =>
      (...parts: Uint8Array[]) =>
        digest(name, ...parts),
  );
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  return pssHolds(hashed, encoded, bits, scheme.saltLength, hash!, maskHash!);
}

function verifyEllipticDigest(
  { plain }: Extract<SignatureScheme, { kind: 'ecdsa' }>,
  key: PublicKey,
  hashed: Uint8Array,
  signature: Uint8Array,
): boolean {
  const format = plain ? 'plain' : 'der';
  if (isOther(key)) {
    if (key.curve === 'ed25519' || key.curve === 'ed448') return false;
    return verifyEcdsa(key.curve, key.point, hashed, signature, format);
  }
  const size = keySize(key);
  const curve = size?.kind === 'ec' ? nistCurves.get(size.curve) : undefined;
  if (curve === undefined) return false;
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  return verifyEcdsa(curve, point, hashed, signature, format);
}

const nistCurves: ReadonlyMap<string, NistCurve> = new Map([
  ['prime256v1', 'p256'],
  ['secp384r1', 'p384'],
  ['secp521r1', 'p521'],
]);

/** An RSA signature is as long as the modulus (RFC 8017, 8.1.2 and 8.2.2, step 1). OpenSSL takes one without its leading zeros too. */
function isOfModulusLength(key: KeyObject, signature: Uint8Array): boolean {
  const bits = key.asymmetricKeyDetails?.modulusLength;
  return bits === undefined || signature.length === Math.ceil(bits / 8);
}

/** The signature raised to the public exponent, as long as the modulus; null when it is not one for this key. */
function rsaEncoding(key: KeyObject, signature: Uint8Array): Uint8Array | null {
  if (!isOfModulusLength(key, signature)) return null;
  try {
    return publicDecrypt({ key, padding: constants.RSA_NO_PADDING }, signature);
  } catch {
    return null;
  }
}

/** DigestInfo of SHA-3 (RFC 8017, A.2.4 with the OIDs of NIST): the prefix differs in one byte, and the lengths. */
function digestInfo(name: AnyDigest, hashed: Uint8Array): Uint8Array {
  const last = { 'sha3-256': 8, 'sha3-384': 9, 'sha3-512': 10 }[name as 'sha3-256'];
  const oid = Buffer.from([0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, last]);
  const algorithm = Buffer.concat([Buffer.of(0x30, oid.length + 2), oid, Buffer.of(0x05, 0x00)]);
  const octets = Buffer.concat([Buffer.of(0x04, hashed.length), hashed]);
  return Buffer.concat([Buffer.of(0x30, algorithm.length + octets.length), algorithm, octets]);
}

/** Size of a key: RSA modulus bits, or the curve's name for an elliptic key; null for every other kind. */
export function keySize(
  key: PublicKey,
): { kind: 'rsa'; bits: number; exponent: bigint } | { kind: 'ec'; curve: string } | null {
  if (isOther(key)) return null;
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

function keyFits(scheme: Exclude<SignatureScheme, { kind: 'eddsa' }>, key: KeyObject): boolean {
  const size = keySize(key);
  if (size === null) return false;
  if (size.kind === 'ec') return scheme.kind === 'ecdsa';
  return scheme.kind !== 'ecdsa' && size.bits <= maxRsaBits && size.exponent < maxRsaExponent;
}

function keyInput(scheme: CommonScheme, key: KeyObject) {
  switch (scheme.kind) {
    case 'rsa-pkcs1':
      return { key, padding: constants.RSA_PKCS1_PADDING };
    case 'rsa-pss':
      return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: scheme.saltLength };
    case 'ecdsa':
      return { key, dsaEncoding: scheme.plain ? ('ieee-p1363' as const) : ('der' as const) };
  }
}

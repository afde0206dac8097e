/**
 * What others sign with and OpenSSL or BoringSSL lacks, through @noble: SHA-3 and SHAKE256, the Brainpool curves, Ed25519 and Ed448.
 * Only crypto.ts looks in here. Nothing is signed with these, and speed matters little: such signatures are rare.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { ed448 } from '@noble/curves/ed448.js';
import { brainpoolP256r1, brainpoolP384r1, brainpoolP512r1 } from '@noble/curves/misc.js';
import { p256, p384, p521 } from '@noble/curves/nist.js';
import { sha3_256, sha3_384, sha3_512, shake256 } from '@noble/hashes/sha3.js';

export type OtherDigest = 'sha3-256' | 'sha3-384' | 'sha3-512' | 'shake256';
export type OtherCurve = 'brainpoolP256r1' | 'brainpoolP384r1' | 'brainpoolP512r1' | 'ed25519' | 'ed448';
export type NistCurve = 'p256' | 'p384' | 'p521';

const hashes = { 'sha3-256': sha3_256, 'sha3-384': sha3_384, 'sha3-512': sha3_512 } as const;

interface Sponge {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
  clone(): Sponge;
}

/** A running digest with the few methods that node:crypto's has as well. */
export class OtherHash {
  readonly #sponge: Sponge;

  constructor(from: OtherDigest | Sponge) {
    this.#sponge = typeof from === 'string' ? spongeOf(from) : from;
  }

  update(bytes: Uint8Array): this {
    this.#sponge.update(bytes);
    return this;
  }

  copy(): OtherHash {
    return new OtherHash(this.#sponge.clone());
  }

  digest(): Uint8Array {
    return this.#sponge.digest();
  }
}

/** SHAKE256 in CMS gives 64 bytes (RFC 8702, 3.1). */
function spongeOf(name: OtherDigest): Sponge {
  return name === 'shake256' ? shake256.create({ dkLen: 64 }) : hashes[name].create();
}

const weierstrass = { brainpoolP256r1, brainpoolP384r1, brainpoolP512r1, p256, p384, p521 } as const;

/** Whether bytes are a point of the curve in a form that certificates use. */
export function isPoint(curve: OtherCurve, point: Uint8Array): boolean {
  switch (curve) {
    case 'ed25519':
      return point.length === 32;
    case 'ed448':
      return point.length === 57;
    default:
      return tolerant(() => (weierstrass[curve].Point.fromBytes(point), true));
  }
}

/** ECDSA over a digest; `der` is a SEQUENCE of two INTEGERs, `plain` r and s side by side. */
export function verifyEcdsa(
  curve: Exclude<OtherCurve, 'ed25519' | 'ed448'> | NistCurve,
  point: Uint8Array,
  hashed: Uint8Array,
  signature: Uint8Array,
  format: 'der' | 'plain',
): boolean {
  const options = { prehash: false, lowS: false, format: format === 'der' ? 'der' : 'compact' } as const;
  return tolerant(() => weierstrass[curve].verify(signature, hashed, point, options));
}

/** Pure Ed25519 or Ed448 (RFC 8032) over the whole message. */
export function verifyEdwards(
  curve: 'ed25519' | 'ed448',
  point: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  // RFC 8032's own equation, not the looser one that chains of blocks agreed upon.
  return tolerant(() =>
    curve === 'ed25519'
      ? ed25519.verify(signature, message, point, { zip215: false })
      : ed448.verify(signature, message, point, { zip215: false }),
  );
}

/** The library throws for what is malformed; to us that is as wrong as a wrong value. */
function tolerant(run: () => boolean): boolean {
  try {
    return run();
  } catch {
    return false;
  }
}

/** The card's private keys: the bare operation on what the host prepared, as a chip does it. */
import { type KeyObject, constants, privateDecrypt } from 'node:crypto';
import { p256, p384 } from '@noble/curves/nist.js';

/** Algorithm references of SP 800-78-4, table 6-2. */
export const algorithms = { rsa2048: 0x07, p256: 0x11, p384: 0x14 } as const;
export type AlgorithmReference = (typeof algorithms)[keyof typeof algorithms];

/** Which algorithm a key is for; null for keys that a PIV card cannot hold. */
export function algorithmOf(key: KeyObject): AlgorithmReference | null {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'rsa') return modulusLength === 2048 ? algorithms.rsa2048 : null;
  if (namedCurve === 'prime256v1') return algorithms.p256;
  return namedCurve === 'secp384r1' ? algorithms.p384 : null;
}

/**
 * RSA: the padded block raised to the private exponent. ECDSA: the digest signed as it is, the answer a DER SEQUENCE of r and s
 * (SP 800-73-4 part 2, appendix A.4). Null for input of a length the key does not take.
 */
export function operate(key: KeyObject, input: Buffer): Buffer | null {
  switch (algorithmOf(key)) {
    case algorithms.rsa2048:
      return input.length === 256 ? rsa(key, input) : null;
    case algorithms.p256:
      return input.length <= 32 ? ecdsa(p256, 32, key, input) : null;
    case algorithms.p384:
      return input.length <= 48 ? ecdsa(p384, 48, key, input) : null;
    case null:
      return null;
  }
}

function rsa(key: KeyObject, block: Buffer): Buffer | null {
  try {
    return privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, block);
  } catch {
    // A block that is not below the modulus.
    return null;
  }
}

function ecdsa(curve: typeof p256, fieldBytes: number, key: KeyObject, digest: Buffer): Buffer {
  const secret = Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url');
  const padded = Buffer.concat([Buffer.alloc(fieldBytes - digest.length), digest]);
  return Buffer.from(curve.sign(padded, secret, { prehash: false, lowS: false, format: 'der' }));
}

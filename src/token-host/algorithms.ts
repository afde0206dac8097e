import type { KeyObject } from 'node:crypto';
import type { SignatureAlgorithm } from '../contract/token.ts';

/** Public keys we can sign for. `fieldBytes`: length of each half of an ECDSA signature. */
export type KeyShape =
  { readonly kind: 'rsa'; readonly bits: number } | { readonly kind: 'ec'; readonly fieldBytes: number };

interface Plan {
  readonly key: KeyShape['kind'];
  readonly digestBytes: number;
  /** DER of DigestInfo up to the digest (RFC 8017 9.2, note 1); RSA only. */
  readonly digestInfo: string;
}

/** Table of R40–R43: the digest is made by the office, so RSA gets a DigestInfo built here and ECDSA the digest itself. */
const plans: Readonly<Record<SignatureAlgorithm, Plan>> = {
  'rsa-pkcs1-sha256': { key: 'rsa', digestBytes: 32, digestInfo: '3031300d060960864801650304020105000420' },
  'rsa-pkcs1-sha384': { key: 'rsa', digestBytes: 48, digestInfo: '3041300d060960864801650304020205000430' },
  'rsa-pkcs1-sha512': { key: 'rsa', digestBytes: 64, digestInfo: '3051300d060960864801650304020305000440' },
  'ecdsa-sha256': { key: 'ec', digestBytes: 32, digestInfo: '' },
  'ecdsa-sha384': { key: 'ec', digestBytes: 48, digestInfo: '' },
  'ecdsa-sha512': { key: 'ec', digestBytes: 64, digestInfo: '' },
};

const fieldBytes: Readonly<Record<string, number>> = { prime256v1: 32, secp384r1: 48, secp521r1: 66 };

/** What a public key is, or null for kinds that we do not sign with. */
export function keyShapeOf(key: KeyObject): KeyShape | null {
  const details = key.asymmetricKeyDetails;
  if (key.asymmetricKeyType === 'rsa') return { kind: 'rsa', bits: details?.modulusLength ?? 0 };
  const bytes = fieldBytes[details?.namedCurve ?? ''];
  return key.asymmetricKeyType === 'ec' && bytes !== undefined ? { kind: 'ec', fieldBytes: bytes } : null;
}

/** Length in bytes of the digest that an algorithm signs. */
export function digestBytesOf(algorithm: SignatureAlgorithm): number {
  return plans[algorithm].digestBytes;
}

/** Algorithms possible with a key, given which families the token offers. */
export function algorithmsFor(key: KeyShape | null, offers: (kind: KeyShape['kind']) => boolean): SignatureAlgorithm[] {
  if (key === null || !offers(key.kind)) return [];
  return (Object.keys(plans) as SignatureAlgorithm[]).filter((algorithm) => plans[algorithm].key === key.kind);
}

/**
 * The bytes to hand to CKM_RSA_PKCS or CKM_ECDSA. ECDSA takes the leftmost bits of a digest longer than the field (FIPS 186-5 6.4.1);
 * tokens that would not cut it themselves get it cut.
 */
export function signingInput(algorithm: SignatureAlgorithm, key: KeyShape, digest: Uint8Array): Buffer {
  const plan = plans[algorithm];
  if (plan.key !== key.kind || digest.length !== plan.digestBytes) throw new RangeError('digest of another algorithm');
  if (key.kind === 'rsa') return Buffer.concat([Buffer.from(plan.digestInfo, 'hex'), digest]);
  return Buffer.from(digest.subarray(0, key.fieldBytes));
}

/**
 * The token's output in the promised form: RSA as long as the modulus, ECDSA r‖s with halves as long as the field (PKCS#11 2.3.1
 * lets a token answer shorter halves). Null for anything else.
 */
export function normalSignature(key: KeyShape, output: Uint8Array): Uint8Array<ArrayBuffer> | null {
  if (key.kind === 'rsa') return output.length === Math.ceil(key.bits / 8) ? new Uint8Array(output) : null;
  const half = output.length / 2;
  if (!Number.isInteger(half) || half === 0 || half > key.fieldBytes) return null;
  const signature = new Uint8Array(2 * key.fieldBytes);
  signature.set(output.subarray(0, half), key.fieldBytes - half);
  signature.set(output.subarray(half), 2 * key.fieldBytes - half);
  return signature;
}

import type { KeyObject } from 'node:crypto';
import type { SignatureAlgorithm } from '../contract/token.ts';

/** Public keys we can sign for. `fieldBytes`: length of each half of an ECDSA signature. */
export type KeyShape =
  { readonly kind: 'rsa'; readonly bits: number } | { readonly kind: 'ec'; readonly fieldBytes: number };

/** Kinds of signature. A token offers each by itself. */
export type SignatureFamily = 'rsa-pkcs1' | 'rsa-pss' | 'ecdsa';

interface Plan {
  readonly key: KeyShape['kind'];
  readonly family: SignatureFamily;
  /** As node:crypto names it. */
  readonly hash: 'sha256' | 'sha384' | 'sha512';
  readonly digestBytes: number;
  /** DER of DigestInfo up to the digest (RFC 8017 9.2, note 1); RSA PKCS#1 v1.5 only. */
  readonly digestInfo: string;
}

/** Table of R40–R43: the digest is made by the office, so RSA gets a DigestInfo built here and ECDSA the digest itself. */
const plans: Readonly<Record<SignatureAlgorithm, Plan>> = {
  'rsa-pkcs1-sha256': pkcs1('sha256', 32, '3031300d060960864801650304020105000420'),
  'rsa-pkcs1-sha384': pkcs1('sha384', 48, '3041300d060960864801650304020205000430'),
  'rsa-pkcs1-sha512': pkcs1('sha512', 64, '3051300d060960864801650304020305000440'),
  'rsa-pss-sha256': { key: 'rsa', family: 'rsa-pss', hash: 'sha256', digestBytes: 32, digestInfo: '' },
  'rsa-pss-sha384': { key: 'rsa', family: 'rsa-pss', hash: 'sha384', digestBytes: 48, digestInfo: '' },
  'rsa-pss-sha512': { key: 'rsa', family: 'rsa-pss', hash: 'sha512', digestBytes: 64, digestInfo: '' },
  'ecdsa-sha256': { key: 'ec', family: 'ecdsa', hash: 'sha256', digestBytes: 32, digestInfo: '' },
  'ecdsa-sha384': { key: 'ec', family: 'ecdsa', hash: 'sha384', digestBytes: 48, digestInfo: '' },
  'ecdsa-sha512': { key: 'ec', family: 'ecdsa', hash: 'sha512', digestBytes: 64, digestInfo: '' },
};

function pkcs1(hash: Plan['hash'], digestBytes: number, digestInfo: string): Plan {
  return { key: 'rsa', family: 'rsa-pkcs1', hash, digestBytes, digestInfo };
}

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

/** The family and the hash (as node:crypto names it) of an algorithm. */
export function planOf(algorithm: SignatureAlgorithm): Pick<Plan, 'family' | 'hash' | 'digestBytes'> {
  return plans[algorithm];
}

/** Algorithms possible with a key, given which families the token offers; the usual ones first. */
export function algorithmsFor(
  key: KeyShape | null,
  offers: (family: SignatureFamily) => boolean,
): SignatureAlgorithm[] {
  if (key === null) return [];
  return (Object.keys(plans) as SignatureAlgorithm[]).filter((algorithm) => {
    const { key: kind, family, digestBytes } = plans[algorithm];
    if (kind !== key.kind || !offers(family)) return false;
    // Digest, salt and three more bytes must fit the modulus (RFC 8017, 9.1.1).
    return family !== 'rsa-pss' || key.kind !== 'rsa' || Math.ceil((key.bits - 1) / 8) >= 2 * digestBytes + 2;
  });
}

/**
 * The bytes to hand to CKM_RSA_PKCS (a DigestInfo), CKM_RSA_PKCS_PSS or CKM_ECDSA (the digest). ECDSA takes the leftmost bits of a digest longer than the field (FIPS 186-5 6.4.1);
 * tokens that would not cut it themselves get it cut.
 */
export function signingInput(algorithm: SignatureAlgorithm, key: KeyShape, digest: Uint8Array): Buffer {
  const plan = plans[algorithm];
  if (plan.key !== key.kind || digest.length !== plan.digestBytes) throw new RangeError('digest of another algorithm');
  if (plan.family === 'rsa-pss') return Buffer.from(digest);
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

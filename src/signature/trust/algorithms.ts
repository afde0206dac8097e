/**
 * Until when an algorithm proved something. A signature with an outdated algorithm still counts when a time-stamp proves that it
 * existed before (EN 319 102-1, 5.2.8). Dates: NIST SP 800-131A, which disallows SHA-1 and RSA below 2048 bits for signatures after
 * the end of 2013. What has no date is still good; a policy may set dates of its own, as it will one day have to.
 */
import type { AnyDigest } from '../crypto.ts';
import type { Certificate, KeyAlgorithm } from './certificate.ts';

/** `still`: no end is known; `never`: it was never accepted here. */
export type Reliability = 'still' | 'never' | { readonly until: Date };

export interface AlgorithmTable {
  readonly digests: Readonly<Record<AnyDigest, Reliability>>;
  /** For moduli below so many bits, the strictest line that fits; larger ones are `still` good. */
  readonly rsa: readonly { readonly below: number; readonly reliability: Reliability }[];
  /** By the curve's name; a curve that is not listed is `still` good. */
  readonly curves: Readonly<Record<string, Reliability>>;
}

const endOf2013 = { until: new Date('2013-12-31T23:59:59Z') };

export const defaultAlgorithms: AlgorithmTable = {
  digests: {
    sha1: endOf2013,
    sha224: 'never',
    sha256: 'still',
    sha384: 'still',
    sha512: 'still',
    'sha3-256': 'still',
    'sha3-384': 'still',
    'sha3-512': 'still',
    shake256: 'still',
  },
  rsa: [
    { below: 1024, reliability: 'never' },
    { below: 2048, reliability: endOf2013 },
  ],
  curves: {},
};

/** A digest or key that something rests on, and how long it holds. */
export interface Material {
  /** For people: `SHA-1`, `RSA 1024`. */
  readonly name: string;
  readonly reliability: Reliability;
}

export function digestMaterial(digest: AnyDigest, table: AlgorithmTable = defaultAlgorithms): Material {
  return {
    name: digest.toUpperCase().replace(/^SHA(?=\d{3})|^SHA(?=1$)/, 'SHA-'),
    reliability: table.digests[digest],
  };
}

export function keyMaterial(key: KeyAlgorithm, table: AlgorithmTable = defaultAlgorithms): Material {
  switch (key.kind) {
    case 'rsa': {
      const line = table.rsa.find(({ below }) => key.bits < below);
      return { name: `RSA ${key.bits}`, reliability: line?.reliability ?? 'still' };
    }
    case 'ec':
      return { name: key.curve, reliability: table.curves[key.curve] ?? 'still' };
    case 'other':
      return { name: key.curve, reliability: table.curves[key.curve] ?? 'still' };
    case 'unsupported':
      return { name: key.oid, reliability: 'never' };
  }
}

/** Whether something made by `at` could be relied on. */
export function isReliableAt({ reliability }: Material, at: Date): boolean {
  return reliability === 'still' || (reliability !== 'never' && at <= reliability.until);
}

/** What a certificate's key and, where somebody else signed it, its signature rest on. A scheme we cannot verify is `never` good. */
export function certificateMaterials(
  certificate: Certificate,
  withSignature: boolean,
  table?: AlgorithmTable,
): Material[] {
  const { keyAlgorithm, signatureScheme, signatureOid } = certificate;
  const signature =
    signatureScheme === null
      ? { name: signatureOid, reliability: 'never' as const }
      : digestMaterial(signatureScheme.digest, table);
  return [keyMaterial(keyAlgorithm, table), ...(withSignature ? [signature] : [])];
}

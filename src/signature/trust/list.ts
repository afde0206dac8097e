/**
 * Signed, versioned trust lists: whom a justice system trusts to certify signers and to stamp times, since when and until when.
 * A list is a compact JWS (RFC 7515) by a key that was pinned for this alone; nothing else makes it trusted.
 */
import { unsignedInteger, sequence } from '../asn1/write.ts';
import { importPublicKey, keySize, sha256Hex, verifySignature } from '../crypto.ts';
import type { KeyObject, SignatureScheme } from '../crypto.ts';
import type { Certificate } from './certificate.ts';
import { isGranted, readListContent } from './list-content.ts';
import type { TrustListContent, TrustService } from './list-content.ts';
import { TrustListError } from './list-errors.ts';

/** What a list is called in reports. */
export interface TrustListMention {
  readonly territory: string;
  readonly version: number;
  /** Lower-case hexadecimal SHA-256 of the file. */
  readonly sha256: string;
  /** ISO 8601 in UTC. */
  readonly issued: string;
}

const schemes: Readonly<Record<string, SignatureScheme>> = {
  ES256: { kind: 'ecdsa', digest: 'sha256' },
  ES384: { kind: 'ecdsa', digest: 'sha384' },
  ES512: { kind: 'ecdsa', digest: 'sha512' },
  RS256: { kind: 'rsa-pkcs1', digest: 'sha256' },
  PS256: { kind: 'rsa-pss', digest: 'sha256', saltLength: 32 },
};

/** An algorithm of JWS names its curve, too. */
const curves: ReadonlyMap<string, string> = new Map([
  ['sha256', 'prime256v1'],
  ['sha384', 'secp384r1'],
  ['sha512', 'secp521r1'],
]);

export const listType = 'fojas-trust-list+jws';
const largestList = 8 << 20;

/** A list whose signature holds. */
export class TrustList {
  readonly content: TrustListContent;
  readonly bytes: Uint8Array;
  readonly sha256: string;

  constructor(content: TrustListContent, bytes: Uint8Array) {
    this.content = content;
    this.bytes = bytes;
    this.sha256 = sha256Hex(bytes);
  }

  get mention(): TrustListMention {
    const { territory, version, issued } = this.content;
    return { territory, version, sha256: this.sha256, issued: issued.toISOString() };
  }

  /** Certificates that paths for a purpose may end at: those granted at a moment, or at any when none is given. */
  anchors(purpose: 'signature' | 'timestamp', at: Date | null): Certificate[] {
    const type = purpose === 'signature' ? 'signing' : 'timestamping';
    return this.#services(type, at).map(({ certificate }) => certificate);
  }

  /** Whether a responder may answer for others at a moment because the list says so. */
  mayAnswer(certificate: Certificate, at: Date): boolean {
    return this.#services('ocsp', at).some((each) => each.certificate.sha256 === certificate.sha256);
  }

  #services(type: TrustService['type'], at: Date | null): TrustService[] {
    const listed = this.content.services.filter((each) => each.type === type);
    return at === null ? listed : listed.filter((each) => isGranted(each, at));
  }
}

/**
 * Reads a list and verifies it.
 * @param keys DER SubjectPublicKeyInfo of the keys pinned for trust lists.
 * @throws TrustListError `malformed` or `badSignature`.
 */
export function openTrustList(bytes: Uint8Array, keys: readonly Uint8Array[]): TrustList {
  if (bytes.length > largestList) throw new TrustListError('malformed', 'larger than any trust list');
  const text = Buffer.from(bytes).toString('latin1').trim();
  const match = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(text);
  if (match === null) throw new TrustListError('malformed', 'not a signed trust list (compact JWS)');
  const [, header = '', payload = '', signature = ''] = match;
  const scheme = schemeOf(header);
  const signed = Buffer.from(`${header}.${payload}`, 'latin1');
  const holds = keys.some((spki) =>
    keyHolds(scheme, importPublicKey(spki), signed, Buffer.from(signature, 'base64url')),
  );
  if (!holds) throw new TrustListError('badSignature', 'not signed by a key that is pinned for trust lists');
  return new TrustList(readListContent(Buffer.from(payload, 'base64url').toString('utf8')), Uint8Array.from(bytes));
}

/** Whether a list may be used for a validation at a moment. @throws TrustListError `expired` or `notYetIssued` */
export function requireCurrent({ content }: TrustList, at: Date): void {
  const { version, issued, nextUpdate } = content;
  if (at > nextUpdate) {
    throw new TrustListError('expired', `version ${version} was good until ${nextUpdate.toISOString()}`);
  }
  if (at < issued) throw new TrustListError('notYetIssued', `version ${version} was issued on ${issued.toISOString()}`);
}

function schemeOf(header: string): SignatureScheme {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(header, 'base64url').toString('utf8'));
  } catch {
    throw new TrustListError('malformed', 'a header that is not JSON');
  }
  const { alg, typ, crit } = (parsed ?? {}) as Record<string, unknown>;
  const scheme = typeof alg === 'string' && Object.hasOwn(schemes, alg) ? schemes[alg] : undefined;
  if (scheme === undefined || typ !== listType || crit !== undefined) {
    throw new TrustListError('malformed', 'a header that is not that of a trust list');
  }
  return scheme;
}

function keyHolds(scheme: SignatureScheme, key: KeyObject | null, signed: Uint8Array, signature: Uint8Array): boolean {
  if (key === null) return false;
  if (scheme.kind !== 'ecdsa') return verifySignature(scheme, key, signed, signature);
  // JWS writes r and s side by side, each as long as the curve's order (RFC 7518, 3.4).
  const half = signature.length / 2;
  const size = keySize(key);
  if (size?.kind !== 'ec' || size.curve !== curves.get(scheme.digest) || half < 1 || !Number.isInteger(half))
    return false;
  const [r, s] = [signature.subarray(0, half), signature.subarray(half)];
  return verifySignature(scheme, key, signed, sequence(unsignedInteger(r), unsignedInteger(s)));
}

/**
 * Reading CMS SignedData (RFC 5652). Reading is exact about structure and tolerant about BER; what a signature must
 * or must not contain is judged in `validation/`.
 */
import { readAlgorithmIdentifier } from '../asn1/algorithm-identifier.ts';
import type { AlgorithmIdentifier } from '../asn1/algorithm-identifier.ts';
import { Asn1Error } from '../asn1/errors.ts';
import { oids } from '../asn1/oids.ts';
import { readAsn1 } from '../asn1/read.ts';
import type { Asn1Value } from '../asn1/read.ts';
import { asInteger, asOctetString, asOid, asSequence, asSet, asSmallInteger, joinOctets } from '../asn1/values.ts';
import { setOf } from '../asn1/write.ts';
import { CmsError } from './errors.ts';

/** An Attribute: a type and its values. */
export interface CmsAttribute {
  readonly oid: string;
  readonly values: readonly Asn1Value[];
}

/** How a SignerInfo names its certificate. */
export type SignerIdentifier =
  | { readonly kind: 'issuerAndSerial'; readonly issuer: Asn1Value; readonly serialNumber: bigint }
  | { readonly kind: 'keyIdentifier'; readonly id: Uint8Array };

export interface SignerInfo {
  readonly version: number;
  readonly sid: SignerIdentifier;
  readonly digestAlgorithm: AlgorithmIdentifier;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  readonly signedAttributes: readonly CmsAttribute[] | null;
  /**
   * What the signature may be over: first the DER that RFC 5652, 5.4 asks for (sorted), then, when it differs, the attributes
   * in the order they came in, which is what some writers signed. Both say the same to a reader. Empty without attributes.
   */
  readonly signedAttributeEncodings: readonly Uint8Array[];
  readonly unsignedAttributes: readonly CmsAttribute[];
}

export interface SignedData {
  readonly version: number;
  readonly contentType: string;
  /** The content carried inside, or null when the signature is detached. */
  readonly content: Uint8Array | null;
  /** DER of the X.509 certificates carried; other kinds of certificates are left out. */
  readonly certificates: readonly Uint8Array[];
  /** RevocationInfoChoice values carried: lists, and other kinds under `[1]`. */
  readonly revocationValues: readonly Asn1Value[];
  readonly signerInfos: readonly SignerInfo[];
}

const limits = { depth: 48, values: 100_000 };

/**
 * Reads a ContentInfo holding SignedData.
 * @param padding whether zero bytes may follow, as in the /Contents of a PDF signature.
 * @throws CmsError for anything else (never another error, whatever the bytes).
 */
export function parseSignedData(bytes: Uint8Array, padding: 'none' | 'zeros' = 'none'): SignedData {
  try {
    return readContentInfo(readAsn1(bytes, { trailing: padding, limits }));
  } catch (error) {
    if (error instanceof Asn1Error) throw new CmsError('malformed', `not a CMS signature: ${error.message}`);
    throw error;
  }
}

/** Reads SignedData from a ContentInfo that was read already, such as the one within a time-stamp attribute. @throws CmsError */
export function signedDataFrom(contentInfo: Asn1Value): SignedData {
  return parseSignedData(contentInfo.encoded);
}

function readContentInfo(value: Asn1Value): SignedData {
  const [type, content, ...rest] = asSequence(value);
  if (asOid(type) !== oids.signedData) throw new CmsError('notSignedData', 'CMS of another content type');
  if (content === undefined || !content.isContext(0) || rest.length > 0) {
    throw new Asn1Error('unexpected', 'SignedData expected');
  }
  const [version, digestAlgorithms, encapsulated, ...others] = asSequence(only(content));
  asSet(digestAlgorithms);
  const certificates = others[0]?.isContext(0) ? others.shift()! : null;
  const revocation = others[0]?.isContext(1) ? others.shift()! : null;
  const [signerInfos, ...tail] = others;
  if (tail.length > 0) throw new Asn1Error('trailing', 'fields after the signer infos');
  return {
    version: asSmallInteger(version),
    ...readEncapsulated(encapsulated),
    certificates: (certificates?.children ?? []).filter((each) => each.isUniversal(16)).map((each) => each.encoded),
    revocationValues: revocation?.children ?? [],
    signerInfos: asSet(signerInfos).map(readSignerInfo),
  };
}

function readEncapsulated(value: Asn1Value | undefined): { contentType: string; content: Uint8Array | null } {
  const [type, content, ...rest] = asSequence(value);
  if (rest.length > 0) throw new Asn1Error('unexpected', 'content info with more than two fields');
  if (content === undefined) return { contentType: asOid(type), content: null };
  if (!content.isContext(0)) throw new Asn1Error('unexpected', 'content with an odd tag');
  return { contentType: asOid(type), content: asOctetString(only(content)) };
}

function readSignerInfo(value: Asn1Value): SignerInfo {
  const [version, sid, digestAlgorithm, ...others] = asSequence(value);
  const signed = others[0]?.isContext(0) ? others.shift()! : null;
  const [signatureAlgorithm, signature, unsigned, ...rest] = others;
  if (rest.length > 0 || (unsigned !== undefined && !unsigned.isContext(1))) {
    throw new Asn1Error('unexpected', 'fields after the unsigned attributes');
  }
  return {
    version: asSmallInteger(version),
    sid: readSignerIdentifier(sid),
    digestAlgorithm: readAlgorithmIdentifier(digestAlgorithm),
    signatureAlgorithm: readAlgorithmIdentifier(signatureAlgorithm),
    signature: asOctetString(signature, 1 << 16),
    signedAttributes: signed === null ? null : signed.children.map(readAttribute),
    signedAttributeEncodings: signed === null ? [] : encodingsToVerify(signed),
    unsignedAttributes: unsigned?.children.map(readAttribute) ?? [],
  };
}

function readSignerIdentifier(value: Asn1Value | undefined): SignerIdentifier {
  if (value?.isContext(0)) return { kind: 'keyIdentifier', id: joinOctets(value, 1024) };
  const [issuer, serialNumber, ...rest] = asSequence(value);
  if (issuer === undefined || rest.length > 0) throw new Asn1Error('unexpected', 'issuer and serial number expected');
  return { kind: 'issuerAndSerial', issuer, serialNumber: asInteger(serialNumber) };
}

function encodingsToVerify(signed: Asn1Value): Uint8Array[] {
  const elements = signed.children.map((each) => each.encoded);
  const sorted = setOf(elements);
  const received = Buffer.concat([sorted.subarray(0, sorted.length - lengthOf(elements)), ...elements]);
  return Buffer.compare(sorted, received) === 0 ? [sorted] : [sorted, received];
}

function lengthOf(elements: readonly Uint8Array[]): number {
  return elements.reduce((sum, each) => sum + each.length, 0);
}

function readAttribute(value: Asn1Value): CmsAttribute {
  const [type, values, ...rest] = asSequence(value);
  if (rest.length > 0) throw new Asn1Error('unexpected', 'an attribute has a type and values');
  return { oid: asOid(type), values: asSet(values) };
}

function only(value: Asn1Value): Asn1Value {
  const [child, ...rest] = value.children;
  if (child === undefined || rest.length > 0) throw new Asn1Error('unexpected', 'exactly one value expected');
  return child;
}

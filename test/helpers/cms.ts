/** CMS signatures with every property a test may want, good or bad, signed with software keys. */
import { createHash, constants, sign } from 'node:crypto';
import { oids } from '../../src/signature/asn1/oids.ts';
import * as der from '../../src/signature/asn1/write.ts';
import { readAsn1 } from '../../src/signature/asn1/read.ts';
import { asSequence } from '../../src/signature/asn1/values.ts';
import { parseCertificate } from '../../src/signature/trust/certificate.ts';
import { pssIdentifier } from './pki.ts';
import type { Identity } from './pki.ts';

export type TestDigest = 'sha1' | 'sha256' | 'sha384' | 'sha512';

export interface CmsOptions {
  readonly signer: Identity;
  /** What is signed. */
  readonly content: Uint8Array;
  readonly digest?: TestDigest;
  /** Carry the content inside. */
  readonly embed?: boolean;
  readonly contentType?: string;
  /** Changes the signed attributes before they are signed; null leaves them out. */
  readonly attributes?: ((list: Uint8Array[]) => Uint8Array[]) | null;
  /** Keep the attributes in the given order instead of DER's, when signing and when encoding. */
  readonly unsorted?: boolean;
  readonly unsignedAttributes?: (signature: Uint8Array) => Uint8Array[];
  /** Certificates carried instead of the signer's and its chain. */
  readonly certificates?: readonly Uint8Array[];
  /** How often the signer info is repeated; 1 by default. */
  readonly signers?: number;
  readonly pss?: boolean;
  /** Overrides the digest algorithm that the signer info names. */
  readonly namedDigest?: string;
  /** Overrides the signature algorithm identifier. */
  readonly namedSignature?: Uint8Array;
  /** ESS reference to another certificate, or of version 1, or none. */
  readonly ess?: 'v1' | 'none' | 'wrong';
  readonly bySubjectKeyIdentifier?: boolean;
  readonly spoilSignature?: boolean;
}

/** The DER of a ContentInfo holding SignedData. */
export function makeCms(options: CmsOptions): Uint8Array {
  const digest = options.digest ?? 'sha256';
  const contentType = options.contentType ?? oids.data;
  const digestAlgorithm = der.sequence(der.oid(options.namedDigest ?? oids[digest]), der.nullValue());
  const attributes = signedAttributes(options, digest, contentType);
  const encoded =
    attributes === null ? null : options.unsorted ? der.tlv(der.tag.set, ...attributes) : der.setOf(attributes);
  const signature = Buffer.from(makeSignature(options, digest, encoded ?? options.content));
  if (options.spoilSignature) signature[signature.length - 1]! ^= 1;
  const unsigned = options.unsignedAttributes?.(signature) ?? [];
  const certificate = parseCertificate(options.signer.certificate);
  const sid = options.bySubjectKeyIdentifier
    ? der.implicit(0, der.octetString(certificate.subjectKeyIdentifier!))
    : der.sequence(certificate.issuer.der, der.integer(certificate.serialNumber));
  const signerInfo = der.sequence(
    der.integer(options.bySubjectKeyIdentifier ? 3 : 1),
    sid,
    digestAlgorithm,
    ...(encoded === null ? [] : [der.retag(encoded, 0xa0)]),
    options.namedSignature ?? signatureIdentifier(options, digest),
    der.octetString(signature),
    ...(unsigned.length === 0 ? [] : [der.setOf(unsigned, 0xa1)]),
  );
  const content = options.embed ? [der.explicit(0, der.octetString(options.content))] : [];
  const signedData = der.sequence(
    // RFC 5652, 5.1: 3 for other content than data, and for signers named by their keys.
    der.integer(contentType !== oids.data || options.bySubjectKeyIdentifier ? 3 : 1),
    der.setOf([digestAlgorithm]),
    der.sequence(der.oid(contentType), ...content),
    der.tlv(0xa0, ...(options.certificates ?? [options.signer.certificate, ...options.signer.chain])),
    der.tlv(der.tag.set, ...Array.from({ length: options.signers ?? 1 }, () => signerInfo)),
  );
  return der.sequence(der.oid(oids.signedData), der.explicit(0, signedData));
}

/** One attribute with one value. */
export function attribute(id: string, ...values: Uint8Array[]): Uint8Array {
  return der.sequence(der.oid(id), der.setOf(values));
}

/** The OID of an encoded attribute, for picking one out. */
export function attributeOid(encoded: Uint8Array): string {
  const [id] = asSequence(readAsn1(encoded));
  return Object.values(oids).find((each) => Buffer.compare(der.oid(each), id!.encoded) === 0) ?? '';
}

/** A time-stamp token (RFC 3161) over a digest of `data`, made by `authority`. */
export function makeTimestamp(
  authority: Identity,
  data: Uint8Array,
  options: { time?: Date; digest?: TestDigest; spoil?: boolean } = {},
): Uint8Array {
  const digest = options.digest ?? 'sha256';
  const info = der.sequence(
    der.integer(1),
    der.oid('1.3.6.1.4.1.99999.1'),
    der.sequence(der.sequence(der.oid(oids[digest]), der.nullValue()), der.octetString(hash(digest, data))),
    der.integer(42),
    der.generalizedTime(options.time ?? new Date()),
  );
  return makeCms({
    signer: authority,
    content: info,
    embed: true,
    contentType: oids.tstInfo,
    ...(options.spoil ? { spoilSignature: true } : {}),
  });
}

function signedAttributes(options: CmsOptions, digest: TestDigest, contentType: string): Uint8Array[] | null {
  if (options.attributes === null) return null;
  const list = [
    attribute(oids.contentType, der.oid(contentType)),
    attribute(oids.messageDigest, der.octetString(hash(digest, options.content))),
    ...essAttribute(options),
  ];
  return options.attributes?.(list) ?? list;
}

function essAttribute({ ess, signer }: CmsOptions): Uint8Array[] {
  const reference = (digest: TestDigest, certificate: Uint8Array) =>
    der.sequence(der.sequence(der.sequence(der.octetString(hash(digest, certificate)))));
  switch (ess) {
    case 'none':
      return [];
    case 'v1':
      return [attribute(oids.signingCertificate, reference('sha1', signer.certificate))];
    case 'wrong':
      return [attribute(oids.signingCertificateV2, reference('sha256', Buffer.from('another')))];
    default:
      return [attribute(oids.signingCertificateV2, reference('sha256', signer.certificate))];
  }
}

function makeSignature({ signer, pss }: CmsOptions, digest: TestDigest, data: Uint8Array): Uint8Array {
  const key = signer.privateKey;
  if (!pss) return sign(digest, data, key);
  const saltLength = hash(digest, data).length;
  return sign(digest, data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });
}

function signatureIdentifier({ signer, pss }: CmsOptions, digest: TestDigest): Uint8Array {
  const suffix = `Sha${digest.slice(3)}` as 'Sha1' | 'Sha256' | 'Sha384' | 'Sha512';
  if (pss) return pssIdentifier(oids[digest], hash(digest, new Uint8Array(0)).length);
  return signer.privateKey.asymmetricKeyType === 'ec'
    ? der.sequence(der.oid(oids[`ecdsa${suffix}`]))
    : der.sequence(der.oid(oids[`rsa${suffix}`]), der.nullValue());
}

function hash(digest: TestDigest, data: Uint8Array): Buffer {
  return createHash(digest).update(data).digest();
}

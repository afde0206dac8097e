/** The attributes of a SignerInfo that decide something (RFC 5652, 11; RFC 2634 and RFC 5035, ESS; RFC 6211). */
import { digestFrom, readAlgorithmIdentifier } from '../asn1/algorithm-identifier.ts';
import { Asn1Error } from '../asn1/errors.ts';
import { oids } from '../asn1/oids.ts';
import type { Asn1Value } from '../asn1/read.ts';
import { asInteger, asOctetString, asOid, asSequence, asTime } from '../asn1/values.ts';
import { digest, equalBytes } from '../crypto.ts';
import type { AnyDigest } from '../crypto.ts';
import type { Certificate } from '../trust/certificate.ts';
import { readName } from '../trust/name.ts';
import { CmsError } from './errors.ts';
import type { CmsAttribute, SignerInfo } from './parse.ts';

/** The first certificate reference of a signing-certificate attribute. */
export interface SigningCertificateReference {
  readonly version: 1 | 2;
  /** null: a digest we do not compute. */
  readonly digest: AnyDigest | null;
  readonly hash: Uint8Array;
  readonly issuerSerial: { readonly issuerKey: string | null; readonly serialNumber: bigint } | null;
}

/** The one value of an attribute that may appear once; null when it is absent. @throws CmsError `badAttribute` */
export function singleValue(attributes: readonly CmsAttribute[], id: string): Asn1Value | null {
  const found = attributes.filter((each) => each.oid === id);
  if (found.length === 0) return null;
  const [value, ...others] = found[0]!.values;
  if (found.length > 1 || value === undefined || others.length > 0) {
    throw new CmsError('badAttribute', `attribute ${id} must appear once, with one value`);
  }
  return value;
}

/** OIDs that appear more than once among the attributes. */
export function duplicateAttributes(attributes: readonly CmsAttribute[]): string[] {
  const seen = new Set<string>();
  return attributes.map((each) => each.oid).filter((id) => seen.size === seen.add(id).size);
}

/** content-type. @throws CmsError */
export function contentTypeOf(attributes: readonly CmsAttribute[]): string | null {
  return readOne(attributes, oids.contentType, asOid);
}

/** message-digest. @throws CmsError */
export function messageDigestOf(attributes: readonly CmsAttribute[]): Uint8Array | null {
  return readOne(attributes, oids.messageDigest, (value) => asOctetString(value, 1024));
}

/** signing-time, the signer's claim. @throws CmsError */
export function signingTimeOf(attributes: readonly CmsAttribute[]): Date | null {
  return readOne(attributes, oids.signingTime, asTime);
}

/**
 * Whether CMSAlgorithmProtection, when present, repeats the SignerInfo's own algorithms (RFC 6211, 3).
 * Parameters NULL and absent count as equal, as RFC 5754 asks of readers. @throws CmsError
 */
export function algorithmProtectionHolds(signer: SignerInfo): boolean {
  const protection = readOne(signer.signedAttributes ?? [], oids.cmsAlgorithmProtection, (value) => {
    const [digestAlgorithm, signatureAlgorithm, ...rest] = asSequence(value);
    if (signatureAlgorithm === undefined || !signatureAlgorithm.isContext(1) || rest.length > 0) {
      throw new Asn1Error('unexpected', 'digest and signature algorithm expected');
    }
    const [id, parameters] = signatureAlgorithm.children;
    return {
      digest: readAlgorithmIdentifier(digestAlgorithm).oid,
      signature: asOid(id),
      parameters: plain(parameters ?? null),
    };
  });
  if (protection === null) return true;
  return (
    protection.digest === signer.digestAlgorithm.oid &&
    protection.signature === signer.signatureAlgorithm.oid &&
    protection.parameters === plain(signer.signatureAlgorithm.parameters)
  );
}

function plain(parameters: Asn1Value | null): string {
  return parameters === null || parameters.isUniversal(5) ? '' : Buffer.from(parameters.encoded).toString('hex');
}

/**
 * The certificate references of the signing-certificate attributes, version 2 before version 1 (RFC 5035, 5.4: both must agree
 * with the signer's certificate). Empty when there is none. @throws CmsError
 */
export function signingCertificateReferences(attributes: readonly CmsAttribute[]): SigningCertificateReference[] {
  const second = readOne(attributes, oids.signingCertificateV2, (value) => readReference(value, 2));
  const first = readOne(attributes, oids.signingCertificate, (value) => readReference(value, 1));
  return [second, first].filter((reference) => reference !== null);
}

function readReference(value: Asn1Value, version: 1 | 2): SigningCertificateReference {
  const [list] = asSequence(value);
  const fields = [...asSequence(asSequence(list)[0])];
  let algorithm: AnyDigest | null = version === 1 ? 'sha1' : 'sha256';
  if (version === 2 && fields[0]?.isUniversal(16)) algorithm = digestFrom(readAlgorithmIdentifier(fields.shift()));
  const [hash, issuerSerial, ...rest] = fields;
  if (rest.length > 0) throw new Asn1Error('unexpected', 'a certificate reference with too many fields');
  return {
    version,
    digest: algorithm,
    hash: asOctetString(hash, 1024),
    issuerSerial: issuerSerial === undefined ? null : readIssuerSerial(issuerSerial),
  };
}

function readIssuerSerial(value: Asn1Value): { issuerKey: string | null; serialNumber: bigint } {
  const [names, serialNumber] = asSequence(value);
  const [name, ...others] = asSequence(names);
  const directory = name?.isContext(4) && others.length === 0 ? name.children[0] : undefined;
  return {
    issuerKey: directory === undefined ? null : readName(directory).key,
    serialNumber: asInteger(serialNumber),
  };
}

/** What a reference says about a certificate. The hash decides; issuer and serial number are a hint that writers get wrong. */
export function compareReference(
  reference: SigningCertificateReference,
  certificate: Certificate,
): 'match' | 'otherHash' | 'otherIssuerSerial' | 'unknownDigest' {
  if (reference.digest === null) return 'unknownDigest';
  if (!equalBytes(digest(reference.digest, certificate.der), reference.hash)) return 'otherHash';
  const { issuerSerial } = reference;
  if (issuerSerial === null) return 'match';
  const sameIssuer = issuerSerial.issuerKey === null || issuerSerial.issuerKey === certificate.issuer.key;
  return sameIssuer && issuerSerial.serialNumber === certificate.serialNumber ? 'match' : 'otherIssuerSerial';
}

function readOne<T>(attributes: readonly CmsAttribute[], id: string, read: (value: Asn1Value) => T): T | null {
  const value = singleValue(attributes, id);
  if (value === null) return null;
  try {
    return read(value);
  } catch (error) {
    if (error instanceof Asn1Error) throw new CmsError('badAttribute', `attribute ${id}: ${error.message}`);
    throw error;
  }
}

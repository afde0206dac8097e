/** Revocation data and certificates that CMS structures carry (RFC 5652, 10.2.1; EN 319 122-1, 5.4; Adobe's archival attribute). */
import { Asn1Error } from '../asn1/errors.ts';
import { oids } from '../asn1/oids.ts';
import type { Asn1Value } from '../asn1/read.ts';
import { asOid, asSequence } from '../asn1/values.ts';
import type { CmsAttribute, SignedData, SignerInfo } from '../cms/parse.ts';
import type { EvidenceKind } from './evidence.ts';

export interface CmsPiece {
  readonly kind: EvidenceKind;
  readonly bytes: Uint8Array;
  /** Whether the signature itself covers it: it then existed before the signature did. */
  readonly signed: boolean;
}

const mostPieces = 200;

/** Lists and responses inside a CMS signature or time-stamp. What cannot be read is left out. */
export function piecesIn(signedData: SignedData, signer: SignerInfo): CmsPiece[] {
  const pieces = [
    ...tolerant(() => signedData.revocationValues.flatMap((value) => choice(value, false))),
    ...fromAttributes(signer.signedAttributes ?? [], true),
    ...fromAttributes(signer.unsignedAttributes, false),
  ];
  return pieces.slice(0, mostPieces);
}

/** Encoded certificates among the unsigned attributes (certificate-values). */
export function certificatesIn(signer: SignerInfo): Uint8Array[] {
  const values = valuesOf(signer.unsignedAttributes, oids.certValues);
  return tolerant(() => values.flatMap((value) => asSequence(value).map((each) => each.encoded))).slice(0, mostPieces);
}

function fromAttributes(attributes: readonly CmsAttribute[], signed: boolean): CmsPiece[] {
  return [
    ...valuesOf(attributes, oids.revocationValues).flatMap((value) =>
      tolerant(() => tagged(value, 'basicOcsp', signed)),
    ),
    ...valuesOf(attributes, oids.adobeRevocation).flatMap((value) => tolerant(() => tagged(value, 'ocsp', signed))),
  ];
}

/** RevocationValues and RevocationInfoArchival: `[0]` lists, `[1]` responses; what else there may be is not read. */
function tagged(value: Asn1Value, responses: 'ocsp' | 'basicOcsp', signed: boolean): CmsPiece[] {
  return asSequence(value).flatMap((field) => {
    if (!field.isContext(0) && !field.isContext(1)) return [];
    const kind = field.isContext(0) ? 'crl' : responses;
    return asSequence(field.children[0]).map((each) => ({ kind, bytes: each.encoded, signed }));
  });
}

/** RevocationInfoChoice: a list, or `[1]` of which only OCSP responses are read (RFC 5940). */
function choice(value: Asn1Value, signed: boolean): CmsPiece[] {
  if (value.isUniversal(16)) return [{ kind: 'crl', bytes: value.encoded, signed }];
  if (!value.isContext(1)) return [];
  const [format, info] = value.children;
  const id = asOid(format);
  if (info === undefined) return [];
  if (id === oids.ocspInCms) return [{ kind: 'ocsp', bytes: info.encoded, signed }];
  return id === oids.ocspBasic ? [{ kind: 'basicOcsp', bytes: info.encoded, signed }] : [];
}

function valuesOf(attributes: readonly CmsAttribute[], oid: string): Asn1Value[] {
  return attributes.filter((each) => each.oid === oid).flatMap((each) => each.values);
}

function tolerant<T>(read: () => T[]): T[] {
  try {
    return read();
  } catch (error) {
    if (error instanceof Asn1Error) return [];
    throw error;
  }
}

/** OCSP responses (RFC 6960, 4.2), read strictly; asking for one lives elsewhere. */
import { digestFrom, readAlgorithmIdentifier, schemeFrom } from '../asn1/algorithm-identifier.ts';
import { Asn1Error } from '../asn1/errors.ts';
import { oids } from '../asn1/oids.ts';
import { readAsn1 } from '../asn1/read.ts';
import type { Asn1Value } from '../asn1/read.ts';
import { asBytesOfBits, asInteger, asOctetString, asOid, asSequence, asTime } from '../asn1/values.ts';
import type { AnyDigest, SignatureScheme } from '../crypto.ts';
import { sha256Hex } from '../crypto.ts';
import { readName } from '../trust/name.ts';
import type { RevocationStatus } from './answer.ts';
import { reasonNumbered } from './answer.ts';
import { RevocationError } from './errors.ts';
import type { FoundExtensions } from './fields.ts';
import { asEnumerated, guarded, readContent, readExtensionList, unprocessedIn } from './fields.ts';

/** CertID: which certificate a single response is about. */
export interface OcspCertId {
  /** null: a digest we do not compute. */
  readonly digest: AnyDigest | null;
  readonly issuerNameHash: Uint8Array;
  readonly issuerKeyHash: Uint8Array;
  readonly serialNumber: bigint;
}

export interface SingleResponse {
  readonly certId: OcspCertId;
  readonly status: RevocationStatus;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | null;
  /** Certificates that had expired by then are still known (RFC 6960, 4.4.4). */
  readonly archiveCutoff: Date | null;
  /** Digest of the certificate that is meant (Common PKI, certHash); `digest` null: one we do not compute. */
  readonly certHash: { readonly digest: AnyDigest | null; readonly hash: Uint8Array } | null;
  readonly unprocessed: readonly string[];
}

export type ResponderId =
  { readonly kind: 'name'; readonly key: string } | { readonly kind: 'keyHash'; readonly hash: Uint8Array };

export interface OcspResponse {
  readonly der: Uint8Array;
  /** Lower-case hexadecimal SHA-256 of the DER. */
  readonly sha256: string;
  readonly responderId: ResponderId;
  readonly producedAt: Date;
  readonly responses: readonly SingleResponse[];
  /** The nonce's bytes as the responder returned them; null when it returned none. */
  readonly nonce: Uint8Array | null;
  readonly unprocessed: readonly string[];
  /** DER of the certificates that came along. */
  readonly certificates: readonly Uint8Array[];
  readonly tbs: Uint8Array;
  readonly signatureScheme: SignatureScheme | null;
  readonly signatureOid: string;
  readonly signature: Uint8Array;
}

/** Largest response that is read, in bytes. */
export const largestResponse = 4 << 20;
const mostResponses = 2_000;
const limits = { depth: 32, values: 50_000 };

const statusNames = ['successful', 'malformedRequest', 'internalError', 'tryLater', '', 'sigRequired', 'unauthorized'];

/**
 * Reads an OCSPResponse.
 * @throws RevocationError `unsuccessful` when it reports an error, `malformed` when it is none, `unsupported` when it is of another
 * type than id-pkix-ocsp-basic.
 */
export function parseOcspResponse(bytes: Uint8Array): OcspResponse {
  if (bytes.length > largestResponse) throw new RevocationError('tooBig', 'an OCSP response larger than the limit');
  const copy = Uint8Array.from(bytes);
  return guarded('an OCSP response', () => {
    const [status, wrapped, ...rest] = asSequence(readAsn1(copy, { limits }));
    const code = asEnumerated(status);
    if (rest.length > 0 || (wrapped !== undefined && !wrapped.isContext(0))) {
      throw new Asn1Error('unexpected', 'a response with odd fields');
    }
    if (code !== 0) throw new RevocationError('unsuccessful', statusNames[code] || `status ${code}`);
    const [type, response] = asSequence(wrapped?.children[0]);
    if (asOid(type) !== oids.ocspBasic) throw new RevocationError('unsupported', 'not a basic OCSP response');
    return readBasic(asOctetString(response), copy);
  });
}

/**
 * Reads a BasicOCSPResponse by itself, as some containers carry it (EN 319 122-1, revocation-values). The result's `der` is those bytes.
 * @throws RevocationError
 */
export function parseBasicOcspResponse(bytes: Uint8Array): OcspResponse {
  if (bytes.length > largestResponse) throw new RevocationError('tooBig', 'an OCSP response larger than the limit');
  const copy = Uint8Array.from(bytes);
  return guarded('an OCSP response', () => readBasic(copy, copy));
}

function readBasic(bytes: Uint8Array, der: Uint8Array): OcspResponse {
  const [tbs, algorithmValue, signature, certificates, ...rest] = asSequence(readAsn1(bytes, { limits }));
  if (tbs === undefined || rest.length > 0 || (certificates !== undefined && !certificates.isContext(0))) {
    throw new Asn1Error('unexpected', 'a basic response with odd fields');
  }
  const fields = [...asSequence(tbs)];
  if (fields[0]?.isContext(0)) {
    if (asInteger(fields.shift()!.children[0]) !== 0n) throw new Asn1Error('unexpected', 'version 1 expected');
  }
  const [responderId, producedAt, responses, wrapped, ...others] = fields;
  if (others.length > 0 || (wrapped !== undefined && !wrapped.isContext(1))) {
    throw new Asn1Error('unexpected', 'fields after the extensions');
  }
  const list = asSequence(responses);
  if (list.length > mostResponses) throw new Asn1Error('tooMany', 'more answers than any honest response has');
  const extensions = readExtensionList(wrapped?.children[0]);
  const algorithm = readAlgorithmIdentifier(algorithmValue);
  return {
    der,
    sha256: sha256Hex(der),
    responderId: readResponderId(responderId),
    producedAt: asTime(producedAt),
    responses: list.map(readSingle),
    nonce: readNonce(extensions),
    unprocessed: unprocessedIn(extensions, new Set([oids.ocspNonce])),
    certificates: certificates === undefined ? [] : asSequence(certificates.children[0]).map((each) => each.encoded),
    tbs: tbs.encoded,
    signatureScheme: schemeFrom(algorithm),
    signatureOid: algorithm.oid,
    signature: asBytesOfBits(signature),
  };
}

/** The nonce is an OCTET STRING (RFC 8954); some responders return the bytes without it. */
function readNonce(extensions: FoundExtensions): Uint8Array | null {
  const content = extensions.get(oids.ocspNonce)?.content;
  if (content === undefined) return null;
  try {
    return asOctetString(readAsn1(content));
  } catch (error) {
    if (error instanceof Asn1Error) return content;
    throw error;
  }
}

function readResponderId(value: Asn1Value | undefined): ResponderId {
  const [inner, ...rest] = value?.children ?? [];
  if (value?.isContext(1) && rest.length === 0) return { kind: 'name', key: readName(inner).key };
  if (value?.isContext(2) && rest.length === 0) return { kind: 'keyHash', hash: asOctetString(inner, 64) };
  throw new Asn1Error('unexpected', 'a responder by name or by key expected');
}

function readSingle(value: Asn1Value): SingleResponse {
  const [id, status, thisUpdate, ...optional] = asSequence(value);
  const next = optional[0]?.isContext(0) ? optional.shift() : undefined;
  const wrapped = optional[0]?.isContext(1) ? optional.shift() : undefined;
  if (optional.length > 0) throw new Asn1Error('unexpected', 'an answer with odd fields');
  const extensions = readExtensionList(wrapped?.children[0]);
  return {
    certId: readCertId(id),
    status: readStatus(status),
    thisUpdate: asTime(thisUpdate),
    nextUpdate: next === undefined ? null : asTime(next.children[0]),
    archiveCutoff: readContent(extensions, oids.ocspArchiveCutoff, asTime),
    certHash: readContent(extensions, oids.certHash, (content) => {
      const [algorithm, hash] = asSequence(content);
      return { digest: digestFrom(readAlgorithmIdentifier(algorithm)), hash: asOctetString(hash, 1024) };
    }),
    unprocessed: unprocessedIn(extensions, new Set([oids.ocspArchiveCutoff, oids.certHash])),
  };
}

function readCertId(value: Asn1Value | undefined): OcspCertId {
  const [algorithm, nameHash, keyHash, serialNumber, ...rest] = asSequence(value);
  if (rest.length > 0) throw new Asn1Error('unexpected', 'a certificate id has four fields');
  return {
    digest: digestFrom(readAlgorithmIdentifier(algorithm)),
    issuerNameHash: asOctetString(nameHash, 1024),
    issuerKeyHash: asOctetString(keyHash, 1024),
    serialNumber: asInteger(serialNumber),
  };
}

function readStatus(value: Asn1Value | undefined): RevocationStatus {
  if (value?.isContext(0) && value.content.length === 0) return { kind: 'good' };
  if (value?.isContext(2) && value.content.length === 0) return { kind: 'unknown' };
  if (!value?.isContext(1)) throw new Asn1Error('unexpected', 'a status expected');
  const [at, wrapped, ...rest] = value.children;
  if (rest.length > 0 || (wrapped !== undefined && !wrapped.isContext(0))) {
    throw new Asn1Error('unexpected', 'a revocation with odd fields');
  }
  const reason = wrapped === undefined ? null : reasonNumbered(asEnumerated(wrapped.children[0]));
  return { kind: 'revoked', at: asTime(at), reason, invalidSince: null };
}

/** The validation data that a PDF carries in its /DSS (ISO 32000-2, 12.8.4.3), as far as levels depend on it. */
import { Asn1Error } from '../../asn1/errors.ts';
import { readAsn1 } from '../../asn1/read.ts';
import { asInteger, asOctetString, asSequence } from '../../asn1/values.ts';
import type { PdfDocument } from '../../pdf/document.ts';
import { PdfError } from '../../pdf/errors.ts';
import { PdfStream } from '../../pdf/syntax/objects.ts';
import type { PdfDict } from '../../pdf/syntax/objects.ts';
import { parseCertificate } from '../../trust/certificate.ts';
import type { Certificate } from '../../trust/certificate.ts';
import { CertificateError } from '../../trust/errors.ts';
import { readName } from '../../trust/name.ts';
import type { Budget } from '../budget.ts';

export interface SecurityStore {
  readonly certificates: readonly Certificate[];
  /** Keys of the names of the issuers of the revocation lists. */
  readonly listIssuers: ReadonlySet<string>;
  /** Serial numbers that OCSP responses speak of. */
  readonly answeredSerials: ReadonlySet<bigint>;
}

const mostStreams = 500;
const largestStream = 32 << 20;

/** Reads the /DSS of a revision; null when it has none. What cannot be read is left out. */
export function readSecurityStore(document: PdfDocument, budget: Budget): SecurityStore | null {
  try {
    const dss = document.getDict(document.catalog().dict, 'DSS');
    if (dss === undefined) return null;
    return {
      certificates: streams(document, dss, 'Certs', budget).flatMap(readCertificate),
      listIssuers: new Set(
        streams(document, dss, 'CRLs', budget).flatMap((bytes) => optional(() => listIssuer(bytes))),
      ),
      answeredSerials: new Set(
        streams(document, dss, 'OCSPs', budget).flatMap((bytes) => optional(() => answered(bytes)).flat()),
      ),
    };
  } catch (error) {
    if (error instanceof PdfError) return null;
    throw error;
  }
}

/** Whether the store holds a revocation list of the certificate's issuer, or an answer about the certificate. */
export function hasRevocationData(store: SecurityStore, { issuer, serialNumber }: Certificate): boolean {
  return store.listIssuers.has(issuer.key) || store.answeredSerials.has(serialNumber);
}

function streams(document: PdfDocument, dss: PdfDict, key: string, budget: Budget): Uint8Array[] {
  const list: Uint8Array[] = [];
  for (const item of document.getArray(dss, key)?.toArray(mostStreams) ?? []) {
    budget.check();
    const stream = document.resolve(item);
    if (stream instanceof PdfStream) list.push(...readable(() => document.streamBytes(stream)));
  }
  return list.filter((bytes) => bytes.length <= largestStream);
}

function readable(read: () => Uint8Array): Uint8Array[] {
  try {
    return [read()];
  } catch (error) {
    if (error instanceof PdfError && error.kind !== 'tooSlow') return [];
    throw error;
  }
}

function readCertificate(bytes: Uint8Array): Certificate[] {
  try {
    return [parseCertificate(bytes)];
  } catch (error) {
    if (error instanceof CertificateError) return [];
    throw error;
  }
}

function optional<T>(read: () => T): T[] {
  try {
    return [read()];
  } catch (error) {
    if (error instanceof Asn1Error) return [];
    throw error;
  }
}

/** CertificateList (RFC 5280, 5.1): the issuer follows an optional version and the algorithm. */
function listIssuer(bytes: Uint8Array): string {
  const fields = [...asSequence(asSequence(readAsn1(bytes))[0])];
  if (fields[0]?.isUniversal(2)) fields.shift();
  return readName(fields[1]).key;
}

/** OCSPResponse (RFC 6960, 4.2.1) down to the serial numbers it answers for. */
function answered(bytes: Uint8Array): bigint[] {
  const [, responseBytes] = asSequence(readAsn1(bytes));
  const [, response] = asSequence(responseBytes?.children[0]);
  const [data] = asSequence(readAsn1(asOctetString(response)));
  const responses = asSequence(data).find((field) => field.isUniversal(16) && field.children[0]?.isUniversal(16));
  return asSequence(responses).map((single) => asInteger(asSequence(asSequence(single)[0])[3]));
}

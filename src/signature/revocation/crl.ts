/**
 * Certificate revocation lists (RFC 5280, 5), versions 1 and 2. Entries are looked up in the encoded list, one pass over its
 * bytes for each question: a list of a million entries costs no memory beyond itself.
 */
import { readAlgorithmIdentifier, schemeFrom } from '../asn1/algorithm-identifier.ts';
import { Asn1Error } from '../asn1/errors.ts';
import { oids } from '../asn1/oids.ts';
import { readAsn1 } from '../asn1/read.ts';
import type { Asn1Value } from '../asn1/read.ts';
import { asBytesOfBits, asInteger, asSequence, asTime } from '../asn1/values.ts';
import type { SignatureScheme } from '../crypto.ts';
import { sha256Hex } from '../crypto.ts';
import { readName } from '../trust/name.ts';
import type { DistinguishedName } from '../trust/name.ts';
import { readScope, wholeScope } from './crl-scope.ts';
import type { ListScope } from './crl-scope.ts';
import { RevocationError } from './errors.ts';
import { guarded, readContent, readExtensionList, unprocessedIn } from './fields.ts';

export interface RevocationList {
  readonly der: Uint8Array;
  /** Lower-case hexadecimal SHA-256 of the DER. */
  readonly sha256: string;
  readonly issuer: DistinguishedName;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | null;
  readonly number: bigint | null;
  readonly authorityKeyIdentifier: Uint8Array | null;
  readonly scope: ListScope;
  /** Certificates that expired since then are still listed (X.509, expiredCertsOnCRL). */
  readonly expiredSince: Date | null;
  /** OIDs of critical extensions that we do not process: the list must not be used (RFC 5280, 5.2). */
  readonly unprocessed: readonly string[];
  readonly tbs: Uint8Array;
  /** null: a scheme we cannot verify. */
  readonly signatureScheme: SignatureScheme | null;
  readonly signatureOid: string;
  readonly signature: Uint8Array;
  /** The encoded entries, one after the other; empty when nobody is revoked. */
  readonly entries: Uint8Array;
}

/** Largest list that is read, in bytes: about a million entries. */
export const largestList = 64 << 20;

const processed: ReadonlySet<string> = new Set([
  oids.authorityKeyIdentifier,
  oids.crlNumber,
  oids.issuingDistributionPoint,
]);

/**
 * Reads one DER list. Entries are not looked at yet.
 * @throws RevocationError when it is none, or only a list of differences (never another error, whatever the bytes).
 */
export function parseCrl(bytes: Uint8Array): RevocationList {
  if (bytes.length > largestList) throw new RevocationError('tooBig', 'a revocation list larger than the limit');
  // A copy: what we hand out must not change (or keep a whole file alive) with the buffer it came in.
  return guarded('a revocation list', () => readList(Uint8Array.from(bytes)));
}

function readList(bytes: Uint8Array): RevocationList {
  const [tbs, outer, signature, ...rest] = asSequence(readAsn1(bytes));
  if (tbs === undefined || rest.length > 0) throw new Asn1Error('unexpected', 'three fields expected');
  const fields = [...asSequence(tbs)];
  const version = fields[0]?.isUniversal(2) ? asInteger(fields.shift()) : 0n;
  const [inner, issuer, thisUpdate, ...optional] = fields;
  const algorithm = readAlgorithmIdentifier(outer);
  if (Buffer.compare(readAlgorithmIdentifier(inner).encoded, algorithm.encoded) !== 0) {
    throw new Asn1Error('unexpected', 'two signature algorithms named');
  }
  const nextUpdate = isTime(optional[0]) ? asTime(optional.shift()) : null;
  const entries = optional[0]?.isUniversal(16) ? optional.shift() : undefined;
  const wrapped = optional[0]?.isContext(0) ? optional.shift() : undefined;
  if (optional.length > 0) throw new Asn1Error('unexpected', 'fields after the extensions');
  if (version > 1n || (wrapped !== undefined && version !== 1n))
    throw new Asn1Error('unexpected', 'version 2 expected');
  return {
    der: bytes,
    sha256: sha256Hex(bytes),
    issuer: readName(issuer),
    thisUpdate: asTime(thisUpdate),
    nextUpdate,
    ...readListExtensions(wrapped?.children[0]),
    tbs: tbs.encoded,
    signatureScheme: schemeFrom(algorithm),
    signatureOid: algorithm.oid,
    signature: asBytesOfBits(signature),
    entries: entries?.content ?? new Uint8Array(0),
  };
}

function isTime(value: Asn1Value | undefined): boolean {
  return value !== undefined && (value.isUniversal(23) || value.isUniversal(24));
}

type ListExtensions = Pick<
  RevocationList,
  'number' | 'authorityKeyIdentifier' | 'scope' | 'expiredSince' | 'unprocessed'
>;

function readListExtensions(value: Asn1Value | undefined): ListExtensions {
  const extensions = readExtensionList(value);
  if (extensions.has(oids.deltaCrlIndicator)) {
    throw new RevocationError('unsupported', 'a list of differences (delta) says nothing by itself');
  }
  return {
    number: readContent(extensions, oids.crlNumber, asInteger),
    authorityKeyIdentifier: readContent(
      extensions,
      oids.authorityKeyIdentifier,
      (id) => asSequence(id).find((field) => field.isContext(0))?.content ?? null,
    ),
    scope: readContent(extensions, oids.issuingDistributionPoint, readScope) ?? wholeScope,
    expiredSince: readContent(extensions, oids.expiredCertsOnCrl, asTime),
    unprocessed: unprocessedIn(extensions, processed),
  };
}

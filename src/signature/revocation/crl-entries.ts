/** Finding one certificate among the entries of a revocation list (RFC 5280, 5.1.2.6 and 5.3). */
import { Asn1Error } from '../asn1/errors.ts';
import { oids } from '../asn1/oids.ts';
import { readAsn1 } from '../asn1/read.ts';
import { asInteger, asSequence, asTime } from '../asn1/values.ts';
import { integer } from '../asn1/write.ts';
import { readName } from '../trust/name.ts';
import type { RevocationReason } from './answer.ts';
import { reasonNumbered } from './answer.ts';
import type { RevocationList } from './crl.ts';
import { asEnumerated, guarded, readContent, readExtensionList, unprocessedIn } from './fields.ts';

export interface RevokedEntry {
  readonly serialNumber: bigint;
  readonly at: Date;
  readonly reason: RevocationReason | null;
  readonly invalidSince: Date | null;
  /** Key of the name of the issuer, where this entry names one; null: as the entry before. */
  readonly issuerKey: string | null;
  readonly unprocessed: readonly string[];
}

export type EntrySearch =
  | { readonly kind: 'absent' }
  | { readonly kind: 'found'; readonly entry: RevokedEntry }
  /** An entry somewhere in the list has a critical extension that we do not process: the list decides nothing. */
  | { readonly kind: 'unprocessed' };

const processed: ReadonlySet<string> = new Set([oids.reasonCode, oids.invalidityDate, oids.certificateIssuer]);
/** Entries that are taken apart: those that match, say "critical", or stand in an indirect list. The rest is passed over. */
const mostEntriesRead = 50_000;
const criticalFlag = Buffer.from([0x01, 0x01]);

/**
 * Looks for a certificate by issuer and serial number.
 * @throws RevocationError `malformed` when the entries are no entries.
 */
export function findEntry(list: RevocationList, issuerKey: string, serialNumber: bigint): EntrySearch {
  return guarded('a revocation list', () => search(list, issuerKey, integer(serialNumber), serialNumber));
}

function search(list: RevocationList, issuerKey: string, encodedSerial: Uint8Array, serialNumber: bigint): EntrySearch {
  const bytes = Buffer.from(list.entries.buffer, list.entries.byteOffset, list.entries.length);
  let current = list.issuer.key;
  let found: RevokedEntry | null = null;
  let read = 0;
  // Of a flag byte that says "critical" there is mostly none in the whole list; then no entry has to be looked into for it.
  let nextFlag = bytes.indexOf(criticalFlag);
  for (let at = 0; at < bytes.length;) {
    const end = endOfEntry(bytes, at);
    if (nextFlag >= 0 && nextFlag < at) nextFlag = bytes.indexOf(criticalFlag, at);
    const mayBeCritical = nextFlag >= at && nextFlag < end;
    const matches = hasSerial(bytes, at, end, encodedSerial);
    if (matches || mayBeCritical || list.scope.indirect) {
      if (++read > mostEntriesRead) throw new Asn1Error('tooMany', 'more odd entries than any honest list has');
      const entry = readEntry(bytes.subarray(at, end));
      if (entry.unprocessed.length > 0) return { kind: 'unprocessed' };
      if (entry.issuerKey !== null && !list.scope.indirect) return { kind: 'unprocessed' };
      current = entry.issuerKey ?? current;
      if (current === issuerKey && entry.serialNumber === serialNumber) found ??= entry;
    }
    at = end;
  }
  return found === null ? { kind: 'absent' } : { kind: 'found', entry: found };
}

/** @throws Asn1Error when no complete SEQUENCE begins at `at`. */
function endOfEntry(bytes: Uint8Array, at: number): number {
  const first = bytes[at + 1] ?? 0;
  let [length, header] = [first, 2];
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count < 1 || count > 3) throw new Asn1Error('malformed', 'an entry of odd length');
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + (bytes[at + 2 + i] ?? 0);
    header = 2 + count;
  }
  const end = at + header + length;
  if (bytes[at] !== 0x30 || length === 0 || end > bytes.length) throw new Asn1Error('malformed', 'an entry cut short');
  return end;
}

function hasSerial(bytes: Buffer, at: number, end: number, encodedSerial: Uint8Array): boolean {
  const start = at + (bytes[at + 1]! < 0x80 ? 2 : 2 + (bytes[at + 1]! & 0x7f));
  return (
    start + encodedSerial.length <= end &&
    bytes.compare(encodedSerial, 0, encodedSerial.length, start, start + encodedSerial.length) === 0
  );
}

function readEntry(bytes: Uint8Array): RevokedEntry {
  const [serialNumber, at, wrapped, ...rest] = asSequence(readAsn1(bytes, { limits: { depth: 16, values: 500 } }));
  if (rest.length > 0) throw new Asn1Error('unexpected', 'an entry has at most three fields');
  const extensions = readExtensionList(wrapped);
  const reason = readContent(extensions, oids.reasonCode, asEnumerated);
  const names = readContent(extensions, oids.certificateIssuer, (value) =>
    asSequence(value).flatMap((name) => (name.isContext(4) ? [readName(name.children[0]).key] : [])),
  );
  return {
    serialNumber: asInteger(serialNumber),
    at: asTime(at),
    reason: reason === null ? null : reasonNumbered(reason),
    invalidSince: readContent(extensions, oids.invalidityDate, asTime),
    issuerKey: names === null ? null : (names[0] ?? ''),
    unprocessed: unprocessedIn(extensions, processed),
  };
}

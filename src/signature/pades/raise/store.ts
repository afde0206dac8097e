/** The validation data a document carries in its /DSS (ISO 32000-2, 12.8.4.3), and how more of it is appended. */
import { deflateSync } from 'node:zlib';
import { sha256Hex } from '../../crypto.ts';
import { PdfArray, PdfDict, PdfError, PdfRef, PdfStream } from '../../pdf/index.ts';
import type { PdfDocument } from '../../pdf/index.ts';
import { editDict } from '../../pdf/write/edit.ts';
import { dict, name, stream } from '../../pdf/write/serialise.ts';
import type { Writable } from '../../pdf/write/serialise.ts';
import type { IncrementalUpdate } from '../../pdf/write/update.ts';
import type { Statement } from '../../revocation/client.ts';
import type { Certificate } from '../../trust/certificate.ts';
import { CertificateError } from '../../trust/errors.ts';
import type { Memory } from '../../trust/memory.ts';

export interface ValidationStore {
  readonly certificates: readonly Certificate[];
  readonly statements: readonly Statement[];
  /** SHA-256 of everything in it, readable or not: nothing is put in twice. */
  readonly known: ReadonlySet<string>;
  /** Where its youngest part begins in the file; a time-stamp that covers this covers all of it. null: there is no /DSS. */
  readonly newestOffset: number | null;
}

/** What is to be put in. */
export interface StoreAdditions {
  readonly certificates: readonly Certificate[];
  readonly statements: readonly Statement[];
}

const keys = ['Certs', 'OCSPs', 'CRLs'] as const;
type StoreKey = (typeof keys)[number];

const mostStreams = 2_000;

/** Reads the newest /DSS. What cannot be read stays where it is and counts for nothing. @throws PdfError */
export function readStore(document: PdfDocument, memory: Memory): ValidationStore {
  const found = { certificates: [] as Certificate[], statements: [] as Statement[], known: new Set<string>() };
  const { dict: catalog, ref: root } = document.catalog();
  const dss = document.getDict(catalog, 'DSS');
  if (dss === undefined) return { ...found, newestOffset: null };
  const parts: PdfRef[] = [refOr(catalog.get('DSS'), root)];
  for (const key of keys) {
    const array = document.getArray(dss, key);
    parts.push(refOr(dss.get(key), parts[0]!));
    for (const item of array?.toArray(mostStreams) ?? []) {
      if (!(item instanceof PdfRef)) continue;
      parts.push(item);
      const bytes = readable(document, item);
      if (bytes === null) continue;
      found.known.add(sha256Hex(bytes));
      if (key === 'Certs') found.certificates.push(...asCertificate(bytes, memory));
      else found.statements.push({ kind: key === 'CRLs' ? 'crl' : 'ocsp', der: bytes });
    }
  }
  return { ...found, newestOffset: Math.max(...parts.map((ref) => offsetOf(document, ref))) };
}

function refOr(value: unknown, holder: PdfRef): PdfRef {
  return value instanceof PdfRef ? value : holder;
}

/** Where an object (or the stream it is packed in) begins. */
function offsetOf(document: PdfDocument, { num }: PdfRef): number {
  const entry = document.entry(num);
  if (entry?.kind === 'plain') return entry.offset;
  const holder = entry?.kind === 'packed' ? document.entry(entry.stream) : undefined;
  return holder?.kind === 'plain' ? holder.offset : 0;
}

function readable(document: PdfDocument, ref: PdfRef): Uint8Array | null {
  try {
    const value = document.resolve(ref);
    return value instanceof PdfStream ? document.streamBytes(value) : null;
  } catch (error) {
    if (error instanceof PdfError && error.kind !== 'tooSlow') return null;
    throw error;
  }
}

function asCertificate(bytes: Uint8Array, memory: Memory): Certificate[] {
  try {
    return [memory.certificate(bytes)];
  } catch (error) {
    if (error instanceof CertificateError) return [];
    throw error;
  }
}

/**
 * Puts additions into the /DSS: its arrays grow at their end, nothing leaves them, and keys not known (such as a /VRI that another
 * program wrote) stay. None is written by us: EN 319 142-1 asks for none at these levels.
 * @returns what the catalog must say anew.
 */
export function extendStore(
  document: PdfDocument,
  update: IncrementalUpdate,
  additions: StoreAdditions,
): Record<string, Writable | undefined> {
  const catalog = document.catalog().dict;
  const current = document.getDict(catalog, 'DSS');
  const bodies: Readonly<Record<StoreKey, readonly Uint8Array[]>> = {
    Certs: additions.certificates.map(({ der }) => der),
    OCSPs: additions.statements.filter(({ kind }) => kind === 'ocsp').map(({ der }) => der),
    CRLs: additions.statements.filter(({ kind }) => kind === 'crl').map(({ der }) => der),
  };
  const changes: Record<string, Writable> = {};
  for (const key of keys) {
    const added = bodies[key].map((bytes) => putStream(update, bytes));
    if (added.length === 0) continue;
    const before = current === undefined ? undefined : document.get(current, key);
    const kept = before instanceof PdfArray ? before.toArray(mostStreams) : [];
    changes[key] = [...kept, ...added];
  }
  if (current === undefined) {
    const created = update.reserve();
    update.put(created, dict({ Type: name('DSS'), ...changes }));
    return { DSS: created };
  }
  const ref = catalog.get('DSS');
  if (!(ref instanceof PdfRef)) return { DSS: editDict(current, changes) };
  update.put(ref, editDict(current, changes));
  return {};
}

/** Below this size packing saves next to nothing. */
const worthPacking = 512;

function putStream(update: IncrementalUpdate, bytes: Uint8Array): PdfRef {
  const ref = update.reserve();
  const packed = bytes.length < worthPacking ? bytes : deflateSync(bytes);
  const isSmaller = packed.length < bytes.length;
  update.put(ref, stream(dict(isSmaller ? { Filter: name('FlateDecode') } : {}), isSmaller ? packed : bytes));
  return ref;
}

/** A /DSS that is no dictionary, or a key of it that stands twice, could be read in two ways. @throws PdfError */
export function refuseOddStore(document: PdfDocument): void {
  const value = document.get(document.catalog().dict, 'DSS');
  if (value !== null && !(value instanceof PdfDict)) throw new PdfError('damaged', '/DSS that is no dictionary');
  const twice = value === null ? undefined : keys.find((key) => value.repeated.has(key));
  if (twice !== undefined) throw new PdfError('ambiguous', `the key /${twice} stands twice in /DSS`);
}

import type { ByteSource } from '../bytes.ts';
import { PdfError } from './errors.ts';
import { filterStep, unpack } from './filters/unpack.ts';
import type { FilterStep } from './filters/unpack.ts';
import { Deadline, defaultLimits } from './limits.ts';
import type { PdfLimits } from './limits.ts';
import { Lru } from '../lru.ts';
import { readObjectAt, readStored } from './object-reader.ts';
import type { IndirectObject, ReaderContext } from './object-reader.ts';
import { readObjectStream, readPacked } from './object-streams.ts';
import type { ObjectStream } from './object-streams.ts';
import { openSecurity } from './security/open.ts';
import type { Security } from './security/open.ts';
import { PdfArray, PdfDict, PdfName, PdfRef, PdfString } from './syntax/objects.ts';
import type { PdfStream, PdfValue } from './syntax/objects.ts';
import type { ObjectCipher } from './syntax/scan.ts';
import { ByteWindow } from './window.ts';
import { lookup, objectNumbersEnd, readChain } from './xref/chain.ts';
import type { XrefChain } from './xref/chain.ts';
import { readFileHeader, readStartxref } from './xref/locate.ts';
import type { Header } from './xref/locate.ts';
import type { XrefEntry, XrefSection } from './xref/section.ts';

const objectBudget = 4 << 20;
// A small object keeps the page of the window alive that it was read from.
const leastObjectSize = 16 << 10;
const objectStreamBudget = 8 << 20;
const empty = new Uint8Array(0);

/**
 * Opens a PDF: reads its header and follows its cross-references. Nothing else is read until it is asked for, whatever the
 * file's size. The document reads from `source` as long as it is used; closing the source is its owner's affair.
 * An encrypted document is opened with `password` (the user's or the owner's; without one, the empty password). When that
 * fails it is open all the same, `security` says why it is locked, and whatever needs the key throws that.
 * @throws PdfError (not for encrypted and hybrid files: such files can be opened, and say so).
 */
export function openPdf(source: ByteSource, options: PdfOptions = {}): PdfDocument {
  return new PdfDocument(source, openContext(source, options), options.password);
}

/** What reading a source's objects needs, with the given limits. */
export function openContext(source: ByteSource, { password: _password, ...limits }: PdfOptions): ReaderContext {
  const all = { ...defaultLimits, ...limits };
  return { window: new ByteWindow(source), limits: all, deadline: new Deadline(all.milliseconds) };
}

export interface PdfOptions extends Partial<PdfLimits> {
  readonly password?: string | undefined;
}

/** A PDF, read lazily. All offsets count from byte 0 of the source. */
export class PdfDocument {
  readonly source: ByteSource;
  readonly context: ReaderContext;
  readonly header: Header;
  /** The last `startxref`, as written; -1 in a recovered document. */
  readonly startxref: number;
  /** Whether the cross-references were found by a search, because the file's own are damaged. */
  readonly recovered: boolean;
  readonly chain: XrefChain;
  /** What the document was opened with, for opening its earlier revisions. */
  readonly password: string | undefined;
  readonly security: Security;
  readonly #objects = new Lru<number, IndirectObject>(objectBudget);
  readonly #streams = new Lru<number, ObjectStream>(objectStreamBudget);
  /** Streams whose /Length is being looked up: one that lies within itself must not be looked up for ever. */
  readonly #unpacking = new Set<number>();
  #rowBytes = 0;
  /** The encryption dictionary's number. */
  #clearObject = -1;

  constructor(source: ByteSource, context: ReaderContext, password?: string, recovered?: XrefChain) {
    this.source = source;
    this.password = password;
    this.context = context;
    this.header = readFileHeader(context);
    this.recovered = recovered !== undefined;
    this.startxref = recovered ? -1 : readStartxref(context);
    // An encrypted file's cross-reference streams are never encrypted (ISO 32000-1, 7.5.8.2).
    this.chain =
      recovered ?? readChain(context, this.startxref, this.header.offset, (stream) => this.#unpackRows(stream));
    this.security = this.encrypted ? this.#openSecurity(password) : { kind: 'none' };
  }

  /** Gives reading so many milliseconds from now on: whoever asks something else of an open document has a time of his own. */
  allow(milliseconds: number = defaultLimits.milliseconds): void {
    this.context.deadline.renew(milliseconds);
  }

  /** The newest trailer. */
  get trailer(): PdfDict {
    return this.chain.sections[0]!.trailer;
  }

  get newestSection(): XrefSection {
    return this.chain.sections[0]!;
  }

  /** Whether any revision names an encryption dictionary. */
  get encrypted(): boolean {
    return this.chain.sections.some(({ trailer }) => (trailer.get('Encrypt') ?? null) !== null);
  }

  get hybrid(): boolean {
    return this.chain.hybrid;
  }

  /** One more than the highest object number in use or promised by a /Size. */
  get objectNumbersEnd(): number {
    return objectNumbersEnd(this.chain);
  }

  /** Where the newest revision has an object; undefined when no section speaks of it. */
  entry(num: number): XrefEntry | undefined {
    return lookup(this.chain, num);
  }

  /**
   * The indirect object a reference means; null when it means nothing (absent, freed, another generation).
   * @throws PdfError `damaged` when another object stands where it should.
   */
  object(ref: PdfRef): IndirectObject | null {
    const entry = this.entry(ref.num);
    if (!entry || entry.kind === 'free') return null;
    const gen = entry.kind === 'plain' ? entry.gen : 0;
    return gen === ref.gen ? this.#load(ref.num, entry) : null;
  }

  /** Follows references until a value that is none. Absent objects are null (ISO 32000-1, 7.3.10). */
  resolve(value: PdfValue | PdfStream | undefined): PdfValue | PdfStream {
    let current: PdfValue | PdfStream = value ?? null;
    for (let hops = 0; current instanceof PdfRef; hops++) {
      if (hops > this.context.limits.hops) throw new PdfError('damaged', 'references that run in a circle');
      current = this.object(current)?.value ?? null;
    }
    return current;
  }

  /** The value under a key, references followed; null when absent. */
  get(dict: PdfDict, key: string): PdfValue | PdfStream {
    return this.resolve(dict.get(key));
  }

  /** The dictionary under a key, references followed; undefined when absent or something else. */
  getDict(dict: PdfDict, key: string): PdfDict | undefined {
    const value = this.get(dict, key);
    return value instanceof PdfDict ? value : undefined;
  }

  /** The array under a key, references followed; undefined when absent or something else. */
  getArray(dict: PdfDict, key: string): PdfArray | undefined {
    const value = this.get(dict, key);
    return value instanceof PdfArray ? value : undefined;
  }

  /**
   * The catalog's object.
   * @throws PdfError `damaged` when the trailer names none.
   */
  catalog(): { object: IndirectObject; dict: PdfDict; ref: PdfRef } {
    const ref = this.trailer.get('Root');
    const object = ref instanceof PdfRef ? this.object(ref) : null;
    if (!(ref instanceof PdfRef) || !object || !(object.value instanceof PdfDict)) {
      throw new PdfError('damaged', 'the trailer leads to no catalog');
    }
    return { object, dict: object.value, ref };
  }

  /**
   * A stream's unpacked bytes.
   * @throws PdfError `damaged`, `unsupported`, `tooBig`, or why the document is locked.
   */
  streamBytes(stream: PdfStream): Uint8Array {
    this.#requireOpen();
    return this.#unpack(stream);
  }

  /**
   * A stream's bytes as its filters left them, decrypted: for a document that takes it over with its /Filter.
   * @throws PdfError as `streamBytes`.
   */
  storedBytes(stream: PdfStream): Uint8Array {
    this.#requireOpen();
    if (stream.dict.has('F')) throw new PdfError('unsupported', 'a stream whose bytes lie in another file');
    return this.#decrypt(stream, readStored(this.context, stream, this.#own(stream.dict.get('Length'))));
  }

  #requireOpen(): void {
    if (this.security?.kind === 'locked') throw this.security.why;
  }

  /** The newest trailer's /Encrypt. It, and what it refers to, are never encrypted themselves. */
  #openSecurity(password: string | undefined): Security {
    const ref = this.trailer.get('Encrypt');
    if (ref instanceof PdfRef) this.#clearObject = ref.num;
    const dict = this.resolve(ref);
    const why = new PdfError('damaged', 'an /Encrypt that is no dictionary, or not in every revision');
    if (!(dict instanceof PdfDict)) return { kind: 'locked', why };
    const list = this.resolve(this.trailer.get('ID'));
    const [id] = list instanceof PdfArray ? list.items() : [];
    const first = this.resolve(id);
    const security = openSecurity(
      dict,
      first instanceof PdfString ? first.bytes : empty,
      (value) => this.resolve(value),
      password,
    );
    // What was read on the way was read without the key.
    this.#objects.clear();
    return security;
  }

  #load(num: number, entry: Exclude<XrefEntry, { kind: 'free' }>): IndirectObject {
    const kept = this.#objects.get(num);
    if (kept) return kept;
    this.context.deadline.check();
    // A packed object keeps its whole object stream in memory, and that has a budget of its own.
    if (entry.kind === 'packed') return this.#readPacked(num, entry);
    const object = this.#readPlain(num, entry);
    this.#objects.set(num, object, Math.max(leastObjectSize, object.end - object.offset));
    return object;
  }

  #readPlain(num: number, entry: { offset: number; gen: number }): IndirectObject {
    const object = readObjectAt(this.context, entry.offset, this.#cipherOf);
    if (object.num === num && object.gen === entry.gen) return object;
    throw new PdfError(
      'damaged',
      `${object.num} ${object.gen} obj stands where ${num} ${entry.gen} should`,
      entry.offset,
    );
  }

  readonly #cipherOf = (num: number, gen: number): ObjectCipher | undefined =>
    this.security?.kind === 'open' && num !== this.#clearObject ? this.security.cipher.of(num, gen) : undefined;

  #readPacked(num: number, entry: { stream: number; index: number }): IndirectObject {
    return readPacked(this.#objectStream(entry.stream), num, entry.index, this.context.limits);
  }

  /** Numbers of the objects that an object stream holds, in its order. @throws PdfError */
  packedNumbers(stream: number): readonly number[] {
    return [...this.#objectStream(stream).numbers];
  }

  #objectStream(num: number): ObjectStream {
    const kept = this.#streams.get(num);
    if (kept) return kept;
    this.#requireOpen();
    const holder = this.entry(num);
    if (holder?.kind !== 'plain') throw new PdfError('damaged', `the object stream ${num} is not there`);
    const stream = readObjectStream(this.#readPlain(num, holder), (held) => this.#unpack(held));
    this.#streams.set(num, stream, stream.bytes.length + 16 * stream.numbers.length);
    return stream;
  }

  #unpack(stream: PdfStream): Uint8Array {
    if (this.#unpacking.has(stream.dataOffset)) {
      throw new PdfError('damaged', 'a stream that is needed to read itself', stream.dataOffset);
    }
    this.#unpacking.add(stream.dataOffset);
    try {
      const stored = readStored(this.context, stream, this.#own(stream.dict.get('Length')));
      return unpack(this.#decrypt(stream, stored), this.#filterSteps(stream.dict), this.context.limits, () =>
        this.context.deadline.check(),
      );
    } finally {
      this.#unpacking.delete(stream.dataOffset);
    }
  }

  /** A stream's bytes in clear, as its object's cipher and its own /Crypt filter want (ISO 32000-2, 7.6.2 and 7.4.10). */
  #decrypt({ dict }: PdfStream, stored: Uint8Array): Uint8Array {
    const { cipher } = dict.extent;
    const type = dict.name('Type');
    if (!cipher || this.security.kind !== 'open' || type === 'XRef') return stored;
    const [first] = this.#list(dict.get('Filter'));
    if (first instanceof PdfName && first.value === 'Crypt') {
      const [given] = this.#list(dict.get('DecodeParms'));
      const filter = given instanceof PdfDict ? given.name('Name') : undefined;
      return cipher.decryptStream(stored, { filter: filter ?? 'Identity' });
    }
    if (type === 'Metadata' && this.security.cipher.clearMetadata) return stored;
    return cipher.decryptStream(stored, type === 'EmbeddedFile' ? 'embeddedFile' : undefined);
  }

  /** Cross-reference rows stay in memory as long as the document is open, so all of them together have a limit. */
  #unpackRows(stream: PdfStream): Uint8Array {
    const rows = this.#unpack(stream);
    this.#rowBytes += rows.length;
    if (this.#rowBytes <= this.context.limits.unpackedBytes) return rows;
    throw new PdfError('tooBig', 'cross-references that unpack beyond the limit', stream.dataOffset);
  }

  #filterSteps(dict: PdfDict): FilterStep[] {
    if (dict.has('F')) throw new PdfError('unsupported', 'a stream whose bytes lie in another file');
    const names = this.#list(dict.get('Filter'));
    const parameters = this.#list(dict.get('DecodeParms'));
    return names.map((name, index) => {
      if (!(name instanceof PdfName)) throw new PdfError('damaged', 'a filter without a name');
      const given = parameters[index];
      return filterStep(name.value, given instanceof PdfDict ? this.#filterParameters(given) : {});
    });
  }

  #filterParameters(dict: PdfDict): Partial<FilterStep> {
    const keys = {
      Predictor: 'predictor',
      Colors: 'colors',
      BitsPerComponent: 'bitsPerComponent',
      Columns: 'columns',
      EarlyChange: 'earlyChange',
    };
    const found = Object.entries(keys).map(([key, name]) => [name, this.#own(dict.get(key))] as const);
    return Object.fromEntries(found.filter(([, value]) => typeof value === 'number'));
  }

  #list(value: PdfValue | undefined): (PdfValue | PdfStream)[] {
    const resolved = this.#own(value);
    if (resolved === null) return [];
    return resolved instanceof PdfArray ? resolved.toArray(64).map((item) => this.#own(item)) : [resolved];
  }

  /** Resolves a reference within a stream's dictionary; while the chain is still being read there must be none. */
  #own(value: PdfValue | undefined): PdfValue | PdfStream {
    if (!(value instanceof PdfRef)) return value ?? null;
    if (!this.chain) throw new PdfError('damaged', 'a cross-reference stream that refers to other objects');
    return this.resolve(value);
  }
}

import { randomBytes } from '../../crypto.ts';
import type { PdfDocument } from '../document.ts';
import { PdfError } from '../errors.ts';
import { PdfArray, PdfRef, PdfString } from '../syntax/objects.ts';
import { entriesOf } from '../xref/section.ts';
import { editDict } from './edit.ts';
import type { ObjectCipher } from '../syntax/scan.ts';
import { RawText, serialise } from './serialise.ts';
import type { PiecedText, Writable } from './serialise.ts';

/** Offsets in a table have ten digits (ISO 32000-1, 7.5.4). */
const tableOffsetEnd = 10 ** 10;

/** An incremental update, complete: the bytes to append to the document, and where its objects are in the whole file. */
export interface UpdateBytes {
  readonly bytes: Buffer;
  /** Where the first of `bytes` will stand: the size of the document so far. */
  readonly start: number;
  /** Offset of each object's value (after `N G obj` and its line break), by object number, in the whole file. */
  readonly values: ReadonlyMap<number, number>;
}

/**
 * Collects new and changed objects and lays them out as one incremental update (ISO 32000-1, 7.5.6): objects, one
 * cross-reference section of the same form as the document's newest one, trailer. Nothing of the document is rewritten.
 */
export class IncrementalUpdate {
  readonly #document: PdfDocument;
  readonly #objects = new Map<number, { gen: number; value: Writable }>();
  #nextNumber: number;

  /** @throws PdfError `encryptionWeak`, `hybrid`, or why the document is locked. */
  constructor(document: PdfDocument) {
    const { security } = document;
    if (security.kind === 'locked') throw security.why;
    if (security.kind === 'open' && security.cipher.weak) {
      throw new PdfError('encryptionWeak', 'the document is encrypted with RC4, and nothing new is');
    }
    if (document.hybrid) throw new PdfError('hybrid', 'the document has cross-references in two forms at once');
    this.#document = document;
    this.#nextNumber = document.objectNumbersEnd;
  }

  /** A reference to an object yet to be put. */
  reserve(): PdfRef {
    return new PdfRef(this.#nextNumber++, 0);
  }

  /** Puts a new object, or a new version of one that exists. The last version of a number counts. */
  put(ref: PdfRef, value: Writable): void {
    this.#objects.set(ref.num, { gen: ref.gen, value });
    this.#nextNumber = Math.max(this.#nextNumber, ref.num + 1);
  }

  /** Numbers of the objects put so far. */
  get numbers(): readonly number[] {
    return [...this.#objects.keys()];
  }

  /**
   * Lays the update out. Call once, at the end.
   * @throws PdfError `tooLarge` when an offset does not fit the cross-reference form.
   */
  layOut(): UpdateBytes {
    if (this.#objects.size === 0) throw new RangeError('an update without objects');
    const start = this.#document.source.size;
    const values = new Map<number, number>();
    const entries: Entry[] = [];
    const parts: string[] = [endsLine(this.#document) ? '' : '\n'];
    let at = start + parts[0]!.length;
    const add = (num: number, gen: number, body: string, tail: string): void => {
      const head = `${num} ${gen} obj\n`;
      entries.push({ kind: 'plain', num, gen, offset: at - this.#document.chain.shift });
      values.set(num, at + head.length);
      parts.push(head, body, tail);
      at += head.length + body.length + tail.length;
    };
    for (const [num, { gen, value }] of [...this.#objects].sort(([a], [b]) => a - b)) {
      add(num, gen, serialise(value, this.#cipherOf(num, gen)), '\nendobj\n');
    }
    const section = at - this.#document.chain.shift;
    if (this.#document.recovered) entries.push(...this.#everythingElse(values));
    if (this.#document.newestSection.form === 'table') parts.push(this.#table(entries));
    else {
      const own = this.reserve();
      entries.push({ kind: 'plain', num: own.num, gen: 0, offset: section });
      parts.push(`${own.num} 0 obj\n`, this.#stream(entries), '\nendobj\n');
    }
    parts.push(`startxref\n${section}\n%%EOF\n`);
    return { bytes: Buffer.from(parts.join(''), 'latin1'), start, values };
  }

  /** A recovered document has no cross-references to build on: the update's own list every object that was found. */
  #everythingElse(put: ReadonlyMap<number, number>): Entry[] {
    const { newestSection, chain } = this.#document;
    const found: Entry[] = [{ kind: 'free', num: 0, gen: 65_535, offset: 0 }];
    for (const [num, entry] of entriesOf(newestSection)) {
      if (put.has(num) || num === 0) continue;
      if (entry.kind === 'plain') found.push({ ...entry, num, offset: entry.offset - chain.shift });
      if (entry.kind === 'packed') found.push({ kind: 'packed', num, offset: entry.stream, gen: entry.index });
    }
    return found;
  }

  #cipherOf(num: number, gen: number): ObjectCipher | undefined {
    const { security } = this.#document;
    return security.kind === 'open' ? security.cipher.of(num, gen) : undefined;
  }

  #table(entries: readonly Entry[]): string {
    const sections = subsections(entries).map((run) => {
      const rows = run.map(({ kind, offset, gen }) => {
        return `${digits(offset, 10)} ${digits(gen, 5)} ${kind === 'free' ? 'f' : 'n'} \n`;
      });
      return `${run[0]!.num} ${run.length}\n${rows.join('')}`;
    });
    if (entries.some(({ offset }) => offset >= tableOffsetEnd)) {
      throw new PdfError('tooLarge', 'a cross-reference table cannot hold offsets of more than ten digits');
    }
    return `xref\n${sections.join('')}trailer\n${serialise(this.#trailer({}))}\n`;
  }

  #stream(entries: readonly Entry[]): string {
    const width = Math.max(4, Math.ceil(Math.max(...entries.map(({ offset }) => offset)).toString(16).length / 2));
    const sorted = subsections(entries);
    const rows = sorted.flat().map(({ kind, offset, gen }) => {
      return `${kindBytes[kind]}${bigEndian(offset, width)}${bigEndian(gen, 2)}`;
    });
    const body = rows.join('');
    const index = sorted.flatMap((run) => [run[0]!.num, run.length]);
    const own = { Type: new RawText('/XRef'), W: [1, width, 2], Index: index, Length: body.length };
    return `${serialise(this.#trailer(own))}\nstream\n${body}\nendstream`;
  }

  /** The newest trailer with what this update changes; keys that belong to the older section's own form are left out. */
  #trailer(own: Readonly<Record<string, Writable>>): PiecedText {
    const { trailer, newestSection, chain, recovered } = this.#document;
    const ofStreams = ['Type', 'W', 'Index', 'Length', 'Filter', 'DecodeParms', 'DL', 'F', 'FFilter', 'FDecodeParms'];
    return editDict(trailer, {
      ...Object.fromEntries([...ofStreams, 'XRefStm'].map((key) => [key, undefined])),
      ...own,
      Size: this.#nextNumber,
      Prev: recovered ? undefined : newestSection.offset - chain.shift,
      ID: this.#identifier(),
    });
  }

  /** The first half of /ID stays for ever, the second names this revision (ISO 32000-1, 14.4). */
  #identifier(): Writable {
    const fresh = new PdfString(randomBytes(16));
    const known = this.#document.get(this.#document.trailer, 'ID');
    const first = known instanceof PdfArray ? known.items().next().value : undefined;
    const kept = first instanceof PdfRef ? this.#document.resolve(first) : first;
    return [asHex(kept instanceof PdfString && kept.bytes.length > 0 ? kept : fresh), asHex(fresh)];
  }
}

/** First column of a cross-reference stream's rows (ISO 32000-1, table 18). */
const kindBytes = { free: '\0', plain: '\x01', packed: '\x02' } as const;

/** One row. Of a packed object: `offset` is the number of its stream, `gen` its index there. */
interface Entry {
  readonly kind: keyof typeof kindBytes;
  readonly num: number;
  readonly gen: number;
  readonly offset: number;
}

/** Runs of consecutive object numbers, in order. */
function subsections(entries: readonly Entry[]): Entry[][] {
  const runs: Entry[][] = [];
  for (const entry of [...entries].sort((a, b) => a.num - b.num)) {
    const run = runs.at(-1);
    if (run && run.at(-1)!.num + 1 === entry.num) run.push(entry);
    else runs.push([entry]);
  }
  return runs;
}

function endsLine(document: PdfDocument): boolean {
  const last = document.context.window.read(document.source.size - 1, 1)[0];
  return last === 0x0a || last === 0x0d;
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

function bigEndian(value: number, width: number): string {
  let text = '';
  for (let i = width - 1; i >= 0; i--) text += String.fromCharCode(Math.floor(value / 256 ** i) % 256);
  return text;
}

function asHex(value: PdfString): RawText {
  return new RawText(`<${Buffer.from(value.bytes).toString('hex').toUpperCase()}>`);
}

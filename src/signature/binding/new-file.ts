import { createDigest } from '../crypto.ts';
import { PdfError, PdfRef } from '../pdf/index.ts';
import { serialise } from '../pdf/write/serialise.ts';
import type { Writable } from '../pdf/write/serialise.ts';

/** Offsets in a table have ten digits (ISO 32000-1, 7.5.4). */
const tableOffsetEnd = 10 ** 10;
const rowsAtOnce = 4096;

/**
 * A new PDF that is written from the front: of what was written nothing stays in memory but where each object lies. Numbers that were
 * reserved and never put are free in the end.
 */
export class NewFile {
  readonly #append: (bytes: Uint8Array) => void;
  readonly #hash = createDigest('sha256');
  /** By object number; 0 where nothing was put. The first is the head of the free ones. */
  readonly #offsets: number[] = [0];
  #at = 0;

  /** @param append takes bytes in order; what it was given is not changed afterwards. */
  constructor(append: (bytes: Uint8Array) => void) {
    this.#append = append;
    // The second line tells programs that move files that this one is no text (ISO 32000-1, 7.5.2).
    this.#write(Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1'));
  }

  get size(): number {
    return this.#at;
  }

  reserve(): PdfRef {
    return new PdfRef(this.#offsets.push(0) - 1, 0);
  }

  /** Writes an object. Each is put once. */
  put(ref: PdfRef, value: Writable): void {
    this.#begin(ref);
    this.#write(Buffer.from(`${serialise(value)}\nendobj\n`, 'latin1'));
  }

  /** A new object. */
  add(value: Writable): PdfRef {
    const ref = this.reserve();
    this.put(ref, value);
    return ref;
  }

  /**
   * Writes a stream whose bytes need not be in memory together.
   * @param entries the text of its dictionary's entries, without /Length
   * @throws RangeError when the pieces are not `length` bytes.
   */
  putStream(ref: PdfRef, entries: string, length: number, pieces: Iterable<Uint8Array>): void {
    this.#begin(ref);
    this.#write(Buffer.from(`<< ${entries} /Length ${length} >>\nstream\n`, 'latin1'));
    const start = this.#at;
    for (const piece of pieces) this.#write(piece);
    if (this.#at - start !== length) throw new RangeError('a stream of another length than was said');
    this.#write(Buffer.from('\nendstream\nendobj\n', 'latin1'));
  }

  /**
   * Ends the file.
   * @returns the SHA-256 of all of it.
   * @throws PdfError `tooLarge` when an offset does not fit the cross-reference table.
   */
  end(root: PdfRef, info: PdfRef): string {
    const table = this.#at;
    if (table >= tableOffsetEnd) throw new PdfError('tooLarge', 'a file of more than ten digits of bytes');
    const size = this.#offsets.length;
    this.#write(Buffer.from(`xref\n0 ${size}\n0000000000 65535 f \n`, 'latin1'));
    for (let from = 1; from < size; from += rowsAtOnce) {
      const rows = this.#offsets.slice(from, from + rowsAtOnce).map(rowOf);
      this.#write(Buffer.from(rows.join(''), 'latin1'));
    }
    // Of what was written so far: the same pages give the same name.
    const id = this.#hash.copy().digest('hex').slice(0, 32).toUpperCase();
    const trailer = `<< /Size ${size} /Root ${root.num} 0 R /Info ${info.num} 0 R /ID [<${id}> <${id}>] >>`;
    this.#write(Buffer.from(`trailer\n${trailer}\nstartxref\n${table}\n%%EOF\n`, 'latin1'));
    return this.#hash.digest('hex');
  }

  #begin(ref: PdfRef): void {
    if (this.#offsets[ref.num] !== 0) throw new RangeError(`object ${ref.num} was put before`);
    this.#offsets[ref.num] = this.#at;
    this.#write(Buffer.from(`${ref.num} 0 obj\n`, 'latin1'));
  }

  #write(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    this.#append(bytes);
    this.#at += bytes.length;
  }
}

const rowOf = (offset: number): string =>
  offset === 0 ? '0000000000 00001 f \n' : `${String(offset).padStart(10, '0')} 00000 n \n`;

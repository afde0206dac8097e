import type { ByteSource } from '../bytes.ts';

const pageSize = 16 << 10;
const pagesKept = 48;

/**
 * Small reads anywhere in a source of any size, through a few cached pages. Reading a cross-reference entry costs 20 bytes
 * of a page that is there already, and a document never holds more than `pageSize * pagesKept` bytes here.
 */
export class ByteWindow {
  readonly size: number;
  readonly #source: ByteSource;
  // A Map keeps insertion order: the first key is the page longest unused.
  readonly #pages = new Map<number, Uint8Array>();

  constructor(source: ByteSource) {
    this.#source = source;
    this.size = source.size;
  }

  /** The bytes `[offset, offset + length)`, shorter at the end of the source. Not to be written to. */
  read(offset: number, length: number): Uint8Array {
    const start = Math.max(0, offset);
    const end = Math.min(this.size, offset + length);
    if (end <= start) return new Uint8Array(0);
    const first = Math.floor(start / pageSize);
    const last = Math.floor((end - 1) / pageSize);
    if (first === last) return this.#page(first).subarray(start - first * pageSize, end - first * pageSize);
    if (last - first > 3) return this.#source.readSync(start, end - start);
    const joined = Buffer.concat(range(first, last).map((number) => this.#page(number)));
    return joined.subarray(start - first * pageSize, end - first * pageSize);
  }

  #page(number: number): Uint8Array {
    let page = this.#pages.get(number);
    if (page) this.#pages.delete(number);
    else page = this.#source.readSync(number * pageSize, pageSize);
    this.#pages.set(number, page);
    if (this.#pages.size > pagesKept) this.#pages.delete(this.#pages.keys().next().value!);
    return page;
  }
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

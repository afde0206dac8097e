import { PdfArray, PdfDict, PdfError, PdfName, PdfRef, PdfStream } from '../pdf/index.ts';
import type { PdfDocument, PdfValue } from '../pdf/index.ts';
import { RawText, serialise, serialiseName } from '../pdf/write/serialise.ts';
import type { NewFile } from './new-file.ts';

/** What a stream is written with anew, and what leads from it to the rest of its document. */
const ofStreams = new Set(['Length', 'StructParent', 'StructParents', 'PieceInfo', 'OPI', 'Metadata', 'AF']);
/** Objects that belong to their document as a whole. */
const foreign = new Set(['Page', 'Pages', 'Catalog', 'StructTreeRoot', 'StructElem', 'OBJR', 'Sig', 'DocTimeStamp']);
/** More than any document needs; what goes beyond was made to hold up whoever copies it. */
const mostObjects = 500_000;

/** Copies objects of one document into a new file, each once, with whatever they refer to. Strings come out in clear. */
export class Copier {
  readonly #document: PdfDocument;
  readonly #file: NewFile;
  readonly #numbers = new Map<number, PdfRef>();
  readonly #waiting: { readonly from: PdfRef; readonly to: PdfRef }[] = [];

  constructor(document: PdfDocument, file: NewFile) {
    this.#document = document;
    this.#file = file;
  }

  /** The text of a value, with references to where copies of the objects are going to be; `flush` writes them. */
  value(value: PdfValue): string {
    if (value instanceof PdfRef) return `${this.#refTo(value).num} 0 R`;
    if (value instanceof PdfArray) return `[${[...value.items()].map((item) => this.value(item)).join(' ')}]`;
    return value instanceof PdfDict ? `<< ${this.#entries(value)} >>` : serialise(value);
  }

  /**
   * Writes a stream of the document as a new object, its bytes packed as they were.
   * @param changes entries that take the place of the stream's own, as text; undefined for one that is left out
   * @throws PdfError
   */
  putStream(to: PdfRef, stream: PdfStream, changes: Readonly<Record<string, string | undefined>> = {}): void {
    const bytes = this.#document.storedBytes(stream);
    const [first] = listOf(this.#document.resolve(stream.dict.get('Filter')));
    if (first instanceof PdfName && first.value === 'Crypt')
      throw new PdfError('unsupported', 'a stream with a cipher of its own');
    const own = this.#entries(stream.dict, new Set([...ofStreams, ...Object.keys(changes)]));
    const given = Object.entries(changes).flatMap(([key, text]) => (text === undefined ? [] : [`/${key} ${text}`]));
    this.#file.putStream(to, [own, ...given].join(' '), bytes.length, [bytes]);
  }

  /** Writes what was referred to. @throws PdfError */
  flush(): void {
    for (let next = this.#waiting.pop(); next; next = this.#waiting.pop()) this.#put(next.from, next.to);
  }

  #put(from: PdfRef, to: PdfRef): void {
    const value = this.#document.object(from)?.value ?? null;
    if (value instanceof PdfStream) return this.putStream(to, value);
    const isForeign = value instanceof PdfDict && foreign.has(value.name('Type') ?? '');
    this.#file.put(to, new RawText(isForeign ? 'null' : this.value(value)));
  }

  #entries(dict: PdfDict, without: ReadonlySet<string> = new Set()): string {
    const keys = [...new Set(dict.entries.map(({ key }) => key))].filter((key) => !without.has(key));
    return keys.map((key) => `${serialiseName(key)} ${this.value(dict.get(key) ?? null)}`).join(' ');
  }

  #refTo(from: PdfRef): PdfRef {
    const known = this.#numbers.get(from.num);
    if (known) return known;
    if (this.#numbers.size >= mostObjects) throw new PdfError('tooMany', 'a document of too many objects');
    const to = this.#file.reserve();
    this.#numbers.set(from.num, to);
    this.#waiting.push({ from, to });
    return to;
  }
}

const listOf = (value: PdfValue | PdfStream): PdfValue[] => {
  if (value instanceof PdfArray) return value.toArray(64);
  return value instanceof PdfName ? [value] : [];
};

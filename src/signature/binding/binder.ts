import { cutFont, putFont } from '../appearance/font.ts';
import type { SubsetFont } from '../appearance/font.ts';
import { wrap } from '../appearance/layout.ts';
import type { ByteSource } from '../bytes.ts';
import { PdfError, openPdf, pageCount, pagesOf } from '../pdf/index.ts';
import type { PdfDocument, PdfRef } from '../pdf/index.ts';
import { dict, name, serialise, stream } from '../pdf/write/serialise.ts';
import type { Writable } from '../pdf/write/serialise.ts';
import { archiveOf } from './archive.ts';
import type { Archive } from './archive.ts';
import { catalogOf } from './catalog.ts';
import type { Attached, Bound } from './catalog.ts';
import { Copier } from './copier.ts';
import { NewFile } from './new-file.ts';
import { black, copyPage } from './page.ts';
import type { Stamp } from './page.ts';

/** What stands over a copied page, in the characters of the font that the binder was given. */
export interface PageWords {
  /** At the upper right, where a sheet bears its number; null for none. */
  readonly corner: string | null;
  /** In the middle of the lower edge. */
  readonly foot: string;
}

export interface BinderOptions {
  /** Takes the file's bytes in order. */
  readonly append: (bytes: Uint8Array) => void;
  /** A font as `cutForBinding` made it, and its characters. */
  readonly font: Uint8Array;
  readonly characters: readonly string[];
}

const a4 = { width: 595, height: 842 };
const edge = 71;

/**
 * Binds pages of many documents into one new file. The documents are only read; what they are signed with stays with them, and the pages
 * show what they show. One document at a time is open, and of what is written only places are remembered.
 */
export class Binder {
  readonly #file: NewFile;
  readonly #font: SubsetFont;
  readonly #resources: PdfRef;
  readonly #bound: Bound = { front: [], pages: [], marks: [], attached: [] };
  #archive: Archive | null = { intent: null };

  constructor({ append, font, characters }: BinderOptions) {
    this.#file = new NewFile(append);
    this.#font = cutFont(font, characters);
    const fonts = dict({ F: putFont(this.#file, this.#font) });
    this.#resources = this.#file.add(dict({ Font: fonts, ColorSpace: dict({ Black: black }) }));
  }

  /** How many pages were bound, those in front left out. */
  get pages(): number {
    return this.#bound.pages.length;
  }

  /**
   * Binds every page of a document behind what there is, under a mark of its own.
   * @param wordsOf says what stands over the document's page `index` (from 0 on), which is the sheet `sheet` of the file (from 1 on)
   * @returns how many pages. Where it throws, none of them is bound. @throws PdfError
   */
  add(
    source: ByteSource,
    mark: string,
    wordsOf: (index: number, sheet: number) => PageWords,
    onPage: (sheet: number) => void = () => undefined,
  ): number {
    const document = openReadable(source);
    const first = this.pages;
    const copied = this.#copy(document, (index) => {
      const words = wordsOf(index, first + index + 1);
      onPage(first + index + 1);
      return this.#stampOf(words);
    });
    this.#archive = archiveOf(document, this.#archive, this.#file);
    this.#bound.pages.push(...copied);
    this.#mark(mark, first);
    return copied.length;
  }

  /** A sheet that says why nothing else stands in its place. @param paragraphs the first is set larger */
  note(mark: string, paragraphs: readonly string[], words: PageWords): void {
    const content = `${this.#noteText(paragraphs)}${this.#stampOf(words)(a4)}`;
    this.#bound.pages.push(
      new Map<string, Writable>([
        ['MediaBox', [0, 0, a4.width, a4.height]],
        ['Resources', this.#resources],
        ['Contents', this.#file.add(stream(dict({}), content))],
      ]),
    );
    this.#mark(mark, this.pages - 1);
  }

  /** Binds a document in front of all others, behind what stands there: a cover and an index, which number their sheets themselves. */
  front(source: ByteSource): void {
    const document = openReadable(source);
    this.#bound.front.push(...this.#copy(document, () => () => ''));
    this.#archive = archiveOf(document, this.#archive, this.#file);
  }

  /** Lays a file in, byte for byte. */
  attach({ name: called, mediaType, says }: Omit<Attached, 'ref'>, size: number, pieces: Iterable<Uint8Array>): void {
    const ref = this.#file.reserve();
    const entries = `/Type /EmbeddedFile /Subtype ${serialise(name(mediaType))} /Params << /Size ${size} >>`;
    this.#file.putStream(ref, entries, size, pieces);
    this.#bound.attached.push({ name: called, mediaType, says, ref });
  }

  /**
   * Ends the file.
   * @returns its SHA-256 and size, and of which part of PDF/A (ISO 19005, conformance B) it says it is; null where what was bound is none.
   */
  end(facts: { readonly title: string; readonly language: string; readonly frontMark: string }): {
    readonly sha256: string;
    readonly size: number;
    readonly archive: 2 | 3 | null;
  } {
    const part = this.#archive === null ? null : this.#bound.attached.length > 0 ? 3 : 2;
    const intent = this.#archive?.intent ?? null;
    const { root, info } = catalogOf(this.#file, this.#bound, { ...facts, part, intent });
    const sha256 = this.#file.end(root, info);
    return { sha256, size: this.#file.size, archive: part };
  }

  #mark(text: string, page: number): void {
    this.#bound.marks.push({ text, page });
  }

  #copy(document: PdfDocument, stampOf: (index: number) => Stamp): Map<string, Writable>[] {
    const copier = new Copier(document, this.#file);
    const count = pageCount(document);
    const copied: Map<string, Writable>[] = [];
    for (const page of pagesOf(document)) {
      document.allow();
      const shared = { file: this.#file, resources: this.#resources, stamp: stampOf(copied.length) };
      copied.push(copyPage(document, page, copier, shared));
    }
    if (copied.length !== count || count === 0) throw new PdfError('damaged', 'a document of other pages than it says');
    return copied;
  }

  #stampOf({ corner, foot }: PageWords): Stamp {
    const at = (text: string, size: number, x: number, y: number): string =>
      `BT /F ${size} Tf 1 0 0 1 ${point(x)} ${point(y)} Tm ${serialise(this.#font.encode(text))} Tj ET\n`;
    return ({ width, height }) => {
      const wide = (text: string, size: number): number => this.#font.widthOf(text, size);
      const parts = [at(foot, 7, (width - wide(foot, 7)) / 2, 10)];
      if (corner !== null) parts.push(at(corner, 11, width - 24 - wide(corner, 11), height - 24));
      return `q /Black cs 0 sc\n${parts.join('')}Q\n`;
    };
  }

  #noteText(paragraphs: readonly string[]): string {
    let y = a4.height - 2 * edge;
    const set = paragraphs.flatMap((paragraph, index) => {
      const size = index === 0 ? 14 : 11;
      y -= 10;
      return wrap(paragraph, a4.width - 2 * edge, (part) => this.#font.widthOf(part, size)).map((line) => {
        y -= size * 1.35;
        return `BT /F ${size} Tf 1 0 0 1 ${edge} ${point(y)} Tm ${serialise(this.#font.encode(line))} Tj ET\n`;
      });
    });
    return `q /Black cs 0 sc\n${set.join('')}Q\n`;
  }
}

const point = (value: number): string => serialise(Math.round(value * 1000) / 1000);

/** @throws PdfError why it is locked, and where it hides or shows layers by a choice that only it knows. */
function openReadable(source: ByteSource): PdfDocument {
  const document = openPdf(source);
  if (document.security.kind === 'locked') throw document.security.why;
  if (document.hybrid) throw new PdfError('hybrid', 'cross-references in two forms at once');
  const layers = document.getDict(document.catalog().dict, 'OCProperties');
  const shown = layers && document.getDict(layers, 'D');
  const isChosen =
    shown && (shown.name('BaseState') === 'OFF' || (document.getArray(shown, 'OFF')?.toArray(1_000).length ?? 0) > 0);
  if (isChosen) throw new PdfError('unsupported', 'layers that are not all shown');
  return document;
}

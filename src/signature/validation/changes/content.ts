/**
 * What the pages of a signed revision consist of. An object that a page draws from may never be changed, whatever else it is:
 * a dictionary of pictures may call itself a form field, validation data or a page, and keep its pictures under those keys.
 */
import type { PdfDocument } from '../../pdf/document.ts';
import { PdfArray, PdfDict, PdfRef, parseValue } from '../../pdf/syntax/objects.ts';
import type { PdfValue } from '../../pdf/syntax/objects.ts';
import type { Budget } from '../budget.ts';
import { objectNumbered, placeOf, referredNumbers } from './references.ts';

/** The numbers an object refers to, by the bytes it is read from: the revisions of a file share most of their objects. */
export type ReferredNumbers = Map<string, readonly number[]>;

/** How a page node hangs together with others; these keys lead to no content. */
const treeKeys: ReadonlySet<string> = new Set(['Type', 'Pages', 'Parent', 'Kids', 'Count']);
/** What may be changed in a page, each by rules of its own. */
const freeKeys: ReadonlySet<string> = new Set([...treeKeys, 'Annots', 'Metadata', 'LastModified', 'Tabs']);

/** The page tree of a revision and everything its pages draw from. */
export class PageContent {
  /** Pages, as one finds them going down from the catalog. */
  readonly pages = new Set<number>();
  /** Lists of annotations that are objects of their own. */
  readonly annotationLists = new Set<number>();
  readonly #document: PdfDocument;
  readonly #budget: Budget;
  readonly #referred: ReferredNumbers;
  /** Everything the tree is made of, pages and lists of kids included. */
  readonly #tree = new Set<number>();
  readonly #content = new Set<number>();

  /** @param isField whether an object is a form field, whose appearance is the field's own. @throws PdfError */
  constructor(document: PdfDocument, isField: (num: number) => boolean, referred: ReferredNumbers, budget: Budget) {
    this.#document = document;
    this.#budget = budget;
    this.#referred = referred;
    const catalog = document.catalog().dict;
    const open: PdfValue[] = [];
    this.#walkTree(catalog.get('Pages'), open);
    for (const num of this.pages) this.#addAnnotations(num, isField, open);
    // Which layers are visible is part of what is seen.
    open.push(...present(catalog.get('OCProperties')));
    this.#walkContent(open);
  }

  /** Whether an object is drawn from, or holds the tree of pages together. */
  holds(num: number): boolean {
    return this.#content.has(num) || (this.#tree.has(num) && !this.pages.has(num));
  }

  #walkTree(root: PdfValue | undefined, open: PdfValue[]): void {
    const nodes: { ref: PdfRef; isKid: boolean }[] = root instanceof PdfRef ? [{ ref: root, isKid: true }] : [];
    for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
      this.#budget.check();
      const { ref, isKid } = node;
      const dict = this.#document.resolve(ref);
      if (!(dict instanceof PdfDict)) continue;
      if (isKid && !dict.has('Kids')) this.pages.add(ref.num);
      if (this.#tree.has(ref.num)) continue;
      this.#tree.add(ref.num);
      open.push(...valuesOf(dict, freeKeys));
      const kids = dict.get('Kids');
      if (kids instanceof PdfRef) this.#tree.add(kids.num);
      const list = this.#document.resolve(kids);
      for (const kid of list instanceof PdfArray ? list.items() : []) {
        if (kid instanceof PdfRef) nodes.push({ ref: kid, isKid: true });
      }
      // What a page inherits is found going up, which need not be the way one came down.
      const parent = dict.get('Parent');
      if (parent instanceof PdfRef) nodes.push({ ref: parent, isKid: false });
    }
  }

  #addAnnotations(num: number, isField: (num: number) => boolean, open: PdfValue[]): void {
    const page = objectNumbered(this.#document, num);
    const value = page instanceof PdfDict ? page.get('Annots') : undefined;
    if (value instanceof PdfRef) this.annotationLists.add(value.num);
    const list = this.#document.resolve(value);
    for (const item of list instanceof PdfArray ? list.items() : []) {
      this.#budget.check();
      if (item instanceof PdfRef && isField(item.num)) continue;
      const annotation = this.#document.resolve(item);
      if (annotation instanceof PdfDict) open.push(...present(annotation.get('AP')));
    }
  }

  #walkContent(roots: readonly PdfValue[]): void {
    const open: number[] = roots.flatMap((value) => [...referredNumbers(value)]);
    for (let num = open.pop(); num !== undefined; num = open.pop()) {
      if (this.#content.has(num)) continue;
      this.#content.add(num);
      this.#budget.check();
      open.push(...this.#referredBy(num));
    }
  }

  #referredBy(num: number): readonly number[] {
    const value = objectNumbered(this.#document, num);
    // Content may lead back into the tree of pages; that does not make all pages a part of this one.
    if (value instanceof PdfDict && (this.#tree.has(num) || num === this.#document.catalog().ref.num)) {
      return [...valuesOf(value, treeKeys)].flatMap((each) => [...referredNumbers(each)]);
    }
    const place = placeOf(this.#document, num);
    if (place === null || value === null) return [];
    const known = this.#referred.get(place);
    if (known !== undefined) return known;
    const numbers = [...new Set(referredNumbers(value))];
    this.#referred.set(place, numbers);
    return numbers;
  }
}

function* valuesOf(dict: PdfDict, without: ReadonlySet<string>): Generator<PdfValue> {
  // Every entry, those of repeated keys included.
  for (const { key, start, end } of dict.entries) if (!without.has(key)) yield parseValue(dict.extent, start, end);
}

function present(value: PdfValue | undefined): PdfValue[] {
  return value === undefined ? [] : [value];
}

import type { PdfDocument } from './document.ts';
import { PdfError } from './errors.ts';
import { PdfDict, PdfRef } from './syntax/objects.ts';
import type { PdfStream, PdfValue } from './syntax/objects.ts';

/** A page: its reference and its dictionary. */
export interface PdfPage {
  readonly ref: PdfRef;
  readonly dict: PdfDict;
}

/** Trees of up to this many nodes are counted page by page; larger ones are believed when what they say is possible. */
const nodesAlwaysCounted = 32;

/** Nodes that are looked at when the root's /Count cannot be true. */
const nodesEverCounted = 50_000;

/**
 * Number of pages. Small trees are counted; of large ones the root's /Count is believed unless it is impossible.
 * @throws PdfError `damaged` when there is no page tree or one that runs in a circle; `tooMany` for an enormous broken one.
 */
export function pageCount(document: PdfDocument): number {
  const root = pageTree(document);
  const counted = countPages(document, root, nodesAlwaysCounted);
  if (counted !== undefined) return counted;
  const claimed = document.get(root, 'Count');
  if (isCount(claimed) && claimed > 0 && claimed < document.objectNumbersEnd) return claimed;
  const all = countPages(document, root, nodesEverCounted);
  if (all === undefined) throw new PdfError('tooMany', 'a page tree that cannot be counted');
  return all;
}

/** The first page. @throws PdfError `damaged` when there is none. */
export function firstPage(document: PdfDocument): PdfPage {
  for (const node of pageTreeNodes(document, pageTree(document))) if (node.isPage) return node;
  throw new PdfError('damaged', 'the document has no page');
}

/**
 * A page by its number, from 1 on.
 * @returns undefined when there are fewer pages. @throws PdfError
 */
export function pageNumbered(document: PdfDocument, number: number): PdfPage | undefined {
  let seen = 0;
  for (const node of pageTreeNodes(document, pageTree(document))) {
    if (node.isPage && ++seen === number) return node;
  }
  return undefined;
}

/** All pages in their order. @throws PdfError */
export function* pagesOf(document: PdfDocument): Generator<PdfPage> {
  for (const node of pageTreeNodes(document, pageTree(document))) if (node.isPage) yield node;
}

/** The page with this object number; undefined when the tree leads to none. @throws PdfError */
export function pageByRef(document: PdfDocument, ref: PdfRef): PdfPage | undefined {
  for (const node of pageTreeNodes(document, pageTree(document)))
    if (node.isPage && node.ref.num === ref.num) return node;
  return undefined;
}

const mostAncestors = 64;

/** An entry that pages inherit from the tree (ISO 32000-1, 7.7.3.4), resolved; null when nobody has it. @throws PdfError */
export function inherited(document: PdfDocument, page: PdfDict, key: string): PdfValue | PdfStream {
  let node: PdfDict | undefined = page;
  for (let level = 0; node && level < mostAncestors; level++) {
    const value = document.get(node, key);
    if (value !== null) return value;
    node = document.getDict(node, 'Parent');
  }
  return null;
}

function pageTree(document: PdfDocument): PdfDict {
  const root = document.getDict(document.catalog().dict, 'Pages');
  if (!root) throw new PdfError('damaged', 'the catalog leads to no page tree');
  return root;
}

/** Pages below a root, or undefined when that takes a look at more nodes than `budget`. */
function countPages(document: PdfDocument, root: PdfDict, budget: number): number | undefined {
  let pages = 0;
  let nodes = 0;
  for (const node of pageTreeNodes(document, root)) {
    if (++nodes > budget) return undefined;
    if (node.isPage) pages++;
  }
  return pages;
}

/** Nodes below a root in the order of the document. Children that are no dictionaries are passed over. */
function* pageTreeNodes(document: PdfDocument, root: PdfDict): Generator<PdfPage & { isPage: boolean }> {
  const visited = new Set<number>();
  const open: Generator<PdfValue>[] = [kidsOf(document, root)];
  for (let level = open.at(-1); level; level = open.at(-1)) {
    const { value: ref, done } = level.next();
    if (done) open.pop();
    if (!(ref instanceof PdfRef)) continue;
    if (visited.has(ref.num)) throw new PdfError('damaged', 'a page tree that runs in a circle');
    if (visited.add(ref.num).size > nodesEverCounted) throw new PdfError('tooMany', 'a page tree that does not end');
    const dict = document.resolve(ref);
    if (!(dict instanceof PdfDict)) continue;
    const isPage = !dict.has('Kids');
    yield { ref, dict, isPage };
    if (!isPage) open.push(kidsOf(document, dict));
    if (open.length > document.context.limits.hops)
      throw new PdfError('tooDeep', 'a page tree nested beyond the limit');
  }
}

function kidsOf(document: PdfDocument, node: PdfDict): Generator<PdfValue> {
  return (document.getArray(node, 'Kids')?.items() ?? [].values()) as Generator<PdfValue>;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value);
}

/**
 * Who refers to an object. A changed object is harmless only when everything that refers to it is known; a new object fills
 * a hole when something in the signed revision refers to it already.
 */
import type { PdfDocument } from '../../pdf/document.ts';
import { PdfError } from '../../pdf/errors.ts';
import { ch, isDigit, isWhite, latin1 } from '../../pdf/syntax/chars.ts';
import { PdfArray, PdfDict, PdfRef, PdfStream, parseValue } from '../../pdf/syntax/objects.ts';
import type { PdfValue } from '../../pdf/syntax/objects.ts';
import type { Budget } from '../budget.ts';

/** A reference: the object it stands in (0: the trailer), the keys that lead to it (`AP.N`, `Annots[]`), what it names. */
export interface Edge {
  readonly from: number;
  readonly path: string;
  readonly to: number;
  readonly gen: number;
}

/** References to some interesting objects within one revision; later revisions are looked up as changes to it. */
export class ReferenceIndex {
  readonly #interesting: ReadonlySet<number>;
  readonly #budget: Budget;
  readonly #base: readonly Edge[];
  /** By the place an object stands at: later revisions share most of their objects. */
  readonly #known = new Map<string, readonly Edge[]>();

  /** Looks through every object of `base`. @throws PdfError */
  constructor(base: PdfDocument, interesting: ReadonlySet<number>, budget: Budget) {
    this.#interesting = interesting;
    this.#budget = budget;
    this.#base = [...this.#scan(base)];
  }

  /** All references in `document`, which equals the base but for the objects numbered in `differing`. @throws PdfError */
  in(document: PdfDocument, differing: ReadonlySet<number>): Map<number, Edge[]> {
    const unchanged = this.#base.filter((edge) => !differing.has(edge.from));
    const others = [...differing].flatMap((num) => this.#edgesIn(document, num));
    const trailer = [...edgesOf(0, document.trailer)].filter((edge) => this.#interesting.has(edge.to));
    const byTarget = new Map<number, Edge[]>();
    for (const edge of [...trailer, ...unchanged, ...others]) {
      const list = byTarget.get(edge.to);
      if (list === undefined) byTarget.set(edge.to, [edge]);
      else list.push(edge);
    }
    return byTarget;
  }

  *#scan(document: PdfDocument): Generator<Edge> {
    for (const num of allNumbers(document)) {
      this.#budget.check();
      yield* this.#readEdges(document, num);
    }
  }

  #edgesIn(document: PdfDocument, num: number): readonly Edge[] {
    this.#budget.check();
    const place = placeOf(document, num);
    if (place === null) return [];
    const known = this.#known.get(place);
    if (known !== undefined) return known;
    const edges = this.#readEdges(document, num);
    this.#known.set(place, edges);
    return edges;
  }

  #readEdges(document: PdfDocument, num: number): readonly Edge[] {
    const value = objectNumbered(document, num);
    if (value === null || !this.#mayRefer(value)) return none;
    return [...edgesOf(num, value)].filter((edge) => this.#interesting.has(edge.to) && !isTrailerEdge(value, edge));
  }

  /** A quick look at the text, for the many objects that refer to nothing of interest. */
  #mayRefer(value: PdfValue | PdfStream): boolean {
    const container = value instanceof PdfStream ? value.dict : value;
    if (!(container instanceof PdfDict || container instanceof PdfArray)) return container instanceof PdfRef;
    const { raw } = container;
    // A comment may stand between the parts of a reference; such text is taken apart properly.
    if (raw.includes(ch.percent)) return true;
    for (let at = raw.indexOf(ch.upperR); at >= 0; at = raw.indexOf(ch.upperR, at + 1)) {
      const num = referredBefore(raw, at);
      if (num !== null && this.#interesting.has(num)) return true;
    }
    return false;
  }
}

const none: readonly Edge[] = [];

/** The object number of the reference whose `R` stands at `at`; null when it is no reference. */
function referredBefore(bytes: Uint8Array, at: number): number | null {
  const generation = skipBack(bytes, skipBack(bytes, at, isWhite), isDigit);
  const end = skipBack(bytes, generation, isWhite);
  const start = skipBack(bytes, end, isDigit);
  return start === end || end === generation ? null : Number(latin1(bytes, start, end));
}

/** The first of the bytes before `end` that are all of a kind. */
function skipBack(bytes: Uint8Array, end: number, isKind: (byte: number | undefined) => boolean): number {
  let at = end;
  while (at > 0 && isKind(bytes[at - 1])) at--;
  return at;
}

/** Names the bytes that an object is read from, in whichever revision; null when there are none. */
export function placeOf(document: PdfDocument, num: number): string | null {
  const entry = document.entry(num);
  if (entry === undefined || entry.kind === 'free') return null;
  if (entry.kind === 'plain') return `${num}@${entry.offset}`;
  const holder = document.entry(entry.stream);
  return holder?.kind === 'plain' ? `${num}@${holder.offset}/${entry.index}` : null;
}

/** A cross-reference stream is its section's trailer, too; the newest trailer is looked at by itself. */
function isTrailerEdge(value: PdfValue | PdfStream, { path }: Edge): boolean {
  const isTrailer = value instanceof PdfStream && value.dict.name('Type') === 'XRef';
  return isTrailer && (path === 'Root' || path === 'Info' || path === 'Encrypt');
}

/** The newest value of an object whatever its generation; null when there is none. @throws PdfError */
export function objectNumbered(document: PdfDocument, num: number): PdfValue | PdfStream | null {
  const entry = document.entry(num);
  if (entry === undefined || entry.kind === 'free') return null;
  return document.object(new PdfRef(num, entry.kind === 'plain' ? entry.gen : 0))?.value ?? null;
}

function* allNumbers(document: PdfDocument): Generator<number> {
  const seen = new Set<number>();
  for (const section of document.chain.sections) {
    for (const range of section.ranges()) {
      for (let num = range.first; num < range.first + range.count; num++) {
        if (num === 0 || seen.has(num)) continue;
        if (seen.add(num).size > document.context.limits.objects) throw new PdfError('tooMany', 'too many objects');
        yield num;
      }
    }
  }
}

/** The numbers of all objects a value refers to; one may come twice. What looks like a reference in a string counts as one. */
export function* referredNumbers(value: PdfValue | PdfStream): Generator<number> {
  const container = value instanceof PdfStream ? value.dict : value;
  if (container instanceof PdfRef) yield container.num;
  if (!(container instanceof PdfDict || container instanceof PdfArray)) return;
  const { raw } = container;
  if (raw.includes(ch.percent)) {
    for (const { to } of edgesOf(0, container)) yield to;
    return;
  }
  for (let at = raw.indexOf(ch.upperR); at >= 0; at = raw.indexOf(ch.upperR, at + 1)) {
    const num = referredBefore(raw, at);
    if (num !== null) yield num;
  }
}

function* edgesOf(from: number, value: PdfValue | PdfStream): Generator<Edge> {
  const open: { value: PdfValue | PdfStream; path: string }[] = [{ value, path: '' }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value: current, path } = next;
    if (current instanceof PdfRef) yield { from, path, to: current.num, gen: current.gen };
    else if (current instanceof PdfStream) open.push({ value: current.dict, path });
    else if (current instanceof PdfArray)
      for (const item of current.items()) open.push({ value: item, path: `${path}[]` });
    else if (current instanceof PdfDict) {
      // Every entry, those of repeated keys included.
      for (const { key, start, end } of current.entries) {
        open.push({ value: parseValue(current.extent, start, end), path: path === '' ? key : `${path}.${key}` });
      }
    }
  }
}

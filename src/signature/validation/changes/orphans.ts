/**
 * The orphan-byte rule (signatures.md, V7): behind a signed revision, every byte must belong to an object that a later
 * cross-reference section lists, to such a section, or to the few words around it. Viewers that rebuild a file's
 * cross-references by scanning would show what else stands there.
 */
import type { PdfDocument } from '../../pdf/document.ts';
import { PdfError } from '../../pdf/errors.ts';
import { readObjectAt } from '../../pdf/object-reader.ts';
import { isWhite, latin1 } from '../../pdf/syntax/chars.ts';
import { PdfStream } from '../../pdf/syntax/objects.ts';
import { entriesOf } from '../../pdf/xref/section.ts';
import type { XrefSection } from '../../pdf/xref/section.ts';
import type { Budget } from '../budget.ts';
import type { ChangeLog } from './log.ts';

interface Extent {
  readonly start: number;
  readonly end: number;
}

/** The longest run of bytes between objects that is looked at; honest writers leave a few line ends. */
const longestGap = 16 << 10;

/** What the sections of one document account for; each is looked at once, however many signatures ask. */
export class Accounts {
  readonly #document: PdfDocument;
  readonly #budget: Budget;
  readonly #known = new Map<XrefSection, readonly Extent[]>();

  constructor(document: PdfDocument, budget: Budget) {
    this.#document = document;
    this.#budget = budget;
  }

  /** The extents of a section and of every object it lists. @throws PdfError */
  of(section: XrefSection): readonly Extent[] {
    let extents = this.#known.get(section);
    if (extents === undefined) this.#known.set(section, (extents = extentsOf(this.#document, section, this.#budget)));
    return extents;
  }
}

/** Looks for bytes in `[from, end of file)` that no section accounts for. @throws PdfError */
export function findOrphans(
  document: PdfDocument,
  accounts: Accounts,
  sections: readonly XrefSection[],
  from: number,
  log: ChangeLog,
): void {
  const extents = sections.flatMap((section) => accounts.of(section)).filter(({ start }) => start >= from);
  const sorted = [...new Map(extents.map((each) => [each.start, each])).values()].sort((a, b) => a.start - b.start);
  const starts = new Set(sections.map((section) => section.offset - document.chain.shift));
  let at = from;
  for (const extent of [...sorted, { start: document.source.size, end: document.source.size }]) {
    if (extent.start < at) {
      log.unclear('overlappingObjects', `Objects added after signing overlap at byte ${extent.start}.`);
    } else if (!isAccounted(document, at, extent.start, starts)) {
      log.unclear('unreferencedContent', `Unreferenced content after the signature, from byte ${at} on.`);
    }
    at = Math.max(at, extent.end);
  }
}

function extentsOf(document: PdfDocument, section: XrefSection, budget: Budget): Extent[] {
  const { offset, end, form } = section;
  const extents = [form === 'table' ? { start: offset, end } : objectExtent(document, offset)];
  for (const [, entry] of entriesOf(section)) {
    budget.check();
    if (entry.kind === 'plain' && entry.offset !== offset) extents.push(objectExtent(document, entry.offset));
  }
  return extents;
}

/** From `N G obj` to `endobj`, a stream's bytes included. */
function objectExtent(document: PdfDocument, offset: number): Extent {
  const object = readObjectAt(document.context, offset);
  if (!(object.value instanceof PdfStream)) return { start: object.offset, end: object.end };
  const { dict, dataOffset } = object.value;
  const length = document.resolve(dict.get('Length'));
  if (typeof length !== 'number' || !Number.isSafeInteger(length) || length < 0) {
    throw new PdfError('damaged', 'a stream without a length', object.offset);
  }
  const tail = latin1(document.context.window.read(dataOffset + length, 64));
  const match = /^[\0\t\n\f\r ]*endstream[\0\t\n\f\r ]+endobj/.exec(tail);
  if (match === null) throw new PdfError('damaged', 'a stream that does not end where its length says', dataOffset);
  return { start: object.offset, end: dataOffset + length + match[0].length };
}

/** White space, comments that hold no words of structure, and `startxref` with the offset of a known section. */
function isAccounted(document: PdfDocument, from: number, to: number, sectionStarts: ReadonlySet<number>): boolean {
  if (to - from > longestGap) return false;
  const bytes = document.context.window.read(from, to - from);
  let at = 0;
  while (at < bytes.length) {
    if (isWhite(bytes[at])) {
      at++;
      continue;
    }
    const text = latin1(bytes, at, Math.min(bytes.length, at + 256));
    const comment = /^%[^\r\n]{0,200}(?=[\r\n]|$)/.exec(text)?.[0];
    const pointer = /^startxref[\0\t\n\f\r ]+(\d{1,15})(?!\d)/.exec(text);
    if (comment !== undefined && !/obj|stream|xref|trailer/.test(comment)) at += comment.length;
    else if (pointer !== null && (sectionStarts.has(Number(pointer[1])) || pointer[1] === '0')) at += pointer[0].length;
    else return false;
  }
  return true;
}

import { PdfError } from '../errors.ts';
import { readHeader } from '../object-reader.ts';
import type { ReaderContext } from '../object-reader.ts';
import { isRegular, latin1 } from '../syntax/chars.ts';
import { needMore, skipSpace } from '../syntax/scan.ts';

const headBytes = 1024;

/** Where `%PDF-` stands and which version it names. */
export interface Header {
  readonly offset: number;
  /** As written, `1.7`. */
  readonly version: string;
}

/**
 * Finds the header in the first kilobyte (ISO 32000-1, Annex H.3, note 13).
 * @throws PdfError `empty` or `notPdf`.
 */
export function readFileHeader({ window }: ReaderContext): Header {
  if (window.size === 0) throw new PdfError('empty', 'the file has no bytes');
  const match = /%PDF-(\d\.\d)?/.exec(latin1(window.read(0, headBytes + 8)));
  if (!match || match.index >= headBytes) throw new PdfError('notPdf', 'no %PDF- in the first kilobyte');
  if (match[1] === undefined) throw new PdfError('notPdf', 'a PDF header without a version', match.index);
  return { offset: match.index, version: match[1] };
}

/**
 * The offset after the last `startxref` of the file, as written.
 * @throws PdfError `truncated` when there is none near the end.
 */
export function readStartxref({ window, limits }: ReaderContext): number {
  const start = Math.max(0, window.size - limits.tailBytes);
  const tail = latin1(window.read(start, limits.tailBytes));
  const at = tail.lastIndexOf('startxref');
  const match = /^startxref\s+(\d{1,15})(?!\d)/.exec(tail.slice(Math.max(0, at)));
  if (at < 0 || !match) throw new PdfError('truncated', 'no startxref near the end of the file', start);
  return Number(match[1]);
}

/** How far from where it should be a cross-reference section is looked for. */
const slack = 32;

/** Where a cross-reference section really begins, given where it should. */
export interface Located {
  readonly form: 'table' | 'stream';
  readonly offset: number;
}

/**
 * Finds the section at `offset`, or within a few bytes of it: writers that count line ends wrongly are off by one or two.
 * The exact place wins; otherwise the nearest. Undefined when there is nothing of the kind within `reach` bytes.
 */
export function locateSection(context: ReaderContext, offset: number, reach = slack): Located | undefined {
  if (!(offset >= 0 && offset < context.window.size)) return undefined;
  const exact = sectionAt(context, offset);
  if (exact) return exact;
  for (let distance = 1; distance <= reach; distance++) {
    for (const near of [offset - distance, offset + distance]) {
      const found = near >= 0 && near < context.window.size && startsToken(context, near) && sectionAt(context, near);
      if (found && found.offset === near) return found;
    }
  }
  return undefined;
}

function sectionAt({ window }: ReaderContext, offset: number): Located | undefined {
  const bytes = window.read(offset, 128);
  const start = skipSpace(bytes, 0);
  const found = offset + start;
  if (latin1(bytes, start, start + 4) === 'xref' && !isRegular(bytes[start + 4]))
    return { form: 'table', offset: found };
  const header = readHeader({ bytes, final: true, base: offset });
  return header === undefined || header === needMore ? undefined : { form: 'stream', offset: found };
}

/** `startxref` ends in `xref`, and `112 0 obj` in `12 0 obj`: a section must begin where a word begins. */
function startsToken({ window }: ReaderContext, offset: number): boolean {
  return offset === 0 || !isRegular(window.read(offset - 1, 1)[0]);
}

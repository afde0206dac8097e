/**
 * Signature dictionaries in a PDF whose structure cannot be followed. Nothing can be verified there; but a file that carries
 * signatures must not be reported like one that never had any.
 */
import type { ByteSource } from '../../bytes.ts';

const mostFound = 20;
const overlap = 64;
/** A byte range as every writer sets it out. Blanks are bounded, so that a search cannot crawl. */
const byteRange = /\/ByteRange[\0\t\n\f\r ]{0,8}\[[\0\t\n\f\r ]{0,8}\d/g;

/** Counts the byte ranges in `[0, end of file)`, at most twenty. Reads the file once, piece by piece. */
export async function countByteRanges(source: ByteSource): Promise<number> {
  let found = 0;
  let carried = '';
  for await (const piece of source.stream(0, source.size)) {
    const text = carried + Buffer.from(piece.buffer, piece.byteOffset, piece.length).toString('latin1');
    // What ends within the carried part was counted with the piece before.
    found += [...text.matchAll(byteRange)].filter((match) => match.index + match[0].length > carried.length).length;
    if (found >= mostFound) return mostFound;
    carried = text.slice(-overlap);
  }
  return found;
}

import { PadesError } from '../pades/errors.ts';

/** Text set into a box: lines from the top, at a size in points. */
export interface SetText {
  readonly size: number;
  readonly leading: number;
  readonly lines: readonly string[];
}

const largestSize = 10;
/** Smaller than this is not read on paper. */
export const smallestSize = 5;
const step = 0.25;
const leadingFactor = 1.2;

/**
 * Wraps paragraphs into a box, at the largest size that fits.
 * @param widthOf gives a text's width in points at a size.
 * @throws PadesError `textTooLong` when they do not fit at the smallest size either.
 */
export function fitText(
  paragraphs: readonly string[],
  width: number,
  height: number,
  widthOf: (text: string, size: number) => number,
): SetText {
  for (let size = largestSize; size >= smallestSize; size -= step) {
    const leading = size * leadingFactor;
    if (paragraphs.length * leading > height) continue;
    const lines = paragraphs.flatMap((text) => wrap(text, width, (part) => widthOf(part, size)));
    if (lines.length * leading <= height && lines.every((line) => widthOf(line, size) <= width)) {
      return { size, leading, lines };
    }
  }
  throw new PadesError('textTooLong', `the text does not fit ${width.toFixed(0)} by ${height.toFixed(0)} points`);
}

/** Breaks at spaces; a word longer than the line, where it must. */
export function wrap(text: string, width: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((each) => each !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = '';
    for (const character of word) {
      if (line !== '' && widthOf(line + character) > width) {
        lines.push(line);
        line = '';
      }
      line += character;
    }
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line];
}

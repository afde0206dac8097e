import { encode } from 'uqr';
import { PadesError } from '../pades/errors.ts';

/** Modules of white around a code (ISO/IEC 18004 asks for four). */
const quiet = 4;
/** Points a module needs at least, about a third of a millimetre, to be read from paper. */
const smallestModule = 0.9;

/**
 * Content stream operators that fill the dark modules of a QR code (error correction M) in a square, its quiet zone included.
 * @param x, y lower left corner, `side` its length, in points.
 * @throws PadesError `textTooLong` when the modules would be too small to be read.
 */
export function drawQr(text: string, x: number, y: number, side: number): string {
  const { data } = encode(text, { ecc: 'M', border: quiet });
  const module = side / data.length;
  if (module < smallestModule) {
    throw new PadesError('textTooLong', `a QR code of ${data.length} modules does not fit ${side.toFixed(0)} points`);
  }
  const rectangles = data.flatMap((row, line) =>
    runs(row).map(({ from, count }) => {
      const left = x + from * module;
      const bottom = y + side - (line + 1) * module;
      return `${round(left)} ${round(bottom)} ${round(count * module)} ${round(module)} re`;
    }),
  );
  return [...rectangles, 'f'].join('\n');
}

/** Neighbouring dark modules of a row. */
function runs(row: readonly boolean[]): { from: number; count: number }[] {
  const found: { from: number; count: number }[] = [];
  row.forEach((dark, at) => {
    const last = found.at(-1);
    if (!dark) return;
    if (last && last.from + last.count === at) last.count++;
    else found.push({ from: at, count: 1 });
  });
  return found;
}

const round = (value: number): string => String(Math.round(value * 1000) / 1000);

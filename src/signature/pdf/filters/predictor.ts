import { PdfError } from '../errors.ts';

/** What /DecodeParms says about rows of samples (ISO 32000-1, 7.4.4.4). */
export interface Predictor {
  readonly predictor: number;
  readonly colors: number;
  readonly bitsPerComponent: number;
  readonly columns: number;
}

/**
 * Undoes a predictor: 1 (none), 2 (TIFF, 8 bits a component) and 10-15 (PNG, each row names its own filter).
 * @throws PdfError `unsupported` for others, `damaged` for rows that do not come out even.
 */
export function undoPredictor(
  bytes: Uint8Array,
  { predictor, colors, bitsPerComponent, columns }: Predictor,
  check: () => void = () => undefined,
): Uint8Array {
  if (predictor === 1) return bytes;
  const bits = colors * bitsPerComponent;
  const row = Math.ceil((bits * columns) / 8);
  const step = Math.max(1, bits >> 3);
  if (!(row > 0 && row < 1 << 24)) throw new PdfError('damaged', 'impossible predictor parameters');
  if (predictor === 2 && bitsPerComponent === 8) return undoTiff(bytes, row, step);
  if (predictor >= 10 && predictor <= 15) return undoPng(bytes, row, step, check);
  throw new PdfError('unsupported', `predictor ${predictor} with ${bitsPerComponent} bits`);
}

function undoTiff(bytes: Uint8Array, row: number, step: number): Uint8Array {
  const out = bytes.slice();
  for (let i = 0; i < out.length; i++) if (i % row >= step) out[i] = out[i]! + out[i - step]!;
  return out;
}

/** Bytes undone between two looks at the time. */
const checkEvery = 1 << 20;

function undoPng(bytes: Uint8Array, row: number, step: number, check: () => void): Uint8Array {
  if (bytes.length % (row + 1) !== 0) throw new PdfError('damaged', 'predicted rows that do not come out even');
  const rows = bytes.length / (row + 1);
  const out = new Uint8Array(rows * row);
  let unchecked = 0;
  for (let r = 0; r < rows; r++) {
    if ((unchecked += row) >= checkEvery) {
      check();
      unchecked = 0;
    }
    const from = r * (row + 1) + 1;
    const to = r * row;
    const kind = bytes[from - 1]!;
    if (kind > 4) throw new PdfError('damaged', `unknown row filter ${kind}`);
    for (let i = 0; i < row; i++) {
      const left = i >= step ? out[to + i - step]! : 0;
      const up = r > 0 ? out[to + i - row]! : 0;
      const corner = r > 0 && i >= step ? out[to + i - row - step]! : 0;
      out[to + i] = bytes[from + i]! + guess(kind, left, up, corner);
    }
  }
  return out;
}

function guess(kind: number, left: number, up: number, corner: number): number {
  switch (kind) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4:
      return paeth(left, up, corner);
    default:
      return 0;
  }
}

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner;
  const toLeft = Math.abs(estimate - left);
  const toUp = Math.abs(estimate - up);
  const toCorner = Math.abs(estimate - corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

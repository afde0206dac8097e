import { constants, inflateSync } from 'node:zlib';
import { PdfError } from '../errors.ts';
import type { PdfLimits } from '../limits.ts';
import { ascii85, asciiHex } from './ascii.ts';
import { lzw } from './lzw.ts';
import { undoPredictor } from './predictor.ts';
import type { Predictor } from './predictor.ts';

/** One step of a stream's /Filter with its /DecodeParms, already resolved. */
export interface FilterStep extends Predictor {
  readonly name: string;
  readonly earlyChange: number;
}

const defaultParameters = { predictor: 1, colors: 1, bitsPerComponent: 8, columns: 1, earlyChange: 1 };

/** A filter with the parameters of its dictionary; absent ones take the defaults of ISO 32000-1, tables 8 and 9. */
export function filterStep(name: string, parameters: Partial<Omit<FilterStep, 'name'>> = {}): FilterStep {
  return { name, ...defaultParameters, ...parameters };
}

/**
 * Unpacks a stream's stored bytes.
 * @param check is called now and then, and may throw to end a stream that takes too long.
 * @throws PdfError `damaged`, `unsupported` (image codecs, encryption filters) or `tooBig` (beyond size or ratio).
 */
export function unpack(
  stored: Uint8Array,
  steps: readonly FilterStep[],
  limits: PdfLimits,
  check: () => void = () => undefined,
): Uint8Array {
  if (steps.length > 8) throw new PdfError('tooMany', 'more than eight filters on one stream');
  return steps.reduce((bytes, step) => {
    check();
    return apply(bytes, step, limits, check);
  }, stored);
}

function apply(bytes: Uint8Array, step: FilterStep, limits: PdfLimits, check: () => void): Uint8Array {
  const limit = Math.min(limits.unpackedBytes, (1 << 20) + bytes.length * limits.unpackRatio);
  switch (step.name) {
    case 'FlateDecode':
    case 'Fl':
      return undoPredictor(inflate(bytes, limit), step, check);
    case 'LZWDecode':
    case 'LZW':
      return undoPredictor(lzw(bytes, step.earlyChange, limit, check), step, check);
    case 'ASCIIHexDecode':
    case 'AHx':
      return asciiHex(bytes);
    case 'ASCII85Decode':
    case 'A85':
      return ascii85(bytes);
    case 'Crypt':
      // The document has decrypted the bytes already.
      return bytes;
    default:
      throw new PdfError('unsupported', `the filter /${step.name.slice(0, 40)}`);
  }
}

function inflate(bytes: Uint8Array, limit: number): Uint8Array {
  try {
    // Some writers leave out the checksum at the end; the length of what comes out is checked by whoever uses it.
    return inflateSync(bytes, { maxOutputLength: Math.max(1, limit), finishFlush: constants.Z_SYNC_FLUSH });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'ERR_BUFFER_TOO_LARGE') throw new PdfError('tooBig', 'a stream that unpacks beyond the limit');
    throw new PdfError('damaged', `a stream that cannot be unpacked (${code})`);
  }
}

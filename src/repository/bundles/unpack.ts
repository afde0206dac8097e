import { type BrotliDecompress, createBrotliDecompress } from 'node:zlib';
import { bundleLimits } from '../../contract/wire-bundle.ts';

/** Why a bundle cannot be read any further. */
export class BundleBroken extends Error {
  readonly kind: 'torn' | 'notBrotli' | 'bomb' | 'badFrame' | 'tooLarge';
  constructor(kind: BundleBroken['kind'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

export interface UnpackLimits {
  /** Unpacked bytes in all. */
  readonly bundleBytes: number;
  /** Unpacked to packed bytes, beyond the first mebibyte. */
  readonly ratio: number;
}

/** Packed bytes are unpacked in such morsels, so that no morsel can hold much more than the ratio allows. */
const morsel = 4096;
const free = 1024 * 1024;

/**
 * Unpacks a Brotli stream as it comes: everything up to a flush is handed over when its last byte is here.
 * @param onTaken told how many packed bytes were unpacked so far.
 * @throws {BundleBroken} `bomb` beyond the limits, `notBrotli`, `torn` where the stream ends before its end; and what `packed` throws,
 * each after everything before it was handed over.
 */
export async function* unpack(
  packed: AsyncIterable<Buffer>,
  onTaken: (bytes: number) => void = () => undefined,
  limits: UnpackLimits = bundleLimits,
): AsyncGenerator<Buffer> {
  const brotli = createBrotliDecompress();
  const out: Buffer[] = [];
  let taken = 0;
  let given = 0;
  let over: Error | null = null;
  brotli.on('data', (piece: Buffer) => {
    given += piece.length;
    out.push(piece);
    if (given > limits.bundleBytes || given > free + taken * limits.ratio) {
      over ??= new BundleBroken(
        'bomb',
        `unpacks to more than ${limits.bundleBytes} bytes or ${limits.ratio} times its size`,
      );
      out.length = 0;
      brotli.destroy();
    }
  });
  brotli.on('error', (error: Error) => (over ??= new BundleBroken('notBrotli', error.message, { cause: error })));
  try {
    for await (const piece of packed) {
      for (let at = 0; at < piece.length; at += morsel) {
        const part = piece.subarray(at, at + morsel);
        taken += part.length;
        await writeTo(brotli, part);
        if (over) throw over as Error;
        yield* out.splice(0);
        onTaken(taken);
      }
    }
    await endOf(brotli);
    yield* out.splice(0);
    if (over) throw new BundleBroken('torn', 'the packed stream ended before its end', { cause: over });
  } finally {
    brotli.destroy();
  }
}

function writeTo(brotli: BrotliDecompress, part: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      brotli.off('close', done);
      resolve();
    };
    brotli.once('close', done);
    brotli.write(part, done);
  });
}

function endOf(brotli: BrotliDecompress): Promise<void> {
  return new Promise((resolve) => {
    if (brotli.destroyed) return resolve();
    brotli.once('close', () => resolve()).once('end', () => resolve());
    brotli.end();
  });
}

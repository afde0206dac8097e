import { PassThrough, type Writable } from 'node:stream';
import { constants, createBrotliCompress } from 'node:zlib';
import type { BundleLine } from '../../contract/wire-bundle.ts';

/** The lines of an answer, told while the question still comes. */
export interface Answering {
  readonly stream: PassThrough | ReturnType<typeof createBrotliCompress>;
  /** Resolves when the line is on its way; says nothing to who is gone. */
  tell(line: BundleLine): Promise<void>;
  end(line: BundleLine): void;
}

/** @param packed as one Brotli stream, flushed after each line: receipts have much in common. */
export function answering(packed: boolean): Answering {
  const brotli = packed
    ? createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_LGWIN]: 18 } })
    : null;
  const stream = brotli ?? new PassThrough();
  // Whoever asked may be gone in the middle of a word.
  stream.on('error', () => undefined);
  return {
    stream,
    async tell(line) {
      if (stream.destroyed || stream.writableEnded) return;
      const room = stream.write(`${JSON.stringify(line)}\n`);
      brotli?.flush(constants.BROTLI_OPERATION_FLUSH);
      if (!room) await drained(stream);
    },
    end(line) {
      if (!stream.destroyed) stream.end(`${JSON.stringify(line)}\n`);
    },
  };
}

function drained(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done).off('close', done);
      resolve();
    };
    stream.once('drain', done).once('close', done);
    if (stream.destroyed) done();
  });
}

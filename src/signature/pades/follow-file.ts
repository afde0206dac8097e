import type { createHash as CreateHash } from 'node:crypto';
import type * as FileSystem from 'node:fs';
import type { MessagePort } from 'node:worker_threads';
import type { SignedDigests } from './digests.ts';

/** What the reading thread is told at its start. */
export interface FollowStart {
  readonly path: string;
  readonly inputSize: number;
  /** The digest of the signature, as Node names it. */
  readonly algorithm: string;
  /** One 64-bit cell: bytes written so far, or -1 when there is nothing to wait for any more. */
  readonly written: SharedArrayBuffer;
}

/** What it is told once the update is written too: the /Contents token's place in the whole file, and the file's size. */
export interface FollowEnd {
  readonly gapStart: number;
  readonly gapEnd: number;
  readonly size: number;
}

/**
 * Digests a file as it grows. Runs in a thread of its own from its source text (see ReadBack), so it may use nothing but its
 * arguments. The digests are those of SignedDigester, computed apart: what it finds is compared with what was signed.
 */
export function followFile(
  { path, inputSize, algorithm, written }: FollowStart,
  port: MessagePort,
  { openSync, readSync, closeSync }: Pick<typeof FileSystem, 'openSync' | 'readSync' | 'closeSync'>,
  createHash: typeof CreateHash,
): void {
  const progress = new BigInt64Array(written);
  const fd = openSync(path, 'r');
  const piece = Buffer.allocUnsafeSlow(1 << 20);
  const whole = createHash('sha256');
  const other = algorithm === 'sha256' ? undefined : createHash(algorithm);

  const read = (from: number, to: number, take: (bytes: Uint8Array) => void): void => {
    for (let at = from; at < to;) {
      const got = readSync(fd, piece, 0, Math.min(piece.length, to - at), at);
      if (got === 0) throw new Error('the file is shorter than what was written');
      take(piece.subarray(0, got));
      at += got;
    }
  };

  for (let done = 0; done < inputSize;) {
    const ready = Number(Atomics.load(progress, 0));
    if (ready < 0) return closeSync(fd);
    if (ready <= done) Atomics.wait(progress, 0, BigInt(ready));
    const end = Math.min(ready, inputSize);
    read(done, end, (bytes) => {
      whole.update(bytes);
      other?.update(bytes);
    });
    done = Math.max(done, end);
  }

  port.once('message', ({ gapStart, gapEnd, size }: FollowEnd) => {
    const inputSha256 = whole.copy().digest('hex');
    const range = other ?? whole.copy();
    read(inputSize, gapStart, (bytes) => void range.update(bytes));
    read(gapEnd, size, (bytes) => void range.update(bytes));
    read(inputSize, size, (bytes) => void whole.update(bytes));
    closeSync(fd);
    port.postMessage({ inputSha256, sha256: whole.digest('hex'), range: range.digest('hex') } satisfies SignedDigests);
  });
}

/** The thread behind ReadBack: reads the file as it grows and digests it. */
import { closeSync, openSync, readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { streamPieceSize } from '../bytes.ts';
import { SignedDigester } from './digests.ts';
import type { ReadBackEnd, ReadBackStart } from './read-back.ts';

const { path, inputSize, algorithm, written } = workerData as ReadBackStart;
const progress = new BigInt64Array(written);
const fd = openSync(path, 'r');
const digester = new SignedDigester(algorithm);
const piece = Buffer.allocUnsafeSlow(streamPieceSize);

for (let at = 0; at < inputSize;) {
  const ready = Number(Atomics.load(progress, 0));
  if (ready < 0) process.exit();
  if (ready <= at) {
    Atomics.wait(progress, 0, BigInt(ready));
    continue;
  }
  const got = readSync(fd, piece, 0, Math.min(piece.length, ready - at, inputSize - at), at);
  if (got === 0) throw new Error('the file is shorter than what was written');
  digester.update(piece.subarray(0, got));
  at += got;
}

parentPort!.once('message', ({ gapStart, gapEnd, size }: ReadBackEnd) => {
  const update = Buffer.allocUnsafeSlow(size - inputSize);
  let done = 0;
  while (done < update.length) {
    const got = readSync(fd, update, done, update.length - done, inputSize + done);
    if (got === 0) throw new Error('the file is shorter than what was written');
    done += got;
  }
  closeSync(fd);
  parentPort!.postMessage(digester.finish(update, gapStart - inputSize, gapEnd - inputSize));
});

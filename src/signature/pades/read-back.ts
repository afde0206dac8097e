import { Worker } from 'node:worker_threads';
import type { DigestAlgorithm } from '../crypto.ts';
import type { SignedDigests } from './digests.ts';
import { followFile } from './follow-file.ts';
import type { FollowEnd, FollowStart } from './follow-file.ts';

/** What the thread is given beside the function: it has no module of ours, and so no door but Node's own. */
const threadSource = `(${followFile.toString()})(
  require('node:worker_threads').workerData,
  require('node:worker_threads').parentPort,
  require('node:fs'),
  require('node:crypto').createHash,
)`;

/** The thread allocates one buffer and next to nothing else. */
const resourceLimits = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 32 };

/**
 * Reads a file back in a thread of its own while it is being written, so that checking what lies on the disk costs no time
 * of its own. Whatever goes wrong in the thread makes `digests` undefined: the caller then reads the file itself.
 */
export class ReadBack {
  readonly #worker: Worker;
  readonly #written: BigInt64Array;
  readonly #answer: Promise<SignedDigests | undefined>;

  constructor(path: string, inputSize: number, algorithm: DigestAlgorithm) {
    const written = new SharedArrayBuffer(8);
    this.#written = new BigInt64Array(written);
    const workerData: FollowStart = { path, inputSize, algorithm, written };
    // The thread runs from the function's own text: loading a module would cost it more memory than all of its work, and a
    // bundled program has no such file.
    this.#worker = new Worker(threadSource, { eval: true, workerData, resourceLimits });
    this.#worker.unref();
    this.#answer = new Promise((resolve) => {
      this.#worker.once('message', resolve);
      this.#worker.once('error', () => resolve(undefined));
      this.#worker.once('exit', () => resolve(undefined));
    });
  }

  /** Says how many bytes of the file may be read. */
  progress(written: number): void {
    Atomics.store(this.#written, 0, BigInt(written));
    Atomics.notify(this.#written, 0);
  }

  /** The digests of the whole file, the update included; undefined when the thread failed. */
  async digests(end: FollowEnd): Promise<SignedDigests | undefined> {
    this.#worker.ref();
    this.#worker.postMessage(end);
    return this.#answer;
  }

  /** Ends the thread, whatever it is doing. */
  async stop(): Promise<void> {
    this.progress(-1);
    await this.#worker.terminate();
  }
}

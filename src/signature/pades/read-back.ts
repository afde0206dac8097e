import { Worker } from 'node:worker_threads';
import type { DigestAlgorithm } from '../crypto.ts';
import type { SignedDigests } from './digests.ts';

/** What the reading thread is told at its start. */
export interface ReadBackStart {
  readonly path: string;
  readonly inputSize: number;
  readonly algorithm: DigestAlgorithm;
  /** One 64-bit cell: bytes written so far, or -1 when there is nothing to wait for any more. */
  readonly written: SharedArrayBuffer;
}

/** What it is told once the update is written too: the /Contents token's place in the whole file, and the file's size. */
export interface ReadBackEnd {
  readonly gapStart: number;
  readonly gapEnd: number;
  readonly size: number;
}

/**
 * Reads a file back in a thread of its own while it is being written, so that checking what lies on the disk costs no time
 * of its own. Whatever goes wrong in the thread makes `digests` undefined: the caller then reads the file itself.
 */
export class ReadBack {
  readonly #worker: Worker;
  readonly #written: BigInt64Array;
  readonly #answer: Promise<SignedDigests | undefined>;

  constructor(path: string, inputSize: number, algorithm: DigestAlgorithm) {
    const shared = new SharedArrayBuffer(8);
    this.#written = new BigInt64Array(shared);
    const workerData: ReadBackStart = { path, inputSize, algorithm, written: shared };
    this.#worker = new Worker(new URL('./read-back-worker.ts', import.meta.url), { workerData });
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
  async digests(end: ReadBackEnd): Promise<SignedDigests | undefined> {
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

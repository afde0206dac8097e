/** Digesting the byte ranges of many signatures in one pass over the file. */
import type { ByteSource } from '../../bytes.ts';
import { createDigest } from '../../crypto.ts';
import type { AnyDigest, Hash, RunningDigest } from '../../crypto.ts';
import type { ByteRange } from './signature-dictionary.ts';

export interface DigestJob {
  readonly range: ByteRange;
  readonly algorithm: AnyDigest;
}

/** What is known of a file's beginning without reading it again: its SHA-256, running, after the first `size` bytes. */
export interface KnownBeginning {
  readonly size: number;
  /** Forked with `copy()`, never finished. */
  readonly sha256: Hash;
}

interface Running {
  readonly job: DigestJob;
  /** null until the common beginning has been digested up to this job's gap. */
  hash: RunningDigest | null;
}

/** Bytes to digest beyond the common beginning, for each byte of the file: honest files need little more than none. */
const tailFactor = 4;
const tailAllowance = 64 << 20;

/**
 * Digests every job's range. What all ranges have in common, the bytes from the first on, is digested once for each algorithm
 * and forked at every gap, so that fifty signatures cost hardly more than one.
 * @param known spares reading the file's beginning where every job is SHA-256 and has its gap after it; of no use otherwise.
 * @returns the digests by job; jobs beyond any honest amount of work are left out.
 */
export async function digestRanges(
  source: ByteSource,
  jobs: readonly DigestJob[],
  known?: KnownBeginning,
): Promise<Map<DigestJob, Uint8Array>> {
  const accepted = acceptable(jobs, source.size);
  const running: Running[] = accepted.map((job) => ({ job, hash: null }));
  const prefixes = [...new Set(accepted.map((job) => job.algorithm))].map(
    (algorithm) => new Prefix(algorithm, running, known),
  );
  const end = Math.max(0, ...accepted.map((job) => job.range.end));
  let at = known?.size ?? 0;
  for await (const piece of source.stream(at, Math.max(at, end))) {
    for (const prefix of prefixes) prefix.take(piece, at);
    for (const each of running) updateTail(each, piece, at);
    at += piece.length;
  }
  return new Map(running.filter((each) => each.hash !== null).map(({ job, hash }) => [job, hash!.digest()] as const));
}

/** The digest of `[0, position)`, kept running and forked for each job whose gap begins there. */
class Prefix {
  readonly #hash: RunningDigest;
  readonly #waiting: Running[];
  #done: number;

  constructor(algorithm: AnyDigest, running: readonly Running[], known: KnownBeginning | undefined) {
    this.#hash = known === undefined ? createDigest(algorithm) : known.sha256.copy();
    this.#done = known?.size ?? 0;
    this.#waiting = running
      .filter(({ job }) => job.algorithm === algorithm)
      .sort((a, b) => a.job.range.before - b.job.range.before);
    this.#fork();
  }

  take(piece: Uint8Array, at: number): void {
    while (this.#waiting.length > 0 && this.#done < at + piece.length) {
      const stop = Math.min(at + piece.length, this.#waiting[0]!.job.range.before);
      this.#hash.update(piece.subarray(this.#done - at, stop - at));
      this.#done = stop;
      this.#fork();
    }
  }

  #fork(): void {
    while (this.#waiting[0]?.job.range.before === this.#done) this.#waiting.shift()!.hash = this.#hash.copy();
  }
}

function updateTail({ job, hash }: Running, piece: Uint8Array, at: number): void {
  const from = Math.max(job.range.after, at);
  const to = Math.min(job.range.end, at + piece.length);
  if (hash !== null && from < to) hash.update(piece.subarray(from - at, to - at));
}

/** Whether a known beginning spares anything for these jobs, and changes nothing in what comes out. */
export function helps({ size }: KnownBeginning, jobs: readonly DigestJob[]): boolean {
  return jobs.every(({ algorithm, range }) => algorithm === 'sha256' && range.before >= size);
}

function acceptable(jobs: readonly DigestJob[], size: number): DigestJob[] {
  let left = tailFactor * size + tailAllowance;
  return jobs.filter((job) => {
    left -= job.range.end - job.range.after;
    return left >= 0;
  });
}

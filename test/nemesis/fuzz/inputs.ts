/** Inputs as a seed number and an index make them: always the same bytes for the same seeds. */
import { readFileSync } from 'node:fs';
import { flip, mutateDer } from './der.ts';
import { pdfMutators } from './pdf.ts';
import { Random } from './random.ts';
import type { Seed } from './seeds.ts';

export interface Input {
  readonly seed: Seed;
  readonly bytes: Buffer;
  /** Which mutators were at work, in order. */
  readonly how: readonly string[];
}

const largestInput = 8 << 20;

/** Makes input after input from the same seeds. */
export class Inputs {
  readonly #number: number;
  readonly #seeds: readonly Seed[];
  readonly #bag: readonly number[];
  readonly #bytes = new Map<string, Buffer>();

  constructor(seeds: readonly Seed[], number: number) {
    this.#seeds = seeds;
    this.#number = number;
    this.#bag = seeds.flatMap(({ weight }, index) => Array.from({ length: weight }, () => index));
  }

  /** The input with this index. @param steps how many of its mutations to keep; all of them unless said. */
  make(index: number, steps = Infinity): Input {
    const random = new Random(this.#number, index);
    const seed = this.#seeds[random.pick(this.#bag)]!;
    let bytes = this.original(seed);
    const how: string[] = [];
    const count = random.size(5);
    for (let step = 0; step < Math.min(count, steps); step++) {
      const name = seed.kind === 'pdf' ? random.pick(Object.keys(pdfMutators)) : random.next() < 0.2 ? 'flip' : 'der';
      const other = this.original(random.pick(this.#seeds));
      how.push(name);
      if (seed.kind === 'pdf') bytes = pdfMutators[name]!(bytes, random, other);
      // A tree of megabytes would take more memory than the reader that is on trial.
      else bytes = name === 'flip' || bytes.length > 1 << 20 ? flip(bytes, random) : mutateDer(bytes, random);
      if (bytes.length > largestInput) bytes = bytes.subarray(0, largestInput);
    }
    return { seed, bytes, how };
  }

  original(seed: Seed): Buffer {
    let bytes = this.#bytes.get(seed.file);
    if (bytes === undefined) this.#bytes.set(seed.file, (bytes = readFileSync(seed.file)));
    return bytes;
  }
}

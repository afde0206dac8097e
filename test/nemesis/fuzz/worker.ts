/** One process of the fuzzer: takes a stretch of indices and says before each that it begins, and after each what came of it. */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { Inputs } from './inputs.ts';
import type { Seed } from './seeds.ts';
import { Targets } from './targets.ts';
import type { Answer } from './targets.ts';

export interface Stretch {
  readonly folder: string;
  readonly seeds: readonly Seed[];
  readonly number: number;
  readonly from: number;
  readonly to: number;
  /** For making a failing input smaller: how many of its mutations to keep. */
  readonly steps?: number;
}

export type Report =
  | { readonly kind: 'begins'; readonly index: number }
  | {
      readonly kind: 'ended';
      readonly index: number;
      readonly answer: Answer;
      /** Processor time in milliseconds, and the most memory (MB) this process has held so far. */
      readonly cpu: number;
      readonly peakMb: number;
    }
  | { readonly kind: 'done' };

const tell = (report: Report): void => void process.send!(report);

async function work({ folder, seeds, number, from, to, steps }: Stretch): Promise<void> {
  const inputs = new Inputs(seeds, number);
  const targets = new Targets(folder);
  for (let index = from; index < to; index++) {
    const input = inputs.make(index, steps);
    tell({ kind: 'begins', index });
    const before = process.cpuUsage();
    const answer = await targets.feed(input, inputs.original(input.seed));
    const { user, system } = process.cpuUsage(before);
    tell({ kind: 'ended', index, answer, cpu: (user + system) / 1000, peakMb: peakMb() });
    // Messages are written between turns: a crash must not take them along.
    await new Promise((resolve) => setImmediate(resolve));
  }
  tell({ kind: 'done' });
}

/** The most memory this process has held; getrusage would begin with what its parent held when it started us. */
function peakMb(): number {
  try {
    const match = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    if (match) return Number(match[1]) / 1024;
  } catch {
    // Not Linux.
  }
  return process.resourceUsage().maxRSS / 1024;
}

process.once('message', (stretch: Stretch) => {
  void work(stretch).then(() => process.disconnect());
});

/** The report that `batches.ts` leaves: what ran, what it met, how it ended. */
import type { BatchStory } from './batch.ts';

export interface BatchesRun {
  readonly stories: readonly BatchStory[];
  readonly failures: readonly { readonly seed: number; readonly message: string }[];
  readonly batches: number;
  readonly seed: number;
  readonly acts: number;
  readonly jobs: number;
  readonly seconds: number;
  readonly cores: number;
}

const tally = (names: readonly string[]): string =>
  [...new Set(names)]
    .map((name) => [name, names.filter((one) => one === name).length] as const)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `| ${name} | ${count} |`)
    .join('\n');

/** As Markdown, with the command that repeats it. */
export function batchesReport({ stories, failures, batches, seed, acts, jobs, seconds, cores }: BatchesRun): string {
  const ran = stories.length + failures.length;
  const seeds = [...stories, ...failures].map((one) => one.seed).sort((a, b) => a - b);
  const sum = (of: (story: BatchStory) => number): number => stories.reduce((total, story) => total + of(story), 0);
  const times = stories.map((story) => story.seconds).sort((a, b) => a - b);
  const plagues = stories.flatMap((story) => story.plagues.map(({ name }) => name));
  const onCard = stories.filter(({ place }) => place === 'card').length;
  const ends = stories.flatMap((story) => story.ends);
  return `# Batches under faults

\`node test/nemesis/batches.ts --batches ${batches} --seed ${seed} --acts ${acts}\`

${ran} of ${batches} batches of ${acts} acts ran (seeds ${seeds[0] ?? seed} to ${seeds.at(-1) ?? seed}), each with one to three faults drawn from its seed
(${onCard} of those that held with the keys on the virtual card, through pcscd and OpenSC, the others on SoftHSM):
**${stories.length} held, ${failures.length} did not.** ${(seconds / 60).toFixed(0)} minutes, ${jobs} at a time, on ${cores} cores that others used too; a batch took
${(times[0] ?? 0).toFixed(1)} to ${(times.at(-1) ?? 0).toFixed(1)} s, half of them less than ${(times[Math.floor(times.length / 2)] ?? 0).toFixed(1)} s.

Held means: after each stop so many acts were kept, at most one had a fate of its own and the rest waited, in order; the tray said
the same; one key press went on; at the end every act was signed once, in the order of the batch, registered once, with the
repository's receipt verified here, the journal's chain whole and no file too many; no PIN reached the token more often than it was
typed, and no digest was signed twice in one process.

In all: ${sum(({ typed }) => typed)} PINs typed, ${sum(({ logins }) => logins)} logins that reached the token, ${sum(({ signatures }) => signatures)} signatures made for ${stories.length * acts} acts kept.

| fault | times |
| --- | --- |
${tally(plagues)}

| a run of the batch ended by | times |
| --- | --- |
${tally(ends)}
${failures.map(({ seed: at, message }) => `\n## Seed ${at} did not hold\n\n\`\`\`\n${message}\n\`\`\`\n`).join('')}`;
}

/**
 * Whether a queue drains whenever the line heals, round after round on one stage: three desks and their repository at the two ends of a line
 * of 128 kbit/s with a round trip of 300 or 700 ms. In each round something breaks (silence, resets, a repository that is killed or stands
 * still, now and then a wrong clock as well), acts are signed meanwhile, it heals; then every receipt has to be at its desk within what
 * the line takes for the files that waited, as they are, and 60 s. In the end the invariants are checked on the whole history.
 *
 *   node test/nemesis/drains.ts [--runs N] [--seed S] [--stages N] [--keep FOLDER]
 *
 * Rounds are shared among `--stages` stages that stand at the same time, of the seeds S, S + 1 and so on. It is mostly waiting. As root the line
 * is real (network namespaces), else a proxy: the first line says which. Exit code 0 only when all held.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { inspect, parseArgs } from 'node:util';
import { type LineShape, canLayNetworkLine } from '../helpers/link/index.ts';
import { pick, randomFrom } from './random.ts';
import { drainGraceMs, violationsOf } from './sync/invariants.ts';
import { type Drained, drawRound, playRound } from './sync/round.ts';
import { isDrained } from './sync/run.ts';
import { type Stage, gather, layStage, untilAsync } from './sync/stage.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    stages: { type: 'string', default: '1' },
    keep: { type: 'string' },
  },
});
const [runs, seed, stages] = [values.runs, values.seed, values.stages].map(Number) as [number, number, number];
const [deskCount, caseCount] = [3, 4];
/** What was raised may follow its receipt. */
const afterwardsMs = 120_000;

const beyond: number[] = [];
let failed = 0;
const countFailure = (what: string): void => {
  failed += 1;
  console.log(`WRONG ${what}`);
};

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
const inTime = ({ tookMs, lineMs, stuck }: Drained): boolean => stuck.length === 0 && tookMs <= lineMs + drainGraceMs;

async function playStage(which: number, rounds: number): Promise<void> {
  const random = randomFrom(which);
  const shape: LineShape = {
    ...{ bitsPerSecond: 128_000, rttMs: pick(random, [300, 700]), seed: which },
    lossPerMillion: random() < 0.3 ? 10_000 : 0,
  };
  const raised = random() < 0.5;
  const stage = await layStage({ shape, desks: deskCount, raised, device: null, small: false, behindOffice: false });
  try {
    const caseIds = [];
    for (let n = 0; n < caseCount; n += 1) caseIds.push(await stage.repository.putCase(n, 'NÚÑEZ s/ CANARIO', n === 0));
    await stage.seat();
    let worst: Drained | null = null;
    for (let n = 1; n <= rounds; n += 1) {
      const round = drawRound(random, deskCount, caseCount);
      const { blow, forMs } = round.strike;
      const clock = round.clock ? `, a clock ${Math.round(round.clock.byMs / 60_000)} min off` : '';
      const what = `${which}/${n}: ${blow.kind} of ${seconds(forMs)}${clock}`;
      const drained = await playRound(stage, shape, round, caseIds, `${which}-${n}`);
      const { tookMs, lineMs, stuck } = drained;
      beyond.push(tookMs - lineMs);
      if (worst === null || tookMs - lineMs > worst.tookMs - worst.lineMs) worst = drained;
      const told = `${drained.acts} acts, drained in ${seconds(tookMs)} (line ${seconds(lineMs)})`;
      if (inTime(drained)) console.log(`ok    ${what}, ${told}`);
      else countFailure(`${what}, ${told}, without a receipt: ${stuck.join(' ') || 'none'}`);
    }
    await endStage(stage, which, raised, worst);
  } catch (error) {
    countFailure(`${which}: ${inspect(error, { depth: 3 })}`);
  } finally {
    keepLogs(stage, which);
    await stage.close();
  }
}

async function endStage(stage: Stage, which: number, raised: boolean, worst: Drained | null): Promise<void> {
  await untilAsync(() => isDrained({ raised }, stage), afterwardsMs).catch(() => undefined);
  const { tookMs, lineMs } = worst ?? { tookMs: 0, lineMs: 0 };
  const drain = { tookMs, lineMs };
  const history = await gather(stage, { seed: which, drain, loss: null, contested: [], joint: [] });
  const violations = violationsOf(history);
  for (const violation of violations) countFailure(`${which}: ${violation}`);
  const acts = history.register.registrations.length;
  console.log(`${violations.length === 0 ? 'ok   ' : 'WRONG'} ${which}: the history of ${acts} acts`);
}

function keepLogs({ desks, repository, entries }: Stage, which: number): void {
  if (values.keep === undefined || failed === 0) return;
  mkdirSync(values.keep, { recursive: true });
  writeFileSync(
    join(values.keep, `${which}.log`),
    [...desks.map(({ output }) => output), ...repository.log].join('\n'),
  );
  writeFileSync(join(values.keep, `${which}.json`), JSON.stringify(entries, null, 1));
}

const laid = canLayNetworkLine() ? 'network lines' : 'proxies for lines';
console.log(`${runs} rounds, seeds from ${seed}, on ${stages} ${laid}`);
const shares = Array.from({ length: stages }, (_, at) => Math.floor(runs / stages) + (at < runs % stages ? 1 : 0));
await Promise.all(shares.map((rounds, at) => playStage(seed + at, rounds)));
beyond.sort((a, b) => a - b);
const [median, most] = [beyond[Math.floor(beyond.length / 2)] ?? 0, beyond.at(-1) ?? 0];
console.log(`beyond the line's own time: median ${seconds(median)}, most ${seconds(most)}`);
const isWhole = beyond.length === runs;
console.log(`${beyond.length} of ${runs} rounds, ${failed === 0 && isWhole ? 'all held' : `${failed} failed`}`);
process.exit(failed === 0 && isWhole ? 0 : 1);

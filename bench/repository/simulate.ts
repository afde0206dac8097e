/**
 * A working day of a province as a queue: acts come in Poisson arrivals with the day's profile, so many cores take each for its time of
 * service, and all commits pass one disk. Prints what docs/capacity.md quotes:
 *
 *   node bench/repository/simulate.ts [--acts-a-year N] [--cpu-ms M] [--commit-ms C] [--cores K]
 *
 * `cpu-ms`: CPU of the nodes and the database for one act, as `npm run bench -- repository` measures it here. The same seed, the same day.
 */
import { parseArgs } from 'node:util';
import { randomFrom } from '../../test/nemesis/random.ts';

const { values } = parseArgs({
  options: {
    'acts-a-year': { type: 'string', default: '10600000' },
    'cpu-ms': { type: 'string', default: '5.5' },
    'commit-ms': { type: 'string', default: '4' },
    cores: { type: 'string', default: '2' },
  },
});
const [actsAYear, cpuMs, commitMs, cores] = [
  Number(values['acts-a-year']),
  Number(values['cpu-ms']),
  Number(values['commit-ms']),
  Number(values.cores),
];
const workdays = 240;
const offices = 344;
/** Parts of the day's acts in each hour, from 8 to 20; a quarter in the busiest. */
const hours = [0.05, 0.09, 0.13, 0.16, 0.25, 0.13, 0.07, 0.04, 0.03, 0.02, 0.02, 0.01];
/** Acts of one commit at most: whoever waits for the disk together is written together. */
const together = 64;

interface Wait {
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
}

/** Milliseconds from the arrival of each act to its receipt. */
function queue(arrivals: readonly number[], random: () => number): Wait {
  const free = Array.from({ length: cores }, () => 0);
  const judged = arrivals.map((at) => {
    const core = free.indexOf(Math.min(...free));
    // Acts differ: the time of service is spread between half and one and a half of its mean.
    return (free[core] = Math.max(at, free[core]!) + cpuMs * (0.5 + random()));
  });
  judged.sort((a, b) => a - b);
  const waits: number[] = [];
  let disk = 0;
  for (let at = 0; at < judged.length;) {
    const begin = Math.max(disk, judged[at]!);
    let last = at;
    while (last < judged.length && last - at < together && judged[last]! <= begin) last += 1;
    disk = begin + commitMs;
    for (; at < last; at += 1) waits.push(disk - arrivals[at]!);
  }
  waits.sort((a, b) => a - b);
  const part = (of: number): number => waits[Math.min(waits.length - 1, Math.floor(waits.length * of))] ?? 0;
  return { p50: part(0.5), p99: part(0.99), most: part(1) };
}

function poisson(perSecond: number, seconds: number, random: () => number): number[] {
  const times: number[] = [];
  for (let at = 0; ;) {
    at += (-Math.log(1 - random()) / perSecond) * 1000;
    if (at > seconds * 1000) return times;
    times.push(at);
  }
}

const day = actsAYear / workdays;
const peak = (day * Math.max(...hours)) / 3600;
const most = Math.min((cores * 1000) / cpuMs, (together * 1000) / commitMs);
const say = (name: string, perSecond: number, { p50, p99, most: worst }: Wait): void =>
  console.log(
    `${name.padEnd(34)} ${perSecond.toFixed(1).padStart(7)}/s  busy ${((perSecond / most) * 100).toFixed(0).padStart(3)} %  p50 ${p50.toFixed(0)} ms  p99 ${p99.toFixed(0)} ms  worst ${worst.toFixed(0)} ms`,
  );
console.log(
  `${actsAYear} acts a year, ${day.toFixed(0)} a working day; ${cores} cores at ${cpuMs} ms, at most ${most.toFixed(0)}/s`,
);
const random = randomFrom(1);
for (const [name, perSecond] of [
  ['a whole day, evenly', day / (12 * 3600)],
  ['the busiest hour', peak],
  ['five times the busiest hour', peak * 5],
] as const)
  say(name, perSecond, queue(poisson(perSecond, 900, random), random));
// After a day without a line every office sends a day at once; its line gives so many acts a second (128 kbit/s, 36 kB packed).
const lineRate = 128_000 / 8 / 36_000;
const backlog = Math.ceil(day / offices);
const storm = Array.from({ length: offices }, () => {
  const begin = random() * 60_000;
  return Array.from({ length: backlog }, (_, nth) => begin + ((nth + 1) * 1000) / lineRate);
});
const arrivals = storm.flat().toSorted((a, b) => a - b);
say('all offices after a day apart', offices * lineRate, queue(arrivals, random));
console.log(`their lines need ${(backlog / lineRate / 60).toFixed(1)} minutes for the day`);

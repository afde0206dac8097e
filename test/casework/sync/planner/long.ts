/** The laws of the planner in many made-up worlds: `node test/casework/sync/planner/long.ts [--runs 10000] [--seed N]`. */
import process from 'node:process';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { brokenLaws } from './laws.ts';
import { worlds } from './world.ts';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '10000' }, seed: { type: 'string' } } });
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
const begun = performance.now();
const details = fc.check(
  fc.property(worlds, (world) => brokenLaws(world).length === 0),
  { numRuns: Number(values.runs), seed },
);
const seconds = ((performance.now() - begun) / 1000).toFixed(1);
console.log(`planner: ${details.numRuns} worlds in ${seconds} s, seed ${seed}`);
if (details.failed && details.counterexample) {
  console.log(brokenLaws(details.counterexample[0]).join('\n'));
  console.log(fc.stringify(details.counterexample[0]));
}
console.log(`${details.numRuns - (details.failed ? 1 : 0)} passed, ${details.failed ? 1 : 0} failed`);
process.exitCode = details.failed ? 1 : 0;

/**
 * A long siege: kills the office or the token host with SIGKILL at fifty random moments of a working day (pulling, preparing,
 * waiting for the PIN, signing, keeping, sending) and holds the laws against what is left after each.
 *
 *   node test/nemesis/kills.ts [--kills N] [--seed N]
 *
 * Needs SoftHSM2. Exit code 0 only when every check held.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { until } from '../helpers/office.ts';
import { type Siege, createArmoury, createSiege } from '../casework/siege.ts';
import { randomFrom } from './random.ts';

const { values } = parseArgs({ options: { kills: { type: 'string' }, seed: { type: 'string' } } });
const kills = Number(values.kills ?? 50);
const seed = Number(values.seed ?? Date.now() % 1_000_000);

const random = randomFrom(seed);
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** One attack while a batch runs. Afterwards everybody is alive again, and the batch that was attacked has ended. */
async function attack(siege: Siege): Promise<string> {
  await siege.propose(2 + Math.floor(random() * 4));
  await siege.office.call('sync.now', {});
  const batchId = await siege.sign();
  const atMs = Math.round(random() * 500);
  await wait(atMs);
  const victim = random() < 0.65 ? 'office' : 'token host';
  if (victim === 'office') {
    await siege.killOffice();
    await siege.startOffice();
  } else {
    await siege.killHost();
    await siege.startHost();
  }
  if (batchId) await siege.batchEnded(batchId);
  return `${victim} killed after ${atMs} ms`;
}

/** The person signs what is left, and everything is registered. */
async function settle(siege: Siege): Promise<void> {
  for (let batch = await siege.sign(); batch; batch = await siege.sign()) await siege.batchEnded(batch);
  const all = siege.acts.length;
  await until(async () => (await siege.office.call('trays.counts', {})).registered === all, 60_000);
}

console.log(`seed ${seed}`);
const armoury = createArmoury();
let passed = 0;
let failed = 0;
const count = (what: string, error?: unknown): void => {
  if (error === undefined) passed += 1;
  else failed += 1;
  console.log(
    error === undefined ? `ok    ${what}` : `WRONG ${what}: ${error instanceof Error ? error.message : 'unknown'}`,
  );
};

// A folder of its own every so often, so that one fault does not hide the next and checks stay quick.
const killsOfOneFolder = 10;
try {
  for (let done = 0; done < kills && failed === 0;) {
    const siege = await createSiege(armoury);
    let what = 'the beginning';
    try {
      await siege.startOffice();
      for (let here = 0; here < killsOfOneFolder && done < kills; here += 1, done += 1) {
        what = `kill ${done + 1}`;
        what = `kill ${done + 1}: ${await attack(siege)}`;
        await siege.checkAlive();
        count(what);
      }
      what = 'everything registered once, no file too many, the journal whole';
      await settle(siege);
      await siege.checkAtTheEnd();
      count(what);
    } catch (error) {
      count(what, error);
    } finally {
      await siege.end();
    }
  }
} finally {
  armoury.token.remove();
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

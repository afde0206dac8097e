/**
 * A long siege: kills the office or the token host with SIGKILL at fifty random moments of a working day (pulling, preparing,
 * waiting for the PIN, signing, keeping, sending) and holds the laws against what is left after each.
 *
 *   node test/nemesis/kills.ts [--kills N] [--seed N]
 *
 * Ten kills make a siege, in a folder of its own; siege i has seed S + i and can be repeated alone (`--kills 10`). Needs SoftHSM2. Exit code 0
 * only when every check held.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { atExit } from '../helpers/at-exit.ts';
import { until } from '../helpers/office.ts';
import { type Siege, createArmoury, createSiege } from '../casework/siege.ts';
import { randomFrom } from './random.ts';

const { values } = parseArgs({ options: { kills: { type: 'string' }, seed: { type: 'string' } } });
const kills = Number(values.kills ?? 50);
const seed = Number(values.seed ?? Date.now() % 1_000_000);

// Most of a kill is the start of the next office, and half of that is reading the same sources: they are kept compiled.
const compiled = mkdtempSync(join(tmpdir(), 'fojas-kills-'));
process.env['NODE_COMPILE_CACHE'] = compiled;
atExit(() => rmSync(compiled, { recursive: true, force: true }));

/** A machine that does much else takes its time for a batch; who never ends one is found out all the same. */
const patienceMs = 180_000;
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** One attack while a batch runs. Afterwards everybody is alive again, and the batch that was attacked has ended. */
async function attack(siege: Siege, random: () => number): Promise<string> {
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
  if (batchId) await siege.batchEnded(batchId, patienceMs);
  return `${victim} killed after ${atMs} ms`;
}

/** The person signs what is left, and everything is registered. */
async function settle(siege: Siege): Promise<void> {
  for (let batch = await siege.sign(); batch; batch = await siege.sign()) await siege.batchEnded(batch, patienceMs);
  const all = siege.acts.length;
  await until(async () => (await siege.office.call('trays.counts', {})).registered === all, patienceMs);
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
  for (let before = 0, which = seed; before < kills; before += killsOfOneFolder, which += 1) {
    const random = randomFrom(which);
    const siege = await createSiege(armoury);
    let what = 'the beginning';
    try {
      await siege.startOffice();
      for (let done = before; done < Math.min(kills, before + killsOfOneFolder); done += 1) {
        what = `kill ${done + 1} (seed ${which})`;
        what = `${what}: ${await attack(siege, random)}`;
        await siege.checkAlive();
        count(what);
      }
      what = `seed ${which}: everything registered once, no file too many, the journal whole`;
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

/**
 * Power cuts on a disk that forgets: offices that sign and repositories that register, killed now and then, run on a folder whose every
 * change is noted (forgetful/disk-log.c); afterwards the disk is laid down as it may have been at any moment of that, with any part of what
 * had not been flushed, and what had been promised by then has to be there.
 *
 *   node test/nemesis/forgetful.ts [--cuts N] [--seed S] [--report FILE]
 *
 * Half of the cuts each, ten of one life. Needs a C compiler, and neither root nor mounts. Exit code 0 only when nothing was lost.
 */
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { forgetfulOffice } from './forgetful/office.ts';
import { forgetfulRepository } from './forgetful/repository.ts';
import { randomFrom } from './random.ts';

const { values } = parseArgs({
  options: {
    cuts: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    report: { type: 'string' },
  },
});
const [cuts, seed] = [Number(values.cuts), Number(values.seed)];
/** Kills of one life, and cuts of it. */
const [rounds, cutsOfOne] = [2, 10] as const;
let [passed, failed, promises] = [0, 0, 0];
const count = {
  async one(what: string, work: () => Promise<number>) {
    try {
      const many = await work();
      promises += many;
      passed += 1;
      console.log(`ok    ${what}, ${many} promised`);
    } catch (error) {
      failed += 1;
      console.log(`WRONG ${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  },
};
console.log(`${cuts} cuts, seed ${seed}`);
for (let done = 0; done < cuts; done += cutsOfOne) {
  const live = (done / cutsOfOne) % 2 === 0 ? forgetfulOffice : forgetfulRepository;
  await live(rounds, Math.min(cutsOfOne, cuts - done), randomFrom(seed + done), count).catch((error: unknown) => {
    failed += 1;
    console.log(`WRONG ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  });
}
if (values.report !== undefined) {
  const told = `${passed} passed, ${failed} failed; ${promises} promises held against it, added up over all cuts.`;
  writeFileSync(values.report, `\`node test/nemesis/forgetful.ts --cuts ${cuts} --seed ${seed}\`: ${told}\n`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

/**
 * Power cuts: the file system under an office that signs, or under a repository that registers, is shut down without flushing, its
 * process is killed, the disk is mounted again. Nothing that was acknowledged before may be lost (sync of journal.db and files,
 * of the register and blobs).
 *
 *   node test/nemesis/power.ts [--cuts N] [--seed S] [--report FILE]
 *
 * Half of the cuts each. Needs root, loop mounts and Debian's xfsprogs. Exit code 0 only when nothing was lost.
 */
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { ensurePackages } from '../../tools/machine.ts';
import { cutOffice } from './power/office.ts';
import { cutRepository } from './power/repository.ts';
import type { Cuts } from './power/tally.ts';
import { randomFrom } from './random.ts';

const { values } = parseArgs({
  options: {
    cuts: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    report: { type: 'string' },
  },
});
const [cuts, seed] = [Number(values.cuts), Number(values.seed)];
const readiness = ensurePackages(['xfsprogs']);
if (readiness.kind === 'missing') {
  console.error(readiness.message);
  process.exit(5);
}

let passed = 0;
let failed = 0;
const tally = (): Cuts & { most: number } => {
  const self = {
    most: 0,
    async one(work: () => Promise<string>) {
      try {
        console.log(`ok    ${await work()}`);
        passed += 1;
      } catch (error) {
        failed += 1;
        console.log(`WRONG ${error instanceof Error ? error.message : String(error)}`);
        throw error;
      }
    },
    acknowledged: (number: number) => void (self.most += number),
  };
  return self;
};

/** So many cuts under one folder, that each check stays quick. */
const cutsOfOneFolder = 10;
const offices = tally();
const repositories = tally();
console.log(`${cuts} power cuts, seed ${seed}`);
for (let done = 0; done < cuts; done += cutsOfOneFolder) {
  const here = Math.min(cutsOfOneFolder, cuts - done);
  const isOffice = (done / cutsOfOneFolder) % 2 === 0;
  const attack = isOffice ? cutOffice : cutRepository;
  // What was lost has been counted; the next folder is another chance to find more.
  await attack(here, randomFrom(seed + done), isOffice ? offices : repositories).catch((error: unknown) => {
    if (failed === 0) {
      failed += 1;
      console.log(`WRONG ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  });
}
if (values.report !== undefined) {
  const lines = [
    `\`node test/nemesis/power.ts --cuts ${cuts} --seed ${seed}\`: ${passed} passed, ${failed} failed. What had been acknowledged, added up`,
    `over all checks: ${offices.most} acts at offices; ${repositories.most} files, proposals and receipts at repositories.`,
  ];
  writeFileSync(values.report, `${lines.join('\n')}\n`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

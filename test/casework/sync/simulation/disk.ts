/**
 * The disk of a simulated desk, where this process was started on one that is noted (`test/nemesis/simulation.ts`): its power can be cut, and
 * its rows come back as they may lie there then.
 */
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { type Store, openStore } from '../../../../src/casework/store/index.ts';
import { ForgetfulDisk, fates, readLog } from '../../../nemesis/forgetful/replay.ts';
import { pick } from '../../../nemesis/random.ts';

export interface SimulatedDisk {
  /** As it lies there at first: empty. */
  open(): Store;
  /** Where its log stands: a cut now keeps nothing of what is written later. */
  now(): number;
  /** The rows after a cut at that moment. What was open on it has to be closed. */
  after(at: number): Store;
  remove(): void;
}

/** @param name of a folder that no other life uses */
export function simulatedDisk(name: string, random: () => number): SimulatedDisk | null {
  const [root, log] = [process.env['FOJAS_DISK_ROOT'], process.env['FOJAS_DISK_LOG']];
  if (root === undefined || log === undefined) return null;
  const size = (): number => statSync(log).size;
  let cuts = 0;
  let folder = join(root, `${name}-0`);
  let began = size();
  let disk = new ForgetfulDisk(folder);
  const opened = (): Store => {
    const outcome = openStore({ folder, storeKey: '11'.repeat(32), now: () => new Date() });
    if (!outcome.ok) throw new Error(`after ${cuts} cuts: ${JSON.stringify(outcome.failure)}`);
    return outcome.value;
  };
  return {
    open: opened,
    now: size,
    after(at) {
      for (const noted of readLog(log, began, at)) if (isBelow(folder, noted.path)) disk.take(noted);
      const before = folder;
      folder = join(root, `${name}-${(cuts += 1)}`);
      disk.after(pick(random, fates), random, folder);
      rmSync(before, { recursive: true });
      disk = new ForgetfulDisk(folder).lies();
      began = size();
      return opened();
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Changes of files say no path: whether they are of this disk its inodes tell. */
const isBelow = (folder: string, path: string): boolean =>
  path === '' || path === folder || path.startsWith(`${folder}/`);

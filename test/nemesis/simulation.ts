/**
 * The engine in virtual time (test/casework/sync/simulation.test.ts), on a disk that forgets: the power is cut under every life some times, and
 * its rows come back with any mixture of what had not been flushed.
 *
 *   node test/nemesis/simulation.ts [--seeds N] [--seed S]
 *
 * Needs a C compiler. Exit code 0 only when all lives held.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { notedFolder } from './forgetful/log.ts';

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '40' }, seed: { type: 'string', default: '1' } },
});
const root = join(import.meta.dirname, '..', '..');
const disk = notedFolder();
const { status } = spawnSync(
  process.execPath,
  [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', 'test/casework/sync/simulation.test.ts'],
  {
    ...{ cwd: root, stdio: 'inherit' },
    env: {
      ...{ ...process.env, ...disk.environment },
      ...{ FOJAS_SIMULATION_SEEDS: values.seeds, FOJAS_SIMULATION_FIRST: values.seed },
    },
  },
);
const cuts = disk.now() > 0;
disk.remove();
// Without a single note the lives ran on another disk, and held for nothing.
const held = status === 0 && cuts;
console.log(`${held ? values.seeds : 0} passed, ${held ? 0 : values.seeds} failed`);
process.exit(held ? 0 : 1);

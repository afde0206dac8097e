import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
  writeSync,
  openSync,
  closeSync,
} from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { expect, it } from 'vitest';
import type { OfficeConfig } from '../../../src/contract/config.ts';
import { openTestOffice, storeKey } from '../../helpers/office.ts';
import { homeWorld } from './home-world.ts';

const root = join(import.meta.dirname, '..', '..', '..');
/** How many of the steps are tried, spread over all of them. */
const tried = Number(process.env['FOJAS_STEPS_TRIED'] ?? 3);

interface Scene {
  readonly configFile: string;
  readonly config: OfficeConfig;
  readonly arguments: readonly string[];
}

interface End {
  readonly killed: boolean;
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly steps: number;
}

/** Brings the desk back in a process of its own, which meets the fault at this step. */
function restore({ config, arguments: given }: Scene, fault: 'none' | 'kill' | 'full', at = 0): End {
  const count = join(config.dataDir, '..', 'steps.txt');
  rmSync(count, { force: true });
  const faults = join(root, 'test', 'helpers', 'file-faults.ts');
  const ran = spawnSync(process.execPath, ['--import', faults, join(root, 'src/cli/fojas.ts'), ...given], {
    encoding: 'utf8',
    env: { ...process.env, FOJAS_FAULT: fault, FOJAS_FAULT_AT: String(at), FOJAS_FAULT_COUNT: count },
  });
  const steps = existsSync(count) ? Number(readFileSync(count, 'utf8')) : 0;
  return { killed: ran.signal === 'SIGKILL', code: ran.status, stdout: ran.stdout, stderr: ran.stderr, steps };
}

/** A desk that signed three acts, kept its copy, signed one more, and whose journal then lost a page. */
async function damagedDesk(): Promise<Scene & { readonly begin: () => void }> {
  const { world, place, keyFile } = await homeWorld({ offline: true, acts: 4 });
  await world.ended(await world.sign(world.acts.slice(0, 3)));
  await world.office.call('home.copyNow', {});
  cpSync(place, `${place}-old`, { recursive: true });
  await world.ended(await world.sign(world.acts.slice(3)));
  await world.office.close();
  const journal = openSync(join(world.config.dataDir, 'journal.db'), 'r+');
  writeSync(journal, Buffer.alloc(64, 0x5a), 0, 64, 9 * 4096 + 1000);
  closeSync(journal);
  const pristine = join(world.folder, 'pristine');
  cpSync(world.config.dataDir, pristine, { recursive: true });
  const config = { ...world.config, dataDir: join(world.folder, 'trial', 'data') };
  const [configFile, keyOfStore] = [join(world.folder, 'office.json'), join(world.folder, 'store.key')];
  writeFileSync(configFile, JSON.stringify(config));
  writeFileSync(keyOfStore, storeKey);
  return {
    ...{ configFile, config },
    arguments: [
      ...['home', 'restore', '--json', '--config', configFile, '--from', `${place}-old`],
      ...['--identity-file', keyFile, '--store-key-file', keyOfStore],
    ],
    begin() {
      rmSync(join(world.folder, 'trial'), { recursive: true, force: true });
      mkdirSync(join(world.folder, 'trial'));
      cpSync(pristine, config.dataDir, { recursive: true });
    },
  };
}

/** What must be there in the end, however often it was interrupted: every signed act, its file whole, the chain unbroken. */
async function isWhole(scene: Scene, what: string): Promise<void> {
  const office = await openTestOffice({ config: scene.config });
  try {
    expect((await office.call('trays.counts', {})).queue, what).toBe(4);
    expect((await office.call('office.status', {})).journal.entries, what).toBeGreaterThan(8);
  } finally {
    await office.close();
  }
  const left = readdirSync(scene.config.dataDir).filter((name) => /restoring|\.tmp$/.test(name));
  expect(left, what).toEqual([]);
}

const chosen = (steps: number): number[] => {
  const apart = Math.max(1, Math.floor(steps / tried));
  return Array.from({ length: steps }, (_, index) => index + 1).filter((step) => step % apart === 0);
};

it('is finished by the next one when it is killed in the middle', async () => {
  const desk = await damagedDesk();
  desk.begin();
  const { steps, code, stderr } = restore(desk, 'none');
  expect(code, stderr).toBe(0);
  expect(steps).toBeGreaterThan(20);
  await isWhole(desk, 'undisturbed');
  for (const at of chosen(steps)) {
    desk.begin();
    expect(restore(desk, 'kill', at).killed, `step ${at}`).toBe(true);
    const again = restore(desk, 'none');
    expect(again.code, `after step ${at}: ${again.stderr}`).toBe(0);
    await isWhole(desk, `killed at step ${at} of ${steps}`);
  }
}, 1_800_000);

it('says that the disk is full, loses nothing, and is finished once there is room', async () => {
  const desk = await damagedDesk();
  desk.begin();
  const { steps } = restore(desk, 'none');
  let told = 0;
  for (const at of chosen(steps)) {
    desk.begin();
    const full = restore(desk, 'full', at);
    if (full.code !== 0) {
      expect(full.stderr, `step ${at}`).toContain('diskFull');
      told += 1;
    }
    const again = restore(desk, 'none');
    expect(again.code, `after step ${at}: ${again.stderr}`).toBe(0);
    await isWhole(desk, `full from step ${at} of ${steps}`);
  }
  expect(told).toBeGreaterThan(0);
}, 1_800_000);

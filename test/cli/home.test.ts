import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createWorld } from '../casework/world.ts';
import { storeKey } from '../helpers/office.ts';
import { fojas, json, scratch } from './harness.ts';

it.runIf(process.platform !== 'win32')('home new-recovery-key: leaves no half key where nothing can be written', () => {
  const file = join(scratch(), 'recovery.txt');
  const entry = join(import.meta.dirname, '..', '..', 'src', 'cli', 'fojas.ts');
  const args = [
    '-c',
    'ulimit -f 0; exec "$0" "$@"',
    process.execPath,
    entry,
    'home',
    'new-recovery-key',
    '--out',
    file,
  ];
  const ended = spawnSync('sh', args, { encoding: 'utf8' });
  expect([ended.status, ended.stderr]).toEqual([5, expect.stringContaining('fileUnreadable EFBIG')]);
  expect(existsSync(file)).toBe(false);
});

it('home: a recovery key, a copy, a computer that is gone, and everything registered from the new one', async () => {
  const dir = scratch();
  const keyFile = join(dir, 'recovery.txt');
  const made = json<{ recipient: string }>(await fojas(['home', 'new-recovery-key', '--out', keyFile, '--json']));
  expect(spawnSync('age-keygen', ['-y', keyFile], { encoding: 'utf8' }).stdout.trim()).toBe(made.recipient);
  expect(statSync(keyFile).mode & 0o077).toBe(0);

  const world = await createWorld({ acts: 2 });
  await world.repository.stop();
  await world.ended(await world.sign());
  await world.office.close();
  const stick = join(dir, 'stick');
  const config = { ...world.config, secondCopy: { folder: stick, recoveryRecipients: [made.recipient] } };
  const [configFile, storeFile] = [join(dir, 'oficina.json'), join(dir, 'almacen.key')];
  writeFileSync(configFile, JSON.stringify(config));
  writeFileSync(storeFile, storeKey);
  const office = ['--config', configFile, '--store-key-file', storeFile];

  const absent = await fojas(['home', 'copy-now', ...office]);
  expect([absent.code, absent.stderr]).toEqual([5, expect.stringContaining('copyPlaceAbsent')]);
  mkdirSync(stick);
  const copied = await fojas(['home', 'copy-now', ...office, '--json']);
  expect(copied.code, copied.stderr).toBe(0);
  expect(json(copied)).toMatchObject({ state: 'good', unsent: 2, uncovered: 0 });
  expect((await fojas(['home', 'status', ...office])).stdout).toContain('La segunda copia está entera.');

  // The keychain forgot the key: it lies beside the data, sealed.
  const back = join(dir, 'back.key');
  const key = ['home', 'store-key', '--config', configFile, '--identity-file', keyFile, '--out', back];
  expect((await fojas(key)).code).toBe(0);
  expect(readFileSync(back, 'utf8').trim()).toBe(storeKey);

  rmSync(config.dataDir, { recursive: true });
  const newKey = join(dir, 'new.key');
  const restore = ['home', 'restore', '--config', configFile, '--from', stick, '--identity-file'];
  const wrong = await fojas([...restore, storeFile, '--store-key-file', newKey]);
  expect([wrong.code, wrong.stderr]).toEqual([5, expect.stringContaining('recoveryKeyWrong')]);
  const restored = await fojas([...restore, keyFile, '--store-key-file', newKey]);
  expect(restored.code, restored.stderr).toBe(0);
  expect(restored.stdout).toContain('Actos firmados: 2. En cola: 2.');
  await world.repository.restart();
  const sync = await fojas(['sync', '--config', configFile, '--store-key-file', newKey, '--json']);
  expect(sync.code, sync.stderr).toBe(0);
  expect(json(sync)).toMatchObject({ trays: { registered: 2, queue: 0 } });

  // The same from the repository, where the office's file says so.
  const { folder: _folder, ...sealed } = config.secondCopy;
  const atRepository = { ...config, secondCopy: { ...sealed, repository: true } };
  writeFileSync(configFile, JSON.stringify(atRepository));
  const sent = await fojas(['home', 'copy-now', '--config', configFile, '--store-key-file', newKey]);
  expect([sent.code, sent.stdout], sent.stderr).toEqual([0, expect.stringContaining('En el repositorio, cifrada.')]);
  const fetched = join(dir, 'fetched');
  const fetch = ['home', 'fetch', '--config', configFile, '--to', fetched];
  const brought = await fojas([...fetch, '--json']);
  expect(brought.code, brought.stderr).toBe(0);
  const { folder, generations } = json<{ folder: string; generations: string[] }>(brought);
  const sums = spawnSync('sha256sum', ['-c', `${generations[0]!}.sha256`], { cwd: folder, encoding: 'utf8' });
  expect(sums.status, sums.stderr).toBe(0);
  writeFileSync(configFile, JSON.stringify({ ...atRepository, deviceId: 'otra-pc' }));
  const none = await fojas(fetch);
  expect([none.code, none.stderr]).toEqual([5, expect.stringContaining('copyMissing')]);
  writeFileSync(configFile, JSON.stringify(config));

  const desk = join(
    stick,
    readdirSync(stick).find((name) => name.includes('--'))!,
  );
  const list = readdirSync(desk)
    .filter((name) => name.endsWith('.list.age'))
    .sort()
    .at(-1)!;
  appendFileSync(join(desk, list), 'x');
  const check = await fojas(['home', 'check', '--config', configFile, '--store-key-file', newKey]);
  expect([check.code, check.stdout]).toEqual([1, expect.stringContaining('DAÑADA')]);
}, 400_000);

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createWorld } from '../casework/world.ts';
import { storeKey } from '../helpers/office.ts';
import { fojas, json, scratch } from './harness.ts';

it('sync --status: what waits for a line that is down, without waiting for it, and nothing when it is through', async () => {
  const dir = scratch();
  const world = await createWorld({ acts: 2 });
  await world.repository.stop();
  await world.ended(await world.sign());
  await world.office.close();
  const [configFile, storeFile] = [join(dir, 'oficina.json'), join(dir, 'almacen.key')];
  writeFileSync(configFile, JSON.stringify({ ...world.config, line: { capKbps: 512 } }));
  writeFileSync(storeFile, storeKey);
  const office = ['--config', configFile, '--store-key-file', storeFile];

  const down = await fojas(['sync', '--status', ...office]);
  expect(down.code, down.stderr).toBe(0);
  expect(down.stdout).toContain('En cola: 2.');
  expect(down.stdout).toMatch(/Por enviar: \d/);
  expect(down.stdout).toContain('Tope: 512 kbit/s.');
  const told = json(await fojas(['sync', '--status', '--json', ...office]));
  expect(told).toMatchObject({ line: { waiting: 2, aside: 0 }, plan: { up: { items: 2 }, cap: { kbps: 512 } } });

  await world.repository.restart();
  expect((await fojas(['sync', ...office])).code).toBe(0);
  const through = json(await fojas(['sync', '--status', '--json', ...office]));
  expect(through).toMatchObject({ line: { waiting: 0 }, plan: { up: { items: 0, bytes: 0 }, items: [] } });
}, 120_000);

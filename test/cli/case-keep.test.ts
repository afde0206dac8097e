import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { read } from '../casework/between.ts';
import { createWorld } from '../casework/world.ts';
import { storeKey } from '../helpers/office.ts';
import { fojas, json, scratch } from './harness.ts';

it('case keep: keeps a case for a hearing, says what of it is here, and lets it go', async () => {
  const world = await createWorld({ acts: 1 });
  const { caseNumber } = await read(world, 0);
  await world.office.close();
  const dir = scratch();
  const [config, key] = [join(dir, 'oficina.json'), join(dir, 'almacen.key')];
  writeFileSync(config, JSON.stringify(world.config));
  writeFileSync(key, storeKey);
  const office = ['--config', config, '--store-key-file', key];

  const none = await fojas(['case', 'keep', ...office]);
  expect(none.code, none.stderr).toBe(0);
  expect(none.stdout).toContain('Ninguna causa está conservada.');
  const kept = await fojas([
    ...['case', 'keep', ...office, '--case', caseNumber],
    ...['--hearing', '2026-11-26T09:00:00-03:00', '--json'],
  ]);
  expect(json(kept)).toMatchObject({
    kept: { items: 1, pins: [{ caseNumber, hearingAt: '2026-11-26T12:00:00.000Z', files: 1, lacking: 0 }] },
  });
  const said = await fojas(['sync', '--status', ...office]);
  expect(said.stdout).toMatch(/Se conservan 1 documentos: .* de 4.*\n.*1 de 1 documentos aquí/);
  const letGo = await fojas(['case', 'keep', ...office, '--case', caseNumber, '--let-go', '--json']);
  expect(json(letGo)).toMatchObject({ kept: { pins: [] } });

  const unknown = await fojas(['case', 'keep', ...office, '--case', 'PP-0']);
  expect([unknown.code, unknown.stdout]).toEqual([1, '']);
  expect(unknown.stderr).toContain('PP-0');
  expect((await fojas(['case', 'keep', ...office, '--let-go'])).code).toBe(2);
  expect((await fojas(['case', 'keep', ...office, '--case', caseNumber, '--hearing', 'mañana'])).code).toBe(2);
}, 90_000);

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { read } from '../casework/between.ts';
import { createWorld } from '../casework/world.ts';
import { storeKey } from '../helpers/office.ts';
import { fojas, json, scratch } from './harness.ts';

it('case hearing and case agenda: sets it for the office, shows it by day, takes it away', async () => {
  const world = await createWorld({ acts: 1 });
  const { caseNumber } = await read(world, 0);
  await world.office.close();
  const dir = scratch();
  const [config, key] = [join(dir, 'oficina.json'), join(dir, 'almacen.key')];
  writeFileSync(config, JSON.stringify(world.config));
  writeFileSync(key, storeKey);
  const office = ['--config', config, '--store-key-file', key];
  const hearing = (...more: string[]) => fojas(['case', 'hearing', ...office, '--case', caseNumber, ...more]);
  const agenda = (...more: string[]) => fojas(['case', 'agenda', ...office, '--from', '2026-11-26', ...more]);

  expect((await agenda()).stdout).toContain('No hay audiencias en esos días.');
  const set = await hearing('--at', '2026-11-26T12:00:00-03:00', '--what', 'Sala 2');
  expect(set.code, set.stderr).toBe(0);
  expect(set.stdout).toMatch(new RegExp(`^Audiencia de la causa ${caseNumber}: 26/11/2026, \\d\\d:00\\n$`));
  const shown = await agenda('--json');
  expect(json(shown)).toMatchObject({
    more: false,
    rows: [{ caseNumber, hearingAt: '2026-11-26T15:00:00.000Z', what: 'Sala 2', place: 'there', files: 1, lacking: 0 }],
  });
  expect((await agenda()).stdout).toMatch(/ · Sala 2 · 1 de 1 documentos en esta PC\n/);
  // Only the days that were asked for.
  expect((await fojas(['case', 'agenda', ...office, '--from', '2026-11-28', '--days', '1'])).stdout).toContain(
    'No hay',
  );
  const cleared = await hearing('--none');
  expect(cleared.stdout).toContain('no tiene audiencia fijada');
  expect(json(await agenda('--json'))).toMatchObject({ rows: [] });

  expect((await hearing()).code).toBe(2);
  expect((await hearing('--none', '--at', '2026-11-26T09:00')).code).toBe(2);
  expect((await hearing('--at', 'mañana')).code).toBe(2);
  expect((await agenda('--days', '0')).code).toBe(2);
  const unknown = await fojas(['case', 'hearing', ...office, '--case', 'PP-0', '--none']);
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('PP-0')]);
}, 120_000);

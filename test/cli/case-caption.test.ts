import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createWorld } from '../casework/world.ts';
import { storeKey } from '../helpers/office.ts';
import { fojas, json, scratch } from './harness.ts';

it('case caption: corrects what a case is called and who its parties are, by its reason; what is not given stays', async () => {
  const world = await createWorld({ acts: 0 });
  const wish = { series: 'case' as const, caption: 'PERES, Juan s/ hurto', origin: 'complaint' as const };
  const flags = { fatalDeadline: false, vulnerableVictim: false };
  const parties = [{ pole: 'accused' as const, name: 'Juan Peres', document: '' }];
  const { row } = await world.office.call('cases.open', {
    ...{ ...wish, flags, parties, detained: false, confidentialityLevel: 1 },
  });
  await world.office.close();
  const dir = scratch();
  const [config, key] = [join(dir, 'oficina.json'), join(dir, 'almacen.key')];
  writeFileSync(config, JSON.stringify(world.config));
  writeFileSync(key, storeKey);
  const office = ['--config', config, '--store-key-file', key];
  const number = row.provisionalNumber!;
  const caption = (...more: string[]) => fojas(['case', 'caption', ...office, '--case', number, ...more]);

  const first = await caption('--caption', 'PÉREZ, Juan s/ hurto', '--reason', 'Error en el apellido', '--json');
  expect(json(first)).toMatchObject({
    ...{ kind: 'captionSet', caption: 'PÉREZ, Juan s/ hurto', parties, was: { caption: wish.caption, parties } },
    reason: 'Error en el apellido',
  });
  const second = await caption('--party', 'accused:Juan Pérez', '--party', 'victim:Ana Gil', '--reason', 'Faltaba');
  expect(second.stdout).toContain('«PÉREZ, Juan s/ hurto» (partes: 2)');
  expect((await caption('--no-parties', '--reason', 'Sin partes')).stdout).toContain('(partes: 0)');
  expect((await fojas(['case', 'list', ...office, '--search', 'pérez'])).stdout).toContain('PÉREZ, Juan s/ hurto');

  const same = await caption('--caption', 'PÉREZ, Juan s/ hurto', '--reason', 'x');
  expect([same.code, same.stderr]).toEqual([expect.any(Number), expect.stringContaining('badInput')]);
  expect((await caption('--caption', 'Otra')).code).toBe(2);
  expect((await caption('--no-parties', '--party', 'victim:Ana', '--reason', 'x')).code).toBe(2);
  expect((await caption('--party', 'nadie', '--reason', 'x')).code).toBe(2);
}, 240_000);

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createWorld } from '../casework/world.ts';
import { storeKey } from '../helpers/office.ts';
import { fojas, json, scratch } from './harness.ts';

it('act addressees and act notify: say who is told, note each notice, and leave the tray once all are told', async () => {
  const world = await createWorld({ acts: 1 });
  const { actId } = world.acts[0]!;
  await world.ended(await world.sign());
  await world.office.until(async () => (await world.office.call('acts.read', { actId })).state === 'registered');
  await world.office.close();
  const dir = scratch();
  const [config, key] = [join(dir, 'oficina.json'), join(dir, 'almacen.key')];
  writeFileSync(config, JSON.stringify(world.config));
  writeFileSync(key, storeKey);
  const office = ['--config', config, '--store-key-file', key];
  const act = (name: string, ...more: string[]) => fojas(['act', name, ...office, '--act', actId, ...more]);
  const tray = async () => (await fojas(['act', 'list', ...office, '--tray', 'toNotify'])).stdout;
  const means = ['--means', 'serviceNotice'];

  const named = await act('addressees', '--to', 'defender:Rita Arístegui', '--to', 'Juzgado de Paz', '--json');
  expect(json(named)).toMatchObject({
    notices: {
      addressees: [
        { name: 'Rita Arístegui', pole: 'defender' },
        { name: 'Juzgado de Paz', pole: null },
      ],
    },
  });
  expect(await tray()).toContain('falta notificar a Rita Arístegui, Juzgado de Paz');
  const told = await act('notify', '--to', 'Rita Arístegui', '--means', 'hearing', '--at', '2026-03-04T09:00');
  expect(told.code, told.stderr).toBe(0);
  expect(told.stdout).toContain('falta notificar a Juzgado de Paz)');
  const failing = await act('notify', '--to', 'Juzgado de Paz', ...means, '--result', 'failed', '--reason', 'Cerrado.');
  expect(failing.stdout).toContain('falta notificar a Juzgado de Paz)');
  expect((await act('notify', '--to', 'Juzgado de Paz', ...means)).stdout).toContain('notificado');
  expect(await tray()).not.toContain(actId);
  expect((await act('addressees', '--nobody')).stdout).toContain('registrado');

  const asked = await act('level', '--level', '0', '--reason', 'Ya se cumplió', '--json');
  expect(json(asked)).toMatchObject({ kind: 'actLevelAsked', level: 0 });
  // The same person does not decide it.
  expect((await act('level', '--level', '0', '--reason', 'Ya')).stdout).toContain('Pedido: nivel de reserva 0');
  expect((await act('level', '--level', '1', '--reason', 'Ya')).code).not.toBe(0);

  for (const lacking of [
    act('level', '--level', '6', '--reason', 'x'),
    act('level', '--level', '0'),
    act('addressees'),
    act('addressees', '--nobody', '--to', 'x'),
    act('addressees', '--to', 'witness:'),
    act('notify', '--to', 'x', ...means, '--result', 'failed'),
    act('notify', '--to', 'x', ...means, '--reason', 'sin resultado'),
  ])
    expect((await lacking).code).toBe(2);
  expect((await act('notify', '--to', 'x', ...means, '--at', '2999-01-01T09:00')).code).not.toBe(0);
}, 120_000);

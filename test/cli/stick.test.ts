import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createWorld } from '../casework/world.ts';
import { accessKey, officeId, storeKey } from '../helpers/office.ts';
import { fojas, json, scratch } from './harness.ts';

it('stick: a queue goes to a stopped repository and to one that serves, and its receipts come back', async () => {
  const world = await createWorld({ acts: 2 });
  const dir = scratch();
  const repository = join(world.folder, 'repository');
  writeFileSync(join(repository, 'access-keys.json'), JSON.stringify([{ officeId, key: accessKey }]));
  const keys = json<{ parcelRecipient: string; receiptKeys: unknown[] }>(
    await fojas(['repository', 'keys', '--dir', repository, '--json']),
  );
  expect(keys.receiptKeys).toEqual(world.repository.receiptKeys);
  await world.repository.stop();
  await world.ended(await world.sign());
  const { caseNumber } = await world.office.call('acts.read', { actId: world.acts[0]!.actId });
  await world.office.close();

  const [configFile, storeFile, keyFile] = [join(dir, 'oficina.json'), join(dir, 'almacen.key'), join(dir, 'acceso')];
  const stick = join(dir, 'stick');
  mkdirSync(stick);
  writeFileSync(storeFile, storeKey);
  writeFileSync(keyFile, `${accessKey}\n`);
  // The office itself has no line at all: nothing listens there.
  const config = { ...world.config, repository: { ...world.config.repository, url: 'http://127.0.0.1:9' } };
  writeFileSync(configFile, JSON.stringify(config));
  const office = ['--config', configFile, '--store-key-file', storeFile];
  config.repository = { ...config.repository, parcelRecipient: keys.parcelRecipient } as typeof config.repository;
  writeFileSync(configFile, JSON.stringify(config));
  const made = json<{ path: string; acts: number }>(
    await fojas(['stick', 'export', ...office, '--to', stick, '--json']),
  );
  expect(made.acts).toBe(2);

  const answer = join(stick, 'respuesta');
  const bring = ['repository', 'stick', 'import', '--file', made.path, '--name', 'Registro de prueba'];
  const stopped = await fojas([...bring, '--dir', repository, '--out', answer]);
  expect(stopped.code, stopped.stderr).toBe(0);
  await world.repository.restart();
  // Said once, and to whoever looks after a repository.
  const served = await fojas([...bring, '--dir', repository, '--out', join(stick, 'b')]);
  expect(served.stderr).toMatch(
    /^fojas: Esta carpeta la tiene abierta un repositorio[^\n]*\n[^]*Deténgalo[^]*storeBusy/,
  );
  expect(served.stderr).not.toContain('dependencia');
  const serving = ['--url', world.repository.url, '--access-key-file', keyFile];
  const again = await fojas([...bring, ...serving, '--out', join(stick, 'b')]);
  expect(again.code, again.stderr).toBe(0);

  const taken = await fojas(['stick', 'import', ...office, '--file', answer]);
  expect([taken.code, taken.stdout]).toEqual([0, expect.stringContaining('Tomados: 2.')]);
  const garbage = await fojas([
    'repository',
    'stick',
    'import',
    '--file',
    answer,
    ...serving,
    '--out',
    join(stick, 'd'),
  ]);
  expect([garbage.code, garbage.stderr]).toEqual([5, expect.stringContaining('parcelRefused notForUs')]);

  const seed = ['repository', 'stick', 'seed', '--case', caseNumber, '--case', 'IPP 0', ...serving];
  const written = await fojas([...seed, '--out', join(stick, 'semilla'), '--json']);
  expect([written.code, json(written)]).toEqual([1, expect.objectContaining({ cases: 1, unknown: ['IPP 0'] })]);
  const fresh = { ...config, deviceId: 'pc-02', dataDir: join(dir, 'fresh') };
  writeFileSync(configFile, JSON.stringify(fresh));
  const begun = await fojas(['stick', 'import', ...office, '--file', join(stick, 'semilla')]);
  expect([begun.code, begun.stdout], begun.stderr).toEqual([0, expect.stringContaining('Causas: 1. Actos: 2.')]);
  const wish = ['stick', 'wish', ...office, '--to', stick, '--case', caseNumber, '--case', 'IPP 0', '--json'];
  const asked = json<{ path: string }>(await fojas(wish));
  const granted = join(stick, 'legajos');
  const taken2 = await fojas(['repository', 'stick', 'import', '--file', asked.path, ...serving, '--out', granted]);
  expect(taken2.code, taken2.stderr).toBe(0);
  const told = await fojas(['stick', 'import', ...office, '--file', granted]);
  expect([told.code, told.stdout], told.stderr).toEqual([1, expect.stringMatching(/Causas: 1[^]*números: IPP 0/)]);
  expect((await fojas(['repository', 'stick', 'import', '--file', answer, '--out', 'x'])).code).toBe(2);
}, 400_000);

it('stick carry: another office takes the parcel in, passes it on, and hands out the answer', async () => {
  const carrier = { officeId: 'jpaz-1', key: 'another key of at least sixteen characters' };
  const world = await createWorld({ acts: 1, otherOffices: [carrier] });
  const dir = scratch();
  const [configFile, storeFile, stick] = [join(dir, 'oficina.json'), join(dir, 'almacen.key'), join(dir, 'stick')];
  mkdirSync(stick);
  writeFileSync(storeFile, storeKey);
  await world.repository.stop();
  await world.ended(await world.sign());
  const made = await world.office.call('stick.export', { folder: stick });
  const { repository } = world.config;
  const config = {
    ...{ ...world.config, dataDir: join(dir, 'carrier'), deviceId: 'pc-09' },
    ...{ office: { officeId: carrier.officeId, name: 'Juzgado de Paz' }, tokenLibraries: [] },
    repository: { ...repository, accessKey: carrier.key },
  };
  writeFileSync(configFile, JSON.stringify(config));
  const office = ['--config', configFile, '--store-key-file', storeFile];
  const taken = await fojas(['stick', 'carry', ...office, '--file', made.path]);
  expect([taken.code, taken.stdout]).toEqual([0, expect.stringContaining('espera la línea')]);
  expect((await fojas(['stick', 'carried', ...office])).code).toBe(1);
  await world.repository.restart();
  const handed = json<{ files: string[] }>(await fojas(['stick', 'carried', ...office, '--to', stick, '--json']));
  expect(handed.files).toHaveLength(1);
  expect(await world.office.call('stick.import', { path: handed.files[0]! })).toMatchObject({ refused: 0, later: 0 });
  const { actId } = world.acts[0]!;
  expect((await world.office.call('receipts.read', { actId })).verified).toBe(true);
  const wrong = await fojas(['stick', 'carry', ...office, '--file', configFile]);
  expect([wrong.code, wrong.stderr]).toEqual([5, expect.stringContaining('parcelRefused wrongKind')]);
}, 400_000);

/** Court calendars from the terminal: in the repository's folder, from a desk over the line, and what a typed day is by them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createRepository } from '../../src/repository/repository.ts';
import { makeTestFolder, officeId, startTestRepository, storeKey, testConfig } from '../helpers/office.ts';
import { fojas, json, scratch } from './harness.ts';

const calendar = (name: string) =>
  JSON.stringify({ version: 1, closed: [{ date: '2026-11-30', name, source: 'Res. SC 1/26' }] });

it('publishes and shows calendars in the folder of a repository that is stopped', async () => {
  const dir = scratch();
  const repository = join(dir, 'repository');
  mkdirSync(repository, { mode: 0o700 });
  const running = await createRepository({ dir: repository, name: 'Prueba', accessKeys: [] });
  const file = join(dir, 'calendario.json');
  writeFileSync(file, calendar('Asueto'));
  const run = (...args: string[]) => fojas(['repository', 'calendar', ...args]);
  const at = ['--dir', repository];
  const busy = await run('publish', file, '--all', ...at);
  expect([busy.code === 0, busy.stderr]).toEqual([false, expect.stringContaining('--config')]);
  await running.close();

  expect((await run('show', ...at)).stdout).toBe('No hay ningún calendario publicado.\n');
  for (const whose of [[], ['--all', '--office', 'ufi3']])
    expect(await run('publish', file, ...whose, ...at)).toMatchObject({ code: 2, stdout: '' });
  expect(await run('publish', file, '--all')).toMatchObject({ code: 2, stdout: '' });
  expect(await run('publish', file, file, '--all', ...at)).toMatchObject({ code: 2, stdout: '' });
  expect((await run('publish', join(dir, 'nada.json'), '--all', ...at)).code).toBe(5);
  for (const wrong of ['{', '{"version":1,"closed":[{"date":"hoy"}]}']) {
    writeFileSync(file, wrong);
    const bad = await run('publish', file, '--all', ...at);
    expect([bad.code, bad.stderr]).toEqual([2, expect.stringContaining(`${file} no es un calendario`)]);
  }
  writeFileSync(file, calendar('Asueto'));
  expect(await run('publish', file, '--all', ...at)).toMatchObject({ code: 0, stdout: 'Publicado: versión 1.\n' });
  const late = await run('publish', file, '--all', '--after', '0', ...at);
  expect([late.code, late.stderr]).toEqual([1, expect.stringContaining('rige la versión 1')]);
  expect((await run('publish', file, '--all', ...at)).stdout).toContain('versión 2');
  expect((await run('publish', file, '--office', 'ufi3', ...at)).stdout).toContain('versión 1');
  const shown = (await run('show', '--office', 'ufi3', '--lang', 'en', ...at)).stdout;
  expect(shown).toMatch(
    /^ufi3: version 1, since .+, published by console\n {2}1 closed, 0 that count, 0 recesses\nAll/,
  );
  const { calendars } = json<{ calendars: { officeId: string | null; version: number }[] }>(
    await run('show', '--json', ...at),
  );
  expect(calendars).toMatchObject([{ officeId: null, version: 2 }]);
}, 300_000);

it('publishes from a desk of the secretary and shows there what is in force; a due day says what it is', async () => {
  const folder = makeTestFolder();
  onTestFinished(() => folder.remove());
  const repository = await startTestRepository(folder.repository);
  onTestFinished(() => repository.stop());
  const { actId } = await repository.propose(await repository.putCase());
  const base = testConfig(folder.data, { repository });
  const [config, key, file, ofPc] = ['oficina.json', 'store.key', 'calendario.json', 'de-la-pc.json'].map((one) =>
    join(folder.path, one),
  ) as [string, string, string, string];
  const office = { ...base.office, calendarFile: ofPc };
  const seated = (role: string) =>
    writeFileSync(config, JSON.stringify({ ...base, office, person: { ...base.person, role } }));
  writeFileSync(key, storeKey);
  writeFileSync(file, calendar('Asueto'));
  writeFileSync(ofPc, '{');
  const desk = ['--config', config, '--store-key-file', key];
  const run = (...args: string[]) => fojas([...args, ...desk]);

  seated('clerk');
  expect((await run('repository', 'calendar', 'publish', file)).stderr).toContain('notAllowed');
  seated('secretary');
  const before = await run('repository', 'calendar', 'show');
  expect(before).toMatchObject({ code: 0, stdout: `Rige el archivo de este equipo: ${ofPc}\n` });
  expect(before.stderr).toContain(`${ofPc} no es un calendario`);
  expect((await run('repository', 'calendar', 'publish', file, '--office', officeId)).code).toBe(2);
  expect((await run('repository', 'calendar', 'publish', file, '--all')).stderr).toContain('notAllowed');
  expect((await run('repository', 'calendar', 'publish', file)).stdout).toBe('Publicado: versión 1.\n');
  await repository.request('POST', '/v1/calendars', { officeId, after: 1, calendar: JSON.parse(calendar('Otro')) });
  const late = await run('repository', 'calendar', 'publish', file, '--after', '1');
  expect([late.code, late.stderr]).toEqual([1, expect.stringContaining('rige la versión 2')]);
  const shown = await run('repository', 'calendar', 'show');
  expect(shown.stdout).toMatch(/^Esta oficina: versión 2, desde .+, publicado por ufi-3\n/);

  expect((await run('sync')).code).toBe(0);
  const due = await run('act', 'due', '--act', actId, '--day', '2026-11-30');
  expect(due).toMatchObject({ code: 0, stderr: 'Atención: 2026-11-30 es inhábil: Otro (Res. SC 1/26).\n' });
  expect((await run('act', 'due', '--act', actId, '--day', '2026-12-01')).stderr).toBe('');
  expect((await run('act', 'due', '--act', actId, '--day', '2026-11-29', '--lang', 'en')).stderr).toContain('weekend');
}, 300_000);

/** Models of acts from the terminal: shown to begin from, published in the repository's folder and from a desk of IT. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { TemplateProfile } from '../../src/contract/templates.ts';
import { createRepository } from '../../src/repository/repository.ts';
import { makeTestFolder, startTestRepository, storeKey, testConfig } from '../helpers/office.ts';
import { fojas, scratch } from './harness.ts';

it('shows a profile to begin from, and publishes what was made of it, in the folder of a repository that is stopped', async () => {
  const dir = scratch();
  const repository = join(dir, 'repository');
  mkdirSync(repository, { mode: 0o700 });
  const running = await createRepository({ dir: repository, name: 'Prueba', accessKeys: [] });
  const run = (...args: string[]) => fojas(['repository', 'templates', ...args]);
  const at = ['--dir', repository];
  const busy = await run('show', ...at);
  expect([busy.code === 0, busy.stderr]).toEqual([false, expect.stringContaining('--config')]);
  await running.close();

  const listed = (await run('show', ...at)).stdout;
  expect(listed).toMatch(/^buenos-aires-mp: .+ modelos\)\n {2}viene con el programa\nfaltas: /);
  const shown = await run('show', '--profile', 'faltas', ...at);
  const faltas = TemplateProfile.parse(JSON.parse(shown.stdout));
  const unknown = await run('show', '--profile', 'ninguno', ...at);
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('no hay ningún perfil ninguno')]);

  const file = join(dir, 'modelos.json');
  const write = (what: object) => writeFileSync(file, JSON.stringify(what));
  write({ ...faltas, id: 'de-la-casa', name: 'Los de la casa' });
  expect(await run('publish', ...at)).toMatchObject({ code: 2, stdout: '' });
  expect(await run('publish', file)).toMatchObject({ code: 2, stdout: '' });
  expect((await run('publish', join(dir, 'nada.json'), ...at)).code).toBe(5);
  expect((await run('publish', file, ...at)).stdout).toBe('Publicado: de-la-casa, versión 1.\n');
  const late = await run('publish', file, '--after', '0', ...at);
  expect([late.code, late.stderr]).toEqual([1, expect.stringContaining('rige la versión 1')]);
  expect((await run('publish', file, ...at)).stdout).toContain('versión 2');
  for (const wrong of [
    { ...faltas, templates: [] },
    { ...faltas, name: 'x'.repeat(300_000) },
  ]) {
    write(wrong);
    const bad = await run('publish', file, ...at);
    expect([bad.code, bad.stderr]).toEqual([2, expect.stringContaining(`${file} no es un perfil de modelos`)]);
  }
  const now = (await run('show', '--lang', 'en', ...at)).stdout;
  expect(now).toMatch(/de-la-casa: Los de la casa \(\d+ models\)\n {2}version 2, since .+, published by console\n/);

  // An office is given it from now on, and none that nobody published.
  const offices = join(dir, 'oficinas.csv');
  const give = async (profiles: string) => {
    writeFileSync(offices, `office;name;profiles\nufi3;UFI 3;${profiles}\n`);
    return fojas(['repository', 'offices', 'import', offices, ...at]);
  };
  expect((await give('de-la-casa+faltas')).code).toBe(0);
  const refused = await give('de-la-cosa');
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('ningún perfil de modelos de-la-cosa')]);
}, 300_000);

it('is published from a desk by IT alone, and shows there what is known without a line too', async () => {
  const folder = makeTestFolder();
  onTestFinished(() => folder.remove());
  const repository = await startTestRepository(folder.repository);
  onTestFinished(() => repository.stop());
  const base = testConfig(folder.data, { repository });
  const [config, key, file] = ['oficina.json', 'store.key', 'modelos.json'].map((one) => join(folder.path, one)) as [
    string,
    string,
    string,
  ];
  const seated = (role: string) => writeFileSync(config, JSON.stringify({ ...base, person: { ...base.person, role } }));
  writeFileSync(key, storeKey);
  const run = (...args: string[]) =>
    fojas(['repository', 'templates', ...args, '--config', config, '--store-key-file', key]);
  seated('clerk');
  const shown = await run('show', '--profile', 'faltas');
  writeFileSync(file, shown.stdout);
  expect((await run('publish', file)).stderr).toContain('notAllowed');
  seated('itAdmin');
  // The desk lets IT ask; the key of an office is no person who looks after all of them.
  expect((await run('publish', file)).stderr).toContain('notAllowed');
  await repository.stop();
  expect((await run('show')).stdout).toMatch(/^buenos-aires-mp: .+\n {2}viene con el programa\nfaltas: /);
  expect((await run('publish', file)).code).not.toBe(0);
}, 300_000);

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createWorld } from '../casework/world.ts';
import { exitCodes } from '../../src/cli/exit-codes.ts';
import { storeKey } from '../helpers/office.ts';
import { run } from '../helpers/run.ts';
import { sha256 } from '../helpers/signed-pdf.ts';
import { fojas, json, scratch } from './harness.ts';

it('copies an act into a folder, certified only by whom the matrix lets, and never over what is there', async () => {
  const world = await createWorld({ acts: 2 });
  await world.ended(await world.sign(world.acts.slice(0, 1)));
  const [signed, unsigned] = world.acts.map(({ actId }) => actId);
  const { signedSha256 } = await world.office.call('acts.read', { actId: signed! });
  await world.office.close();
  const dir = scratch();
  const files = (role: string): string[] => {
    const config = { ...world.config, person: { ...world.config.person, role, ...(role === 'auxiliary' ? aux : {}) } };
    writeFileSync(join(dir, `${role}.json`), JSON.stringify(config));
    writeFileSync(join(dir, 'almacen.key'), storeKey);
    return ['--config', join(dir, `${role}.json`), '--store-key-file', join(dir, 'almacen.key')];
  };
  const aux = { personId: 'p-aux', name: 'Juana Ñandubay' };
  const { role: own } = world.config.person;
  const copy = (kind: string, act: string, out: string, role: string = own) =>
    fojas(['copies', kind, ...files(role), '--act', act, '--out', join(dir, out), '--json']);

  const simple = json<{ sha256: string; paths: { act: string; cover: null } }>(await copy('simple', signed!, 'simple'));
  expect(simple).toMatchObject({ kind: 'simple', sha256: signedSha256, paths: { cover: null } });
  expect(readFileSync(simple.paths.act).subarray(0, 5).toString()).toBe('%PDF-');

  const certified = json<{ code: string; pages: number; paths: { cover: string } }>(
    await copy('certified', signed!, 'certificada'),
  );
  expect(certified.code).toMatch(/^([0-9A-Z]{5}-){3}[0-9A-Z]{5}$/);
  expect(certified.pages).toBeGreaterThan(0);
  expect(readFileSync(certified.paths.cover).subarray(0, 5).toString()).toBe('%PDF-');

  // A folder that is there stays as it is.
  mkdirSync(join(dir, 'otra'));
  const taken = await copy('simple', signed!, 'otra');
  expect([taken.code === 0, taken.stderr]).toEqual([false, expect.stringContaining('fileExists')]);
  const early = await copy('certified', unsigned!, 'sin-firma');
  expect(early.stderr).toContain('actForbids');
  const refused = await copy('certified', signed!, 'auxiliar', 'auxiliary');
  expect(refused.stderr).toContain('notAllowed');
  // Nothing is left of a copy that was not made.
  expect(['sin-firma', 'auxiliar'].filter((out) => existsSync(join(dir, out)))).toEqual([]);
}, 480_000);

it('saves a whole case as one file, with what was signed in it, and never over what is there', async () => {
  const world = await createWorld({ acts: 1 });
  await world.ended(await world.sign());
  const { actId } = world.acts[0]!;
  await world.office.until(async () => (await world.office.call('acts.read', { actId })).registration !== null);
  const { caseNumber, signedSha256 } = await world.office.call('acts.read', { actId });
  await world.office.close();
  const dir = scratch();
  writeFileSync(join(dir, 'oficina.json'), JSON.stringify(world.config));
  writeFileSync(join(dir, 'almacen.key'), storeKey);
  const files = ['--config', join(dir, 'oficina.json'), '--store-key-file', join(dir, 'almacen.key')];
  const out = join(dir, 'cuaderno.pdf');
  const save = (number: string) =>
    fojas(['case', 'export', ...files, '--case', number, '--out', out, '--originals', '--json']);
  const saved = await save(caseNumber);
  expect(json(saved)).toMatchObject({ state: 'bound', path: out, lines: 1, leftOut: [] });
  expect(saved.code).toBe(0);
  run('pdfdetach', ['-save', '1', '-o', join(dir, 'original.pdf'), out]);
  expect(sha256(readFileSync(join(dir, 'original.pdf')))).toBe(signedSha256);
  expect((await save(caseNumber)).stderr).toContain('fileExists');
  const unknown = await save('IPP 99');
  expect([unknown.code, unknown.stderr]).toEqual([exitCodes.usage, expect.stringContaining('IPP 99')]);
}, 480_000);

import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createWorld } from '../casework/world.ts';
import { storeKey, testConfig } from '../helpers/office.ts';
import { sha256Of } from '../helpers/repository.ts';
import { fojas, json, scratch } from './harness.ts';

describe('case', () => {
  it('open, add, receipt and list: the same case by either number', async () => {
    const world = await createWorld({ acts: 0 });
    await world.office.close();
    const dir = scratch();
    const [config, key] = [join(dir, 'oficina.json'), join(dir, 'almacen.key')];
    writeFileSync(config, JSON.stringify(world.config));
    writeFileSync(key, storeKey);
    const office = ['--config', config, '--store-key-file', key];
    const opened = await fojas([
      ...['case', 'open', ...office, '--caption', 'N.N. s/ HURTO (FICTICIA)', '--fatal', '--json'],
      ...['--party', 'complainant:Hilda Rocamora'],
    ]);
    expect(opened.code, opened.stderr).toBe(0);
    const { provisionalNumber } = json<{ provisionalNumber: string }>(opened);
    expect(provisionalNumber).toMatch(/^P-[0-9A-F]{10}-C0001$/);

    const photo = join(dir, 'foto.png');
    writeFileSync(photo, Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
    const sha256 = sha256Of(readFileSync(photo));
    const piece = ['--file', photo, '--title', 'Foto', '--place', 'Mesa', '--brought-by', 'Hilda Rocamora'];
    const add = (more: readonly string[]) =>
      fojas(['case', 'add', ...office, '--case', provisionalNumber, ...piece, ...more]);
    const wrong = await add(['--sha256', 'a'.repeat(64)]);
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('La huella no coincide')]);
    const added = await add(['--sha256', sha256]);
    expect([added.code, added.stdout]).toEqual([0, expect.stringContaining(sha256)]);

    const listed = await fojas(['case', 'list', ...office, '--search', 'rocamora', '--json']);
    const [row] = json<{ cases: { caseNumber: string; provisionalNumber: string }[] }>(listed).cases;
    expect(row).toMatchObject({ provisionalNumber, caseNumber: expect.stringMatching(/-000001-\d\d$/) });
    const out = join(dir, 'constancia.pdf');
    const receipt = ['case', 'receipt', ...office, '--case', row!.caseNumber, '--out', out];
    expect((await fojas(receipt)).code).toBe(0);
    expect(readFileSync(out).subarray(0, 5).toString()).toBe('%PDF-');
    expect((await fojas(receipt)).stderr).toContain('constancia.pdf');
    expect((await fojas(['case', 'receipt', ...office, '--case', 'X', '--out', `${out}2`])).code).toBe(2);
    expect((await fojas(['case', 'open', ...office, '--caption', 'X', '--party', 'dog:Toby'])).code).toBe(2);
  });
});

it('case list: a desk without cases says whether it ever synchronised, and what matched nothing', async () => {
  const world = await createWorld({ acts: 0, offline: true });
  await world.office.close();
  const dir = scratch();
  const [config, key] = [join(dir, 'oficina.json'), join(dir, 'almacen.key')];
  const away = { ...world.config, repository: { ...world.config.repository, url: 'http://127.0.0.1:9' } };
  writeFileSync(config, JSON.stringify(away));
  writeFileSync(key, storeKey);
  const office = ['--config', config, '--store-key-file', key];
  const broken = join(dir, 'rota.json');
  for (const [content, said] of [
    ['{', `«${broken}» no es JSON.`],
    [JSON.stringify({ ...away, mode: 7, extra: 1 }), 'no vale en: mode, extra.'],
  ] as const) {
    writeFileSync(broken, content);
    const ran = await fojas(['case', 'list', '--config', broken, '--store-key-file', key]);
    expect([ran.code, ran.stderr]).toEqual([5, expect.stringContaining(said)]);
    expect(ran.stderr).toMatch(/Corrija ese archivo[^]*officeFileBroken/);
  }
  const fresh = await fojas(['case', 'list', ...office]);
  expect([fresh.code, fresh.stdout]).toEqual([0, expect.stringMatching(/todavía no sincronizó[^]*fojas sync/)]);
  await world.repository.restart();
  writeFileSync(config, JSON.stringify(world.config));
  expect((await fojas(['sync', ...office])).code).toBe(0);
  const none = await fojas(['case', 'list', ...office, '--search', 'zzz', '--lang', 'en']);
  expect([none.code, none.stdout]).toEqual([0, 'No case of this desk matches "zzz".\n']);
});

it('case level: a magistrate raises it, and to lower it only asks, for another person to decide', async () => {
  const world = await createWorld({ acts: 0 });
  const { rows } = await world.office.call('cases.list', {});
  await world.office.close();
  const dir = scratch();
  const [config, key] = [join(dir, 'oficina.json'), join(dir, 'almacen.key')];
  writeFileSync(config, JSON.stringify(world.config));
  writeFileSync(key, storeKey);
  const level = (value: string, ...more: string[]) =>
    fojas([
      ...['case', 'level', '--config', config, '--store-key-file', key, '--lang', 'es-AR'],
      ...['--case', rows[0]!.caseNumber!, '--level', value, '--reason', 'Menor', ...more],
    ]);
  expect(json(await level('3', '--json'))).toMatchObject({ kind: 'levelSet', level: 3, reason: 'Menor' });
  const asked = await level('1');
  expect([asked.code, asked.stdout]).toEqual([0, expect.stringContaining('Quedó pedido el nivel de reserva 1')]);
});

it('case level: says what is refused, here or by the repository', async () => {
  const key = 'the key of a person who is a clerk there';
  const { person, office } = testConfig('/nowhere');
  const holder = { personId: person.personId, name: person.name, roles: ['clerk' as const], validator: false };
  const world = await createWorld({ acts: 0, otherOffices: [{ key, officeId: office.officeId, holder }] });
  const { rows } = await world.office.call('cases.list', {});
  await world.office.close();
  const dir = scratch();
  const [config, keyFile] = [join(dir, 'oficina.json'), join(dir, 'almacen.key')];
  writeFileSync(keyFile, storeKey);
  const level = (change: object, value: string) => {
    writeFileSync(config, JSON.stringify({ ...world.config, ...change }));
    return fojas([
      ...['case', 'level', '--config', config, '--store-key-file', keyFile, '--lang', 'es-AR'],
      ...['--case', rows[0]!.caseNumber!, '--level', value, '--reason', 'Menor'],
    ]);
  };
  const same = await level({}, String(rows[0]!.confidentialityLevel));
  expect([same.code, same.stdout, same.stderr]).toEqual([2, '', expect.stringContaining('badInput') as string]);
  const auxiliary = await level({ person: { ...person, role: 'auxiliary' } }, '3');
  expect([auxiliary.code, auxiliary.stdout]).toEqual([1, '']);
  expect(auxiliary.stderr).toContain('notAllowed');
  // A magistrate by the office's file, and a clerk by what was granted: the repository's word is the last.
  const there = await level({ repository: { ...world.config.repository!, accessKey: key } }, '3');
  expect([there.code, there.stdout]).toEqual([1, '']);
  expect(there.stderr).toContain('(registrationRefused forbidden)');
}, 60_000);

it('case break-glass: opens a case in an emergency, and tells who did', async () => {
  const world = await createWorld({ acts: 0 });
  const { rows } = await world.office.call('cases.list', {});
  await world.office.close();
  const dir = scratch();
  const [config, key] = [join(dir, 'oficina.json'), join(dir, 'almacen.key')];
  writeFileSync(config, JSON.stringify(world.config));
  writeFileSync(key, storeKey);
  const run = (...more: string[]) =>
    fojas(['case', 'break-glass', '--config', config, '--store-key-file', key, '--lang', 'es-AR', ...more]);
  const caseNumber = rows[0]!.caseNumber!;
  expect((await run('--case', caseNumber)).code).toBe(2);
  const unknown = await run('--case', 'X-1', '--reason', 'Urgente');
  expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('Esa causa no está en esta PC')]);
  const opened = await run('--case', caseNumber, '--reason', 'Urgente');
  expect([opened.code, opened.stdout]).toEqual([0, expect.stringContaining('acceso excepcional, 24 horas')]);
  expect(json(await run('--json'))).toMatchObject({ accesses: [{ caseNumber, reason: 'Urgente' }] });
});

it('case move: sends a case to another office by order of a registered act, and says what stops it', async () => {
  const tribunal = { key: 'the key of the tribunal of two', officeId: 'tc-1' };
  const world = await createWorld({ acts: 1, otherOffices: [tribunal] });
  const [order] = world.acts;
  const { rows } = await world.office.call('cases.list', {});
  const dir = scratch();
  const [config, key] = [join(dir, 'oficina.json'), join(dir, 'almacen.key')];
  writeFileSync(config, JSON.stringify(world.config));
  writeFileSync(key, storeKey);
  const move = (...more: string[]) =>
    fojas([
      ...['case', 'move', '--config', config, '--store-key-file', key, '--lang', 'es-AR'],
      ...['--case', rows[0]!.caseNumber!, '--act', order!.actId, '--reason', 'Elevación', ...more],
    ]);
  await world.office.close();
  const early = await move('--to', 'tc-1');
  expect([early.code, early.stderr]).toEqual([1, expect.stringContaining('a firmar')]);
  await world.reopen();
  await world.ended(await world.sign());
  await world.office.call('sync.now', {});
  await world.office.until(
    async () => (await world.office.call('acts.read', { actId: order!.actId })).registration !== null,
  );
  await world.office.close();
  expect((await move('--to', 'tc-1', '--how', 'joinder')).code).toBe(2);
  const unknown = await move('--to', 'nadie');
  expect([unknown.code, unknown.stderr]).toEqual([expect.any(Number), expect.stringContaining('dependencia')]);
  expect(unknown.code).not.toBe(0);
  const gone = await move('--to', 'tc-1', '--json');
  expect(json(gone)).toMatchObject({ kind: 'moved', to: 'tc-1', how: 'remission', joinedTo: null });
  expect((await move('--to', 'tc-1')).stderr).toContain('La causa pasó a la dependencia tc-1');
});

it('repository grant: gives a person a key with roles, once; the one before goes', async () => {
  const dir = scratch();
  const grant = (...roles: string[]) =>
    fojas([
      ...['repository', 'grant', '--dir', dir, '--office', 'ufi-7', '--person', 'caceres', '--name', 'Bruno', '--json'],
      ...roles.flatMap((role) => ['--role', role]),
    ]);
  const first = json<{ key: string }>(await grant('auxiliary'));
  const second = json<{ key: string; roles: string[] }>(await grant('clerk', 'clerk'));
  expect(second.roles).toEqual(['clerk']);
  const file = join(dir, 'access-keys.json');
  expect(statSync(file).mode & 0o077).toBe(0);
  expect(readFileSync(file, 'utf8')).toContain(second.key);
  expect(readFileSync(file, 'utf8')).not.toContain(first.key);
  expect((await grant('king')).code).toBe(2);
});

it('search: finds by words, says where, and answers 1 where nothing is found', async () => {
  const world = await createWorld({ acts: 1 });
  await world.office.close();
  const dir = scratch();
  const [config, key] = [join(dir, 'oficina.json'), join(dir, 'almacen.key')];
  writeFileSync(config, JSON.stringify(world.config));
  writeFileSync(key, storeKey);
  const search = (...words: string[]) =>
    fojas(['search', '--config', config, '--store-key-file', key, '--lang', 'es-AR', ...words]);
  const found = await search('datos ficticios');
  expect([found.code, found.stderr]).toEqual([0, '']);
  expect(found.stdout).toMatch(/acto {2}IPP 03-00-.*foja 1\n {4}.*\[DATOS FICTICIOS\]/);
  const [one] = json<{ found: { id: string; page: number }[] }>(await search('ficticios', '--json')).found;
  expect(one).toMatchObject({ id: world.acts[0]!.actId, page: 1 });
  expect((await search('ficticios datos', '--kind', 'case')).code).toBe(1);
  expect((await search('x', '--case', '99')).code).toBe(2);
  expect((await search('x', '--kind', 'dog')).code).toBe(2);
  expect((await search()).code).toBe(2);
});

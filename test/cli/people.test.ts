/** People, devices and grants from the terminal: in the repository's folder, over the line, and a desk that is revoked. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newAgeKey } from '../../src/parcel/index.ts';
import { createRepository } from '../../src/repository/repository.ts';
import { peopledWorld } from '../casework/enrolment/world.ts';
import { officeId, storeKey } from '../helpers/office.ts';
import { fojas, json, scratch } from './harness.ts';

it('looks after people in the folder of a repository, from nothing', async () => {
  const dir = scratch();
  const repository = join(dir, 'repository');
  mkdirSync(repository, { mode: 0o700 });
  const at = ['--dir', repository];
  const bare = await fojas(['repository', 'people', 'list', ...at]);
  expect([bare.code, bare.stderr]).toEqual([5, expect.stringContaining('receipt-key.pem')]);
  const gone = await fojas(['repository', 'people', 'list', '--dir', join(dir, 'nope')]);
  expect([gone.code, gone.stderr]).toEqual([5, expect.stringContaining(`«${join(dir, 'nope')}»`)]);
  expect((await fojas(['repository', 'people', 'list'])).code).toBe(2);
  // The first start makes the repository; a running one is not written to behind its back.
  const running = await createRepository({ dir: repository, name: 'Prueba', accessKeys: [] });
  const busy = await fojas(['repository', 'people', 'list', ...at]);
  expect(busy.code).not.toBe(0);
  expect(busy.stderr).toContain('--config');
  await running.close();

  const csv = join(dir, 'personas.csv');
  const head = 'person;name;cuil;office;roles;clearance;validator;until';
  writeFileSync(csv, `${head}\np-1;"Pérez; Juana";27-12345678-0;ufi3;clerk+auxiliary;1;no;2097-12-31\n`);
  const unknown = await fojas(['repository', 'people', 'import', csv, ...at]);
  expect(unknown).toMatchObject({ code: 1 });
  expect(unknown.stderr).toMatch(/línea 2[^]*ufi3/);
  const offices = join(dir, 'oficinas.csv');
  writeFileSync(offices, 'office;name\nufi4;UFI 4\nufi4;UFI 5\n');
  expect(await fojas(['repository', 'offices', 'import', offices, ...at])).toMatchObject({ code: 2, stdout: '' });
  expect((await fojas(['repository', 'offices', 'import', join(dir, 'nada.csv'), ...at])).code).toBe(5);
  writeFileSync(offices, 'office;name\nufi4;UFI 4\nufi5;Fiscalía 5\n', 'latin1');
  expect((await fojas(['repository', 'offices', 'import', offices, ...at])).code).toBe(0);
  expect((await fojas(['repository', 'offices', 'add', ...at, '--office', 'ufi3', '--name', 'UFI 3'])).code).toBe(0);
  writeFileSync(offices, 'office;name;letterhead\nufi4;UFI 4;Ministerio Público | UFI 4\n');
  expect((await fojas(['repository', 'offices', 'import', offices, ...at])).code).toBe(0);
  expect(json(await fojas(['repository', 'offices', 'list', '--json', ...at]))).toMatchObject({
    offices: expect.arrayContaining([
      { officeId: 'ufi4', name: 'UFI 4', letterhead: ['Ministerio Público', 'UFI 4'] },
    ]) as unknown,
  });
  expect((await fojas(['repository', 'people', 'import', csv, ...at])).code).toBe(0);
  writeFileSync(csv, `${head}\np-2;Otra;123;ufi3;clerk;1;no;2097-12-31\n`);
  const bad = await fojas(['repository', 'people', 'import', csv, ...at]);
  expect(bad.code).toBe(2);
  expect(bad.stderr).toMatch(/2.*cuil/);
  const grant = ['--person', 'p-1', '--office', 'ufi3', '--role', 'secretary', '--clearance', '3'];
  expect((await fojas(['repository', 'people', 'grant', ...at, ...grant, '--until', '2020-01-01'])).code).toBe(1);
  expect((await fojas(['repository', 'people', 'grant', ...at, ...grant, '--until', '2097-01-01'])).code).toBe(0);
  expect(json(await fojas(['repository', 'people', 'list', '--json', ...at]))).toMatchObject({
    people: [{ name: 'Pérez; Juana', cuil: '27123456780', grants: [{ roles: ['secretary'], clearance: 3 }] }],
  });
  const place = ['--person', 'p-1', '--office', 'ufi3', '--for', 'p-3'];
  const appoint = [...place, '--until', '2097-01-31', '--resolution', 'Res. 12/26'];
  expect((await fojas(['repository', 'people', 'substitute', ...at, ...place, '--until', '2097-01-31'])).code).toBe(2);
  const nobody = await fojas(['repository', 'people', 'substitute', ...at, ...appoint]);
  expect([nobody.code, nobody.stderr]).toEqual([1, expect.stringContaining('no hay ninguna persona p-3')]);
  writeFileSync(csv, `${head}\np-3;Tadeo;;ufi3;magistrate;5;no;2097-12-31\n`);
  expect((await fojas(['repository', 'people', 'import', csv, ...at])).code).toBe(0);
  expect((await fojas(['repository', 'people', 'substitute', ...at, ...appoint])).code).toBe(0);
  expect((await fojas(['repository', 'people', 'list', ...at])).stdout).toMatch(
    /ufi3: subroga a Tadeo \(p-3\), desde .* hasta 2097-0.*, Res\. 12\/26/,
  );
  expect((await fojas(['repository', 'people', 'end-substitution', ...at, ...place])).code).toBe(0);
  const listed = (await fojas(['repository', 'offices', 'list', ...at])).stdout;
  expect(listed).toContain('2 personas');
  expect(listed).toContain('ufi5  Fiscalía 5');
  expect((await fojas(['repository', 'people', 'revoke', ...at, '--person', 'p-1', '--office', 'ufi3'])).code).toBe(0);
  expect((await fojas(['repository', 'people', 'code', ...at, '--person', 'p-9'])).code).toBe(1);
  expect((await fojas(['repository', 'devices', 'list', ...at])).stdout).toContain('No hay equipos inscriptos.');
  const ofOne = await fojas(['repository', 'devices', 'list', ...at, '--person', 'p-1', '--lang', 'en']);
  expect(ofOne.stdout).toBe('No devices are enrolled of p-1.\n');
  expect((await fojas(['repository', 'log', 'verify', ...at])).code).toBe(0);
  const log = await fojas(['repository', 'log', 'show', ...at]);
  expect(log.stdout).toMatch(/console .*people\.import/);
  expect(log.stdout).toMatch(/console .*people\.grant .*p-1.*secretary/);
  expect(log.stdout).toMatch(/console .*people\.substitute .*p-1 @ ufi3 por p-3: .*Res\. 12\/26/);
  expect(log.stdout).toMatch(/console .*people\.endSubstitution .*p-1 @ ufi3 por p-3/);
  expect(log.stdout).toMatch(/console .*people\.revokeGrant .*p-1 @ ufi3/);
  expect(log.stdout).not.toContain('Juana');
}, 300_000);

it('revokes a desk: it reads no more and is wiped at its next contact, and what it had signed comes back', async () => {
  const dir = scratch();
  const recovery = await newAgeKey();
  const place = join(dir, 'copias');
  mkdirSync(place);
  const world = await peopledWorld({}, (config) => ({
    ...config,
    secondCopy: { folder: place, recoveryRecipients: [recovery.recipient] },
  }));
  const [storeFile, deskFile, itFile, keyFile] = ['store.key', 'desk.json', 'it.json', 'recovery.txt'].map((name) =>
    join(dir, name),
  ) as [string, string, string, string];
  const itDesk = {
    ...{ ...world.config, dataDir: join(dir, 'it'), deviceId: 'pc-it', secondCopy: undefined },
    // First a clerk's seat, and IT's beside it.
    person: { ...world.config.person, personId: 'p-it', role: 'clerk' },
    seats: [{ seatId: 'it', person: { ...world.config.person, personId: 'p-it', role: 'itAdmin' } }],
  };
  writeFileSync(storeFile, storeKey);
  writeFileSync(deskFile, JSON.stringify(world.config));
  writeFileSync(itFile, JSON.stringify(itDesk));
  writeFileSync(keyFile, `${recovery.identity}\n`);
  const desk = ['--config', deskFile, '--store-key-file', storeFile];
  const clerk = ['--config', itFile, '--store-key-file', storeFile];
  const admin = [...clerk, '--seat', 'it'];

  // A desk with an act that was signed while the line was away.
  const act = await world.repository.propose(await world.repository.putCase());
  const before = await fojas(['sync', ...desk]);
  expect(before.stdout).toContain('Este equipo todavía no está inscripto');
  expect(before.stdout).not.toContain('Sin línea');
  expect((await fojas(['enrol', ...desk, '--code', await world.code()])).code).toBe(0);
  expect((await fojas(['grants', ...desk])).stdout).toContain('UFI N.º 3');
  const office = await world.open();
  await office.call('sync.now', {});
  await office.until(() => world.fetchedFiles() > 0);
  await world.repository.stop();
  const { actId, documentSha256 } = act;
  await office.call('acts.markShown', { actId, documentSha256, via: 'window' });
  const { token } = world;
  await office.call('signing.start', {
    ...{ items: [{ actId, documentSha256 }], libraryId: token.library.id },
    ...{ tokenSerial: token.serial, certificateSha256: token.certificateSha256 },
  });
  await office.until(async () => (await office.call('trays.counts', {})).queue === 1);
  await office.close();
  await world.repository.restart();

  expect((await fojas(['enrol', ...admin, '--code', await world.code('p-it')])).code).toBe(0);
  // At a seat that may not: an answer, and no fault of the program.
  const refused = await fojas(['repository', 'devices', 'list', ...clerk]);
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('notAllowed')]);
  const nowhere = await fojas(['repository', 'devices', 'list', ...clerk, '--seat', 'otro']);
  expect([nowhere.code, nowhere.stderr]).toEqual([
    2,
    expect.stringMatching(/no hay un lugar «otro»[^]*first, it[^]*seatUnknown/),
  ]);
  const { devices } = json<{ devices: { jkt: string; personId: string }[] }>(
    await fojas(['repository', 'devices', 'list', '--json', ...admin, '--person', 'p-1']),
  );
  const revoke = ['repository', 'devices', 'revoke', ...admin, '--reason', 'robada'];
  expect((await fojas([...revoke, '--device', 'no-such-device'])).code).toBe(2);
  expect((await fojas([...revoke, `--device=${devices[0]!.jkt.slice(0, 12)}`])).code).toBe(0);
  // It was told nothing, and sends nothing more: its next contact ends in the wipe.
  const contact = await fojas(['sync', ...desk]);
  expect(contact.code).not.toBe(0);
  expect((await fojas(['grants', ...desk])).code).toBe(1);
  expect(world.fetchedFiles()).toBe(0);
  expect(existsSync(join(world.config.dataDir, 'journal.db'))).toBe(true);
  expect(readdirSync(join(world.config.dataDir, 'documents', 'kept')).length).toBeGreaterThan(0);
  const told = await (await world.repository.request('GET', `/v1/feed?office=${officeId}`)).text();
  expect(told).not.toContain('"kind":"registered"');

  // On another computer, with the institution's key, what was signed is there again.
  const newDesk = join(dir, 'nueva.json');
  writeFileSync(newDesk, JSON.stringify({ ...world.config, dataDir: join(dir, 'nueva') }));
  const newStore = join(dir, 'nueva.key');
  writeFileSync(newStore, 'c3'.repeat(32));
  const restored = await fojas([
    ...['home', 'restore', '--from', place, '--identity-file', keyFile, '--json'],
    ...['--config', newDesk, '--store-key-file', newStore],
  ]);
  expect(restored.code, restored.stderr).toBe(0);
  expect(json(restored)).toMatchObject({ signedActs: 1, unsent: 1 });
}, 300_000);

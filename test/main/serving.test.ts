import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { OfficeConfig } from '../../src/contract/config.ts';
import { done, failed, type Outcome } from '../../src/contract/failures.ts';
import { invitationLine, readInvitation, type ServingState } from '../../src/contract/office-repository.ts';
import { Capabilities } from '../../src/contract/wire.ts';
import { keepServing } from '../../src/main/serving.ts';
import { tryOfficeKey } from '../../src/policy/setup/index.ts';
import type { MessagePortMain } from '../../tools/electron-on-chromium/message-ports.ts';
import type { AccessKey } from '../../src/repository/access.ts';
import { accessKey, makeTestFolder, officeId, startTestRepository, testConfig } from '../helpers/office.ts';
import { eventually, makeForks } from './processes.ts';
import { testFolderKey } from '../helpers/repository-options.ts';

const forks = makeForks();
let end: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const each of end.splice(0).reverse()) await each();
  forks.killAll();
});

async function stage(
  role: 'itAdmin' | 'clerk',
  change: (config: OfficeConfig) => OfficeConfig = (same) => same,
  otherKeys: readonly AccessKey[] = [],
) {
  const folder = makeTestFolder();
  const centre = await startTestRepository(folder.repository, {
    accessKeys: [{ key: accessKey, officeId }, ...otherKeys],
  });
  end = [async () => folder.remove(), () => centre.stop()];
  const made = testConfig(folder.data, { repository: centre });
  const file = join(folder.path, 'office.json');
  mkdirSync(folder.path, { recursive: true });
  const config = change(OfficeConfig.parse({ ...made, person: { ...made.person, role } }));
  writeFileSync(file, JSON.stringify(config));
  const read = (): OfficeConfig => OfficeConfig.parse(JSON.parse(readFileSync(file, 'utf8')));
  const told: ServingState[] = [];
  const serving = keepServing<MessagePortMain>({
    file,
    config: async (): Promise<Outcome<OfficeConfig>> => done(read()),
    role: ({ person }) => person.role,
    tryKey: (config, key) => tryOfficeKey(config, key, fetch),
    launch: () => forks.launch('../../../src/repository/office/process'),
    folderKey: async () => done(testFolderKey),
    log: () => undefined,
    onChange: (state) => void told.push(state),
    timing: { backoffMs: [10, 200] },
  });
  end.push(() => serving.stop());
  const state = async (): Promise<ServingState> => {
    const now = await serving.handlers['serving.read']({});
    if (!now.ok) throw new Error(now.failure.kind);
    return now.value;
  };
  return { centre, serving, state, read, told };
}

const away = { host: '127.0.0.1', announce: false, port: 0 } as const;
const withRepository = (config: OfficeConfig): OfficeConfig =>
  OfficeConfig.parse({ ...config, officeRepository: { ...away, dir: join(config.dataDir, '..', 'served') } });

const withoutKey = (config: OfficeConfig): OfficeConfig => {
  const { accessKey: _none, ...repository } = config.repository!;
  return { ...withRepository(config), repository };
};

test('a PC that serves tells how it stands, comes back when it is killed, and its own desk goes by it from then on', async () => {
  const { serving, state, read, told, centre } = await stage('itAdmin', withRepository);
  expect(await state()).toMatchObject({ bar: null, state: 'off', invitation: null });
  serving.begin(read());
  await eventually(async () => expect((await state()).standing).toMatchObject({ waiting: 0, reached: true }));
  const { addresses, invitation } = await state();
  const invited = readInvitation(invitation ?? '');
  expect(invited?.addresses).toEqual(addresses);
  const asked = await fetch(`${addresses[0]}/v1/capabilities`, { headers: { authorization: `Bearer ${accessKey}` } });
  const told1 = Capabilities.parse(await asked.json());
  expect(told1.office?.key).toEqual(invited?.key);
  expect(told1.receiptKeys).toEqual(centre.receiptKeys);
  await eventually(async () => expect(read().repository?.office?.keys).toEqual([invited?.key]));

  process.kill(forks.pids[0]!, 'SIGKILL');
  await eventually(async () => expect(told.some((one) => one.state === 'starting')).toBe(true));
  await eventually(async () => expect(await state()).toMatchObject({ state: 'serving' }));
  expect(readInvitation((await state()).invitation ?? '')?.key).toEqual(invited?.key);

  const off = await serving.handlers['serving.set']({ on: false, port: 7440 });
  expect(off).toMatchObject({ ok: true, value: { state: 'off', invitation: null } });
  expect(read().officeRepository).toBeUndefined();
  await expect(fetch(`${addresses[0]}/v1/capabilities`)).rejects.toThrow();
}, 120_000);

test('only who looks after PCs switches it on, or whom the institution allowed, and only with the office’s key', async () => {
  const clerk = await stage('clerk');
  expect(await clerk.state()).toMatchObject({ bar: 'role', mayJoin: false });
  const notAllowed = failed({ kind: 'notAllowed' });
  expect(await clerk.serving.handlers['serving.set']({ on: true, port: 7440 })).toEqual(notAllowed);
  expect(clerk.read().officeRepository).toBeUndefined();

  const allowed = await stage('clerk', withRepository);
  expect(await allowed.state()).toMatchObject({ bar: null });
  // Switched off by such a person, it stays allowed.
  expect(await allowed.serving.handlers['serving.set']({ on: false, port: 7440 })).toMatchObject({ ok: true });
  allowed.serving.begin(allowed.read());
  expect(await allowed.state()).toMatchObject({ bar: null, state: 'off' });

  const enrolled = await stage('itAdmin', (config) => {
    const { accessKey: _none, ...repository } = config.repository!;
    return { ...config, repository };
  });
  expect(await enrolled.state()).toMatchObject({ bar: 'officeKey' });
  expect(await enrolled.serving.handlers['serving.set']({ on: true, port: 7440 })).toEqual(notAllowed);
});

test('an enrolled desk takes the office’s key out of a file for serving alone, where the centre takes it for that office', async () => {
  const { serving, state, read, centre } = await stage('itAdmin', withoutKey);
  expect(await state()).toMatchObject({ bar: 'officeKey', mayJoin: true });
  const take = async (text: string) => {
    const file = join(read().dataDir, '..', 'clave.txt');
    writeFileSync(file, text);
    return serving.handlers['serving.takeKey']({ path: file });
  };
  for (const text of ['', 'short', 'a key of two\nlines and more', 'x'.repeat(501)])
    expect(await take(text)).toMatchObject({ ok: false, failure: { kind: 'badInput' } });
  expect(await take('a-key-that-nobody-was-given')).toEqual(failed({ kind: 'repositoryDenied' }));
  const gone = await serving.handlers['serving.takeKey']({ path: '/nowhere/clave.txt' });
  expect(gone).toMatchObject({ ok: false, failure: { kind: 'fileUnreadable' } });
  expect(read().officeRepository?.accessKey).toBeUndefined();

  expect(await take(`${accessKey}\n`)).toMatchObject({ ok: true, value: { bar: null, state: 'off' } });
  // The desk goes on showing its person's own device.
  expect(read().repository?.accessKey).toBeUndefined();
  const on = await serving.handlers['serving.set']({ on: true, port: 7441 });
  expect(on.ok).toBe(true);
  await eventually(async () => expect((await state()).standing).toMatchObject({ reached: true }));
  const { addresses } = await state();
  const asked = await fetch(`${addresses[0]}/v1/capabilities`, { headers: { authorization: `Bearer ${accessKey}` } });
  expect(Capabilities.parse(await asked.json()).receiptKeys).toEqual(centre.receiptKeys);
  // Switched off, the key stays for the next time.
  expect(await serving.handlers['serving.set']({ on: false, port: 7441 })).toMatchObject({ ok: true });
  expect(await state()).toMatchObject({ bar: null, state: 'off' });

  await centre.stop();
  expect(await take(accessKey)).toMatchObject({ ok: false, failure: { kind: 'repositoryUnreachable' } });
  const clerk = await stage('clerk', withoutKey);
  expect(await clerk.serving.handlers['serving.takeKey']({ path: '/x' })).toEqual(failed({ kind: 'notAllowed' }));
}, 120_000);

test('a key of another office is refused, which would forward everything as its own', async () => {
  const { serving, read } = await stage('itAdmin', (config) => ({
    ...config,
    office: { ...config.office, officeId: 'jpaz-1' },
  }));
  const file = join(read().dataDir, '..', 'clave.txt');
  writeFileSync(file, accessKey);
  expect(await serving.handlers['serving.takeKey']({ path: file })).toEqual(failed({ kind: 'repositoryDenied' }));
});

test('a person’s key is refused, whatever the role: the office’s desks would go by what that person may', async () => {
  for (const role of ['magistrate', 'itAdmin'] as const) {
    const key = `clave de una persona, ${role}`;
    const holder = { personId: 'p-1', name: 'Ofelia Fiscal', roles: [role], validator: false };
    const { serving, read } = await stage('itAdmin', withoutKey, [{ key, officeId, holder }]);
    const file = join(read().dataDir, '..', 'clave.txt');
    writeFileSync(file, key);
    expect(await serving.handlers['serving.takeKey']({ path: file })).toEqual(
      failed({ kind: 'repositoryDenied', reason: 'personsKey' }),
    );
    expect(read().officeRepository?.accessKey).toBeUndefined();
  }
}, 60_000);

test('an invitation is taken as it was given, of this office alone, and by who looks after PCs alone', async () => {
  const key = { kid: '7c1f', kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) } as const;
  const given = { officeId: 'ufi 3/ñ', key, addresses: ['http://192.0.2.10:7440'] };
  expect(readInvitation(invitationLine(given))).toEqual(given);
  for (const line of [
    '',
    'fojas-oficina:v1',
    'fojas-oficina:v2 ufi-3 k=x',
    `${invitationLine(given)} ftp://192.0.2.1/`,
  ]) {
    expect(readInvitation(line), line).toBeNull();
  }

  const { serving, read } = await stage('itAdmin');
  const { officeId } = read().office;
  const join1 = serving.handlers['serving.join'];
  expect(await join1({ line: invitationLine(given) })).toMatchObject({ failure: { kind: 'badInput' } });
  expect(await join1({ line: 'hola' })).toMatchObject({ failure: { kind: 'badInput' } });
  expect(await join1({ line: invitationLine({ ...given, officeId }) })).toEqual(done({ officeId }));
  const { addresses } = given;
  expect(read().repository?.office).toEqual({ keys: [key], discover: true, addresses });

  // Side by side, none takes another's place in the file.
  const more = [11, 12, 13, 14].map((end) => `http://192.0.2.${end}:7440`);
  const joins = more.map((address) => join1({ line: invitationLine({ ...given, officeId, addresses: [address] }) }));
  expect(await Promise.all(joins)).toEqual(more.map(() => done({ officeId })));
  expect(read().repository?.office?.addresses).toEqual([...more.toReversed(), ...addresses]);

  const clerk = await stage('clerk');
  const line = invitationLine({ ...given, officeId });
  expect(await clerk.serving.handlers['serving.join']({ line })).toEqual(failed({ kind: 'notAllowed' }));
});

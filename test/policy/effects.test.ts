import { chmodSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, afterEach, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { capAt } from '../../src/contract/cap.ts';
import { appearancesOf } from '../../src/casework/signing/appearance.ts';
import type { OfficeConfig } from '../../src/contract/config.ts';
import { diaryLine } from '../../src/contract/diary.ts';
import type { BatchId } from '../../src/contract/ids.ts';
import type { PolicyName, PolicyValue } from '../../src/contract/policy.ts';
import { Fleet } from '../../src/contract/wire-fleet.ts';
import { openDiary } from '../../src/diagnostics/diary-file.ts';
import { lockKeeper } from '../../src/main/lock-keeper.ts';
import { deskOpening, type OpeningRooms } from '../../src/main/opening.ts';
import { openOfficeConfig } from '../../src/policy/office.ts';
import { hearLinux } from '../../src/policy/sources/index.ts';
import type { BatchRecord } from '../../src/casework/signing/records.ts';
import { createWorld } from '../casework/world.ts';
import { fakeKeychain } from '../main/fake-keychain.ts';
import { startProxy } from '../casework/sync/way/ground.ts';
import {
  accessKey,
  makeTestFolder,
  openTestOffice,
  startTestRepository,
  testConfig,
  type TestOffice,
  type TestRepository,
} from '../helpers/office.ts';

/** What an institution writes into a file, held against what an office then does. */
let folder: ReturnType<typeof makeTestFolder>;
let repository: TestRepository;
let office: TestOffice | null = null;
let desks = 0;
beforeAll(async () => {
  folder = makeTestFolder();
  repository = await startTestRepository(join(folder.path, 'repository'));
});
afterEach(async () => {
  await office?.close();
  office = null;
});
afterAll(async () => {
  await repository.stop();
  folder.remove();
});

/** A desk of its own under this policy: its file says nothing of what is decided. */
async function under(says: Partial<Record<PolicyName, PolicyValue>>, more: object = {}): Promise<OfficeConfig> {
  const root = join(folder.path, `etc-${(desks += 1)}`);
  mkdirSync(join(root, 'policies.d'), { recursive: true, mode: 0o755 });
  for (const place of [root, join(root, 'policies.d')]) chmodSync(place, 0o755);
  writeFileSync(join(root, 'policies.d', '10.json'), JSON.stringify(says), { mode: 0o644 });
  const file = join(folder.path, `office-${desks}.json`);
  const config = { ...testConfig(join(folder.path, `desk-${desks}`), { repository }), mode: 'normal' as const };
  writeFileSync(file, JSON.stringify({ ...config, deviceId: `pc-${desks}`, ...more }));
  const opened = await openOfficeConfig(file, () => hearLinux({ root, owner: process.getuid!() }));
  if (!opened.ok) throw new Error(JSON.stringify(opened.failure));
  expect(opened.value.policy.troubles).toEqual([]);
  return opened.value.config;
}

it('a public page that is decided is where the code on the paper leads', async () => {
  const decided = await under({ 'repository.publicPage': 'https://verificar.ejemplo.invalid/v' });
  const wanted = {
    choice: { page: 'last', place: 'free', reason: '' },
    actId: '01a06e3c-52b1-7cc0-8a4e-0d6c7d1b2a10',
    at: new Date(),
  };
  const qrUnder = (config: OfficeConfig): string | undefined =>
    appearancesOf(
      config,
      () => 'es-AR',
    )({
      ...{ ...wanted, certificate: { subject: { commonName: 'Ofelia Quirós' } }, electronic: false, capacity: '' },
    } as unknown as Parameters<ReturnType<typeof appearancesOf>>[0]).qr;
  const code = qrUnder(await under({}));
  expect(code).toMatch(/^[0-9A-Z-]+$/);
  expect(qrUnder(decided)).toBe(`https://verificar.ejemplo.invalid/v#${code}`);
});

it('a language that is decided is the only one, and one that is recommended is the first', async () => {
  office = await openTestOffice({ config: await under({ 'desk.language': 'pt-BR' }) });
  expect(await office.call('settings.read', {})).toMatchObject({ locale: 'pt-BR' });
  expect(await office.call('settings.write', { locale: 'en' })).toMatchObject({ locale: 'pt-BR' });
});

it('a proxy is what requests go through', async () => {
  const proxy = await startProxy();
  office = await openTestOffice({ config: await under({ 'line.proxy': proxy.url }) });
  expect((await office.call('sync.now', {})).state).toBe('online');
  expect(proxy.seen.length).toBeGreaterThan(0);
});

it('caps of the line hold by the hour, room for fetched files is what is said, and the line tells both', async () => {
  const says = { 'line.capKbps': 64, 'line.quiet': ['08:00-14:00=16'], 'line.keepMegabytes': 32 };
  const config = await under(says);
  const at = (hour: number): Date => new Date(2026, 10, 23, hour, 30);
  expect([9, 15].map((hour) => capAt(config.line, at(hour)).kbps)).toEqual([16, 64]);
  office = await openTestOffice({ config, clock: () => at(9) });
  const line = await office.call('line.read', {});
  expect([line.cap.kbps, line.kept.mostBytes]).toEqual([16, 32 * 1024 * 1024]);
});

it('the repository that is decided is the one that is spoken to, and its keys are the ones that are believed', async () => {
  const [key] = repository.receiptKeys;
  const elsewhere = { url: 'http://127.0.0.1:9/', accessKey, pinnedKeys: [{ ...key!, kid: 'other' }] };
  const says = { 'repository.url': repository.url, 'repository.keys': [`${key!.kid}=${key!.x}`] };
  const config = await under(says, { repository: elsewhere });
  office = await openTestOffice({ config });
  expect((await office.call('sync.now', {})).state).toBe('online');
});

it('a ring is what the desk tells the repository that it is in, and a policy of its own another hash', async () => {
  for (const says of [{ 'updates.ring': 'piloto' }, { 'updates.ring': 'general', 'signing.pauseMinutes': 9 }]) {
    office = await openTestOffice({ config: await under(says) });
    await office.call('sync.now', {});
    const told = desks;
    await office.until(async () => (await rows()).some(({ deviceId }) => deviceId === `pc-${told}`));
    await office.close();
  }
  const [pilot, general] = (await rows()).filter(({ deviceId }) =>
    [`pc-${desks - 1}`, `pc-${desks}`].includes(deviceId),
  );
  expect([pilot?.standing.ring, general?.standing.ring]).toEqual(['piloto', 'general']);
  expect(pilot?.standing.policySha256).not.toBe(general?.standing.policySha256);
});
const rows = async () => Fleet.parse(await (await repository.request('GET', '/v1/fleet')).json()).rows;

it('a library that is decided is one that tokens are looked for in', async () => {
  const library = join(folder.path, 'libtoken.so');
  office = await openTestOffice({ config: await under({ 'drivers.libraries': [library] }) });
  const { libraries } = await office.call('tokens.list', {});
  expect(libraries.map(({ path }) => path)).toContain(library);
});

it('minutes of a pause are what a batch on hold leaves the token open, and no more', async () => {
  const real = setTimeout;
  // Of all waits only this one is cut short: the office and its line go by their own.
  const waits = vi
    .spyOn(globalThis, 'setTimeout')
    .mockImplementation(((work: () => void, ms = 0) => real(work, ms === 9 * 60_000 ? 20 : ms)) as typeof setTimeout);
  onTestFinished(() => waits.mockRestore());
  const { signing } = await under({ 'signing.pauseMinutes': 9 });
  let batchId = '';
  const world = await createWorld({
    acts: 2,
    config: (config) => ({ ...config, ...(signing && { signing }) }),
    office: {
      onBoundary: async (name) => {
        if (name === 'tokenSigned') await world.office.call('signing.pause', { batchId: batchId as BatchId });
      },
    },
  });
  batchId = await world.sign();
  const ended = (await world.ended(batchId)) as BatchRecord;
  expect(ended.batch).toMatchObject({ state: 'stopped', stoppedBy: { kind: 'loggedOut', reason: 'idle' }, kept: 1 });
  expect(world.token.closed).toBe(1);
});

it('minutes without a touch lock the desk, and have its person choose what opens it', async () => {
  const [never, five] = [await under({}), await under({ 'desk.idleLockMinutes': 5 })];
  vi.useFakeTimers();
  try {
    let idle = 0;
    const locks = lockKeeper({
      ...{ userData: join(folder.path, 'locks'), monitor: { getSystemIdleTime: () => idle }, people: () => undefined },
      ...{ onPerson: () => false, onLocked: () => undefined, onKey: () => undefined, onChange: () => undefined },
      proveByToken: () => Promise.resolve({ ok: false, failure: { kind: 'notAllowed' } }),
    });
    const looked = async (seconds: number): Promise<boolean> => {
      idle = seconds;
      await vi.advanceTimersByTimeAsync(5000);
      return vi.waitFor(() => locks.locked);
    };
    locks.at(never).holds('11'.repeat(32));
    locks.tokenTold(true);
    expect(await looked(100_000)).toBe(false);
    locks.at(five).holds('11'.repeat(32));
    locks.tokenTold(false);
    await vi.waitFor(() => expect(locks.locked).toBe(true));
    expect(await locks.answer('lock.read', {})).toMatchObject({ value: { wants: 'way' } });
    locks.tokenTold(true);
    await vi.waitFor(() => expect(locks.locked).toBe(false));
    expect(await looked(299)).toBe(false);
    idle = 300;
    await vi.advanceTimersByTimeAsync(5000);
    await vi.waitFor(() => expect(locks.locked).toBe(true));
  } finally {
    vi.useRealTimers();
  }
});

it('traces of a crash are kept on this computer where it is decided, and nowhere else', async () => {
  const started = async (says: Partial<Record<PolicyName, PolicyValue>>): Promise<unknown[]> => {
    const start = vi.fn();
    const file = join(folder.path, 'office-crash.json');
    writeFileSync(file, JSON.stringify(await under(says)));
    const userData = join(folder.path, 'crashes');
    const locks = { at: () => ({ holds: () => undefined }) } as unknown as OpeningRooms['locks'];
    const opening = deskOpening({
      ...{ safeStorage: fakeKeychain(), crashReporter: { start }, userData, locks },
      ...{ wishes: { officeConfig: file, storeKeyFile: null }, places: { file, account: 'ana' } },
      ...{ obey: () => undefined, log: () => undefined },
    });
    expect(await opening.readOffice()).toMatchObject({ ok: true });
    return start.mock.calls;
  };
  expect(await started({})).toEqual([]);
  expect(await started({ 'crash.keep': false })).toEqual([]);
  // Kept, and sent nowhere.
  expect(await started({ 'crash.keep': true })).toEqual([[{ uploadToServer: false, compress: true }]]);
});

it('a level of logs leaves the rest unwritten, and days of logs delete what is older', async () => {
  const { diagnostics } = await under({ 'logs.level': 'error', 'logs.days': 7 });
  const logs = join(folder.path, 'logs');
  const diary = openDiary({ folder: logs });
  const line = (event: 'started' | 'trouble') =>
    event === 'trouble'
      ? diaryLine(new Date().toISOString(), 'office', 'trouble', { failure: 'diskFull' })!
      : diaryLine(new Date().toISOString(), 'main', 'started', { version: '1.0.0', platform: 'linux', arch: 'x64' })!;
  diary.write(line('started'));
  const old = join(logs, 'diary.1.jsonl');
  writeFileSync(old, '');
  const before = new Date(Date.now() - 8 * 24 * 3_600_000);
  utimesSync(old, before, before);
  diary.obey({ least: diagnostics!.logLevel, days: diagnostics!.logDays });
  diary.write(line('started'));
  diary.write(line('trouble'));
  diary.close();
  const written = readFileSync(join(logs, 'diary.jsonl'), 'utf8').trim().split('\n');
  expect(written).toHaveLength(1);
  expect(() => readFileSync(old)).toThrow('ENOENT');
});

import { randomBytes } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { done, failed } from '../../src/contract/failures.ts';
import { UpdatePolicy, type Readiness } from '../../src/contract/updates.ts';
import { downloadedFile } from '../../src/updates/download.ts';
import { type Installer, type KeeperOptions, UpdateKeeper } from '../../src/updates/keeper.ts';
import { folderSource } from '../../src/updates/sources/index.ts';
import { organisation, type Organisation } from './world.ts';

let org: Organisation;
let installs: string[];
let readiness: Readiness | null;
let clock: Date;
const idle: Readiness = { batch: false, unsettled: 0, typing: false, schema: 100 };
const signal = new AbortController().signal;
const installer: Installer = {
  install: async (staged, offer) => (installs.push(`${path.basename(staged)} ${offer.release.version}`), done(null)),
  goBack: async () => (installs.push('back'), done(null)),
};
const open = (version = '1.0.0', more: Partial<KeeperOptions> = {}) =>
  UpdateKeeper.open({
    ...{ folder: path.join(org.folder, 'pc'), root: org.root, sources: [folderSource(org.published)] },
    policy: UpdatePolicy.parse({ mode: 'self' }),
    here: { version, platform: 'linux', arch: 'x64', format: 'deb' },
    ...{ installer, readiness: async () => readiness, backup: async () => done('/copy.db') },
    ...{ faultsNow: async () => ['driver /x.so'], take: async () => undefined, now: () => clock, waitsMs: [1] },
    ...more,
  });
const refused = (reason: string) => ({ ok: false, failure: { kind: 'updateRefused', reason } });

beforeEach(async () => {
  org = await organisation();
  await org.release('1.1.0');
  installs = [];
  readiness = idle;
  clock = new Date();
});
afterEach(() => org.remove());

/** A PC that was offered 1.1.0, and has it. */
async function ready(more: Partial<KeeperOptions> = {}): Promise<UpdateKeeper> {
  const keeper = await open('1.0.0', more);
  expect(await keeper.check()).toMatchObject({ ok: true, value: { waiting: { version: '1.1.0', stage: 'offered' } } });
  expect(await keeper.fetch(signal)).toMatchObject({ ok: true, value: { waiting: { stage: 'ready' } } });
  return keeper;
}

describe('a PC that keeps itself up to date', () => {
  it('looks, fetches, installs, tries and finds itself healthy', async () => {
    const keeper = await ready();
    expect(await keeper.apply()).toMatchObject({ ok: true, value: { waiting: null, lastInstall: { end: 'trial' } } });
    expect(installs).toEqual(['staged 1.1.0']);
    const next = await open('1.1.0');
    expect(await next.beginStart()).toBe('test');
    await next.healthy();
    expect(await next.status()).toMatchObject({ version: '1.1.0', lastInstall: { from: '1.0.0', end: 'healthy' } });
    expect(await (await open('1.1.0')).beginStart()).toBe('usual');
  });

  it('puts the next release together out of the one it installed', async () => {
    let paid = 0;
    const take = async (bytes: number): Promise<void> => void (paid += bytes);
    const old = randomBytes(2_000_000);
    await org.release('1.2.0', { bytes: old });
    const keeper = await open('1.0.0', { take });
    await keeper.check();
    expect(await keeper.fetch(signal)).toMatchObject({ ok: true });
    expect(paid).toBe(old.length);
    expect(await keeper.apply()).toMatchObject({ ok: true });
    const next = await open('1.2.0', { take });
    await next.healthy();
    expect(await next.check()).toMatchObject({ ok: true, value: { waiting: null } });
    await org.release('1.3.0', { bytes: Buffer.concat([old.subarray(0, 1_500_000), randomBytes(1000)]) });
    paid = 0;
    expect(await next.check()).toMatchObject({ ok: true, value: { waiting: { version: '1.3.0' } } });
    expect(await next.fetch(signal)).toMatchObject({ ok: true, value: { waiting: { stage: 'ready' } } });
    expect(paid).toBeGreaterThan(1000);
    expect(paid).toBeLessThan(600_000);
    // One file of a release before is kept, and no more.
    expect(readdirSync(path.join(org.folder, 'pc', 'targets'))).toHaveLength(2);
  });

  it('remembers over a restart what it has, and looks at the file again', async () => {
    await ready();
    const again = await open();
    expect((await again.status()).waiting).toMatchObject({ stage: 'ready' });
    const { waiting } = await again.status();
    const file = readState().offer as { name: string; sha512: string };
    writeFileSync(downloadedFile(path.join(org.folder, 'pc'), file), Buffer.alloc(waiting?.bytes ?? 0));
    expect((await (await open()).status()).waiting).toMatchObject({ stage: 'offered' });
  });

  it.each([
    ['batch', { ...idle, batch: true }],
    ['unsettled', { ...idle, unsettled: 1 }],
    ['typing', { ...idle, typing: true }],
    ['officeSilent', null],
  ] as const)('installs nothing while %s stands in the way', async (why, answer) => {
    const keeper = await ready();
    readiness = answer;
    expect(await keeper.apply()).toEqual(refused('putOff'));
    expect((await keeper.status()).putOff).toEqual([why]);
    expect(installs).toEqual([]);
    readiness = idle;
    expect(await keeper.apply()).toMatchObject({ ok: true });
  });

  it('refuses a file that was exchanged between the download and the installation', async () => {
    const keeper = await ready();
    const file = readState().offer as { name: string; sha512: string; length: number };
    writeFileSync(downloadedFile(path.join(org.folder, 'pc'), file), Buffer.alloc(file.length, 1));
    expect(await keeper.apply()).toEqual(refused('wrongHash'));
    expect(installs).toEqual([]);
    // It is fetched anew, and then it may.
    expect(await keeper.fetch(signal)).toMatchObject({ ok: true });
    expect(await keeper.apply()).toMatchObject({ ok: true });
  });

  it('refuses metadata that were exchanged between the download and the installation', async () => {
    const keeper = await ready();
    const file = path.join(org.folder, 'pc', 'metadata', 'targets.json');
    const metadata = JSON.parse(readFileSync(file, 'utf8')) as { signed: { fojas: { blockedVersions: string[] } } };
    metadata.signed.fojas.blockedVersions = ['0.0.1'];
    writeFileSync(file, JSON.stringify(metadata));
    const answer = await keeper.apply();
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'updateRefused' } });
    expect(installs).toEqual([]);
  });

  it('takes back an offer that was blocked meanwhile', async () => {
    const keeper = await ready();
    await org.workshop.decide((standing) => ({ ...standing, blockedVersions: ['1.1.0'] }));
    await org.signTargets();
    await org.publish();
    expect(await keeper.check()).toMatchObject({ ok: true, value: { waiting: null } });
    expect(await keeper.apply()).toEqual(refused('nothingWaits'));
  });

  it('goes down only by a signed way back, and not over newer data', async () => {
    await org.release('0.9.0', { more: { rollbackOf: ['1.2.0'], schema: 100 } });
    const keeper = await open('1.2.0');
    expect(await keeper.check()).toMatchObject({ ok: true, value: { waiting: { version: '0.9.0', kind: 'return' } } });
    await keeper.fetch(signal);
    readiness = { ...idle, schema: 130 };
    expect(await keeper.apply()).toEqual(refused('dataNewer'));
    expect(await (await open('1.1.5')).check()).toMatchObject({ ok: true, value: { waiting: null } });
  });

  it('asks the next source when the first lies or is silent, and tells of the lie', async () => {
    const liar = path.join(org.folder, 'liar');
    cpSync(org.published, liar, { recursive: true });
    writeFileSync(path.join(liar, 'timestamp.json'), '{}');
    const sources = [folderSource(path.join(org.folder, 'unplugged')), folderSource(liar)];
    expect(await (await open('1.0.0', { sources })).check()).toEqual(refused('damaged'));
    const all = await open('1.0.0', { sources: [...sources, folderSource(org.published)] });
    expect(await all.check()).toMatchObject({ ok: true, value: { lastFailure: null } });
  });

  it('believes no clock that runs backwards', async () => {
    const keeper = await open();
    await keeper.check();
    clock = new Date(Date.now() - 40 * 86_400_000);
    expect(await keeper.check()).toEqual(refused('clockBack'));
  });

  it('leaves everything to others where policy says so', async () => {
    const keeper = await open('1.0.0', { policy: UpdatePolicy.parse({ mode: 'system' }) });
    expect(await keeper.check()).toEqual(refused('system'));
    expect(await keeper.apply()).toEqual(refused('system'));
  });
});

describe('a version that is no good', () => {
  it('gives way to the one before after two starts that did not end', async () => {
    await (await ready()).apply();
    expect(await (await open('1.1.0')).beginStart()).toBe('test');
    expect(await (await open('1.1.0')).beginStart()).toBe('test');
    const third = await open('1.1.0');
    expect(await third.beginStart()).toBe('goBack');
    expect(await third.goBack('starts')).toMatchObject({ ok: true });
    expect(installs.at(-1)).toBe('back');
    const before = await open('1.0.0');
    expect(await before.status()).toMatchObject({ lastInstall: { end: 'returned', reason: 'starts' } });
    expect(before.backupOfReturned).toBe('/copy.db');
    // Not again.
    expect(await before.check()).toMatchObject({ ok: true, value: { waiting: null } });
  });

  it('is taken back by the installer itself when it does not pass its test there', async () => {
    const strict: Installer = {
      ...installer,
      install: async () => failed({ kind: 'updateRefused', reason: 'unhealthy' }),
    };
    const keeper = await ready({ installer: strict });
    expect(await keeper.apply()).toEqual(refused('unhealthy'));
    expect(await keeper.status()).toMatchObject({ waiting: null, lastInstall: { version: '1.1.0', end: 'returned' } });
    expect(await keeper.check()).toMatchObject({ ok: true, value: { waiting: null } });
  });

  it('never came: the start of the old one says so', async () => {
    await (await ready()).apply();
    const still = await open('1.0.0');
    expect(await still.beginStart()).toBe('usual');
    expect(await still.status()).toMatchObject({ lastInstall: { end: 'returned', reason: 'not installed' } });
  });

  it('keeps the work when the journal cannot be copied', async () => {
    const keeper = await ready({ backup: async () => failed({ kind: 'diskFull' }) });
    expect(await keeper.apply()).toEqual({ ok: false, failure: { kind: 'diskFull' } });
    expect(installs).toEqual([]);
  });
});

const readState = (): Record<string, unknown> =>
  JSON.parse(readFileSync(path.join(org.folder, 'pc', 'state.json'), 'utf8')) as Record<string, unknown>;

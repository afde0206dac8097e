import { readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { done } from '../../src/contract/failures.ts';
import { UpdatePolicy } from '../../src/contract/updates.ts';
import { UpdateKeeper } from '../../src/updates/keeper.ts';
import { type Share, shareUpdates } from '../../src/updates/share.ts';
import { folderSource, httpSource, type Source } from '../../src/updates/sources/index.ts';
import { organisation, type Organisation } from './world.ts';

let org: Organisation;
let share: Share;
const url = (): string => `http://127.0.0.1:${share.port}/`;
const first = (): string => path.join(org.folder, 'first');
const signal = new AbortController().signal;

const keeperIn = (folder: string, sources: readonly Source[], paid: (bytes: number) => void = () => undefined) =>
  UpdateKeeper.open({
    ...{ folder, root: org.root, sources, policy: UpdatePolicy.parse({ mode: 'self' }) },
    here: { version: '1.0.0', platform: 'linux', arch: 'x64', format: 'deb' },
    installer: { install: async () => done(null), goBack: async () => done(null) },
    readiness: async () => ({ batch: false, unsettled: 0, typing: false, schema: null }),
    backup: async () => done(null),
    faultsNow: async () => [],
    take: async (bytes) => paid(bytes),
    ...{ now: () => new Date(), waitsMs: [1, 1] },
  });

beforeEach(async () => {
  org = await organisation();
  // A root of before, so that a fresh PC has a chain to walk.
  await org.workshop.rotate(org.constitution);
  for (const { signer } of org.leaders.slice(0, 2)) await org.workshop.sign('root', signer);
  await org.release('1.1.0');
  const keeper = await keeperIn(first(), [folderSource(org.published)]);
  await keeper.check();
  await keeper.fetch(signal);
  share = await shareUpdates({ folder: first(), host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
  await share.close();
  org.remove();
});

describe('one PC of an office', () => {
  it('brings another from the root of trust to a release that is installed, without a line', async () => {
    const other = await keeperIn(path.join(org.folder, 'other'), [httpSource(url(), fetch)]);
    expect(await other.check()).toMatchObject({ ok: true, value: { waiting: { version: '1.1.0' } } });
    expect(await other.fetch(signal)).toMatchObject({ ok: true, value: { waiting: { stage: 'ready' } } });
    expect(await other.apply()).toMatchObject({ ok: true });
  });

  it('goes on handing it out after it installed it, until the next', async () => {
    const keeper = await keeperIn(first(), [folderSource(org.published)]);
    expect(await keeper.apply()).toMatchObject({ ok: true });
    await keeper.check();
    const other = await keeperIn(path.join(org.folder, 'other'), [httpSource(url(), fetch)]);
    await other.check();
    expect(await other.fetch(signal)).toMatchObject({ ok: true });
  });

  it('is believed in nothing: what was changed there is refused and fetched from the next source', async () => {
    const [name] = readdirSync(path.join(first(), 'targets'));
    const file = path.join(first(), 'targets', name!);
    const bytes = readFileSync(file);
    bytes[1000]! ^= 1;
    writeFileSync(file, bytes);
    const alone = await keeperIn(path.join(org.folder, 'alone'), [httpSource(url(), fetch)]);
    await alone.check();
    expect(await alone.fetch(signal)).toMatchObject({ ok: false, failure: { reason: 'wrongHash' } });
    const both = [httpSource(url(), fetch), folderSource(org.published)];
    const other = await keeperIn(path.join(org.folder, 'other'), both);
    await other.check();
    expect(await other.fetch(signal)).toMatchObject({ ok: true });
    const timestamp = path.join(first(), 'metadata', 'timestamp.json');
    writeFileSync(timestamp, readFileSync(timestamp, 'utf8').replace('"version":', '"versio":'));
    const third = await keeperIn(path.join(org.folder, 'third'), both);
    expect(await third.check()).toMatchObject({ ok: true, value: { waiting: { version: '1.1.0' } } });
  });

  it('spares the others the line only for what it has whole', async () => {
    const [name] = readdirSync(path.join(first(), 'targets'));
    const whole = path.join(first(), 'targets', name!);
    writeFileSync(`${whole}.part`, readFileSync(whole));
    rmSync(whole);
    expect((await fetch(`${url()}targets/${name}.part`)).status).toBe(404);
    let paid = 0;
    const sources = [httpSource(url(), fetch), folderSource(org.published)];
    const other = await keeperIn(path.join(org.folder, 'other'), sources, (bytes) => (paid += bytes));
    await other.check();
    expect(await other.fetch(signal)).toMatchObject({ ok: true });
    expect(paid).toBeGreaterThan(0);
  });

  it('gives pieces, and nothing but what a mirror has', async () => {
    const [name] = readdirSync(path.join(first(), 'targets'));
    const bytes = readFileSync(path.join(first(), 'targets', name!));
    const piece = await fetch(`${url()}targets/${name}`, { headers: { range: 'bytes=100-199' } });
    expect(piece.status).toBe(206);
    expect(piece.headers.get('content-range')).toBe(`bytes 100-199/${bytes.length}`);
    expect(Buffer.from(await piece.arrayBuffer())).toEqual(bytes.subarray(100, 200));
    const beyond = await fetch(`${url()}targets/${name}`, { headers: { range: `bytes=${bytes.length}-` } });
    expect(beyond.status).toBe(416);
    const head = await fetch(`${url()}targets/${name}`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(bytes.length)]);
    expect((await fetch(`${url()}timestamp.json`, { method: 'POST' })).status).toBe(405);
    symlinkSync('/etc/passwd', path.join(first(), 'targets', `${'a'.repeat(128)}.link`));
    for (const wrong of [
      ...['', 'state.json', 'metadata/root.json', '9.targets.json', '0.root.json', 'timestamp.json?x', 'targets/'],
      ...[`targets/${'a'.repeat(128)}.link`, `targets/..%2fstate.json`, `targets/${'a'.repeat(128)}.../../state.json`],
    ]) {
      expect((await fetch(`${url()}${wrong}`)).status, wrong).toBe(404);
    }
    expect((await fetch(`${url()}1.root.json`)).status).toBe(404);
    expect((await fetch(`${url()}2.root.json`)).status).toBe(200);
  });

  it('says so where its port is taken', async () => {
    await expect(shareUpdates({ folder: first(), host: '127.0.0.1', port: share.port })).rejects.toThrow(/EADDRINUSE/);
  });
});

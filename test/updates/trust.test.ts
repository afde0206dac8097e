import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Root, Snapshot, Targets, Timestamp } from '../../src/release/metadata.ts';
import { folderShelf, publish } from '../../src/release/publish.ts';
import { snapshotOf, timestampOf, unsigned } from '../../src/release/metadata.ts';
import { folderSource, type Source } from '../../src/updates/sources/index.ts';
import { refreshTrust } from '../../src/updates/trust.ts';
import { organisation, type Organisation, person } from './world.ts';

let org: Organisation;
let client: string;
const refresh = (source: Source = folderSource(org.published), folder = client) =>
  refreshTrust({ folder, root: org.root, source, patienceMs: 2000 });
const refused = (reason: string) => ({ ok: false, failure: { kind: 'updateRefused', reason } });

beforeEach(async () => {
  org = await organisation();
  client = path.join(org.folder, 'client');
  await org.release('1.1.0');
});
afterEach(() => org.remove());

/** Publishes these targets with fresh snapshot and timestamp of the same online key, as whoever holds that key could. */
async function publishForged(targets: Targets, ...signers: Parameters<Organisation['forge']>[2][]): Promise<void> {
  const { version } = org.read<Timestamp>('timestamp.json').signed;
  await org.forge(`${targets.version}.targets.json`, unsigned(targets), ...signers);
  const snapshot = snapshotOf(org.read(`${targets.version}.targets.json`), version + 1, targets.expires);
  await org.forge(`${version + 1}.snapshot.json`, unsigned(snapshot), org.online.signer);
  const timestamp = timestampOf(org.read(`${version + 1}.snapshot.json`), version + 1, targets.expires);
  await org.forge('timestamp.json', unsigned(timestamp), org.online.signer);
}

describe('what a PC believes', () => {
  it('takes what enough people signed, and keeps it', async () => {
    const answer = await refresh();
    expect(answer).toMatchObject({ ok: true, value: { versions: { root: 1 } } });
    expect(answer.ok && answer.value.targets.map(({ release }) => release.version)).toEqual(['1.1.0']);
    expect(readdirSync(client).sort()).toEqual(['root.json', 'snapshot.json', 'targets.json', 'timestamp.json']);
  });

  it('says that a source does not answer, and believes as before', async () => {
    await refresh();
    const away = await refresh(folderSource(path.join(org.folder, 'unplugged')));
    expect(away).toMatchObject({ ok: false, failure: { kind: 'updateUnreachable' } });
    expect(await refresh()).toMatchObject({ ok: true });
  });

  it('has nothing to begin with where no root came along', async () => {
    const answer = await refreshTrust({ folder: client, root: Buffer.from('{}'), source: folderSource(org.published) });
    expect(answer).toEqual(refused('noRoot'));
  });

  it('loses neither state nor protection when it is cut between two files', async () => {
    await refresh();
    const old = readFileSync(path.join(org.published, 'timestamp.json'));
    await org.release('1.2.0');
    await refresh();
    // As a cut leaves it: work that was under way, and nothing half-written.
    mkdirSync(path.join(client, '.work-cut'));
    writeFileSync(path.join(client, '.work-cut', 'timestamp.json'), '{"sig');
    writeFileSync(path.join(org.published, 'timestamp.json'), old);
    expect(await refresh()).toEqual(refused('rollback'));
    expect(readdirSync(client).filter((name) => name.startsWith('.work-'))).toEqual([]);
  });
});

describe('the table of attacks', () => {
  it('refuses targets that were tampered with', async () => {
    const { signatures, signed } = org.read<Targets>('2.targets.json');
    signed.fojas.blockedVersions.push('1.0.0');
    await org.forge('2.targets.json', { signatures, signed });
    expect(await refresh()).toEqual(refused('wrongLength'));
    // Even by whoever holds the online key, and so can say that this is how they should look.
    await publishForged(signed);
    expect(await refresh()).toEqual(refused('unsigned'));
  });

  it('refuses a list of files that a stranger signed', async () => {
    const { signed } = org.read<Targets>('2.targets.json');
    await publishForged({ ...signed, version: 3 }, person('Eva').signer);
    expect(await refresh()).toEqual(refused('unsigned'));
  });

  it('refuses a timestamp that was tampered with', async () => {
    const { signatures, signed } = org.read<Timestamp>('timestamp.json');
    await org.forge('timestamp.json', { signatures, signed: { ...signed, version: 900 } });
    expect(await refresh()).toEqual(refused('unsigned'));
  });

  it('refuses to go back to older metadata (rollback)', async () => {
    const before = path.join(org.folder, 'before');
    cpSync(org.published, before, { recursive: true });
    await org.release('1.2.0');
    expect(await refresh()).toMatchObject({ ok: true });
    expect(await refresh(folderSource(before))).toEqual(refused('rollback'));
  });

  it('refuses an older list of files under a newer timestamp', async () => {
    const { signed } = org.read<Targets>('2.targets.json');
    await org.release('1.2.0');
    expect(await refresh()).toMatchObject({ ok: true });
    await publishForged(signed, org.managers[0]!.signer);
    expect(await refresh()).toEqual(refused('rollback'));
  });

  it('refuses metadata that are too old (freeze)', async () => {
    const past = { now: () => new Date(Date.now() - 20 * 86_400_000) };
    const stale = await organisation(past);
    try {
      const answer = await refreshTrust({
        ...{ folder: path.join(stale.folder, 'client'), root: stale.root, source: folderSource(stale.published) },
      });
      expect(answer).toEqual(refused('expired'));
    } finally {
      stale.remove();
    }
  });

  it('refuses a root that has expired', async () => {
    const { signed } = org.read<Root>('1.root.json');
    const expires = '2020-01-01T00:00:00Z';
    const old = { ...signed, version: 2, expires };
    await org.forge('2.root.json', unsigned(old), ...org.leaders.map(({ signer }) => signer));
    expect(await refresh()).toEqual(refused('expired'));
  });

  it('refuses pieces of different times (mix and match)', async () => {
    const snapshot = readFileSync(path.join(org.published, '2.snapshot.json'));
    await org.release('1.2.0');
    writeFileSync(path.join(org.published, '3.snapshot.json'), snapshot);
    const answer = await refresh();
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'updateRefused' } });
    expect(['wrongHash', 'wrongLength', 'mixed']).toContain(
      !answer.ok && answer.failure.kind === 'updateRefused' && answer.failure.reason,
    );
  });

  it('refuses a snapshot of another version than the timestamp names', async () => {
    const { signed } = org.read<Timestamp>('timestamp.json');
    const meta = { 'snapshot.json': { ...signed.meta['snapshot.json'], version: 7 } };
    await org.forge('timestamp.json', unsigned({ ...signed, version: 9, meta }), org.online.signer);
    cpSync(path.join(org.published, '2.snapshot.json'), path.join(org.published, '7.snapshot.json'));
    expect(await refresh()).toEqual(refused('mixed'));
  });

  it('refuses a snapshot that forgets the list of files', async () => {
    expect(await refresh()).toMatchObject({ ok: true });
    const { signed } = org.read<Snapshot>('2.snapshot.json');
    await org.forge('8.snapshot.json', unsigned({ ...signed, version: 8, meta: {} as never }), org.online.signer);
    const stamp = timestampOf(org.read('8.snapshot.json'), 8, signed.expires);
    await org.forge('timestamp.json', unsigned(stamp), org.online.signer);
    expect(await refresh()).toEqual(refused('mixed'));
  });

  it('refuses a root of strangers, and one that too few signed', async () => {
    const strangers = ['Eva', 'Fito', 'Gil'].map(person);
    const { signed } = org.read<Root>('1.root.json');
    const next = { ...signed, version: 2 };
    await org.forge('2.root.json', unsigned(next), ...strangers.map(({ signer }) => signer));
    expect(await refresh()).toEqual(refused('rogueRoot'));
    await org.forge('2.root.json', unsigned(next), org.leaders[0]!.signer);
    expect(await refresh()).toEqual(refused('rogueRoot'));
    await org.forge('2.root.json', unsigned(next), org.leaders[0]!.signer, org.leaders[2]!.signer);
    expect(await refresh()).toMatchObject({ ok: true, value: { versions: { root: 2 } } });
  });

  it('refuses a root that leaps a version', async () => {
    const { signed } = org.read<Root>('1.root.json');
    await org.forge('2.root.json', unsigned({ ...signed, version: 5 }), ...org.leaders.map(({ signer }) => signer));
    expect(await refresh()).toEqual(refused('rollback'));
  });

  it('refuses endless metadata', async () => {
    const endless: Source = {
      ...folderSource(org.published),
      open: async (name) =>
        name === 'timestamp.json'
          ? {
              kind: 'found',
              from: 0,
              bytes: (async function* () {
                for (;;) yield Buffer.alloc(64 * 1024, ' ');
              })(),
            }
          : folderSource(org.published).open(name, 0, AbortSignal.timeout(1000)),
    };
    expect(await refresh(endless)).toEqual(refused('wrongLength'));
  });

  it.each(['../fojas.deb', 'a/../../b.deb', '/etc/passwd', 'C:\\x.deb', '..', 'a b.deb', `${'x'.repeat(200)}.deb`])(
    'refuses a file called %s, whoever signed it',
    async (name) => {
      const { signed } = org.read<Targets>('2.targets.json');
      const [target] = Object.values(signed.targets);
      await publishForged({ ...signed, version: 3, targets: { [name]: target! } }, org.managers[0]!.signer);
      expect(await refresh()).toEqual(refused('name'));
    },
  );

  it('refuses what does not parse', async () => {
    writeFileSync(path.join(org.published, 'timestamp.json'), '{"signed":');
    expect(await refresh()).toEqual(refused('damaged'));
  });

  it('refuses a file without the hash that counts', async () => {
    const { signed } = org.read<Targets>('2.targets.json');
    const [[name, target]] = Object.entries(signed.targets) as [[string, Targets['targets'][string]]];
    const weak = { ...target, hashes: { md5: 'd41d8cd98f00b204e9800998ecf8427e' } as never };
    await publishForged({ ...signed, version: 3, targets: { [name]: weak } }, org.managers[0]!.signer);
    expect(await refresh()).toEqual(refused('damaged'));
  });

  it('leaves out what a later program will understand', async () => {
    const { signed } = org.read<Targets>('2.targets.json');
    const [[name, target]] = Object.entries(signed.targets) as [[string, Targets['targets'][string]]];
    const strange = { ...target, custom: { ...(target.custom as object), orbit: 'low' } };
    const targets = { [name]: target, 'other.deb': strange };
    await publishForged({ ...signed, version: 3, targets }, org.managers[0]!.signer);
    const answer = await refresh();
    expect(answer.ok && answer.value.targets.map((one) => one.name)).toEqual([name]);
  });
});

describe('keys that change', () => {
  it('follows three rotations from the root that came with the program', async () => {
    const [next, online] = [['Hugo', 'Iris', 'Juan'].map(person), person('servidor nuevo')];
    const named = next.map(({ name, key }) => ({ name, key }));
    await org.workshop.rotate({ ...org.constitution, root: named });
    // The old ones let go, the new ones take over: both must sign.
    for (const { signer } of next.slice(0, 2)) {
      expect(await org.workshop.sign('root', signer)).toMatchObject({ accepted: false });
    }
    await org.workshop.sign('root', org.leaders[0]!.signer);
    expect(await org.workshop.sign('root', org.leaders[1]!.signer)).toMatchObject({ accepted: true });
    await org.workshop.rotate({ ...org.constitution, root: named, rootThreshold: 3 });
    for (const { signer } of next) await org.workshop.sign('root', signer);
    await org.workshop.rotate({ ...org.constitution, root: named, online: [{ name: 'n', key: online.key }] });
    for (const { signer } of next) await org.workshop.sign('root', signer);
    await expect(org.workshop.seal(org.online.signer)).rejects.toMatchObject({ kind: 'notARoleKey' });
    await org.workshop.seal(online.signer);
    await publish(org.workshop, folderShelf(org.published));
    expect(await refresh()).toMatchObject({ ok: true, value: { versions: { root: 4 } } });
    expect(existsSync(path.join(client, '3.root.json'))).toBe(true);
  });

  it('gets over a leap forward of a stolen online key (fast forward)', async () => {
    const { signed } = org.read<Timestamp>('timestamp.json');
    await org.forge('timestamp.json', unsigned({ ...signed, version: 2_000_000_000 }), org.online.signer);
    expect(await refresh()).toMatchObject({ ok: true });
    rmSync(path.join(org.published, 'timestamp.json'));
    const online = person('servidor nuevo');
    await org.workshop.rotate({ ...org.constitution, online: [{ name: 'n', key: online.key }] });
    for (const { signer } of org.leaders) await org.workshop.sign('root', signer).catch(() => undefined);
    await org.workshop.seal(online.signer);
    await publish(org.workshop, folderShelf(org.published));
    expect(await refresh()).toMatchObject({ ok: true, value: { versions: { root: 2 } } });
  });
});

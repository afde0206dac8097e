/** An enrolled desk that is lost: IT fetches its copy, over the line or out of the folder, and another PC goes on where it was. */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { type Server, createServer, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { newAgeKey } from '../../src/parcel/index.ts';
import { peopledWorld } from '../casework/enrolment/world.ts';
import { quickHomePace } from '../casework/home/home-world.ts';
import { officeId, storeKey } from '../helpers/office.ts';
import { fojas, json, scratch } from './harness.ts';

/** A line over which copies come through, and acts do not while it is `jammed`: as when a PC is lost in the middle of sending. */
interface Line {
  readonly url: string;
  readonly server: Server;
  target: string;
  jammed: boolean;
}

async function openLine(): Promise<Line> {
  const line = { url: '', target: '', jammed: false };
  const server = createServer((incoming, outgoing) => {
    const { method, url = '', headers } = incoming;
    if (line.jammed && /^\/v1\/(?:bundles|blobs|acts)/.test(url) && method !== 'GET') {
      incoming.resume();
      outgoing.writeHead(503).end();
      return;
    }
    const onward = ask(`${line.target}${url}`, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return Object.assign(line, { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

const bytesIn = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => {
        const path = join(parentPath, name);
        return [path.slice(folder.length), readFileSync(path, 'base64')];
      }),
  );

async function lostDesk() {
  const dir = scratch();
  const recovery = await newAgeKey();
  const line = await openLine();
  const world = await peopledWorld({}, (config) => {
    line.target = config.repository!.url;
    return {
      ...config,
      repository: { ...config.repository!, url: line.url },
      secondCopy: { repository: true, recoveryRecipients: [recovery.recipient] },
    };
  });
  const file = (name: string, content: string | object): string => {
    const path = join(dir, name);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };
  const itDesk = {
    ...{ ...world.config, dataDir: join(dir, 'it'), deviceId: 'pc-it', secondCopy: undefined },
    person: { ...world.config.person, personId: 'p-it', role: 'clerk' },
    seats: [{ seatId: 'it', person: { ...world.config.person, personId: 'p-it', role: 'itAdmin' } }],
  };
  const store = ['--store-key-file', file('store.key', storeKey)];
  const deskFile = file('desk.json', world.config);
  const clerk = ['--config', file('it.json', itDesk), ...store];

  const act = await world.repository.propose(await world.repository.putCase());
  expect((await fojas(['enrol', '--config', deskFile, ...store, '--code', await world.code()])).code).toBe(0);
  const office = await world.open({ homePace: quickHomePace });
  await office.call('sync.now', {});
  await office.until(() => world.fetchedFiles() > 0);
  line.jammed = true;
  const { actId, documentSha256 } = act;
  await office.call('acts.markShown', { actId, documentSha256, via: 'window' });
  const { token } = world;
  await office.call('signing.start', {
    ...{ items: [{ actId, documentSha256 }], libraryId: token.library.id },
    ...{ tokenSerial: token.serial, certificateSha256: token.certificateSha256 },
  });
  await office.until(async () => (await office.call('trays.counts', {})).queue === 1);
  await office.until(async () => {
    const { state, uncovered } = await office.call('home.status', {});
    return state === 'good' && uncovered === 0;
  });
  await office.close();
  rmSync(world.config.dataDir, { recursive: true });
  line.jammed = false;
  return {
    ...{ dir, world, line, deskFile, clerk, act },
    admin: [...clerk, '--seat', 'it'],
    keyFile: file('recovery.txt', `${recovery.identity}\n`),
    repository: world.folder.repository,
  };
}

it('brings an enrolled desk back on another PC, by IT’s hand, and registers its unsent act once', async () => {
  const { dir, world, deskFile, clerk, admin, keyFile, repository, act } = await lostDesk();
  const { deviceId } = world.config;

  // Its own key went with it: the answer names the command, and who runs it.
  const own = await fojas(['home', 'fetch', '--config', deskFile, '--to', join(dir, 'own')]);
  expect([own.code, own.stderr]).toEqual([5, expect.stringContaining('copyOfEnrolled')]);
  expect(own.stderr).toContain(`fojas repository copies fetch --device ${deviceId} --to`);

  expect((await fojas(['enrol', ...admin, '--code', await world.code('p-it')])).code).toBe(0);
  const refused = await fojas(['repository', 'copies', 'list', ...clerk]);
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('notAllowed')]);
  const listed = await fojas(['repository', 'copies', 'list', ...admin]);
  expect(listed.stdout).toMatch(new RegExp(`^[0-9a-f]{12}  ${officeId}  ${deviceId}  p-1  .* copia`));
  const to = join(dir, 'traidas');
  const fetch = ['repository', 'copies', 'fetch', '--to', to, '--all', '--json', ...admin];
  expect(await fojas([...fetch, '--device', 'pc-9'])).toMatchObject({ code: 5, stdout: '' });
  const fetched = await fojas([...fetch, '--device', deviceId]);
  expect(fetched.code, fetched.stderr).toBe(0);
  expect(json(fetched)).toMatchObject({ officeId, deviceId, folder: join(to, `${officeId}--${deviceId}`) });

  // Out of the folder of the repository, which serves meanwhile and is not written to, comes the very same.
  const before = bytesIn(join(repository, 'copies'));
  const out = join(dir, 'de-la-carpeta');
  const straight = ['repository', 'copies', 'fetch', '--dir', repository, '--device', deviceId, '--to', out];
  expect((await fojas([...straight, '--all'])).code).toBe(0);
  expect(bytesIn(out)).toEqual(bytesIn(to));
  expect(bytesIn(join(repository, 'copies'))).toEqual(before);

  const newDesk = join(dir, 'nueva.json');
  writeFileSync(newDesk, JSON.stringify({ ...world.config, dataDir: join(dir, 'nueva') }));
  const desk = ['--config', newDesk, '--store-key-file', join(dir, 'nueva.key')];
  const restored = await fojas(['home', 'restore', '--from', to, '--identity-file', keyFile, '--json', ...desk]);
  expect(restored.code, restored.stderr).toBe(0);
  expect(json(restored)).toMatchObject({ signedActs: 1, unsent: 1 });
  expect((await fojas(['enrol', ...desk, '--code', await world.code()])).code).toBe(0);
  for (let times = 0; times < 2; times += 1) {
    const sync = await fojas(['sync', '--json', ...desk]);
    expect(sync.code, sync.stderr).toBe(0);
    expect(json(sync)).toMatchObject({ trays: { registered: 1, queue: 0 } });
  }
  const feed = await (await world.repository.request('GET', `/v1/feed?office=${officeId}`)).text();
  const registered = feed.match(/"kind":"registered"/g) ?? [];
  expect([registered.length, feed.includes(act.actId)]).toEqual([1, true]);
}, 300_000);

it('goes on after a cut, says what is damaged, and does not guess among several of one name', async () => {
  const { dir, world, line, admin, repository } = await lostDesk();
  const { deviceId } = world.config;
  const at = ['--dir', repository];
  const copies = join(repository, 'copies');
  const [slot] = readdirSync(copies);
  const to = join(dir, 'traidas');
  expect((await fojas(['repository', 'copies', 'list'])).code).toBe(2);
  expect((await fojas(['repository', 'copies', 'list', '--dir', join(dir, 'nada')])).code).toBe(5);

  // Cut in the middle over the line: the half that came stays, and the rest is asked for.
  expect((await fojas(['enrol', ...admin, '--code', await world.code('p-it')])).code).toBe(0);
  const fetch = ['repository', 'copies', 'fetch', '--device', slot!.slice(0, 12), '--to', to];
  expect((await fojas([...fetch, ...admin])).code).toBe(0);
  const folder = join(to, `${officeId}--${deviceId}`);
  const whole = bytesIn(folder);
  const journal = readdirSync(folder).find((name) => name.endsWith('.journal.age'))!;
  const sums = readFileSync(
    join(
      folder,
      readdirSync(folder).find((name) => name.endsWith('.sha256'))!,
    ),
    'utf8',
  );
  const [sha256] = sums
    .split('\n')
    .find((entry) => entry.endsWith(journal))!
    .split('  ') as [string];
  const half = (): void => {
    const bytes = readFileSync(join(folder, journal));
    rmSync(join(folder, journal));
    writeFileSync(join(folder, `${journal}.${sha256.slice(0, 16)}.coming`), bytes.subarray(0, 1000));
  };
  half();
  let asked = '';
  line.server.on('request', ({ url, headers }) => {
    if (url?.endsWith(sha256) === true) asked = String(headers.range);
  });
  expect((await fojas([...fetch, ...admin])).code).toBe(0);
  expect(asked).toBe('bytes=1000-');
  expect(bytesIn(folder)).toEqual(whole);
  half();
  expect((await fojas([...fetch, ...at])).code).toBe(0);
  expect(bytesIn(folder)).toEqual(whole);

  // The new PC of that name has copies of its own: which one is meant is said by whoever asks.
  const other = join(copies, 'f'.repeat(64));
  mkdirSync(other);
  const owner = JSON.parse(readFileSync(join(copies, slot!, 'owner.json'), 'utf8')) as object;
  writeFileSync(join(other, 'owner.json'), JSON.stringify({ ...owner, device: 'otra' }));
  const newest = readdirSync(join(copies, slot!)).find((name) => name.startsWith('g-'))!;
  writeFileSync(join(other, newest), readFileSync(join(copies, slot!, newest)));
  const several = await fojas(['repository', 'copies', 'fetch', '--device', deviceId, '--to', to, ...at]);
  expect([several.code, several.stderr]).toEqual([2, expect.stringContaining('ffffffffffff')]);
  expect(several.stderr).toContain(slot!.slice(0, 12));
  // Its files are not there.
  const lacking = await fojas(['repository', 'copies', 'fetch', '--device', 'ffffffff', '--to', join(dir, 'x'), ...at]);
  expect([lacking.code, lacking.stderr]).toEqual([5, expect.stringContaining('copyDamaged')]);
  expect(existsSync(join(dir, 'x', `${officeId}--${deviceId}`, newest.replace('.json', '.sha256')))).toBe(false);
}, 300_000);

it('removes the copies of a desk that was revoked, at the stopped repository, and of no other', async () => {
  const { world, admin, repository } = await lostDesk();
  const { deviceId } = world.config;
  const at = ['--dir', repository];
  const remove = ['repository', 'copies', 'remove', ...at, '--device', deviceId];
  const slots = (): string[] => readdirSync(join(repository, 'copies'));
  const running = await fojas([...remove, '--really']);
  expect([running.code, running.stderr]).toEqual([
    5,
    expect.stringMatching(/^fojas: [^\n]*un repositorio[^]*Deténgalo para quitar copias/),
  ]);
  expect((await fojas(['enrol', ...admin, '--code', await world.code('p-it')])).code).toBe(0);
  const { devices } = json<{ devices: { jkt: string }[] }>(
    await fojas(['repository', 'devices', 'list', '--json', ...admin, '--person', 'p-1']),
  );
  await world.repository.stop();
  const works = await fojas([...remove, '--really']);
  expect([works.code, works.stderr, slots().length]).toEqual([1, expect.stringContaining(deviceId), 1]);
  const revoke = ['repository', 'devices', 'revoke', ...at, `--device=${devices[0]!.jkt}`, '--reason', 'de baja'];
  expect((await fojas(revoke)).code).toBe(0);
  const asked = await fojas(remove);
  expect([asked.code, asked.stdout, slots().length]).toEqual([0, expect.stringContaining('--really'), 1]);
  expect(bytesIn(join(repository, 'copies'))).not.toEqual({});
  expect((await fojas([...remove, '--really'])).code).toBe(0);
  expect(slots()).toEqual([]);
  expect((await fojas([...remove, '--really'])).code).toBe(5);
  expect((await fojas(['repository', 'log', 'show', ...at])).stdout).toMatch(
    new RegExp(`console .*copies\\.remove  ${deviceId} @ ${officeId}`),
  );
}, 300_000);

import { writeFileSync, chmodSync } from 'node:fs';
import { generateKeyPairSync, sign } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backoffMs, usualPace } from '../../src/casework/sync/backoff.ts';
import { startLoop } from '../../src/casework/sync/loop.ts';
import { type World, createWorld } from './world.ts';
import { storeKey } from '../helpers/office.ts';
import { openStore } from '../../src/casework/store/index.ts';
import { sql } from '../../src/casework/store/sql.ts';

type Answerer = (path: string, method: string, pass: () => Promise<Response>) => Promise<Response> | Response;
/** The real repository, with a person in the middle who may answer in its place. */
function between(answerer: () => Answerer): typeof fetch {
  return (input, init) => {
    const path = new URL(String(input)).pathname;
    return Promise.resolve(answerer()(path, init?.method ?? 'GET', () => fetch(input, init)));
  };
}
const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });
const problem = (code: string, status: number, retry = 'never') =>
  json({ type: `urn:fojas:problem:${code}`, title: 't', status, detail: 'd', retry }, status);
const read = (world: World, n: number) => world.office.call('acts.read', { actId: world.acts[n]!.actId });
const registered = (world: World, count: number) =>
  world.office.until(async () => (await world.office.call('trays.counts', {})).registered === count);
const lineOf = async (world: World) => (await world.office.call('office.status', {})).line;

async function signedWorld(acts: number, answerer: () => Answerer) {
  const world = await createWorld({ acts, office: { fetch: between(answerer) } });
  await world.ended(await world.sign());
  return world;
}
const straight: Answerer = (_path, _method, pass) => pass();

describe('the line', () => {
  it('may be down: everything waits, nothing is lost, and it goes on by itself when the line is back', async () => {
    const world = await createWorld({ acts: 2 });
    await world.repository.stop();
    await world.ended(await world.sign());
    const line = await world.office.call('sync.now', {});
    expect(line).toMatchObject({
      state: 'offline',
      waiting: 2,
      refused: 0,
      lastFailure: { kind: 'repositoryUnreachable' },
    });
    expect(line.lastContactAt).not.toBeNull();
    expect(await read(world, 0)).toMatchObject({ state: 'queued', sending: 'waiting', trouble: null });
    await world.repository.restart();
    await registered(world, 2);
    await world.office.until(async () => (await lineOf(world)).state === 'online');
    expect(await lineOf(world)).toMatchObject({ waiting: 0, lastFailure: null });
  });

  it('that was never configured is a state, not an error', async () => {
    const world = await createWorld({ acts: 0, config: (config) => ({ ...config, repository: null }) });
    expect(await world.office.call('sync.now', {})).toMatchObject({ state: 'notConfigured', lastFailure: null });
  });

  it.each([
    ['a portal’s page', () => json('<html>Acepte las condiciones</html>')],
    ['an endless answer', () => new Response(endless())],
    ['a redirect', () => json('', 302, { location: 'http://127.0.0.1:1/' })],
    ['a feed that does not move', () => json({ events: [], cursor: '', more: true })],
    ['denied', () => problem('unauthorized', 401)],
  ])('%s changes nothing', async (_what, answer) => {
    let garbage = false;
    const world = await createWorld({
      acts: 2,
      office: { fetch: between(() => (_path, _method, pass) => (garbage ? answer() : pass())) },
    });
    garbage = true;
    await world.ended(await world.sign());
    const line = await world.office.call('sync.now', {});
    expect(line.waiting).toBe(2);
    expect(line.lastFailure?.kind ?? 'none').toMatch(/repositoryGarbage|repositoryDenied|repositoryUnreachable|none/);
    expect((await read(world, 0)).state).toBe('queued');
    garbage = false;
    await registered(world, 2);
  });

  it('of a repository whose clock is a year off is used all the same, and the difference is told', async () => {
    const year = 365 * 24 * 3600 * 1000;
    const world = await createWorld({ acts: 1, office: { clock: () => new Date(Date.now() - year) } });
    await world.ended(await world.sign());
    await registered(world, 1);
    const { clockOffsetMs } = await lineOf(world);
    expect(Math.abs(clockOffsetMs! - year)).toBeLessThan(5000);
    expect((await world.office.call('receipts.read', { actId: world.acts[0]!.actId })).verified).toBe(true);
  });
});

describe('sending', () => {
  it('the same registration twice registers once', async () => {
    let cut = 2;
    const world = await signedWorld(1, () => async (path, method, pass) => {
      const response = await pass();
      if (method === 'PUT' && path.endsWith('/registration') && cut-- > 0) throw new TypeError('the answer was lost');
      return response;
    });
    await registered(world, 1);
    const puts = world.repository.log.filter((line) => line.includes('/registration'));
    expect(puts.map((line) => / (\d{3}) /.exec(line)?.[1])).toEqual(['201', '200', '200']);
    expect((await read(world, 0)).registration?.number).toBe(1);
  });

  it('goes on where it was cut: a file that is there is not sent again', async () => {
    let cut = true;
    const world = await signedWorld(1, () => (path, _method, pass) => {
      if (cut && path.endsWith('/registration')) throw new TypeError('cut');
      return pass();
    });
    await world.office.until(async () => (await read(world, 0)).sending === 'sent');
    cut = false;
    await registered(world, 1);
    const signed = (await read(world, 0)).signedSha256!;
    const puts = world.repository.log.filter((line) => line.startsWith('PUT /v1/blobs'));
    expect(puts.length).toBeGreaterThan(0);
    expect(signed).toMatch(/^[0-9a-f]{64}$/);
    // One PUT of the seeded document, one of the signed file.
    expect(puts).toHaveLength(2);
  });

  it('sends the file again when the repository lost it', async () => {
    let lose = true;
    const world = await signedWorld(1, () => (path, method, pass) => {
      if (lose && method === 'PUT' && path.endsWith('/registration')) {
        lose = false;
        return problem('blob-missing', 409, 'refresh');
      }
      return pass();
    });
    await registered(world, 1);
    expect(lose).toBe(false);
  });

  it('lets no poisoned act hold up another, and shows what became of it', async () => {
    let poisoned: string[] = [];
    const world = await createWorld({
      acts: 4,
      office: {
        fetch: between(() => (path, method, pass) => {
          if (method !== 'PUT' || !path.endsWith('/registration')) return pass();
          if (path.includes(poisoned[0]!)) return problem('signature-invalid', 422);
          if (path.includes(poisoned[2]!)) return problem('internal', 500, 'same');
          return pass();
        }),
      },
    });
    poisoned = world.acts.map(({ actId }) => actId);
    await world.ended(await world.sign());
    await registered(world, 2);
    await world.office.until(async () => (await read(world, 2)).trouble !== null);
    expect(await read(world, 0)).toMatchObject({
      state: 'rejectedByRegistry',
      sending: 'refused',
      trouble: { kind: 'registrationRefused', problem: 'signature-invalid' },
      registration: null,
    });
    expect(await read(world, 2)).toMatchObject({ state: 'queued', trouble: { kind: 'repositoryBusy' } });
    expect(await lineOf(world)).toMatchObject({ waiting: 1, refused: 1 });
    expect(await world.office.call('trays.counts', {})).toMatchObject({ queue: 2, signed: 4, toSign: 0 });
  });
  it('of a damaged file says so and sends the others', async () => {
    let held = true;
    const world = await signedWorld(2, () => (path, method, pass) => {
      if (held && method === 'HEAD' && path.includes('/blobs/')) throw new TypeError('no line yet');
      return pass();
    });
    const sha = (await read(world, 0)).signedSha256!;
    const path = join(world.config.dataDir, 'documents', 'kept', sha.slice(0, 2), sha);
    chmodSync(path, 0o600);
    writeFileSync(path, Buffer.alloc(5000, 1));
    held = false;
    await registered(world, 1);
    await world.office.until(async () => (await read(world, 0)).trouble?.kind === 'documentDamaged');
    expect((await read(world, 1)).state).toBe('registered');
  });

  it('brings a return with its remark to the repository', async () => {
    const world = await createWorld({ acts: 2 });
    const { actId, documentSha256 } = world.acts[0]!;
    const row = await world.office.call('acts.return', {
      actId,
      documentSha256,
      remark: ' Falta la firma del perito. ',
    });
    expect(row).toMatchObject({ state: 'returned', remark: 'Falta la firma del perito.', sending: 'waiting' });
    expect(await world.office.refusal('acts.return', { actId, documentSha256, remark: 'otra vez' })).toMatchObject({
      kind: 'actForbids',
      state: 'returned',
    });
    await world.office.until(async () => (await read(world, 0)).sending === 'received');
    await world.office.call('sync.now', {});
    expect(await world.office.call('trays.counts', {})).toMatchObject({ toSign: 1, returned: 1, queue: 0 });
    expect(world.repository.log.some((line) => line.startsWith('PUT /v1/acts/:actId/return 201'))).toBe(true);
  });

  it('of a return that comes too late is refused, visibly', async () => {
    const world = await createWorld({ acts: 1, office: { fetch: between(() => refuseReturns) } });
    const { actId, documentSha256 } = world.acts[0]!;
    await world.office.call('acts.return', { actId, documentSha256, remark: 'tarde' });
    await world.office.until(async () => (await read(world, 0)).sending === 'refused');
    expect((await read(world, 0)).trouble).toMatchObject({ kind: 'registrationRefused', problem: 'act-state' });
    expect(await lineOf(world)).toMatchObject({ waiting: 0, refused: 1 });
  });
  const refuseReturns: Answerer = (path, _method, pass) =>
    path.endsWith('/return') ? problem('act-state', 409, 'refresh') : pass();
});

describe('a receipt', () => {
  const forged = generateKeyPairSync('ed25519');
  const forge = (jws: string, change: object): string => {
    const [header, payload] = jws.split('.') as [string, string];
    const statement = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), ...change } as object;
    const body = `${header}.${Buffer.from(JSON.stringify(statement)).toString('base64url')}`;
    return `${body}.${sign(null, Buffer.from(body), forged.privateKey).toString('base64url')}`;
  };
  it.each([
    ['of a key that is not pinned', (jws: string) => forge(jws, {})],
    ['for other bytes', (jws: string) => forge(jws, { sha256: 'ab'.repeat(32) })],
    ['cut', (jws: string) => jws.slice(0, -8)],
    ['that is no receipt', () => 'yes'],
  ])('%s makes nothing registered, and is asked for again', async (_what, spoil) => {
    let spoiling = true;
    const world = await signedWorld(2, () => async (path, method, pass) => {
      const response = await pass();
      if (path === '/v1/feed' && spoiling) {
        const page = (await response.json()) as { events: { kind: string; receipt?: string }[] };
        for (const event of page.events) if (event.receipt) event.receipt = spoil(event.receipt);
        return json(page);
      }
      if (!spoiling || method !== 'PUT' || !path.endsWith('/registration')) return response;
      const { receipt } = (await response.json()) as { receipt: string };
      return json({ receipt: spoil(receipt) });
    });
    await world.office.until(
      async () => (await read(world, 0)).sending === 'received' && (await read(world, 1)).sending === 'received',
    );
    await world.office.call('sync.now', {});
    expect(await read(world, 0)).toMatchObject({
      state: 'queued',
      registration: null,
      trouble: { kind: 'receiptInvalid' },
    });
    expect(await world.office.call('trays.counts', {})).toMatchObject({ registered: 0, queue: 2 });
    expect(await world.office.refusal('receipts.read', { actId: world.acts[0]!.actId })).toMatchObject({
      kind: 'actForbids',
    });
    spoiling = false;
    await registered(world, 2);
  });

  it('of another act is not taken for this one', async () => {
    let first = '';
    let swapping = true;
    const world = await signedWorld(2, () => async (path, method, pass) => {
      const response = await pass();
      if (path === '/v1/feed' && swapping) {
        const page = (await response.json()) as { events: { kind: string }[] };
        return json({ ...page, events: page.events.filter(({ kind }) => kind !== 'registered') });
      }
      if (!swapping || method !== 'PUT' || !path.endsWith('/registration')) return response;
      const { receipt } = (await response.json()) as { receipt: string };
      first ||= receipt;
      return json({ receipt: first });
    });
    await registered(world, 1);
    await world.office.until(async () => (await read(world, 1)).trouble?.kind === 'receiptInvalid');
    expect((await read(world, 1)).trouble).toEqual({ kind: 'receiptInvalid', reason: 'otherAct' });
    swapping = false;
    await registered(world, 2);
  });

  it('that was lost on the way comes by the feed', async () => {
    const world = await signedWorld(1, () => async (path, method, pass) => {
      const response = await pass();
      if (method === 'PUT' && path.endsWith('/registration')) throw new TypeError('the answer is always lost');
      return response;
    });
    await registered(world, 1);
    expect((await world.office.call('receipts.read', { actId: world.acts[0]!.actId })).verified).toBe(true);
    expect((await lineOf(world)).waiting).toBe(0);
  });

  it('says so when our own bytes are not those any more', async () => {
    const world = await signedWorld(1, () => straight);
    await registered(world, 1);
    const row = await read(world, 0);
    const path = join(world.config.dataDir, 'documents', 'kept', row.signedSha256!.slice(0, 2), row.signedSha256!);
    chmodSync(path, 0o600);
    writeFileSync(path, 'spoilt');
    expect(await world.office.call('receipts.read', { actId: row.actId })).toMatchObject({
      verified: false,
      failure: { kind: 'documentDamaged' },
      statement: { number: 1 },
    });
  });
});

describe('pulling', () => {
  it('of a file that is not what its address says keeps nothing, and is tried again', async () => {
    let spoil = true;
    const world = await createWorld({
      acts: 2,
      office: {
        fetch: between(() => async (path, method, pass) => {
          const response = await pass();
          if (!spoil || method !== 'GET' || !path.includes('/blobs/')) return response;
          const bytes = Buffer.from(await response.arrayBuffer());
          bytes[50]! ^= 1;
          return new Response(bytes);
        }),
      },
    });
    await world.office.call('sync.now', {});
    expect(await read(world, 0)).toMatchObject({ state: 'toSign', trouble: { kind: 'documentDamaged' } });
    const { actId, documentSha256 } = world.acts[0]!;
    expect(await world.office.refusal('acts.markShown', { actId, documentSha256, via: 'window' })).toMatchObject({
      kind: 'documentMissing',
    });
    spoil = false;
    await world.office.until(async () => (await read(world, 0)).trouble === null);
    await world.office.call('acts.markShown', { actId, documentSha256, via: 'window' });
  });

  it('of a file that does not end is refused at the size that was announced', async () => {
    const world = await createWorld({
      acts: 1,
      office: {
        fetch: between(
          () => (path, method, pass) =>
            method === 'GET' && path.includes('/blobs/') ? new Response(endless()) : pass(),
        ),
      },
    });
    await world.office.call('sync.now', {});
    expect((await read(world, 0)).trouble).toMatchObject({ kind: 'repositoryGarbage' });
  });

  it('brings acts of the same office that another desk registered, with bytes and receipt', async () => {
    const world = await createWorld({ acts: 2 });
    await world.ended(await world.sign());
    await registered(world, 2);
    const other = { ...world.config, dataDir: join(world.folder, 'other'), deviceId: 'pc-02' };
    const { openTestOffice } = await import('../helpers/office.ts');
    const desk = await openTestOffice({ config: other });
    await desk.call('sync.now', {});
    await desk.until(async () => (await desk.call('trays.counts', {})).registered === 2);
    const { rows } = await desk.call('trays.page', { tray: 'registered', after: null, limit: 1 });
    expect(rows[0]).toMatchObject({ state: 'registered', sending: null, registration: { number: 2 } });
    expect(await desk.call('receipts.read', { actId: rows[0]!.actId })).toMatchObject({ verified: true });
    expect((await desk.call('trays.counts', {})).toSign).toBe(0);
    await desk.close();
  });
});

describe('the cache', () => {
  it('is read anew when other keys are pinned, and thrown away when it is another repository’s', async () => {
    let config = (await createWorld({ acts: 0 })).config;
    const world = await createWorld({ acts: 2 });
    await world.ended(await world.sign());
    await registered(world, 2);
    const stranger = config.repository!.pinnedKeys;
    const { openTestOffice } = await import('../helpers/office.ts');
    config = { ...world.config, dataDir: join(world.folder, 'second') };
    const wrongKeys = { ...config, repository: { ...config.repository!, pinnedKeys: stranger } };
    let desk = await openTestOffice({ config: wrongKeys });
    await desk.call('sync.now', {});
    expect((await desk.call('trays.counts', {})).registered).toBe(0);
    expect(desk.log.filter(({ event }) => event === 'feed receipt not believed')).toHaveLength(2);
    await desk.close();
    desk = await openTestOffice({ config });
    await desk.call('sync.now', {});
    await desk.until(async () => (await desk.call('trays.counts', {})).registered === 2);
    await desk.close();
    desk = await openTestOffice({
      config: { ...config, repository: { ...config.repository!, url: 'http://127.0.0.1:9' } },
    });
    expect((await desk.call('trays.counts', {})).registered).toBe(0);
    await desk.close();
  });

  it('begins the feed again when the repository does not know the cursor', async () => {
    let asked = 0;
    const world = await createWorld({
      acts: 1,
      office: {
        fetch: between(() => (path, _method, pass) => {
          if (path !== '/v1/feed') return pass();
          asked += 1;
          return asked === 2 ? problem('bad-request', 400) : pass();
        }),
      },
    });
    await world.office.call('sync.now', {});
    await world.office.until(() => asked >= 4);
    expect(world.office.log.some(({ event }) => event === 'feed cursor not known any more')).toBe(true);
    expect((await world.office.call('trays.counts', {})).toSign).toBe(1);
  });
});

describe('pace', () => {
  it('backs off to fifteen seconds at most, never twice the same', () => {
    const waits = Array.from({ length: 40 }, (_, n) => backoffMs(usualPace, n + 1, Math.random));
    expect(Math.max(...waits)).toBeLessThanOrEqual(15_000);
    expect(Math.min(...waits.slice(6))).toBeGreaterThanOrEqual(7_500);
    expect(backoffMs(usualPace, 1, () => 0)).toBe(250);
    expect(new Set(waits.slice(10)).size).toBeGreaterThan(10);
  });

  it('always arms its timer again, whatever a run does', async () => {
    let runs = 0;
    const bugs: unknown[] = [];
    const loop = startLoop({
      pace: { idleMs: 5, firstMs: 1, mostMs: 10 },
      random: Math.random,
      onBug: (error) => void bugs.push(error),
      run: async () => {
        runs += 1;
        if (runs % 3 === 0) throw new Error('a bug');
        return runs % 3 === 1 ? { ok: true } : { ok: false };
      },
    });
    const end = Date.now() + 5000;
    while (runs < 12 && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
    await loop.stop();
    const stoppedAt = runs;
    expect(runs).toBeGreaterThanOrEqual(12);
    expect(bugs.length).toBeGreaterThanOrEqual(3);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(runs).toBe(stoppedAt);
  });
});

describe('the outbox', () => {
  it('keeps every row it ever had', async () => {
    const world = await signedWorld(2, () => straight);
    await registered(world, 2);
    await world.office.close();
    const store = openStore({ folder: world.config.dataDir, storeKey, now: () => new Date() });
    if (!store.ok) throw new Error(store.failure.kind);
    const rows = store.value.journal.all<{ state: string }>(sql`select state from outbox`);
    store.value.close();
    expect(rows).toEqual([{ state: 'registered' }, { state: 'registered' }]);
  });
});

function endless(): ReadableStream<Uint8Array> {
  return new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536).fill(0x20)) });
}

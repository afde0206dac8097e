import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { between, endless, problem, read, registered } from '../between.ts';
import { forgetCursor } from '../../../src/casework/casefile/feed.ts';
import { openStore } from '../../../src/casework/store/index.ts';
import { openTestOffice, storeKey } from '../../helpers/office.ts';
import { createWorld, wish } from '../world.ts';

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
    const desk = await openTestOffice({ config: other });
    await desk.call('sync.now', {});
    await desk.until(async () => (await desk.call('trays.counts', {})).registered === 2);
    const { rows } = await desk.call('trays.page', { tray: 'registered', after: null, limit: 1 });
    expect(rows[0]).toMatchObject({ state: 'registered', sending: null, registration: { number: 2 } });
    // Who signed it there stands in the index, as the repository verified it.
    const { signer } = await read(world, 0);
    const index = await desk.call('cases.index', { caseId: rows[0]!.caseId });
    expect(index.acts.map(({ signers }) => signers)).toEqual([[signer], [signer]]);
    expect(index.acts.every((one) => one.signer === null)).toBe(true);
    expect(await desk.call('receipts.read', { actId: rows[0]!.actId })).toMatchObject({ verified: true });
    expect((await desk.call('trays.counts', {})).toSign).toBe(0);
    await desk.close();
  });
});

describe('two desks that signed the same act', () => {
  it('see one registration: the later one is told, and believes no receipt for other bytes', async () => {
    const world = await createWorld({ acts: 1 });
    const [act] = world.acts;
    const { actId, documentSha256 } = act!;
    let held = true;
    const other = await openTestOffice({
      config: { ...world.config, dataDir: join(world.folder, 'other'), deviceId: 'pc-02' },
      // The other desk gets the act, and then its line is down for everything it wants to send.
      fetch: between(() => (path, method, pass) => {
        if (held && (method !== 'GET' || path === '/v1/feed')) throw new TypeError('no line');
        return pass();
      }),
    });
    onTestFinished(() => other.close());
    other.office.attachToken(world.token.library.id, world.token.port());
    held = false;
    await other.call('sync.now', {});
    held = true;
    await other.call('acts.markShown', { actId, documentSha256, via: 'window' });
    await other.call('signing.start', wish(world, world.acts));
    await other.until(async () => (await other.call('trays.counts', {})).signed === 1);

    await world.ended(await world.sign());
    await registered(world, 1);
    held = false;
    await other.call('sync.now', {});
    await other.until(async () => (await other.call('acts.read', { actId })).sending === 'refused');
    const ours = await other.call('acts.read', { actId });
    expect(ours).toMatchObject({
      state: 'rejectedByRegistry',
      registration: null,
      trouble: { kind: 'registrationRefused', problem: 'act-id-reused' },
    });
    expect(ours.signedSha256).not.toBe((await world.office.call('acts.read', { actId })).signedSha256);
    expect(await other.refusal('receipts.read', { actId })).toMatchObject({ kind: 'actForbids' });
    expect(await other.call('trays.counts', {})).toMatchObject({ registered: 0, queue: 1 });
  });
});

describe('an act that is proposed again with the same bytes', () => {
  it('comes back to the tray, can be returned again, and be signed at last', async () => {
    const world = await createWorld({ acts: 1 });
    const act = world.acts[0]!;
    const { actId, documentSha256, caseId } = act;
    const giveBack = async (remark: string) => {
      await world.office.call('acts.return', { actId, documentSha256, remark });
      await world.office.until(async () => (await read(world, 0)).sending === 'received');
      await world.office.call('sync.now', {});
      expect(await world.office.call('trays.counts', {})).toMatchObject({ toSign: 0, returned: 1, queue: 0 });
    };
    const again = async (title: string) => {
      await world.repository.propose(caseId, { actId, title, proposedAt: '2020-01-01T00:00:00.000Z' }, act.bytes);
      await world.office.call('sync.now', {});
      expect(await read(world, 0)).toMatchObject({
        state: 'toSign',
        title,
        remark: null,
        sending: null,
        documentSha256,
      });
      expect(await world.office.call('trays.counts', {})).toMatchObject({ toSign: 1, returned: 0 });
    };
    await giveBack('Falta el visado.');
    await again('Con visado pendiente');
    await giveBack('Sigue faltando.');
    expect((await read(world, 0)).remark).toBe('Sigue faltando.');
    await again('Con visado');
    await world.ended(await world.sign());
    await registered(world, 1);
  });
});

describe('a desk that begins', () => {
  it('shows no act to sign that a later page of the feed knows to be signed, however the line is cut', async () => {
    const world = await createWorld({ acts: 3 });
    const [first] = world.acts;
    await world.ended(await world.sign());
    await registered(world, 3);
    let pages = 0;
    let cut = true;
    const desk = await openTestOffice({
      config: { ...world.config, dataDir: join(world.folder, 'other'), deviceId: 'pc-02' },
      fetch: async (input, init) => {
        const url = new URL(String(input));
        if (url.pathname !== '/v1/feed') return fetch(input, init);
        // The case and three acts come in two pages; that they were registered, in those after.
        url.searchParams.set('limit', '2');
        if ((pages += 1) > 2 && cut) throw new TypeError('no line');
        return fetch(url, init);
      },
    });
    onTestFinished(() => desk.close());
    await desk.until(async () => {
      await desk.call('sync.now', {});
      return pages > 2;
    });
    const { caseId } = first!;
    const open = { after: null, limit: 10, search: '' };
    expect(await desk.call('trays.counts', {})).toMatchObject({ toSign: 0, dueToday: 0 });
    expect((await desk.call('trays.page', { tray: 'toSign', ...open })).rows).toEqual([]);
    expect(await desk.call('cases.index', { caseId, ...open })).toMatchObject({ acts: [], total: 0 });
    expect((await desk.call('office.status', {})).line.settling).toBe(true);
    cut = false;
    await desk.call('sync.now', {});
    await desk.until(async () => (await desk.call('trays.counts', {})).registered === 3);
    expect(await desk.call('cases.index', { caseId, ...open })).toMatchObject({ total: 3 });
    expect((await desk.call('office.status', {})).line.settling).toBeUndefined();
  });
});

describe('the cache', () => {
  it('shows nothing superseded while the feed is read again and the line is cut', async () => {
    const pages: string[] = [];
    let cut = false;
    let small = false;
    const world = await createWorld({
      acts: 1,
      office: {
        // Pages of one event.
        fetch: (input, init) => {
          const url = new URL(String(input));
          if (small && url.pathname === '/v1/feed') {
            pages.push(url.searchParams.get('cursor')!);
            // Case and first proposal are through; return and second proposal are not.
            if (cut && pages.at(-1)?.startsWith('s2.')) throw new TypeError('cut');
            url.searchParams.set('limit', '1');
          }
          return fetch(url, init);
        },
      },
    });
    const act = world.acts[0]!;
    const { actId, documentSha256, caseId } = act;
    await world.repository.request('PUT', `/v1/acts/${actId}/return`, {
      ...{ actId, documentSha256, remark: 'r', returnedBy: 'Otra', returnedAt: new Date().toISOString() },
    });
    const anew = await world.repository.propose(caseId, { actId, title: 'Corregido' });
    await world.office.call('sync.now', {});
    expect(await read(world, 0)).toMatchObject({ state: 'toSign', documentSha256: anew.documentSha256 });
    await world.office.close();
    const store = openStore({ folder: world.config.dataDir, storeKey, now: () => new Date() });
    if (!store.ok) throw new Error(store.failure.kind);
    store.value.cache.write((tx) => forgetCursor(tx));
    store.value.close();
    small = cut = true;
    await world.reopen();
    await world.office.until(() => pages.filter((cursor) => cursor.startsWith('s2.')).length > 1);
    expect(await read(world, 0)).toMatchObject({ state: 'toSign', documentSha256: anew.documentSha256 });
    cut = false;
    await world.office.call('sync.now', {});
    expect(await read(world, 0)).toMatchObject({ state: 'toSign', documentSha256: anew.documentSha256 });
    expect(await world.office.call('trays.counts', {})).toMatchObject({ toSign: 1, returned: 0 });
  });

  it('keeps registered what another desk registered in its second round, when the feed is read again', async () => {
    const world = await createWorld({ acts: 1 });
    const { actId, documentSha256, caseId } = world.acts[0]!;
    await world.office.call('acts.return', { actId, documentSha256, remark: 'r' });
    await world.office.until(async () => (await read(world, 0)).sending === 'received');
    const anew = await world.repository.propose(caseId, { actId, title: 'Corregido' });
    await world.office.call('sync.now', {});
    await world.ended(await world.sign([anew]));
    await registered(world, 1);
    const other = { ...world.config, dataDir: join(world.folder, 'other'), deviceId: 'pc-02' };
    const isThere = async (desk: Awaited<ReturnType<typeof openTestOffice>>) => {
      await desk.call('sync.now', {});
      await desk.until(async () => (await desk.call('trays.counts', {})).registered === 1);
      await desk.close();
    };
    await isThere(await openTestOffice({ config: other }));
    const store = openStore({ folder: other.dataDir, storeKey, now: () => new Date() });
    if (!store.ok) throw new Error(store.failure.kind);
    store.value.cache.write((tx) => forgetCursor(tx));
    store.value.close();
    await isThere(await openTestOffice({ config: other }));
  });

  it('is read anew when other keys are pinned, and thrown away when it is another repository’s', async () => {
    let config = (await createWorld({ acts: 0 })).config;
    const world = await createWorld({ acts: 2 });
    await world.ended(await world.sign());
    await registered(world, 2);
    const stranger = config.repository!.pinnedKeys;
    config = { ...world.config, dataDir: join(world.folder, 'second') };
    const wrongKeys = { ...config, repository: { ...config.repository!, pinnedKeys: stranger } };
    let desk = await openTestOffice({ config: wrongKeys });
    await desk.call('sync.now', {});
    expect((await desk.call('trays.counts', {})).registered).toBe(0);
    // Its log is signed with none of the pinned keys: nothing more is asked of it.
    expect((await desk.call('log.standing', {})).alarm).toMatchObject({ kind: 'unsigned' });
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
    expect(world.office.log.some(({ event }) => event === 'cursorLost')).toBe(true);
    expect((await world.office.call('trays.counts', {})).toSign).toBe(1);
  });
});

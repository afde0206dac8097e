import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore, sql } from '../../../src/casework/store/index.ts';
import {
  type Answerer,
  between,
  json,
  lineOf,
  problem,
  read,
  registered,
  signedWorld,
  straight,
  withoutRegistrations,
} from '../between.ts';
import { openLogSigner } from '../../../src/repository/log/keys.ts';
import { createRepository } from '../../../src/repository/repository.ts';
import { storeKey } from '../../helpers/office.ts';
import { createWorld } from '../world.ts';

describe('sending', () => {
  it('the same registration twice registers once', async () => {
    let cut = 2;
    const world = await signedWorld(1, () => async (path, method, pass) => {
      const response = await pass();
      if (path === '/v1/feed') return withoutRegistrations(response);
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
        fetch: between(() => async (path, method, pass) => {
          if (method !== 'PUT' || !path.endsWith('/registration')) return pass();
          if (path.includes(poisoned[0]!)) {
            // As the repository says it: signed.
            const { actId, signedSha256 } = await read(world, 0);
            const refusal = openLogSigner(join(world.folder, 'repository')).signRefusal({
              ...{ v: 1, repository: 'Registro de prueba', actId, n: 0, sha256: signedSha256! },
              ...{ code: 'signature-invalid', refusedAt: new Date().toISOString() },
            });
            const said = (await problem('signature-invalid', 422).json()) as object;
            return json({ ...said, refusal }, 422);
          }
          if (path.includes(poisoned[2]!)) return problem('internal', 500, 'same');
          // As anybody on the way could say it.
          if (path.includes(poisoned[3]!)) return problem('signature-invalid', 422);
          return pass();
        }),
      },
    });
    poisoned = world.acts.map(({ actId }) => actId);
    await world.ended(await world.sign());
    await registered(world, 1);
    await world.office.until(async () => (await read(world, 2)).trouble !== null);
    expect(await read(world, 0)).toMatchObject({
      state: 'rejectedByRegistry',
      sending: 'refused',
      trouble: { kind: 'registrationRefused', problem: 'signature-invalid' },
      registration: null,
    });
    expect(await read(world, 2)).toMatchObject({ state: 'queued', trouble: { kind: 'repositoryBusy' } });
    await world.office.until(async () => (await read(world, 3)).trouble !== null);
    expect(await read(world, 3)).toMatchObject({ state: 'queued', trouble: { kind: 'repositoryGarbage' } });
    expect(await lineOf(world)).toMatchObject({ waiting: 2, refused: 1 });
    expect(await world.office.call('trays.counts', {})).toMatchObject({ queue: 3, signed: 4, toSign: 0 });
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
    await world.office.until(() => world.repository.log.some((line) => line.startsWith('POST /v1/bundles')));
  });

  it('of a return that comes too late is refused, visibly', async () => {
    const world = await createWorld({ acts: 1, office: { fetch: between(() => refuseReturns) } });
    const { actId, documentSha256 } = world.acts[0]!;
    await world.office.call('acts.return', { actId, documentSha256, remark: 'tarde' });
    await world.office.until(async () => (await read(world, 0)).sending === 'refused');
    expect((await read(world, 0)).trouble).toMatchObject({ kind: 'registrationRefused', problem: 'act-state' });
    expect(await lineOf(world)).toMatchObject({ waiting: 0, refused: 1 });
  });

  it('of a return that was refused is over when a person sets it aside: its reason stays, the act is as the registry has it', async () => {
    const world = await createWorld({ acts: 2, office: { fetch: between(() => refuseReturns) } });
    const { actId, documentSha256 } = world.acts[0]!;
    expect(await world.office.refusal('acts.setAside', { actId })).toMatchObject({ kind: 'actForbids' });
    await world.office.call('acts.return', { actId, documentSha256, remark: 'tarde' });
    await world.office.until(async () => (await read(world, 0)).sending === 'refused');
    // What was refused held up nothing else.
    await world.ended(await world.sign([world.acts[1]!]));
    await world.office.until(async () => (await read(world, 1)).state === 'registered');
    expect(await world.office.call('trays.counts', {})).toMatchObject({ toSign: 0, returned: 1, queue: 1 });

    const aside = await world.office.call('acts.setAside', { actId });
    const reason = { kind: 'registrationRefused', problem: 'act-state' };
    expect(aside).toMatchObject({ state: 'toSign', sending: null, setAside: { what: 'return', reason } });
    expect(await world.office.call('trays.counts', {})).toMatchObject({ toSign: 1, returned: 0, queue: 0 });
    expect((await world.office.call('office.status', {})).line).toMatchObject({ waiting: 0, refused: 0 });
    // Asked again it is what it is; the same return would be refused again.
    expect(await world.office.call('acts.setAside', { actId })).toEqual(aside);
    const again = { actId, documentSha256, remark: 'otra vez' };
    expect(await world.office.refusal('acts.return', again)).toMatchObject({ kind: 'actForbids' });
    await world.reopen();
    expect(await read(world, 0)).toMatchObject({ state: 'toSign', setAside: { what: 'return', reason } });
    await world.ended(await world.sign([world.acts[0]!]));
    await world.office.until(async () => (await read(world, 0)).state === 'registered');
  });
  const refuseReturns: Answerer = (path, _method, pass) =>
    path.endsWith('/return') ? problem('act-state', 409, 'refresh') : pass();
});

describe('a no', () => {
  it('of an empty repository at the same address ends nothing: the right one registers when it is back', async () => {
    const world = await createWorld({ acts: 2 });
    const { accessKey, url } = world.config.repository!;
    await world.repository.stop();
    await world.ended(await world.sign());
    const empty = await createRepository({
      ...{ dir: join(world.folder, 'empty'), name: 'otro', port: Number(new URL(url).port) },
      accessKeys: [{ key: accessKey!, officeId: world.config.office.officeId }],
    });
    onTestFinished(() => empty.close());
    await world.office.until(async () => (await read(world, 0)).trouble?.kind === 'registrationRefused');
    expect(await read(world, 0)).toMatchObject({ state: 'queued', trouble: { problem: 'act-unknown' } });
    expect(await lineOf(world)).toMatchObject({ waiting: 2, refused: 0 });
    await empty.close();
    await world.repository.restart();
    await registered(world, 2);
    expect(await read(world, 0)).toMatchObject({ state: 'registered', trouble: null });
  });

  it.each([
    ['act-unknown', 404],
    ['case-unknown', 404],
    ['bad-request', 400],
    ['not-found', 404],
    ['blob-missing', 409],
  ])('%s is not for ever', async (code, status) => {
    let refuse = true;
    const world = await signedWorld(
      1,
      () => (path, _method, pass) => (refuse && path.endsWith('/registration') ? problem(code, status) : pass()),
    );
    await world.office.until(async () => (await read(world, 0)).trouble !== null);
    expect(await read(world, 0)).toMatchObject({ state: 'queued', trouble: { problem: code } });
    refuse = false;
    await registered(world, 1);
  });

  it('of a repository that holds none of the pinned keys is not believed, and holds up no other act', async () => {
    let stranger: unknown[] | null = null;
    let poisoned = '';
    const world = await createWorld({
      acts: 2,
      office: {
        fetch: between(() => async (path, _method, pass) => {
          if (stranger && path === '/v1/capabilities') {
            return json({ ...((await (await pass()).json()) as object), receiptKeys: stranger });
          }
          return stranger && path.includes(poisoned) && path.endsWith('/registration')
            ? problem('signature-invalid', 422)
            : pass();
        }),
      },
    });
    poisoned = world.acts[0]!.actId;
    // It may say the name of a key that is pinned, but not be it.
    stranger = world.repository.receiptKeys.map((key) => ({ ...key, x: Buffer.alloc(32, 9).toString('base64url') }));
    await world.ended(await world.sign());
    await registered(world, 1);
    await world.office.until(async () => (await read(world, 0)).trouble?.kind === 'repositoryGarbage');
    expect(await read(world, 0)).toMatchObject({ state: 'queued' });
    stranger = null;
    await registered(world, 2);
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

import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Disk, documentStore, realDisk } from '../../src/casework/documents/index.ts';
import { openStore, sql } from '../../src/casework/store/index.ts';
import { deriveKeys } from '../../src/casework/store/keys.ts';
import type { Batch, BatchItem } from '../../src/contract/acts.ts';
import type { Failure } from '../../src/contract/failures.ts';
import { Proposal } from '../../src/contract/wire.ts';
import type { FakeTokenFaults } from '../helpers/fake-token.ts';
import { makeActPdf, storeKey } from '../helpers/office.ts';
import { between, json } from './between.ts';
import { type World, createWorld, show, wish } from './world.ts';

type Ended = { batch: Batch; items: BatchItem[] };
const endOf = async (world: World, batchId: string) => (await world.ended(batchId)) as unknown as Ended;
const states = ({ items }: Ended) => items.map((item) => item.state);
const failures = ({ items }: Ended) => items.map((item) => item.failure?.kind ?? null);
const keptFiles = (world: World) => [
  ...documentStore(join(world.config.dataDir, 'documents', 'kept'), deriveKeys(storeKey).documents).list(),
];
async function start(world: World, acts = world.acts) {
  return (await world.office.call('signing.start', wish(world, acts))).batchId;
}
const states3 = async (world: World) =>
  Promise.all(world.acts.map(async ({ actId }) => (await world.office.call('acts.read', { actId })).state));

describe('only what was shown or vouched for is signed', () => {
  it('leaves out what nobody saw, and says so', async () => {
    const world = await createWorld({ acts: 3 });
    await show(world, world.acts[0]!);
    const vouched = await world.repository.propose(world.acts[0]!.caseId, { vouchedBy: 'Sara Secretaria' });
    await world.office.call('sync.now', {});
    const ended = await endOf(world, await start(world, [...world.acts, vouched]));
    expect(states(ended)).toEqual(['kept', 'leftOut', 'leftOut', 'kept']);
    expect(failures(ended)).toEqual([null, 'actNotShown', 'actNotShown', null]);
    expect(ended.batch).toMatchObject({ state: 'finished', kept: 2, leftOut: 2, failed: 0, prepared: 2 });
    expect(world.token.opened[0]!.digests).toHaveLength(2);
  });

  it.each(['', '   '])(
    'takes a visado by nobody (%j) for none: from the line, and from an older cache',
    async (nobody) => {
      const world = await createWorld({ acts: 1 });
      const act = world.acts[0]!;
      expect(Proposal.shape.vouchedBy.safeParse(nobody).success).toBe(false);
      await world.office.close();
      const store = openStore({ folder: world.config.dataDir, storeKey, now: () => new Date() });
      if (!store.ok) throw new Error(store.failure.kind);
      store.value.cache.write((tx) => tx.runExactly(1, sql`update proposals set vouched_by = ${nobody}`));
      store.value.close();
      await world.repository.stop();
      await world.reopen();
      expect((await world.office.call('acts.read', { actId: act.actId })).vouchedBy).toBeNull();
      const ended = await endOf(world, await start(world));
      expect(failures(ended)).toEqual(['actNotShown']);
      expect(world.token.opened).toEqual([]);
    },
  );

  it('asks no token when nothing was seen', async () => {
    const world = await createWorld({ acts: 2 });
    const ended = await endOf(world, await start(world));
    expect(states(ended)).toEqual(['leftOut', 'leftOut']);
    expect(world.token.opened).toEqual([]);
  });

  it('refuses bytes other than the present ones: when shown, when wished, when proposed anew', async () => {
    const world = await createWorld({ acts: 2 });
    const [first, second] = world.acts as [World['acts'][0], World['acts'][0]];
    const wrong = { ...first, documentSha256: second.documentSha256 };
    expect(await world.office.refusal('acts.markShown', { ...ids(wrong), via: 'window' })).toEqual({
      kind: 'actChanged',
      actId: first.actId,
    });
    await show(world, first);
    const ended = await endOf(world, await start(world, [wrong]));
    expect(failures(ended)).toEqual(['actChanged']);
    // Returned and proposed again with other bytes: what was shown before does not count for them.
    await world.office.call('acts.return', { ...ids(first), remark: 'Falta la fecha.' });
    await world.office.call('sync.now', {});
    const again = await world.repository.propose(
      first.caseId,
      { actId: first.actId, title: first.title },
      await makeActPdf('corregido'),
    );
    await world.office.call('sync.now', {});
    const row = await world.office.call('acts.read', { actId: first.actId });
    expect(row).toMatchObject({ state: 'toSign', shown: false, documentSha256: again.documentSha256, remark: null });
    expect(states(await endOf(world, await start(world, [again])))).toEqual(['leftOut']);
    expect(failures(await endOf(world, await start(world, [first])))).toEqual(['actChanged']);
    await show(world, again);
    expect(states(await endOf(world, await start(world, [again])))).toEqual(['kept']);
  });

  it('hashes the stored bytes again, and touches no token when they changed', async () => {
    const world = await createWorld({ acts: 2 });
    for (const act of world.acts) await show(world, act);
    const sha = world.acts[0]!.documentSha256;
    const path = join(world.config.dataDir, 'documents', 'fetched', sha.slice(0, 2), sha);
    chmodSync(path, 0o600);
    const spoilt = readFileSync(path);
    spoilt[200]! ^= 1;
    writeFileSync(path, spoilt);
    const ended = await endOf(world, await start(world));
    expect(states(ended)).toEqual(['failed', 'kept']);
    expect(failures(ended)).toEqual(['documentDamaged', null]);
    expect(world.token.opened[0]!.digests).toHaveLength(1);
    // The next reader is told too, and the file is fetched again.
    expect((await world.office.refusal('documents.read', { sha256: sha, offset: 0, length: 100_000 })).kind).toBe(
      'documentDamaged',
    );
    await world.office.until(async () => {
      await world.office.call('sync.now', {});
      return (
        (await world.office.call('acts.read', { actId: world.acts[0]!.actId })).trouble === null &&
        world.office.call('documents.read', { sha256: sha, offset: 0, length: 10 }).then(
          () => true,
          () => false,
        )
      );
    });
  });

  it('notices an act that changed while the PIN was awaited', async () => {
    let release = (): void => undefined;
    const world = await createWorld({
      acts: 2,
      faults: { beforeLogin: () => new Promise<void>((resolve) => (release = resolve)) },
    });
    for (const act of world.acts) await show(world, act);
    const batchId = await start(world);
    await world.office.until(() => world.token.opened.length === 1);
    // Another desk of the office returns the first act meanwhile.
    const { actId, documentSha256 } = world.acts[0]!;
    await world.repository.request('PUT', `/v1/acts/${actId}/return`, {
      ...{ actId, documentSha256, remark: 'Otra mesa lo devolvió.', returnedBy: 'Otra Persona' },
      returnedAt: new Date().toISOString(),
    });
    await world.office.call('sync.now', {});
    release();
    const ended = await endOf(world, batchId);
    expect(states(ended)).toEqual(['failed', 'kept']);
    expect(failures(ended)).toEqual(['actForbids', null]);
    expect(world.token.signed).toHaveLength(1);
    expect(await world.office.call('acts.read', { actId })).toMatchObject({
      state: 'returned',
      remark: 'Otra mesa lo devolvió.',
    });
  });

  it('shows nothing that is not here', async () => {
    const world = await createWorld({ acts: 1, offline: true });
    expect((await world.office.refusal('acts.read', { actId: world.acts[0]!.actId })).kind).toBe('actUnknown');
    expect((await world.office.refusal('acts.markShown', { ...ids(world.acts[0]!), via: 'window' })).kind).toBe(
      'actUnknown',
    );
    expect(failures(await endOf(world, await start(world)))).toEqual(['actUnknown']);
  });
});

const ids = ({ actId, documentSha256 }: World['acts'][0]) => ({ actId, documentSha256 });

describe('a document that cannot be signed', () => {
  it('is refused with its reason and stops nothing else', async () => {
    const world = await createWorld({ acts: 1 });
    const { caseId } = world.acts[0]!;
    const good = await makeActPdf('cortado');
    const bad = {
      'no PDF at all': Buffer.from('una carta cualquiera'),
      cut: good.subarray(0, good.length - 300),
      noise: Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(50_000, 0x5a)]),
      encrypted: encryptedPdf,
    };
    for (const [title, bytes] of Object.entries(bad))
      world.acts.push(await world.repository.propose(caseId, { title }, bytes));
    world.acts.push(await world.repository.propose(caseId));
    await world.office.call('sync.now', {});
    const ended = await endOf(world, await world.sign());
    expect(states(ended)).toEqual(['kept', 'failed', 'failed', 'failed', 'failed', 'kept']);
    const reasons = ended.items.map(({ failure }) => (failure?.kind === 'pdfRefused' ? failure.reason : failure?.kind));
    expect(reasons[1]).toBe('notPdf');
    expect(reasons[4]).toBe('pdfPasswordNeeded');
    expect(new Set(ended.items.slice(1, 4).map(({ failure }) => failure?.kind))).toEqual(new Set(['pdfRefused']));
    expect(world.token.opened[0]!.digests).toHaveLength(2);
  });
});

// The least a reader must see to know that a key is needed.
const encryptedPdf = (() => {
  const objects = [
    '1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n',
    '2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n',
  ];
  let text = '%PDF-1.7\n';
  const offsets = objects.map((object) => {
    const at = text.length;
    text += object;
    return at;
  });
  const start = text.length;
  const rows = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 3\n0000000000 65535 f \n${rows}trailer\n<< /Size 3 /Root 1 0 R /ID [<00> <00>]
/Encrypt << /Filter /Standard /V 1 /R 2 /O <${'00'.repeat(32)}> /U <${'00'.repeat(32)}> /P -1 >> >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
})();

describe('the token', () => {
  const loginFailures: Failure[] = [
    { kind: 'pinWrong', pinState: 'countLow' },
    { kind: 'pinLocked', token: 'Prueba' },
    { kind: 'pinCancelled' },
    { kind: 'pinNotConfirmed' },
    { kind: 'mechanismMissing', algorithm: 'rsa' },
    { kind: 'tokenRemoved', token: 'Prueba' },
  ];
  it.each(loginFailures)(
    '$kind at the login stops the batch at once: one try, nothing signed, everything still to sign',
    async (failure) => {
      const world = await createWorld({ acts: 2, faults: { login: failure } });
      const ended = await endOf(world, await world.sign());
      expect(ended.batch).toMatchObject({ state: 'stopped', stoppedBy: failure, kept: 0, failed: 0 });
      expect(states(ended)).toEqual(['waiting', 'waiting']);
      expect(world.token.opened).toHaveLength(1);
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(world.token.opened).toHaveLength(1);
      expect(await states3(world)).toEqual(['toSign', 'toSign']);
      expect(await world.office.call('trays.counts', {})).toMatchObject({ toSign: 2, signed: 0, queue: 0 });
    },
  );

  it.each<Failure>([
    { kind: 'tokenRemoved', token: 'Prueba' },
    { kind: 'tokenError', code: 'CKR_FUNCTION_FAILED' },
  ])('$kind in the middle leaves every act in a true state', async (failure) => {
    const world = await createWorld({ acts: 4, faults: { signing: { at: 2, failure } } });
    const ended = await endOf(world, await world.sign());
    expect(ended.batch).toMatchObject({ state: 'stopped', stoppedBy: failure, kept: 2, failed: 1 });
    expect(states(ended)).toEqual(['kept', 'kept', 'failed', 'waiting']);
    expect(world.token.signed).toHaveLength(2);
    expect(keptFiles(world)).toHaveLength(2);
    expect((await states3(world)).slice(2)).toEqual(['toSign', 'toSign']);
    expect(world.token.closed).toBe(1);
  });

  it('that dies in the middle is noticed at once', async () => {
    const world = await createWorld({ acts: 3, faults: { dieAt: 1 } });
    const ended = await endOf(world, await world.sign());
    expect(ended.batch).toMatchObject({ state: 'stopped', stoppedBy: { kind: 'driverGone' }, kept: 1, failed: 1 });
    expect(await world.office.refusal('signing.start', wish(world, world.acts))).toMatchObject({ kind: 'driverGone' });
    // A new host takes its place, and the person begins again with what is left.
    world.token.faults.dieAt = 99;
    world.office.office.attachToken(world.token.library.id, world.token.port());
    const again = await endOf(world, await start(world, world.acts.slice(1)));
    expect(states(again)).toEqual(['kept', 'kept']);
  });

  it('whose signature does not verify is not believed: nothing of it is stored', async () => {
    const world = await createWorld({ acts: 3, faults: { spoilAt: 1 } });
    const ended = await endOf(world, await world.sign());
    expect(ended.batch).toMatchObject({ state: 'stopped', stoppedBy: { kind: 'signatureInvalid' }, kept: 1 });
    expect(states(ended)).toEqual(['kept', 'failed', 'waiting']);
    expect(keptFiles(world)).toHaveLength(1);
    expect((await states3(world)).slice(1)).toEqual(['toSign', 'toSign']);
    // The cause was shown; one key press offers it again, in its place before the rest.
    world.token.faults.spoilAt = 99;
    const left = await world.office.call('signing.unfinished', {});
    expect(left?.rows.map(({ actId }) => actId)).toEqual(world.acts.slice(1).map(({ actId }) => actId));
    expect(states(await endOf(world, await start(world, world.acts.slice(1))))).toEqual(['kept', 'kept']);
    expect(await world.office.call('signing.unfinished', {})).toBeNull();
  });

  it('is told what the PIN is for, and no more than digests', async () => {
    const world = await createWorld({ acts: 2 });
    await world.ended(await world.sign());
    const [asked] = world.token.opened;
    expect(asked!.purpose).toMatchObject({
      person: 'Juana Prueba',
      capacity: 'Agente Fiscal',
      count: 2,
      practice: true,
    });
    expect(asked!.purpose.items.map((item) => item.documentPrefix)).toEqual(
      world.acts.map((act) => act.documentSha256.slice(0, 16)),
    );
    expect(asked!.digests.every(({ digest }) => digest.length === 32)).toBe(true);
  });

  it('that is absent, or has no such certificate, is named before anything starts', async () => {
    const world = await createWorld({ acts: 1 });
    const asked = wish(world, world.acts);
    expect(await world.office.refusal('signing.start', { ...asked, tokenSerial: 'other' })).toEqual({
      kind: 'tokenAbsent',
      token: 'other',
    });
    const other = world.acts[0]!.documentSha256;
    expect(await world.office.refusal('signing.start', { ...asked, certificateSha256: other })).toEqual({
      kind: 'certificateMissing',
      certificateSha256: other,
    });
    expect(await world.office.refusal('signing.start', { ...asked, libraryId: 'none' })).toMatchObject({
      kind: 'driverMissing',
    });
    const twice = { ...asked, items: [...asked.items, ...asked.items] };
    expect(await world.office.refusal('signing.start', twice)).toMatchObject({ kind: 'badInput' });
    world.office.office.tokenGone(world.token.library.id, { kind: 'driverParked', library: '/fake.p12' });
    expect(await world.office.refusal('signing.start', asked)).toEqual({ kind: 'driverParked', library: '/fake.p12' });
    const { libraries } = await world.office.call('tokens.list', {});
    expect(libraries).toMatchObject([{ libraryId: 'fake', listing: null, failure: { kind: 'driverParked' } }]);
  });
});

describe('stopping', () => {
  it('while the PIN is awaited withdraws the question', async () => {
    const world = await createWorld({ acts: 2, faults: { beforeLogin: () => new Promise(() => undefined) } });
    const batchId = await world.sign();
    await world.office.until(() => world.token.opened.length === 1);
    expect(await world.office.refusal('signing.start', wish(world, world.acts))).toEqual({ kind: 'tokenBusy' });
    const { actId, documentSha256 } = world.acts[0]!;
    expect(await world.office.refusal('acts.return', { actId, documentSha256, remark: 'no' })).toEqual({
      kind: 'tokenBusy',
    });
    await world.office.call('signing.stop', { batchId: batchId as never });
    const ended = await endOf(world, batchId);
    expect(ended.batch).toMatchObject({ state: 'stopped', stoppedBy: null, kept: 0 });
    expect(states(ended)).toEqual(['waiting', 'waiting']);
  });

  it('comes after the item in hand, and what is kept stays kept', async () => {
    let batchId = '';
    const world = await createWorld({
      acts: 4,
      office: {
        onBoundary: async (name) => {
          if (name === 'tokenSigned') await world.office.call('signing.stop', { batchId: batchId as never });
        },
      },
    });
    for (const act of world.acts) await show(world, act);
    batchId = await start(world);
    const ended = await endOf(world, batchId);
    expect(ended.batch).toMatchObject({ state: 'stopped', stoppedBy: null, kept: 1 });
    expect(states(ended)).toEqual(['kept', 'waiting', 'waiting', 'waiting']);
    await world.reopen({ onBoundary: () => undefined });
    expect(await world.office.call('signing.batch', { batchId: batchId as never })).toMatchObject({
      batch: { state: 'stopped', kept: 1, prepared: 4, total: 4 },
    });
    expect(await world.office.refusal('signing.batch', { batchId: world.acts[0]!.actId as never })).toMatchObject({
      kind: 'batchUnknown',
    });
  });
});

describe('a clock that is wrong', () => {
  const year = 365 * 86_400_000;
  const offBy = (ms: number) => () => new Date(Date.now() + ms);
  const listed = async (world: World) => {
    const { libraries } = await world.office.call('tokens.list', {});
    return libraries[0]!.listing!.tokens[0]!.certificates[0]!.unsuitable;
  };

  it.each([
    ['behind', -3 * year, 'notYetValid'],
    ['ahead', 30 * year, 'expired'],
  ] as const)('by years %s stops no signature once the repository said the time', async (_way, ms, unsuitable) => {
    const world = await createWorld({ acts: 2, faults: { unsuitable }, office: { clock: offBy(ms) } });
    expect(await listed(world)).toBeNull();
    expect(states(await endOf(world, await world.sign(world.acts.slice(0, 1))))).toEqual(['kept']);
    await world.office.until(async () => (await world.office.call('trays.counts', {})).registered === 1);
    // It is still known when the line is down at the next start.
    await world.repository.stop();
    await world.reopen();
    expect(await listed(world)).toBeNull();
    expect(states(await endOf(world, await world.sign(world.acts.slice(1))))).toEqual(['kept']);
  });

  it.each([
    ['behind', -3 * year, 'notYetValid'],
    ['ahead', 30 * year, 'expired'],
  ] as const)('by years %s is all there is where no repository ever said the time', async (_way, ms, unsuitable) => {
    const world = await createWorld({ acts: 1, offline: true, office: { clock: offBy(ms) } });
    expect(await listed(world)).toBe(unsuitable);
    expect(await world.office.refusal('signing.start', wish(world, world.acts))).toEqual({
      kind: 'certificateUnsuitable',
      reason: unsuitable,
    });
  });

  it('is not put right by a repository that holds none of the pinned keys', async () => {
    const world = await createWorld({
      acts: 0,
      office: {
        fetch: between(() => async (path, _method, pass) => {
          if (path !== '/v1/capabilities') return pass();
          const told = (await (await pass()).json()) as World['repository'];
          const receiptKeys = told.receiptKeys.map((key) => ({ ...key, kid: 'x'.repeat(43) }));
          return json({ ...told, receiptKeys, serverTime: new Date(Date.now() + 30 * year).toISOString() });
        }),
      },
    });
    const { line } = await world.office.call('office.status', {});
    expect(line).toMatchObject({ state: 'online', clockOffsetMs: null });
    expect(await listed(world)).toBeNull();
  });

  it('hides no other reason', async () => {
    const world = await createWorld({ acts: 1, faults: { unsuitable: 'wrongKeyUsage' } });
    expect(await listed(world)).toBe('wrongKeyUsage');
    expect(await world.office.refusal('signing.start', wish(world, world.acts))).toMatchObject({
      reason: 'wrongKeyUsage',
    });
  });
});

describe('a driver that hangs', () => {
  const patience = { openMs: 20_000, withdrawMs: 60, signMs: 20_000 };
  const forever = () => new Promise<never>(() => undefined);
  /** Nothing is heard of it any more; another host takes its place, and the acts that are left are signed. */
  const isReplaced = async (world: World) => {
    expect(hungLibraries).toEqual(['fake']);
    expect(await world.office.refusal('signing.start', wish(world, world.acts))).toEqual({
      kind: 'driverHung',
      library: '/fake.p12',
    });
    Object.assign(world.token.faults, { hang: undefined, hangAt: undefined });
    world.office.office.attachToken(world.token.library.id, world.token.port());
    const left = [];
    for (const act of world.acts)
      if ((await world.office.call('acts.read', { actId: act.actId })).state === 'toSign') left.push(act);
    expect(states(await endOf(world, await start(world, left)))).toEqual(left.map(() => 'kept'));
  };
  let hungLibraries: string[] = [];
  const hangingWorld = (faults: FakeTokenFaults, change: Partial<typeof patience> = {}) => {
    hungLibraries = [];
    const onTokenHung = (libraryId: string) => void hungLibraries.push(libraryId);
    return createWorld({ acts: 3, faults, office: { onTokenHung, tokenPatience: { ...patience, ...change } } });
  };

  it('after the PIN is let go when the person stops', async () => {
    const world = await hangingWorld({ hang: forever });
    const batchId = await world.sign();
    await world.office.until(() => world.token.opened.length === 1);
    await world.office.call('signing.stop', { batchId: batchId as never });
    const ended = await endOf(world, batchId);
    expect(ended.batch).toMatchObject({ state: 'stopped', stoppedBy: null, kept: 0 });
    await isReplaced(world);
  });

  it('after the PIN is let go at the deadline', async () => {
    const world = await hangingWorld({ hang: forever }, { openMs: 150 });
    const ended = await endOf(world, await world.sign());
    expect(ended.batch).toMatchObject({ state: 'stopped', stoppedBy: { kind: 'driverHung' }, kept: 0 });
    expect(states(ended)).toEqual(['waiting', 'waiting', 'waiting']);
    await isReplaced(world);
  });

  it('in a signature is let go at the deadline: what was kept stays', async () => {
    const world = await hangingWorld({ hangAt: 1 }, { signMs: 500 });
    const ended = await endOf(world, await world.sign());
    expect(ended.batch).toMatchObject({ state: 'stopped', stoppedBy: { kind: 'driverHung' }, kept: 1 });
    expect(states(ended)).toEqual(['kept', 'failed', 'waiting']);
    await isReplaced(world);
  });
});

describe('a disk that lies', () => {
  it('is found out when the signed file is read back: nothing is called kept', async () => {
    let lying = false;
    const disk: Disk = {
      sync: (handle) => realDisk.sync(handle),
      write(handle, pieces) {
        if (!lying) return realDisk.write(handle, pieces);
        const spoilt = Buffer.concat(pieces);
        spoilt[spoilt.length >> 1]! ^= 1;
        return realDisk.write(handle, [spoilt]);
      },
    };
    const world = await createWorld({
      acts: 2,
      office: { disk, onBoundary: (name) => void (lying ||= name === 'kept') },
    });
    const ended = await endOf(world, await world.sign());
    expect(states(ended)).toEqual(['kept', 'failed']);
    expect(failures(ended)).toEqual([null, 'documentDamaged']);
    expect(keptFiles(world)).toHaveLength(1);
    expect((await states3(world))[1]).toBe('toSign');
  });
});

describe('a full disk', () => {
  it('stops the batch, keeps what was kept, and nothing half', async () => {
    let full = false;
    const disk: Disk = {
      sync: (handle) => realDisk.sync(handle),
      write: (handle, pieces) =>
        full
          ? Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' }))
          : realDisk.write(handle, pieces),
    };
    const world = await createWorld({
      acts: 3,
      office: { disk, onBoundary: (name) => void (full ||= name === 'kept') },
    });
    const ended = await endOf(world, await world.sign());
    expect(ended.batch).toMatchObject({ state: 'stopped', stoppedBy: { kind: 'diskFull' }, kept: 1, failed: 1 });
    expect(states(ended)).toEqual(['kept', 'failed', 'waiting']);
    expect(keptFiles(world)).toHaveLength(1);
    full = false;
    await world.reopen({ onBoundary: () => undefined });
    expect(states(await endOf(world, await world.sign(world.acts.slice(1))))).toEqual(['kept', 'kept']);
  });
});

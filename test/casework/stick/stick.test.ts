import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DraftVersionId } from '../../../src/contract/wire-drafts.ts';
import { parcelType } from '../../../src/contract/stick.ts';
import {
  newAgeKey,
  officeKeys,
  packParcel,
  recipientOf,
  seal,
  signList,
  writeWhole,
} from '../../../src/parcel/index.ts';
import { createRepository } from '../../../src/repository/repository.ts';
import { accessKey, makeTestFolder, officeId, openTestOffice, testConfig } from '../../helpers/office.ts';
import { rewritePast } from '../witness/stage.ts';
import { type World, createWorld } from '../world.ts';

interface StickWorld {
  readonly world: World;
  readonly stick: string;
  /** Carries a parcel to the repository; answers where its answer lies, or the reason of the refusal. */
  carry(path: string): Promise<{ readonly status: number; readonly answer: string; readonly detail: string }>;
}

/** An office that knows its repository's key for parcels. The line is there, or it is not. */
async function stickWorld(acts = 3): Promise<StickWorld> {
  const keys = makeTestFolder();
  onTestFinished(() => keys.remove());
  const world = await createWorld({ acts });
  const recipient = /^# public key: (age1\w+)$/m.exec(
    readFileSync(join(world.folder, 'repository', 'parcel-key.txt'), 'utf8'),
  )![1]!;
  world.config.repository!.parcelRecipient = recipient;
  await world.reopen();
  const stick = join(world.folder, 'stick');
  mkdirSync(stick);
  return { world, stick, carry: (path) => carryTo(world.repository.url, path, stick) };
}

async function carryTo(url: string, path: string, stick: string) {
  const response = await fetch(`${url}/v1/parcels`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessKey}`, 'content-type': parcelType },
    body: readFileSync(path),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const answer = join(stick, `${randomUUID()}.respuesta`);
  if (response.ok) writeFileSync(answer, bytes);
  const detail = response.ok ? '' : (JSON.parse(bytes.toString()) as { detail: string }).detail;
  return { status: response.status, answer, detail };
}

async function registrations(world: World): Promise<string[]> {
  const feed = (await (await world.repository.request('GET', `/v1/feed?office=${officeId}&cursor=`)).json()) as {
    events: { kind: string; actId: string }[];
  };
  return feed.events.filter(({ kind }) => kind === 'registered').map(({ actId }) => actId);
}

/** Another desk of the office, that has no line either and was begun with a stick. */
async function seededDesk(world: World, stick: string) {
  const { caseNumber } = await world.office.call('acts.read', { actId: world.acts[0]!.actId });
  const seed = await world.repository.request('POST', '/v1/parcels/seed', {
    caseNumbers: [caseNumber],
    maxBytes: 10_000_000,
  });
  const path = join(stick, `${randomUUID()}.semilla`);
  writeFileSync(path, Buffer.from(await seed.arrayBuffer()));
  const folder = makeTestFolder();
  onTestFinished(() => folder.remove());
  const config = testConfig(folder.data, { repository: world.repository, anchors: [world.token.rootPem] });
  const next = await openTestOffice({
    config: { ...config, deviceId: 'pc-02', person: { ...config.person, personId: 'p-2' } },
    fetch: () => Promise.reject(new TypeError('no line')),
  });
  onTestFinished(() => next.close());
  // Twice: the second time changes nothing.
  for (const _ of [1, 2]) await next.call('stick.import', { path });
  return next;
}

describe('an office without a line', () => {
  it('sees by a stick too that the log only grew, and takes nothing of a past that was rewritten', async () => {
    const { world, stick } = await stickWorld();
    // At an address that the office does not know: what it hears, it hears by the stick.
    const elsewhere = async (path: string) => {
      const dir = join(world.folder, 'repository');
      const repository = await createRepository({ dir, name: 'Registro', accessKeys: [{ key: accessKey, officeId }] });
      return carryTo(repository.url, path, stick).finally(() => repository.close());
    };
    await world.ended(await world.sign(world.acts.slice(0, 1)));
    await world.office.call('sync.now', {});
    await world.office.until(async () => (await world.office.call('log.check', {})).size === 1);
    await world.repository.stop();
    await world.ended(await world.sign(world.acts.slice(1, 2)));
    const made = await world.office.call('stick.export', { folder: stick });
    const { answer } = await elsewhere(made.path);
    expect(await world.office.call('stick.import', { path: answer })).toMatchObject({ registered: 1 });
    expect(await world.office.call('log.standing', {})).toMatchObject({ size: 2, alarm: null });

    await world.ended(await world.sign(world.acts.slice(2, 3)));
    const next = await world.office.call('stick.export', { folder: stick });
    rewritePast(join(world.folder, 'repository'), 0);
    const forged = await elsewhere(next.path);
    expect(await world.office.refusal('stick.import', { path: forged.answer })).toMatchObject({
      kind: 'registerRewritten',
      found: 'rewritten',
    });
    // What was signed still waits.
    expect((await world.office.call('trays.counts', {})).queue).toBe(1);
  });

  it('has its acts registered by a stick, and its receipts come back the same way', async () => {
    const { world, stick, carry } = await stickWorld();
    await world.repository.stop();
    await world.ended(await world.sign(world.acts.slice(0, 2)));
    const { actId, documentSha256 } = world.acts[2]!;
    await world.office.call('acts.return', { actId, documentSha256, remark: 'Falta la firma del testigo.' });
    const made = await world.office.call('stick.export', { folder: stick });
    expect(made).toMatchObject({ acts: 2, returns: 1, leftOut: 0 });
    for (const secret of ['%PDF', 'NÚÑEZ', accessKey]) expect(readFileSync(made.path).includes(secret)).toBe(false);
    // Nothing is registered by being on a stick.
    expect(await world.office.call('trays.counts', {})).toMatchObject({ registered: 0 });

    await world.repository.restart();
    // Somebody else carries it; this office's line stays dead.
    const offline = await world.reopen({ fetch: () => Promise.reject(new TypeError('no line')) });
    const carried = await carry(made.path);
    expect(carried.status, carried.detail).toBe(200);
    expect(await offline.call('stick.import', { path: carried.answer })).toMatchObject({
      ...{ kind: 'answer', registered: 3, refused: 0, later: 0 },
    });
    expect(await offline.call('trays.counts', {})).toMatchObject({ registered: 2, queue: 0 });
    for (const act of world.acts.slice(0, 2)) {
      const receipt = await offline.call('receipts.read', { actId: act.actId });
      expect(receipt.verified).toBe(true);
    }
    // Taking the same answer again changes nothing.
    expect(await offline.call('stick.import', { path: carried.answer })).toMatchObject({ registered: 0 });
  }, 60_000);

  it('is registered once, however often and by however many ways it comes', async () => {
    const { world, stick, carry } = await stickWorld();
    await world.repository.stop();
    await world.ended(await world.sign());
    const made = await world.office.call('stick.export', { folder: stick });
    await world.repository.restart();
    const first = await carry(made.path);
    // The line comes back before the answer does.
    await world.office.call('sync.now', {});
    await world.office.until(async () => (await world.office.call('trays.counts', {})).registered === 3);
    const second = await carry(made.path);
    expect([first.status, second.status]).toEqual([200, 200]);
    const before = await world.office.call('receipts.read', { actId: world.acts[0]!.actId });
    for (const { answer } of [first, second]) await world.office.call('stick.import', { path: answer });
    const after = await world.office.call('receipts.read', { actId: world.acts[0]!.actId });
    expect(after.jws).toBe(before.jws);
    expect((await registrations(world)).sort()).toEqual(world.acts.map(({ actId }) => actId).sort());
  }, 60_000);

  it('is told when no key to seal to is known, or the folder is not there', async () => {
    const { world, stick } = await stickWorld(0);
    const gone = join(stick, 'gone');
    expect(await world.office.refusal('stick.export', { folder: gone })).toEqual({
      kind: 'copyPlaceAbsent',
      folder: gone,
    });
    // A desk that never heard of its repository, and has no key in its configuration.
    const fresh = await createWorld({ acts: 0, offline: true });
    expect(await fresh.office.refusal('stick.export', { folder: stick })).toEqual({
      ...{ kind: 'parcelRefused', reason: 'noRecipient' },
    });
  });

  it('seals to the key that its repository told and signed, with none in its configuration', async () => {
    const { world, stick, carry } = await stickWorld(1);
    delete world.config.repository!.parcelRecipient;
    await world.reopen();
    await world.office.until(async () => (await world.office.call('office.status', {})).line.state === 'online');
    await world.repository.stop();
    await world.ended(await world.sign());
    const made = await world.office.call('stick.export', { folder: stick });
    expect(made).toMatchObject({ acts: 1, sealedTo: 'Registro de prueba' });
    await world.repository.restart();
    expect((await carry(made.path)).status).toBe(200);
    // What another key says of it counts for nothing, and what was told by one that is not believed any more neither.
    const other = makeTestFolder();
    onTestFinished(() => other.remove());
    const stranger = await createRepository({ dir: other.repository, name: 'Otro', accessKeys: [] });
    await stranger.close();
    world.config.repository!.pinnedKeys = [...stranger.receiptKeys];
    const cut = await world.reopen();
    expect(await cut.refusal('stick.export', { folder: stick })).toMatchObject({ reason: 'noRecipient' });
    await cut.call('sync.now', {});
    expect(await cut.refusal('stick.export', { folder: stick })).toMatchObject({ reason: 'noRecipient' });
  }, 60_000);
});

describe('a hostile stick', () => {
  it('is refused whole: truncated, changed, forged, of another office, of no kind', async () => {
    const { world, stick, carry } = await stickWorld(2);
    await world.repository.stop();
    await world.ended(await world.sign());
    const made = await world.office.call('stick.export', { folder: stick });
    await world.repository.restart();
    await world.reopen({ fetch: () => Promise.reject(new TypeError('no line')) });
    const whole = readFileSync(made.path);
    const path = join(stick, 'hostile');
    const tryIt = async (bytes: Uint8Array): Promise<string> => {
      writeFileSync(path, bytes);
      const { status, detail } = await carry(path);
      expect(status).toBe(422);
      return detail;
    };
    for (const length of [0, 100, 250, whole.length >> 1, whole.length - 1]) {
      expect(await tryIt(whole.subarray(0, length)), `${length}`).toBe('damaged');
    }
    for (const at of [3, 70, 200, 400, whole.length - 40]) {
      const spoilt = Buffer.from(whole);
      spoilt[at]! ^= 1;
      expect(['damaged', 'notForUs'], `byte ${at}`).toContain(await tryIt(spoilt));
    }
    const recipient = world.config.repository!.parcelRecipient!;
    const parcel = (change: object = {}) => ({
      ...{ v: 1, kind: 'outward', parcelId: randomUUID(), officeId, deviceId: 'pc-01', items: [], files: [] },
      ...{ madeAt: new Date().toISOString(), ...change },
    });
    const sealed = async (list: unknown, key = accessKey, to = recipient, files: Buffer[] = []): Promise<Buffer> => {
      const text = Buffer.from(JSON.stringify(list));
      const streams = files.map(async function* (bytes) {
        yield bytes;
      });
      await writeWhole(path, seal([to], packParcel(text, signList(officeKeys(key).signing, text), streams)));
      return readFileSync(path);
    };
    expect(await tryIt(await sealed(parcel(), 'the access key of somebody else'))).toBe('forged');
    expect(await tryIt(await sealed(parcel({ officeId: 'ufi-9' })))).toBe('otherOffice');
    expect(await tryIt(await sealed(parcel({ kind: 'answer' })))).toBe('wrongKind');
    expect(await tryIt(await sealed(parcel({ surprise: '../../etc/passwd' })))).toBe('wrongKind');
    const path2 = [{ sha256: '../../../../etc/cron.d/x', size: 3 }];
    expect(await tryIt(await sealed(parcel({ files: path2 })))).toBe('wrongKind');
    const bomb = Array.from({ length: 40 }, () => ({ sha256: 'ab'.repeat(32), size: 2 ** 31 }));
    expect(await tryIt(await sealed(parcel({ files: bomb })))).toBe('tooLarge');
    const lying = [{ sha256: 'ab'.repeat(32), size: 3 }];
    expect(await tryIt(await sealed(parcel({ files: lying }), accessKey, recipient, [Buffer.from('xyz')]))).toBe(
      'damaged',
    );
    const stranger = await newAgeKey();
    expect(await tryIt(await sealed(parcel(), accessKey, stranger.recipient))).toBe('notForUs');
    expect(await registrations(world)).toEqual([]);
    // Nothing stays of what was refused.
    const left = () => readdirSync(join(world.folder, 'repository', 'parcels'));
    await world.office.until(() => left().length === 0);

    // The good one is still taken after all that.
    expect((await carry(made.path)).status).toBe(200);
    expect(await registrations(world)).toHaveLength(2);
  }, 60_000);

  it('is refused at the office’s end too, and its receipts are believed only by the pinned key', async () => {
    const { world, stick, carry } = await stickWorld(1);
    await world.repository.stop();
    await world.ended(await world.sign());
    const made = await world.office.call('stick.export', { folder: stick });
    await world.repository.restart();
    const offline = await world.reopen({ fetch: () => Promise.reject(new TypeError('no line')) });
    const { answer } = await carry(made.path);
    const refusal = (path: string) => offline.refusal('stick.import', { path });
    const path = join(stick, 'hostile');
    const bytes = readFileSync(answer);
    writeFileSync(path, bytes.subarray(0, bytes.length - 9));
    expect(await refusal(path)).toEqual({ kind: 'parcelRefused', reason: 'damaged' });
    // Our own parcel is sealed to the repository.
    expect(await refusal(made.path)).toEqual({ kind: 'parcelRefused', reason: 'notForUs' });
    expect((await refusal(join(stick, 'gone'))).kind).toBe('fileUnreadable');

    // A repository of the same office key but not of the pinned receipt key says that it registered the act.
    const folder = makeTestFolder();
    onTestFinished(() => folder.remove());
    copyFileSync(made.path, path);
    const evil = await createRepository({
      dir: folder.repository,
      name: 'Otro',
      accessKeys: [{ key: accessKey, officeId }],
    });
    onTestFinished(() => evil.close());
    expect((await carryTo(evil.url, path, stick)).detail).toBe('notForUs');
    const recipient = await recipientOf(officeKeys(accessKey).identity);
    const list = Buffer.from(
      JSON.stringify({
        ...{ v: 1, kind: 'answer', parcelId: randomUUID(), officeId, repository: 'Otro', inReplyTo: made.parcelId },
        ...{ madeAt: new Date().toISOString(), files: [] },
        outcomes: [{ item: 'act', id: world.acts[0]!.actId, line: { kind: 'registered', n: 1, receipt: 'a.b.c' } }],
      }),
    );
    const signature = signList(officeKeys(accessKey).signing, list);
    await writeWhole(path, seal([recipient], packParcel(list, signature, [])));
    expect(await offline.call('stick.import', { path })).toMatchObject({ registered: 0, later: 1 });
    expect(await offline.call('trays.counts', {})).toMatchObject({ registered: 0 });
    expect(await offline.call('stick.import', { path: answer })).toMatchObject({ registered: 1 });
  }, 60_000);
});

describe('what an office without a line opened, wrote, noted and signed in part', () => {
  const signers = ['p-1', 'p-2'].map((personId) => ({ personId, name: personId, capacity: 'Juez', cuil: null }));
  const text = { format: 1 as const, actType: 'providencia', title: 'Téngase presente', archived: false };

  it('is carried by a stick, each thing once, and goes on from desk to desk the same way', async () => {
    const { world, stick, carry } = await stickWorld(1);
    const joint = await world.repository.propose(world.acts[0]!.caseId, { signers });
    await world.office.call('sync.now', {});
    await world.office.until(async () => (await world.office.call('trays.counts', {})).toSign === 2);
    await world.repository.stop();
    const opened = await world.office.call('cases.open', {
      ...{ series: 'case', caption: 'DENUNCIA s/ hurto', origin: 'complaint', parties: [], detained: false },
      ...{ flags: { fatalDeadline: false, vulnerableVictim: false }, confidentialityLevel: 1 },
    });
    const { caseId } = opened.row;
    const draft = await world.office.call('drafts.begin', {
      caseId,
      text: { ...text, paragraphs: [{ id: 'a', text: 'Por recibido.' }] },
    });
    const { draftId } = draft.row;
    await world.office.call('cases.setFlags', {
      ...{ caseId, detained: true, flags: { fatalDeadline: true, vulnerableVictim: false } },
    });
    await world.ended(await world.sign([joint]));
    const made = await world.office.call('stick.export', { folder: stick });
    expect(made).toMatchObject({ acts: 0, cases: 1, drafts: 1, entries: 1, signatures: 1, leftOut: 0 });
    const bytes = readFileSync(made.path);
    for (const secret of ['Por recibido', 'DENUNCIA']) expect(bytes.includes(secret)).toBe(false);

    await world.repository.restart();
    const offline = await world.reopen({ fetch: () => Promise.reject(new TypeError('no line')) });
    // Carried twice: the same things are there once.
    const [first, second] = [await carry(made.path), await carry(made.path)];
    expect([first.status, second.status], first.detail).toEqual([200, 200]);
    expect(await offline.call('stick.import', { path: first.answer })).toMatchObject({
      ...{ kind: 'answer', delivered: 4, refused: 0, later: 0 },
    });
    expect((await offline.call('acts.read', { actId: joint.actId })).sending).toBe('received');
    expect((await offline.call('cases.read', { caseId })).row.place).toBe('there');
    expect((await offline.call('drafts.read', { draftId })).row.place).toBe('sent');
    await offline.call('stick.import', { path: second.answer });
    const feed = (await (
      await world.repository.request('GET', `/v1/feed?office=${officeId}&cursor=&limit=500`)
    ).json()) as { events: { kind: string }[] };
    const count = (kind: string): number => feed.events.filter((event) => event.kind === kind).length;
    expect(['case', 'draft', 'entry', 'partlySigned'].map(count)).toEqual([2, 1, 1, 1]);

    // The next signer's desk has no line either: what the first one signed comes to it with the case.
    const { caseNumber } = await offline.call('acts.read', { actId: joint.actId });
    const seed = await world.repository.request('POST', '/v1/parcels/seed', {
      caseNumbers: [caseNumber],
      maxBytes: 10_000_000,
    });
    const path = join(stick, 'semilla');
    writeFileSync(path, Buffer.from(await seed.arrayBuffer()));
    const folder = makeTestFolder();
    onTestFinished(() => folder.remove());
    const config = testConfig(folder.data, { repository: world.repository, anchors: [world.token.rootPem] });
    const next = await openTestOffice({
      config: { ...config, deviceId: 'pc-02', person: { ...config.person, personId: 'p-2' } },
      fetch: () => Promise.reject(new TypeError('no line')),
    });
    onTestFinished(() => next.close());
    await next.call('stick.import', { path });
    const row = await next.call('acts.read', { actId: joint.actId });
    expect(row).toMatchObject({ state: 'partiallySigned', joint: { next: 1 } });
    const asked = { sha256: row.documentSha256, offset: 0, length: 5 };
    expect((await next.call('documents.read', asked)).size).toBeGreaterThan(joint.size);
  }, 60_000);

  it('carries all that was saved of a draft, both sides of a conflict too, to the repository and on to another desk', async () => {
    const { world, stick, carry } = await stickWorld(1);
    const { caseId } = world.acts[0]!;
    await world.office.call('sync.now', {});
    const paragraphs = (words: string) => ({ ...text, paragraphs: [{ id: 'a', text: words }] });
    const begun = await world.office.call('drafts.begin', { caseId, text: paragraphs('uno') });
    const { draftId } = begun.row;
    await world.office.until(async () => (await world.office.call('drafts.read', { draftId })).row.place === 'sent');
    await world.repository.stop();
    const first = begun.hand.versionId;
    const save = async (grewFrom: DraftVersionId, words: string) =>
      (await world.office.call('drafts.save', { draftId, grewFrom, merges: [], text: paragraphs(words) })).hand
        .versionId;
    const two = await save(first, 'dos');
    const three = await save(two, 'tres');
    // Another window went on from an older text: two texts, neither of which the repository has.
    const beside = await save(two, 'tres, en otra ventana');
    const mine = await world.office.call('drafts.history', { draftId });
    expect(mine.versions.map(({ versionId }) => versionId)).toEqual([beside, three, two, first]);
    const made = await world.office.call('stick.export', { folder: stick });
    expect(made).toMatchObject({ drafts: 1 });
    await world.repository.restart();
    const offline = await world.reopen({ fetch: () => Promise.reject(new TypeError('no line')) });
    const [once, again] = [await carry(made.path), await carry(made.path)];
    expect([once.status, again.status], once.detail).toEqual([200, 200]);
    for (const { answer } of [once, again])
      expect(await offline.call('stick.import', { path: answer })).toMatchObject({
        delivered: 1,
        refused: 0,
        later: 0,
      });
    const there = await offline.call('drafts.history', { draftId });
    expect(there.versions.map(({ place }) => place)).toEqual(['sent', 'sent', 'sent', 'sent']);
    expect(await offline.call('drafts.read', { draftId })).toMatchObject({
      ...{ row: { place: 'sent' }, hand: { versionId: beside }, beside: [{ versionId: three }] },
    });
    // Nothing of it went to any desk as news but the two texts that stand.
    const state = (await (await world.repository.request('GET', `/v1/drafts/${draftId}`)).json()) as object;
    expect(state).toMatchObject({ open: [beside, three] });

    const next = await seededDesk(world, stick);
    const theirs = await next.call('drafts.history', { draftId });
    const said = (rows: typeof mine.versions) =>
      rows.map(({ versionId, savedAt, characters, author }) => ({ versionId, savedAt, characters, author }));
    expect(said(theirs.versions)).toEqual(said(mine.versions));
    expect((await next.call('drafts.version', { versionId: two })).text).toEqual(paragraphs('dos'));
    expect(await next.call('drafts.read', { draftId })).toMatchObject({ beside: [{ versionId: three }] });
  }, 60_000);

  it('makes no second text of one whose stick comes after the line', async () => {
    const { world, stick, carry } = await stickWorld(1);
    const { caseId } = world.acts[0]!;
    await world.office.call('sync.now', {});
    const paragraphs = (words: string) => ({ ...text, paragraphs: [{ id: 'a', text: words }] });
    await world.repository.stop();
    const begun = await world.office.call('drafts.begin', { caseId, text: paragraphs('uno') });
    const { draftId } = begun.row;
    const save = async (grewFrom: DraftVersionId, words: string) =>
      (await world.office.call('drafts.save', { draftId, grewFrom, merges: [], text: paragraphs(words) })).hand
        .versionId;
    const two = await save(begun.hand.versionId, 'dos');
    const made = await world.office.call('stick.export', { folder: stick });
    const three = await save(two, 'tres');
    await world.repository.restart();
    await world.office.call('sync.now', {});
    await world.office.until(async () => (await world.office.call('drafts.read', { draftId })).row.place === 'sent');
    const { answer, status } = await carry(made.path);
    expect(status).toBe(200);
    await world.office.call('stick.import', { path: answer });
    await world.office.call('sync.now', {});
    const state = (await (await world.repository.request('GET', `/v1/drafts/${draftId}`)).json()) as object;
    expect(state).toMatchObject({ open: [three] });
    expect(await world.office.call('drafts.read', { draftId })).toMatchObject({
      ...{ row: { place: 'sent' }, hand: { versionId: three }, beside: [] },
    });
    const { versions } = await world.office.call('drafts.history', { draftId });
    expect(versions.map(({ versionId, place }) => [versionId, place])).toEqual(
      [three, two, begun.hand.versionId].map((versionId) => [versionId, 'sent']),
    );
  }, 60_000);

  it('keeps a text that somebody wrote beside it, and loses none', async () => {
    const { world, stick, carry } = await stickWorld(1);
    const { caseId } = world.acts[0]!;
    await world.office.call('sync.now', {});
    const paragraphs = (words: string) => ({ ...text, paragraphs: [{ id: 'a', text: words }] });
    const begun = await world.office.call('drafts.begin', { caseId, text: paragraphs('uno') });
    const { draftId } = begun.row;
    await world.office.until(async () => (await world.office.call('drafts.read', { draftId })).row.place === 'sent');
    const { versionId } = (await world.office.call('drafts.read', { draftId })).hand;
    await world.repository.stop();
    await world.office.call('drafts.save', { draftId, grewFrom: versionId, merges: [], text: paragraphs('dos, aquí') });
    const made = await world.office.call('stick.export', { folder: stick });
    await world.repository.restart();
    const there = {
      ...{ draftId, versionId: randomUUID(), caseId, officeId, parents: [versionId], text: paragraphs('dos, allá') },
      ...{ author: { personId: 'p-9', name: 'Otra' }, deviceId: 'pc-9', savedAt: new Date(0).toISOString() },
    };
    const put = await fetch(`${world.repository.url}/v1/drafts/${draftId}`, {
      method: 'PUT',
      headers: {
        ...{ authorization: `Bearer ${accessKey}`, 'content-type': 'application/json', 'if-match': `"${versionId}"` },
      },
      body: JSON.stringify(there),
    });
    expect([201, 412]).toContain(put.status);
    const { answer, status } = await carry(made.path);
    expect(status).toBe(200);
    await world.office.call('stick.import', { path: answer });
    await world.office.until(async () => (await world.office.call('drafts.read', { draftId })).beside.length === 1);
    const both = await world.office.call('drafts.read', { draftId });
    expect(both.hand.text.paragraphs[0]!.text).toBe('dos, aquí');
    expect(both.beside[0]!.text.paragraphs[0]!.text).toBe('dos, allá');
  }, 60_000);

  it('says at the draft that its version is there with another text, and goes on once it is saved anew', async () => {
    const { world, stick, carry } = await stickWorld(1);
    const { caseId } = world.acts[0]!;
    await world.office.call('sync.now', {});
    await world.repository.stop();
    const paragraphs = (words: string) => ({ ...text, paragraphs: [{ id: 'a', text: words }] });
    const begun = await world.office.call('drafts.begin', { caseId, text: paragraphs('uno') });
    const { draftId } = begun.row;
    const { versionId } = begun.hand;
    const made = await world.office.call('stick.export', { folder: stick });
    await world.repository.restart();
    await world.repository.stop();
    await world.reopen({ fetch: () => Promise.reject(new TypeError('no line')) });
    await world.repository.restart();
    const other = {
      ...{ draftId, versionId, caseId, officeId, parents: [], text: paragraphs('otro') },
      ...{ author: { personId: 'p-9', name: 'Otra' }, deviceId: 'pc-9', savedAt: new Date(0).toISOString() },
    };
    const put = await fetch(`${world.repository.url}/v1/drafts/${draftId}`, {
      ...{ method: 'PUT', body: JSON.stringify(other) },
      headers: { authorization: `Bearer ${accessKey}`, 'content-type': 'application/json', 'if-none-match': '*' },
    });
    expect(put.status).toBe(201);
    const { answer } = await carry(made.path);
    expect(await world.office.call('stick.import', { path: answer })).toMatchObject({ delivered: 0, refused: 1 });
    const told = await world.office.call('drafts.read', { draftId });
    expect(told.row.trouble).toMatchObject({ kind: 'registrationRefused', problem: 'draft-version-reused' });
    expect(told.hand.text.paragraphs[0]!.text).toBe('uno');

    const anew = { draftId, grewFrom: versionId, merges: [], text: paragraphs('dos') };
    await world.office.call('drafts.save', anew);
    expect((await world.office.call('drafts.read', { draftId })).row.trouble).toBeNull();
    const again = await carry((await world.office.call('stick.export', { folder: stick })).path);
    expect(await world.office.call('stick.import', { path: again.answer })).toMatchObject({ delivered: 1, refused: 0 });
  }, 60_000);

  it('says of what is not taken that it is not', async () => {
    const { world, stick, carry } = await stickWorld(1);
    const { actId, caseId, documentSha256 } = world.acts[0]!;
    await world.office.call('sync.now', {});
    await world.repository.stop();
    await world.office.call('acts.withdraw', { actId, documentSha256, reason: 'Se archiva.' });
    const made = await world.office.call('stick.export', { folder: stick });
    await world.repository.restart();
    // Meanwhile it was withdrawn by who has a line.
    const entryId = randomUUID();
    const withdrawn = {
      ...{ kind: 'withdrawn', entryId, caseId, officeId, by: { personId: 'p-9', name: 'Otra' }, deviceId: 'pc-9' },
      ...{ at: new Date(0).toISOString(), actId, documentSha256, reason: 'Ya no hace falta.' },
    };
    const path = `/v1/cases/${caseId}/entries/${entryId}`;
    expect((await world.repository.request('PUT', path, withdrawn)).status).toBe(201);
    const offline = await world.reopen({ fetch: () => Promise.reject(new TypeError('no line')) });
    const { answer } = await carry(made.path);
    expect(await offline.call('stick.import', { path: answer })).toMatchObject({ delivered: 0, refused: 1, later: 0 });
    const { entries } = await offline.call('cases.read', { caseId });
    expect(entries.map(({ place }) => place)).toEqual(['refused']);
  }, 60_000);
});

describe('a new desk', () => {
  it('begins with the cases it needs, from a stick, before it ever had a line', async () => {
    const { world, stick } = await stickWorld(3);
    await world.ended(await world.sign(world.acts.slice(0, 1)));
    await world.office.until(async () => (await world.office.call('trays.counts', {})).registered === 1);
    const { caseNumber } = await world.office.call('acts.read', { actId: world.acts[0]!.actId });
    const response = await world.repository.request('POST', '/v1/parcels/seed', {
      caseNumbers: [caseNumber, 'IPP 0'],
      maxBytes: 10_000_000,
    });
    const told = JSON.parse(decodeURIComponent(response.headers.get('fojas-seed')!)) as object;
    expect(told).toMatchObject({ cases: 1, files: 3, left: 0, unknown: ['IPP 0'] });
    const path = join(stick, 'semilla');
    writeFileSync(path, Buffer.from(await response.arrayBuffer()));

    const folder = makeTestFolder();
    onTestFinished(() => folder.remove());
    const config = testConfig(folder.data, { repository: world.repository, anchors: [world.token.rootPem] });
    const fresh = await openTestOffice({
      config: { ...config, deviceId: 'pc-02' },
      fetch: () => Promise.reject(new TypeError('no line')),
    });
    onTestFinished(() => fresh.close());
    expect(await fresh.call('stick.import', { path })).toMatchObject({ kind: 'seed', cases: 1, acts: 3, files: 3 });
    expect(await fresh.call('trays.counts', {})).toMatchObject({ toSign: 2, registered: 1 });
    const toSign = await fresh.call('trays.page', { tray: 'toSign', after: null, limit: 10 });
    for (const { documentSha256 } of toSign.rows) {
      expect(
        (await fresh.call('documents.read', { sha256: documentSha256, offset: 0, length: 5 })).size,
      ).toBeGreaterThan(5);
    }
    const receipt = await fresh.call('receipts.read', { actId: world.acts[0]!.actId });
    expect(receipt.verified, JSON.stringify(receipt.failure)).toBe(true);
    expect(existsSync(join(folder.data, 'documents', 'fetched'))).toBe(true);
  }, 60_000);
});

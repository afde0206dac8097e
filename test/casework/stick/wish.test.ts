import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Role } from '../../../src/contract/config.ts';
import { type OutwardParcel, SeedParcel, parcelLimits, parcelType } from '../../../src/contract/stick.ts';
import { wireVersion } from '../../../src/contract/wire.ts';
import {
  bytesOf,
  officeKeys,
  packParcel,
  readParcel,
  recipientOf,
  seal,
  signList,
  skim,
  unseal,
  writeWhole,
} from '../../../src/parcel/index.ts';
import { accessKey, makeActPdf, officeId, openTestOffice, testConfig } from '../../helpers/office.ts';
import { type World, createWorld } from '../world.ts';

const keyOf = (who: string): string => `the access key of ${who}, long enough`;
const person = (role: Role) => ({
  officeId,
  key: keyOf(role),
  holder: { personId: `p-${role}`, name: `Persona ${role}`, roles: [role], validator: false },
});
const carrier = { officeId: 'jpaz-1', key: keyOf('another office') };

/** An office with an open case and a reserved one, each with an act, that were registered where there is a line. */
async function wishWorld() {
  const otherOffices = [person('clerk'), person('itAdmin'), carrier];
  const world = await createWorld({ acts: 1, otherOffices });
  const reserved = await world.repository.putCase({ confidentialityLevel: 3, caseNumber: 'IPP reservada' });
  world.acts.push(await world.repository.propose(reserved, { title: 'Reservado' }));
  const stick = join(world.folder, 'stick');
  mkdirSync(stick);
  return { world, stick, reserved };
}

/** A new computer of the office, whose line never came up. */
async function newDesk(world: World, key: string) {
  const base = testConfig(join(world.folder, randomUUID()), {
    ...{ repository: world.repository, anchors: [world.token.rootPem] },
  });
  const parcelRecipient = await recipientOf(identityOf(world));
  const config = {
    ...{ ...base, deviceId: 'pc-02', person: { ...base.person, personId: 'p-2' } },
    repository: { ...base.repository!, accessKey: key, parcelRecipient },
  };
  const desk = await openTestOffice({ config, fetch: () => Promise.reject(new TypeError('no line')) });
  onTestFinished(() => desk.close());
  return desk;
}

/** The office that has a line, and carries. */
async function openCarrier(world: World) {
  const base = testConfig(join(world.folder, 'carrier'), { repository: world.repository });
  const there = await openTestOffice({
    config: {
      ...{ ...base, deviceId: 'pc-09', office: { officeId: carrier.officeId, name: 'Juzgado de Paz' } },
      repository: { ...base.repository!, accessKey: carrier.key },
    },
  });
  onTestFinished(() => there.close());
  return there;
}

const identityOf = (world: World): string =>
  /^AGE-SECRET-KEY-\w+$/m.exec(readFileSync(join(world.folder, 'repository', 'parcel-key.txt'), 'utf8'))![0];

/** Hands a parcel in at the repository; answers where its answer lies, or why there is none. */
async function handIn(world: World, path: string, stick: string) {
  const response = await fetch(`${world.repository.url}/v1/parcels`, {
    method: 'POST',
    headers: { authorization: `Bearer ${carrier.key}`, 'content-type': parcelType },
    body: readFileSync(path),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const answer = join(stick, `${randomUUID()}.respuesta`);
  if (response.ok) writeFileSync(answer, bytes);
  return { answer, detail: response.ok ? 'taken' : (JSON.parse(bytes.toString()) as { detail: string }).detail };
}

/** What a seed says, as the desk that holds this key reads it. */
async function seedIn(path: string, key: string): Promise<SeedParcel> {
  let seed: unknown;
  await readParcel<SeedParcel>(unseal([officeKeys(key).identity], bytesOf(path)), {
    ...{ maxListBytes: 10_000_000, take: skim },
    admit(list) {
      seed = JSON.parse(Buffer.from(list).toString());
      return SeedParcel.parse(seed);
    },
  });
  return SeedParcel.parse(seed);
}

const actsIn = ({ events }: SeedParcel): string[] =>
  events.flatMap((event) => (event.kind === 'proposal' ? event.proposal.actId : []));

it('asks on a stick for the cases it begins with; another office carries it, and the answer opens nowhere else', async () => {
  const { world, stick, reserved } = await wishWorld();
  const fresh = await newDesk(world, accessKey);
  const { caseNumber } = await world.office.call('acts.read', { actId: world.acts[0]!.actId });
  const asked = { caseNumbers: [caseNumber, 'IPP 0'], maxBytes: 10_000_000 };
  expect(await fresh.refusal('stick.wish', { ...asked, folder: join(stick, 'gone') })).toMatchObject({
    kind: 'copyPlaceAbsent',
  });
  const made = await fresh.call('stick.wish', { ...asked, folder: stick });
  expect(made.sealedTo).toBeNull();
  expect(readFileSync(made.path).includes(caseNumber)).toBe(false);

  const there = await openCarrier(world);
  await there.call('stick.carry', { path: made.path });
  await there.until(async () => (await there.call('stick.passOn', {})).parcels[0]?.state === 'answered');
  const { files } = await there.call('stick.handOut', { folder: stick });
  const path = files[0]!;
  expect(await there.refusal('stick.import', { path })).toMatchObject({ kind: 'parcelRefused', reason: 'notForUs' });
  const taken = await fresh.call('stick.import', { path });
  expect(taken).toMatchObject({ kind: 'seed', cases: 1, acts: 1, files: 1, unknown: ['IPP 0'] });
  const { rows } = await fresh.call('trays.page', { tray: 'toSign', after: null, limit: 10 });
  expect(rows.map(({ actId }) => actId)).toEqual([world.acts[0]!.actId]);

  // None named: all of it, as far as it fits.
  const all = await fresh.call('stick.wish', { folder: stick, caseNumbers: [], maxBytes: 0 });
  const { answer } = await handIn(world, all.path, stick);
  expect(await fresh.call('stick.import', { path: answer })).toMatchObject({ cases: 2, acts: 2, files: 0 });
  const { rows: both } = await fresh.call('trays.page', { tray: 'toSign', after: null, limit: 10 });
  expect(both.map(({ caseId }) => caseId).sort()).toEqual([world.acts[0]!.caseId, reserved].sort());
});

it('brings a person no more than the line would, and nothing to whoever sees no case', async () => {
  const { world, stick, reserved } = await wishWorld();
  const wishAs = async (role: Role) => {
    const desk = await newDesk(world, keyOf(role));
    const made = await desk.call('stick.wish', { folder: stick, caseNumbers: [], maxBytes: 10_000_000 });
    return handIn(world, made.path, stick);
  };
  const { answer } = await wishAs('clerk');
  const seed = await seedIn(answer, keyOf('clerk'));
  expect(actsIn(seed)).toEqual([world.acts[0]!.actId]);
  expect(seed.files.map(({ sha256 }) => sha256)).toEqual([world.acts[0]!.documentSha256]);
  const captions = seed.events.flatMap((event) =>
    event.kind === 'case' && event.case.caseId === reserved ? event.case.caption : [],
  );
  expect(captions).toEqual(['***']);
  expect((await wishAs('itAdmin')).detail).toBe('notAllowed');
});

it('says to each reader only what its program knows: on a wish by what that says, else by who asks', async () => {
  const { world, stick } = await wishWorld();
  const { caseId, actId } = world.acts[0]!;
  const { caseNumber } = await world.office.call('acts.read', { actId });
  const by = { personId: 'p-1', name: 'Ana Auxiliar' };
  const entryId = randomUUID();
  const hearing = {
    ...{ kind: 'hearing', entryId, caseId, officeId, deviceId: 'pc-01', by, what: 'Sala 2' },
    ...{ at: new Date().toISOString(), hearingAt: '2026-11-26T12:00:00.000Z' },
  };
  const put = await world.repository.request('PUT', `/v1/cases/${caseId}/entries/${entryId}`, hearing);
  expect(put.status).toBe(201);
  const hearings = async (path: string) =>
    (await seedIn(path, accessKey)).events.filter(({ kind }) => kind === 'entry').length;

  const wishOf = async (version: string) => {
    const wish: OutwardParcel = {
      ...{ v: 1, kind: 'outward', parcelId: randomUUID(), officeId, deviceId: 'pc-02', items: [], files: [] },
      ...{ madeAt: new Date().toISOString(), wish: { caseNumbers: [caseNumber], maxBytes: 0, version } },
    };
    const list = Buffer.from(JSON.stringify(wish));
    const path = join(stick, `${randomUUID()}.encomienda`);
    const to = await recipientOf(identityOf(world));
    await writeWhole(path, seal([to], packParcel(list, signList(officeKeys(accessKey).signing, list), [])));
    return hearings((await handIn(world, path, stick)).answer);
  };
  expect(await wishOf(wireVersion)).toBe(1);
  expect(await wishOf('2026-11-26')).toBe(0);

  const seeded = async (headers: Record<string, string>) => {
    const response = await fetch(`${world.repository.url}/v1/parcels/seed`, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessKey}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ caseNumbers: [caseNumber], maxBytes: 0 }),
    });
    const path = join(stick, randomUUID());
    writeFileSync(path, Buffer.from(await response.arrayBuffer()));
    return hearings(path);
  };
  expect(await seeded({ 'fojas-version': wireVersion })).toBe(1);
  // Who will read it is not known: the rest comes over the line.
  expect(await seeded({})).toBe(0);
});

/** Until the test ends, parcels hold no more than this. */
function limited(limits: Partial<Record<keyof typeof parcelLimits, number>>): void {
  const usual = { ...parcelLimits };
  Object.assign(parcelLimits, limits);
  onTestFinished(() => void Object.assign(parcelLimits, usual));
}

it('brings over a line what one answer holds, open texts first, and says what to do where it asks for more', async () => {
  const { world, stick } = await wishWorld();
  const { caseId } = world.acts[0]!;
  const draftId = randomUUID();
  const version = (words: readonly string[], parents: string[]) => ({
    ...{ draftId, versionId: randomUUID(), caseId, officeId, parents, deviceId: 'pc-01' },
    ...{ author: { personId: 'p-1', name: 'Ana Auxiliar' }, savedAt: new Date().toISOString() },
    text: {
      ...{ format: 1, actType: 'providencia', title: 'Providencia', archived: false },
      paragraphs: words.map((line, n) => ({ id: `p${n}`, text: line })),
    },
  });
  const first = version(
    Array.from({ length: 20 }, () => 'lo de antes '.repeat(100)),
    [],
  );
  const second = version(['lo de ahora'], [first.versionId]);
  for (const one of [first, second]) {
    const [from] = one.parents;
    const put = await fetch(`${world.repository.url}/v1/drafts/${draftId}`, {
      ...{ method: 'PUT', body: JSON.stringify(one) },
      headers: {
        ...{ authorization: `Bearer ${accessKey}`, 'content-type': 'application/json' },
        ...(from === undefined ? { 'if-none-match': '*' } : { 'if-match': `"${from}"` }),
      },
    });
    expect(put.status).toBe(201);
  }
  for (const title of ['Con un anexo', 'Con otro']) {
    await world.repository.propose(caseId, { title }, await makeActPdf(title, 40_000));
  }
  // Room for what is told, and for one of the two large files.
  limited({ carriedSeed: 50_000 });
  const fresh = await newDesk(world, accessKey);
  const there = await openCarrier(world);
  const bring = async (wish: { caseNumbers: string[]; maxBytes: number }): Promise<string> => {
    const { path } = await fresh.call('stick.wish', { ...wish, folder: stick });
    const { sha256 } = await there.call('stick.carry', { path });
    await there.until(async () => {
      const { parcels } = await there.call('stick.passOn', {});
      return parcels.find((one) => one.sha256 === sha256)?.state !== 'waiting';
    });
    return sha256;
  };
  const everything = { caseNumbers: [], maxBytes: 10_000_000 };
  await bring(everything);
  const { files } = await there.call('stick.handOut', { folder: stick });
  expect(statSync(files[0]!).size).toBeLessThan(parcelLimits.carriedSeed * 1.02);
  expect(await fresh.call('stick.import', { path: files[0]! })).toMatchObject({ acts: 4, files: 3, drafts: 1 });
  const { versions } = await fresh.call('drafts.history', { draftId } as never);
  expect(versions).toHaveLength(1);

  // What is told is too much by itself: refused for good, and the next one goes its way.
  limited({ carriedSeed: 1500 });
  const refused = await bring(everything);
  const { parcels } = await there.call('stick.carried', {});
  expect(parcels.find(({ sha256 }) => sha256 === refused)).toMatchObject({ state: 'refused', reason: 'asksTooMuch' });
  expect((await there.call('stick.carried', {})).failure).toBeNull();

  // So it is where the repository's own command makes one: what nobody could open is not written.
  limited({ listBytes: 1500 });
  const { caseNumber } = await world.office.call('acts.read', { actId: world.acts[0]!.actId });
  const made = await world.repository.request('POST', '/v1/parcels/seed', { caseNumbers: [caseNumber], maxBytes: 0 });
  expect([made.status, ((await made.json()) as { detail: string }).detail]).toEqual([422, 'asksTooMuch']);
});

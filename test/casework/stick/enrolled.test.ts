import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Locale } from '../../../src/contract/locale.ts';
import { type OutwardParcel, parcelType } from '../../../src/contract/stick.ts';
import { sayFailure } from '../../../src/contract/words/failures.ts';
import {
  bytesOf,
  deskKeys,
  newAgeKey,
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
import { atConsole, carryOut } from '../../../src/repository/people/orders.ts';
import { openSqliteRegister } from '../../../src/repository/register/sqlite.ts';
import { accessKey, officeId } from '../../helpers/office.ts';
import { until } from '../enrolment/world.ts';
import { type World, createWorld } from '../world.ts';
import { makeDeviceKey } from '../../../src/casework/enrolment/device-key.ts';

const noLine = { fetch: () => Promise.reject(new TypeError('no line')) };

/** Writes orders into the register while nobody serves it; answers what they said. */
async function atRegister(world: World, orders: readonly object[]): Promise<readonly { readonly code?: string }[]> {
  await world.repository.stop();
  const register = openSqliteRegister(join(world.folder, 'repository'));
  const rooms = { book: register.people, clock: () => new Date() };
  const answers = [];
  for (const order of orders) answers.push(await carryOut(rooms, order as never, atConsole));
  await register.close();
  await world.repository.restart();
  return answers as never;
}

/** A desk that was enrolled by a code, knows its repository's key for parcels, and holds no key of its office. */
async function enrolledWorld(acts = 2) {
  const world = await createWorld({ acts });
  const grant = { officeId, roles: ['magistrate'], clearance: 5, validator: false, until };
  const { personId } = world.config.person;
  const answers = await atRegister(world, [
    { kind: 'office', office: { officeId, name: 'UFI N.º 3' } },
    { kind: 'import', rows: [{ personId, name: world.config.person.name, cuil: null, login: null, grant }] },
    { kind: 'code', personId },
  ]);
  delete world.config.repository!.accessKey;
  const desk = await world.reopen();
  const stick = join(world.folder, 'stick');
  mkdirSync(stick);
  return { world, desk, stick, code: answers[2]!.code! };
}

async function carry(world: World, path: string, stick: string) {
  const response = await fetch(`${world.repository.url}/v1/parcels`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessKey}`, 'content-type': parcelType },
    body: readFileSync(path),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const answer = join(stick, `${randomUUID()}.respuesta`);
  if (response.ok) writeFileSync(answer, bytes);
  return { answer, detail: response.ok ? 'taken' : (JSON.parse(bytes.toString()) as { detail: string }).detail };
}

const identityOf = (world: World): string =>
  /^AGE-SECRET-KEY-\w+$/m.exec(readFileSync(join(world.folder, 'repository', 'parcel-key.txt'), 'utf8'))![0];

/** What a parcel says, as the repository reads it. */
async function listIn(world: World, path: string): Promise<OutwardParcel> {
  let text = '';
  await readParcel<OutwardParcel>(unseal([identityOf(world)], bytesOf(path)), {
    ...{ maxListBytes: 10_000_000, take: skim },
    admit(list) {
      text = Buffer.from(list).toString();
      return JSON.parse(text) as OutwardParcel;
    },
  });
  return JSON.parse(text) as OutwardParcel;
}

describe('a desk that is enrolled for its person', () => {
  it('has its acts registered by a stick, signed with its own key, and believes the answer by the key of receipts', async () => {
    const { world, desk, stick, code } = await enrolledWorld();
    await desk.call('enrolment.enrol', { way: 'code', code });
    await desk.call('sync.now', {});
    await desk.until(async () => (await desk.call('trays.counts', {})).toSign === 2);
    await world.repository.stop();
    const offline = await world.reopen(noLine);
    await world.ended(await world.sign());
    const made = await offline.call('stick.export', { folder: stick });
    expect(made).toMatchObject({ acts: 2, sealedTo: 'Registro de prueba' });
    await world.repository.restart();
    const list = await listIn(world, made.path);
    expect(list.desk?.key.crv).toBe('P-256');
    const [once, again] = [await carry(world, made.path, stick), await carry(world, made.path, stick)];
    expect([once.detail, again.detail]).toEqual(['taken', 'taken']);
    expect(await offline.call('stick.import', { path: once.answer })).toMatchObject({ registered: 2, refused: 0 });
    expect(await offline.call('stick.import', { path: again.answer })).toMatchObject({ registered: 0 });
    for (const { actId } of world.acts) expect((await offline.call('receipts.read', { actId })).verified).toBe(true);

    // An answer that another key signed, or that is for another desk, counts for nothing.
    const opens = list.desk!.answerTo;
    const answer = {
      ...{ v: 1, kind: 'answer', parcelId: randomUUID(), officeId, repository: 'Otro', inReplyTo: list.parcelId },
      ...{ madeAt: new Date().toISOString(), outcomes: [], files: [] },
    };
    const text = Buffer.from(JSON.stringify(answer));
    const path = join(stick, 'falsa.respuesta');
    const write = async (to: string) =>
      writeWhole(path, seal([to], packParcel(text, signList(officeKeys(accessKey).signing, text), [])));
    await write(opens);
    expect(await offline.refusal('stick.import', { path })).toEqual({ kind: 'parcelRefused', reason: 'forged' });
    await write(await recipientOf((await newAgeKey()).identity));
    expect(await offline.refusal('stick.import', { path })).toEqual({ kind: 'parcelRefused', reason: 'notForUs' });
  }, 60_000);

  it('asks for cases with its own key, gets what its person may see, and nothing once it was revoked', async () => {
    const { world, desk, stick, code } = await enrolledWorld();
    await desk.call('enrolment.enrol', { way: 'code', code });
    await desk.call('sync.now', {});
    const offline = await world.reopen(noLine);
    const made = await offline.call('stick.wish', { folder: stick, caseNumbers: [], maxBytes: 10_000_000 });
    expect(await listIn(world, made.path)).toMatchObject({ items: [], desk: { key: { crv: 'P-256' } } });
    const { answer } = await carry(world, made.path, stick);
    expect(await offline.call('stick.import', { path: answer })).toMatchObject({ kind: 'seed', cases: 1, acts: 2 });
    const { personId } = world.config.person;
    await atRegister(world, [{ kind: 'revokeGrant', personId, officeId }]);
    expect((await carry(world, made.path, stick)).detail).toBe('notEnrolled');
  }, 60_000);

  it('is held to what stands of its device and its person when the stick comes, and to nothing that the stick says', async () => {
    const { world, desk, stick, code } = await enrolledWorld();
    await desk.call('enrolment.enrol', { way: 'code', code });
    await desk.call('sync.now', {});
    await desk.until(async () => (await desk.call('trays.counts', {})).toSign === 2);
    const offline = await world.reopen(noLine);
    await world.ended(await world.sign());
    const made = await offline.call('stick.export', { folder: stick });
    const list = await listIn(world, made.path);
    const path = join(stick, 'hostil.encomienda');
    const sealed = async (change: object, key: ReturnType<typeof deskKeys> | null = null) => {
      const text = Buffer.from(JSON.stringify({ ...list, items: [], files: [], ...change }));
      const signing = key?.signing ?? officeKeys('the access key of somebody else').signing;
      const to = await recipientOf(identityOf(world));
      await writeWhole(path, seal([to], packParcel(text, signList(signing, text), [])));
      return (await carry(world, path, stick)).detail;
    };
    const pem = Buffer.from((await makeDeviceKey()).deviceKey, 'base64').toString('utf8');
    const stranger = deskKeys(pem);
    const { answerTo } = list.desk!;
    // A key that nobody enrolled; the desk's own name under another's signature; numbers that are no key.
    expect(await sealed({ desk: { key: stranger.key, answerTo } }, stranger)).toBe('notEnrolled');
    expect(await sealed({}, stranger)).toBe('forged');
    expect(await sealed({})).toBe('forged');
    const noPoint = { ...stranger.key, y: createHash('sha256').update('y').digest('base64url') };
    expect(await sealed({ desk: { key: noPoint, answerTo } }, stranger)).toBe('forged');

    const { personId } = world.config.person;
    const jkt = createHash('sha256')
      .update(JSON.stringify({ crv: 'P-256', kty: 'EC', x: list.desk!.key.x, y: list.desk!.key.y }))
      .digest('base64url');
    await atRegister(world, [{ kind: 'revokeGrant', personId, officeId }]);
    expect((await carry(world, made.path, stick)).detail).toBe('notEnrolled');
    await atRegister(world, [
      { kind: 'grant', personId, grant: { officeId, roles: ['magistrate'], clearance: 5, until } },
      { kind: 'revokeDevice', jkt, reason: 'robada' },
    ]);
    expect((await carry(world, made.path, stick)).detail).toBe('deviceRevoked');
    for (const locale of ['es-AR', 'en', 'pt-BR'] as const) {
      const said = (reason: 'deviceRevoked' | 'notEnrolled') =>
        sayFailure({ kind: 'parcelRefused', reason }, locale).what;
      expect(said('deviceRevoked')).not.toBe(said('notEnrolled'));
    }
    const feed = (await (await world.repository.request('GET', `/v1/feed?office=${officeId}&cursor=`)).json()) as {
      events: { kind: string }[];
    };
    expect(feed.events.filter(({ kind }) => kind === 'registered')).toEqual([]);
  }, 60_000);

  it('is told before it is enrolled that it has no key, and what is no parcel is called so', async () => {
    const { desk, stick } = await enrolledWorld(0);
    const noKey = { kind: 'parcelRefused', reason: 'noOfficeKey' };
    expect(await desk.refusal('stick.export', { folder: stick })).toEqual(noKey);
    const path = join(stick, 'brought');
    writeFileSync(path, '%PDF-1.7 no parcel');
    expect(await desk.refusal('stick.import', { path })).toEqual({ kind: 'parcelRefused', reason: 'wrongKind' });
    expect(await desk.refusal('stick.import', { path: stick })).toMatchObject({
      ...{ kind: 'fileUnreadable', code: 'EISDIR' },
    });
    expect(await desk.refusal('stick.import', { path: '/dev/zero' })).toMatchObject({ reason: 'wrongKind' });
    const { recipient } = await newAgeKey();
    await writeWhole(path, seal([recipient], bytesOf(join(import.meta.dirname, 'stick.test.ts'))));
    expect(await desk.refusal('stick.import', { path })).toEqual(noKey);
    for (const [locale, way] of Object.entries({ 'es-AR': 'Inscriba', en: 'Enrol', 'pt-BR': 'Inscreva' })) {
      const { what, next } = sayFailure({ kind: 'parcelRefused', reason: 'noOfficeKey' }, locale as Locale);
      expect(what).not.toContain('parcelRecipient');
      expect(next).toContain(way);
      expect(next).not.toContain('repository.parcelRecipient');
    }
  }, 60_000);
});

import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cutLine } from '../../repository/office/line.ts';
import { accessKey, makeActPdf, officeId, openTestOffice, testConfig } from '../../helpers/office.ts';
import { repositoryFolder, startOfficeRepository } from '../../helpers/repository.ts';
import { type World, createWorld } from '../world.ts';

/** The office that has a line, and carries. */
const carrier = { officeId: 'jpaz-1', key: 'another key of at least sixteen characters' };

interface TwoOffices {
  readonly world: World;
  readonly stick: string;
  /** The parcel of the office without a line, with three acts. */
  readonly parcel: string;
  openCarrier(url?: string): ReturnType<typeof openTestOffice>;
}

/** An office whose acts are on a stick and whose line is gone, and another one at the same repository, which is down at first. */
async function twoOffices(): Promise<TwoOffices> {
  const world = await createWorld({ acts: 2, otherOffices: [carrier] });
  const stick = join(world.folder, 'stick');
  mkdirSync(stick);
  const heavy = await makeActPdf('Con un anexo', 150_000);
  world.acts.push(await world.repository.propose(world.acts[0]!.caseId, {}, heavy));
  await world.office.call('sync.now', {});
  await world.repository.stop();
  await world.ended(await world.sign());
  const { path } = await world.office.call('stick.export', { folder: stick });
  await world.reopen({ fetch: () => Promise.reject(new TypeError('no line')) });
  const openCarrier = async (url = world.repository.url): ReturnType<typeof openTestOffice> => {
    const base = testConfig(join(world.folder, 'carrier'), { repository: { ...world.repository, url } });
    const config = {
      ...{ ...base, deviceId: 'pc-09', office: { officeId: carrier.officeId, name: 'Juzgado de Paz' } },
      repository: { ...base.repository!, accessKey: carrier.key },
    };
    const office = await openTestOffice({ config });
    onTestFinished(() => office.close());
    return office;
  };
  return { world, stick, parcel: path, openCarrier };
}

const hashOf = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
/** Whether a repository's folder keeps a file of this name. */
const lies = (dir: string, sha256: string): boolean =>
  readdirSync(join(dir, 'blobs'), { recursive: true }).some((name) => String(name).endsWith(sha256));

async function registrations({ repository }: World): Promise<string[]> {
  const answer = await repository.request('GET', `/v1/feed?office=${officeId}&cursor=&limit=500`);
  const { events } = (await answer.json()) as { events: { kind: string; actId: string }[] };
  return events.filter(({ kind }) => kind === 'registered').map(({ actId }) => actId);
}

describe('the parcel of an office without a line', () => {
  it('is passed on by another office, which cannot read it, and its receipts come back', async () => {
    const { world, stick, parcel, openCarrier } = await twoOffices();
    const before = await openCarrier();
    expect(await before.call('stick.carry', { path: parcel })).toMatchObject({ state: 'waiting' });
    expect(await before.call('stick.passOn', {})).toMatchObject({
      parcels: [{ state: 'waiting' }],
      failure: { kind: 'repositoryUnreachable' },
    });
    expect(await before.call('stick.handOut', { folder: stick })).toEqual({ files: [], waiting: 1, refused: 0 });
    // The stick may leave, and the computer may be switched off.
    await before.close();
    const after = await openCarrier();
    await world.repository.restart();
    await after.until(async () => (await after.call('stick.passOn', {})).parcels[0]?.state === 'answered');
    // In slices, so that a cut costs a slice.
    expect(world.repository.log.filter((line) => /PATCH/.test(line)).length).toBeGreaterThan(1);

    const box = join(world.folder, 'carrier', 'carried');
    for (const name of readdirSync(box))
      for (const secret of ['%PDF', 'NÚÑEZ', accessKey])
        expect(readFileSync(join(box, name)).includes(secret)).toBe(false);
    expect(await after.call('trays.counts', {})).toMatchObject({ toSign: 0, queue: 0, registered: 0 });

    const { files } = await after.call('stick.handOut', { folder: stick });
    expect(files).toHaveLength(1);
    expect(await world.office.call('stick.import', { path: files[0]! })).toMatchObject({ registered: 3, later: 0 });
    for (const { actId } of world.acts)
      expect((await world.office.call('receipts.read', { actId })).verified).toBe(true);

    // What was carried is in the register; the parcel itself is of no more use there.
    const kept = join(world.folder, 'repository');
    await expect.poll(() => lies(kept, hashOf(parcel))).toBe(false);
    for (const { actId } of world.acts) {
      const { statement } = await world.office.call('receipts.read', { actId });
      expect(lies(kept, statement.sha256)).toBe(true);
    }

    // Once more, by both ways: nothing is registered twice.
    expect(await after.call('stick.carry', { path: parcel })).toMatchObject({ state: 'answered' });
    await world.reopen();
    await world.office.call('sync.now', {});
    expect((await registrations(world)).sort()).toEqual(world.acts.map(({ actId }) => actId).sort());
  }, 60_000);

  it('goes through the repository inside the carrying office, when that one has a line again', async () => {
    const { world, stick, parcel, openCarrier } = await twoOffices();
    await world.repository.restart();
    const folder = repositoryFolder();
    const line = { up: false };
    const dispatcher = cutLine(line);
    const given = { officeId: carrier.officeId, accessKey: carrier.key, dispatcher };
    const between = await startOfficeRepository(folder.dir, world.repository, { accessKeys: [carrier] }, given);
    onTestFinished(async () => {
      await between.close();
      await dispatcher.destroy();
      folder.remove();
    });
    const desk = await openCarrier(between.url);
    await desk.call('stick.carry', { path: parcel });
    await desk.until(async () => (await desk.call('stick.carried', {})).failure?.kind === 'centreUnreachable');
    expect(await registrations(world)).toEqual([]);
    line.up = true;
    await desk.until(async () => (await desk.call('stick.passOn', {})).parcels[0]?.state === 'answered');
    const { files } = await desk.call('stick.handOut', { folder: stick });
    expect(await world.office.call('stick.import', { path: files[0]! })).toMatchObject({ registered: 3 });
    for (const kept of [folder.dir, join(world.folder, 'repository')])
      await expect.poll(() => lies(kept, hashOf(parcel))).toBe(false);
    expect((await registrations(world)).sort()).toEqual(world.acts.map(({ actId }) => actId).sort());
  }, 60_000);

  it('is refused with a reason where it is cut, changed, for somebody else or no parcel; the whole one is taken after it', async () => {
    const { world, stick, parcel, openCarrier } = await twoOffices();
    await world.repository.restart();
    const desk = await openCarrier();
    const as = (name: string, change: (path: string) => void): string => {
      const path = join(stick, name);
      copyFileSync(parcel, path);
      change(path);
      return path;
    };
    const cut = as('cut.encomienda', (path) => truncateSync(path, statSync(path).size - 100));
    const changed = as('changed.encomienda', (path) => {
      const bytes = readFileSync(path);
      bytes[bytes.length - 20]! ^= 1;
      writeFileSync(path, bytes);
    });
    for (const path of [cut, changed, parcel]) await desk.call('stick.carry', { path });
    const state = async (name: string) =>
      (await desk.call('stick.carried', {})).parcels.find((one) => one.name === name);
    await desk.until(async () => (await desk.call('stick.passOn', {})).parcels.every((one) => one.state !== 'waiting'));
    expect(await state('cut.encomienda')).toMatchObject({ state: 'refused', reason: 'damaged' });
    expect(await state('changed.encomienda')).toMatchObject({ state: 'refused', reason: 'damaged' });
    expect(await desk.call('stick.handOut', { folder: stick })).toMatchObject({ files: { length: 1 }, refused: 2 });
    const { files } = await desk.call('stick.handOut', { folder: stick });
    // An answer is for the office whose parcel it answers, and for no repository.
    await desk.call('stick.carry', { path: files[0]! });
    await desk.until(async () => (await desk.call('stick.passOn', {})).parcels.every((one) => one.state !== 'waiting'));
    expect((await desk.call('stick.carried', {})).parcels.at(-1)).toMatchObject({
      state: 'refused',
      reason: 'notForUs',
    });
    const paper = join(stick, 'acta.pdf');
    writeFileSync(paper, '%PDF-1.7');
    expect(await desk.refusal('stick.carry', { path: paper })).toEqual({ kind: 'parcelRefused', reason: 'wrongKind' });
    expect(await desk.refusal('stick.carry', { path: join(stick, 'none') })).toMatchObject({ kind: 'fileUnreadable' });
    expect(await desk.refusal('stick.handOut', { folder: join(stick, 'none') })).toMatchObject({
      kind: 'copyPlaceAbsent',
    });
    expect((await registrations(world)).sort()).toEqual(world.acts.map(({ actId }) => actId).sort());
  }, 60_000);

  it('is taken from the stick anew when its copy here was damaged before it left', async () => {
    const { world, parcel, openCarrier } = await twoOffices();
    const desk = await openCarrier();
    const { sha256 } = await desk.call('stick.carry', { path: parcel });
    const copy = join(world.folder, 'carrier', 'carried', `${sha256}.encomienda`);
    const bytes = readFileSync(copy);
    bytes[500]! ^= 1;
    writeFileSync(copy, bytes);
    await world.repository.restart();
    await desk.until(async () => (await desk.call('stick.passOn', {})).parcels[0]?.state === 'refused');
    expect(await desk.call('stick.carry', { path: parcel })).toMatchObject({ state: 'waiting', reason: null });
    await desk.until(async () => (await desk.call('stick.passOn', {})).parcels[0]?.state === 'answered');
    expect(await registrations(world)).toHaveLength(3);
  }, 60_000);
});

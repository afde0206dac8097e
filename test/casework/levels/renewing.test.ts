/** Two desks of an office at one repository: what one signed, the other can make last. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type Store, openStore, sql } from '../../../src/casework/store/index.ts';
import type { OfficeConfig } from '../../../src/contract/config.ts';
import type { Level } from '../../../src/contract/levels.ts';
import { type TestOffice, makeTestFolder, openTestOffice, storeKey } from '../../helpers/office.ts';
import { registered } from '../between.ts';
import { type World, createWorld } from '../world.ts';
import { type StepRaiser, stepRaiser } from './steps.ts';

const wanting = (config: OfficeConfig, level: Level): OfficeConfig => ({
  ...config,
  signatures: { level, timestampAuthorities: [{ url: 'http://127.0.0.1:9/tsa' }] },
});

interface Second {
  readonly desk: TestOffice;
  readonly raiser: StepRaiser;
  readonly dataDir: string;
}

async function secondDesk(world: World, level: Level): Promise<Second> {
  const folder = makeTestFolder();
  onTestFinished(() => folder.remove());
  const raiser = stepRaiser();
  const config = wanting({ ...world.config, dataDir: folder.data, deviceId: 'pc-02' }, level);
  const desk = await openTestOffice({ config, raiser });
  onTestFinished(() => desk.close());
  return { desk, raiser, dataDir: folder.data };
}

async function signedWorld(level: Level, acts = 1): Promise<World> {
  const raiser = stepRaiser();
  const world = await createWorld({ acts, config: (config) => wanting(config, level), office: { raiser } });
  await world.ended(await world.sign());
  await registered(world, acts);
  return world;
}

const readAt = (desk: TestOffice, world: World, index = 0) =>
  desk.call('acts.read', { actId: world.acts[index]!.actId });
const healthAt = (desk: TestOffice, world: World) =>
  desk.call('cases.health', { caseId: world.acts[0]!.caseId, after: null, limit: 10 });
const fetchedAt = (desk: TestOffice, acts = 1) =>
  desk.until(async () => (await desk.call('trays.counts', {})).registered === acts);
const examined = (desk: TestOffice, world: World) =>
  desk.until(async () => (await healthAt(desk, world)).rows.every(({ because }) => because !== 'notLooked'));

it('renews an act that another desk signed, from the registered file, and that desk takes it in', async () => {
  const world = await signedWorld('B', 2);
  const { desk, raiser } = await secondDesk(world, 'LTA');
  await fetchedAt(desk, 2);
  await examined(desk, world);
  const before = await healthAt(desk, world);
  expect(before).toMatchObject({ total: 2, worrying: 2 });
  expect(before.rows.map(({ level, because, renewable }) => [level.reached, level.wanted, because, renewable])).toEqual(
    [0, 1].map(() => ['B', 'LTA', 'signerEnds', true]),
  );
  // Looking adds nothing.
  expect(raiser.asked).toBe(0);

  const { actId } = world.acts[0]!;
  expect(await desk.call('levels.renew', { actIds: [actId] })).toEqual({ queued: 1, left: 0 });
  await desk.until(async () => (await world.repository.renditions()) === 3);
  await desk.until(async () => (await readAt(desk, world)).level?.reached === 'LTA');
  expect((await readAt(desk, world)).level).toMatchObject({ wanted: 'LTA', provableUntil: '2031-01-01T00:00:00.000Z' });
  expect((await readAt(desk, world, 1)).level?.reached ?? 'B').toBe('B');

  await world.office.until(async () => (await readAt(world.office, world)).level?.reached === 'LTA');
  expect(await world.office.call('receipts.read', { actId })).toMatchObject({ verified: true, failure: null });
  expect((await readAt(world.office, world)).state).toBe('registered');
});

it('goes on from what the signing desk made, and that one from there', async () => {
  const world = await signedWorld('LTA');
  await world.office.until(async () => (await world.repository.renditions()) === 3);
  const { desk, raiser } = await secondDesk(world, 'LTA');
  await fetchedAt(desk);
  await desk.until(async () => (await healthAt(desk, world)).rows[0]?.level.provableUntil !== null);
  await desk.until(async () => (await healthAt(desk, world)).rows[0]?.level.reached === 'LTA');
  expect(raiser.asked).toBe(0);

  const { actId } = world.acts[0]!;
  expect(await desk.call('levels.renew', { actIds: [actId] })).toEqual({ queued: 1, left: 0 });
  await desk.until(async () => (await world.repository.renditions()) === 4);
  // What was made elsewhere is renewed at the signing desk by a person's wish, and not by itself.
  const fourth = async () => (await world.office.call('reports.act', { actId, locale: 'en' })).file.size;
  const size = await fourth();
  await world.office.until(async () => (await fourth()) > size);
  expect(await world.office.call('levels.renew', { actIds: [actId] })).toEqual({ queued: 1, left: 0 });
  await desk.until(async () => (await world.repository.renditions()) === 5);
});

it('has a file brought again that is not here any more, before it renews the act', async () => {
  const world = await signedWorld('B');
  const { desk, dataDir } = await secondDesk(world, 'T');
  await fetchedAt(desk);
  await examined(desk, world);
  await desk.close();
  const store = openedStore(dataDir);
  store.cache.write((tx) => tx.run(sql`update blobs set state = 'away'`));
  store.close();
  rmSync(join(dataDir, 'documents', 'fetched'), { recursive: true });
  const raiser = stepRaiser();
  const again = await openTestOffice({
    config: wanting({ ...world.config, dataDir, deviceId: 'pc-02' }, 'T'),
    raiser,
  });
  onTestFinished(() => again.close());
  const { actId } = world.acts[0]!;
  expect(await again.call('levels.renew', { actIds: [actId] })).toEqual({ queued: 1, left: 0 });
  await again.until(async () => (await world.repository.renditions()) === 1);
});

it('says of an act whose file is not here that it is not, and of one that nobody registered that nothing can be done', async () => {
  const world = await signedWorld('B');
  const { desk, dataDir } = await secondDesk(world, 'B');
  await fetchedAt(desk);
  await desk.close();
  const store = openedStore(dataDir);
  store.cache.write((tx) => tx.run(sql`update blobs set state = 'away'`));
  store.close();
  const again = await openTestOffice({ config: { ...world.config, dataDir, deviceId: 'pc-02' }, raiser: stepRaiser() });
  onTestFinished(() => again.close());
  expect((await healthAt(again, world)).rows).toMatchObject([{ because: 'notHere', renewable: false }]);
  const { actId } = world.acts[0]!;
  // This office makes level B alone: there is nothing it could add.
  expect(await again.call('levels.renew', { actIds: [actId] })).toEqual({ queued: 0, left: 1 });
});

it('lets the first of two desks that renew stand, and goes on from its file', async () => {
  const world = await signedWorld('B');
  const { desk } = await secondDesk(world, 'T');
  const third = await secondDesk(world, 'T');
  for (const one of [desk, third.desk]) {
    await fetchedAt(one);
    await examined(one, world);
  }
  const { actId } = world.acts[0]!;
  await Promise.all([
    desk.call('levels.renew', { actIds: [actId] }),
    third.desk.call('levels.renew', { actIds: [actId] }),
  ]);
  await desk.until(async () => (await world.repository.renditions()) === 1);
  for (const one of [desk, third.desk]) {
    await one.until(async () => {
      const { level } = await readAt(one, world);
      return level?.reached === 'T' && level.waitingFor === null;
    });
  }
  const sizes = async (): Promise<number[]> =>
    Promise.all(
      [desk, third.desk].map(async (one) => (await one.call('reports.act', { actId, locale: 'en' })).file.size),
    );
  const hashes = async (): Promise<string[]> =>
    Promise.all(
      [desk, third.desk].map(async (one) => (await one.call('reports.act', { actId, locale: 'en' })).file.sha256),
    );
  await desk.until(async () => new Set(await hashes()).size === 1);
  expect(new Set(await sizes()).size).toBe(1);
});

function openedStore(folder: string): Store {
  const opened = openStore({ folder, storeKey, now: () => new Date() });
  if (!opened.ok) throw new Error(opened.failure.kind);
  return opened.value;
}

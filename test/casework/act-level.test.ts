import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { OfficeConfig } from '../../src/contract/config.ts';
import { openTestOffice } from '../helpers/office.ts';
import { createWorld, type World } from './world.ts';

async function deskOf(world: World, person: Partial<OfficeConfig['person']>) {
  const dataDir = join(world.folder, `desk-${person.personId}`);
  const who = { ...world.config.person, ...person };
  const config = { ...world.config, dataDir, deviceId: `pc-${person.personId}`, person: who };
  const office = await openTestOffice({ config });
  onTestFinished(() => office.close());
  await office.call('sync.now', {});
  return office;
}

it('one registered act is made less confidential by two persons, and its case stays as it is', async () => {
  const world = await createWorld({ acts: 0 });
  const caseId = await world.repository.putCase({ confidentialityLevel: 1 });
  const act = await world.repository.propose(caseId, { confidentialityLevel: 4 });
  const { actId } = act;
  const { office } = world;
  await office.call('sync.now', {});
  await office.until(async () => (await office.call('trays.counts', {})).toSign === 1);
  const asks = { actId, level: 1, reason: 'Ya se cumplió.' };
  expect(await office.refusal('acts.setLevel', asks)).toMatchObject({ kind: 'actForbids', state: 'toSign' });
  await world.ended(await world.sign([act]));
  await office.until(async () => (await office.call('acts.read', { actId })).state === 'registered');
  expect(await office.refusal('acts.setLevel', { ...asks, level: 4 })).toMatchObject({ kind: 'badInput' });

  const clerk = await deskOf(world, { personId: 'p-3', name: 'Bruno', role: 'clerk' });
  expect(await clerk.refusal('acts.setLevel', asks)).toEqual({ kind: 'notAllowed' });
  // Who asks for it does not decide it, not even by asking again.
  for (let i = 0; i < 2; i += 1) {
    const asked = await office.call('acts.setLevel', asks);
    expect(asked.confidentialityLevel).toBe(4);
  }
  await office.call('sync.now', {});
  const kinds = async (desk: typeof office) =>
    (await desk.call('acts.notes', { actId })).entries.map(({ entry, place }) => `${entry.kind} ${place}`);
  expect(await kinds(office)).toEqual(['actLevelAsked there', 'actLevelAsked there']);

  const judge = await deskOf(world, { personId: 'p-2', name: 'Ada', role: 'magistrate' });
  await judge.until(async () => (await kinds(judge)).length === 2);
  await judge.call('acts.setLevel', asks);
  await judge.call('sync.now', {});
  await judge.until(async () => (await judge.call('acts.read', { actId })).confidentialityLevel === 1);
  expect(await kinds(judge)).toContain('actLevelSet there');
  for (const desk of [office, clerk]) {
    await desk.call('sync.now', {});
    await desk.until(async () => {
      const { acts } = await desk.call('cases.index', { caseId });
      return acts[0]?.confidentialityLevel === 1 && acts[0].sealedFor === undefined;
    });
  }
  expect((await clerk.call('acts.read', { actId })).title).toBe(act.title);
  expect((await office.call('cases.read', { caseId })).row.confidentialityLevel).toBe(1);
});

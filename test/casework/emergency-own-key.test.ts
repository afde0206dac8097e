import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Holder } from '../../src/repository/access.ts';
import { officeId, openTestOffice } from '../helpers/office.ts';
import { createWorld } from './world.ts';

const key = 'clave propia de la secretaria, de prueba';
const holder: Holder = { personId: 'p-2', name: 'Nerea Lapacó', roles: ['secretary'], validator: false };

it('a desk with a personal key has, once its person opened a case in an emergency, the acts that were kept from it, with their documents', async () => {
  const world = await createWorld({ acts: 0, otherOffices: [{ key, officeId, holder }] });
  const { repository, office } = world;
  const caseId = await repository.putCase({ confidentialityLevel: 1 });
  const open = await repository.propose(caseId, { confidentialityLevel: 1 });
  const registered = await repository.propose(caseId, { confidentialityLevel: 4, title: 'Auto de allanamiento' });
  const waiting = await repository.propose(caseId, { confidentialityLevel: 4, title: 'Otro auto' });
  await office.call('sync.now', {});
  await office.until(async () => (await office.call('trays.counts', {})).toSign === 3);
  await world.ended(await world.sign([registered]));
  await office.until(async () => (await office.call('acts.read', { actId: registered.actId })).state === 'registered');

  const person = { ...world.config.person, personId: 'p-2', name: 'Nerea Lapacó', role: 'secretary' } as const;
  const dataDir = join(world.folder, 'desk-own');
  const line = { ...world.config.repository!, accessKey: key };
  const desk = await openTestOffice({
    config: { ...world.config, dataDir, deviceId: 'pc-own', person, repository: line },
  });
  onTestFinished(() => desk.close());
  await desk.call('sync.now', {});
  const index = async () => (await desk.call('cases.index', { caseId })).acts.map(({ actId }) => actId);
  await desk.until(async () => (await desk.call('acts.read', { actId: open.actId })).state === 'toSign');
  for (const { actId } of [registered, waiting])
    expect(await desk.refusal('acts.read', { actId })).toEqual({ kind: 'actUnknown', actId });

  const { caseNumber } = (await desk.call('cases.read', { caseId })).row;
  await desk.call('cases.breakGlass', { caseNumber: caseNumber!, reason: 'Internación urgente.' });
  await desk.call('sync.now', {});
  await desk.until(async () => (await index()).includes(registered.actId));
  const act = await desk.call('acts.read', { actId: registered.actId });
  expect(act).toMatchObject({ title: 'Auto de allanamiento', state: 'registered' });
  for (const sha256 of [act.signedSha256!, waiting.documentSha256])
    await desk.until(async () => {
      const read = await desk.call('documents.read', { sha256, offset: 0, length: 5 }).catch(() => null);
      return read !== null && Buffer.from(read.bytes).toString('latin1') === '%PDF-';
    });
  expect((await desk.call('acts.read', { actId: waiting.actId })).title).toBe('Otro auto');
});

/** Several people at one PC, on one folder, one after the other: each signs what he or she read, and what others left for them. */
import { expect, it } from 'vitest';
import type { OfficeConfig } from '../../src/contract/config.ts';
import { type World, createWorld, show, wish } from './world.ts';

const clerk = { personId: 'p-clerk', name: 'Bruno Cáceres Tolosa', role: 'clerk', capacity: 'Despachante' } as const;
const secretary = { personId: 'p-sec', name: 'Nerea Lapacó', role: 'secretary', capacity: 'Secretaria' } as const;
const fiscal = { personId: 'p-1', name: 'Juana Prueba', role: 'magistrate', capacity: 'Agente Fiscal' } as const;
const judge = { personId: 'p-2', name: 'Clara Bustinza', role: 'magistrate', capacity: 'Jueza' } as const;
type Person = Pick<OfficeConfig['person'], 'personId' | 'name' | 'role' | 'capacity'>;

/** The one gets up, the other sits down. */
const sits = (world: World, person: Person) =>
  world.reopen({ config: { ...world.config, person: { ...world.config.person, ...person } } });

const trayOf = async (world: World, tray: 'toSign' | 'signed' | 'queue' = 'toSign') =>
  (await world.office.call('trays.page', { tray, after: null, limit: 50 })).rows;

async function signAct(world: World, act: { actId: string; documentSha256: string }) {
  await show(world, act as never);
  const { batchId } = await world.office.call('signing.start', wish(world, [act as never]));
  await world.ended(batchId);
  return (await world.office.call('signing.batch', { batchId })).items[0]!;
}

it('what one of them opened is not what another one read', async () => {
  const world = await createWorld({ acts: 1 });
  const [act] = world.acts;
  await show(world, act!);
  expect((await trayOf(world))[0]!.shown).toBe(true);
  await sits(world, judge);
  expect((await trayOf(world))[0]!.shown).toBe(false);
  const { batchId } = await world.office.call('signing.start', wish(world, world.acts));
  await world.ended(batchId);
  const { items } = await world.office.call('signing.batch', { batchId });
  expect(items[0]).toMatchObject({ state: 'leftOut', failure: { kind: 'actNotShown' } });
  expect(world.token.signed).toEqual([]);
  expect((await signAct(world, act!)).state).toBe('kept');
  await sits(world, fiscal);
});

it('one signs after the other there, once the repository has the first signature, and not on top of what it does not have', async () => {
  const world = await createWorld({ acts: 0 });
  const signers = [fiscal, judge].map(({ personId, name, capacity }) => ({ personId, name, capacity, cuil: null }));
  const act = await world.repository.propose(await world.repository.putCase(), { signers });
  await world.office.call('sync.now', {});
  await world.repository.stop();
  expect((await signAct(world, act)).state).toBe('kept');
  await sits(world, judge);
  // The first signature is here, but nobody has taken it yet: another one beside it would stand on other bytes.
  expect(await trayOf(world)).toEqual([]);
  await sits(world, fiscal);
  await world.repository.restart();
  await world.office.until(async () => {
    await world.office.call('sync.now', {});
    return (await world.office.call('acts.read', { actId: act.actId })).joint!.signers[0]!.signedAt !== null;
  });
  // Who signed has nothing more to do; who comes after has.
  expect(await trayOf(world)).toEqual([]);
  expect((await world.office.call('acts.read', { actId: act.actId })).joint).toMatchObject({ here: true });
  await sits(world, judge);
  await world.office.until(async () => {
    await world.office.call('sync.now', {});
    const row = (await trayOf(world))[0];
    return row !== undefined && row.documentSha256 !== act.documentSha256;
  });
  const [row] = await trayOf(world);
  expect(row).toMatchObject({ state: 'partiallySigned', shown: false, joint: { here: false, next: 1 } });
  expect((await signAct(world, row!)).state).toBe('kept');
  await world.office.until(async () => {
    await world.office.call('sync.now', {});
    return (await world.office.call('acts.read', { actId: act.actId })).state === 'registered';
  });
});

it('the minutes of a hearing go from who writes them to who looks them over and who signs, without a line', async () => {
  const world = await createWorld({
    acts: 0,
    config: (config) => ({ ...config, person: { ...config.person, ...clerk } }),
  });
  await world.repository.putCase();
  await world.office.call('sync.now', {});
  await world.repository.stop();
  const { caseId } = (await world.office.call('drafts.cases', {})).cases[0]!;
  const paragraphs = [{ id: 'a', text: 'Se oyó a las partes. No se hace lugar.' }];
  const text = {
    format: 1 as const,
    actType: 'acta de audiencia',
    title: 'Acta de audiencia',
    paragraphs,
    archived: false,
  };
  const { draftId } = (await world.office.call('drafts.begin', { caseId, text })).row;
  const read = () => world.office.call('review.read', { draftId });
  await world.office.call('review.ask', { draftId, versionId: (await read()).hand.versionId });

  await sits(world, secretary);
  expect((await read()).hand.text.paragraphs[0]!.text).toBe(paragraphs[0]!.text);
  const sheet = await world.office.call('drafts.sheet', { draftId, signer: null });
  const given = { draftId, versionId: sheet.versionId, documentSha256: sheet.sha256, signer: null, dueAt: null };
  const proposed = await world.office.call('drafts.propose', { ...given, vouch: true });

  await sits(world, fiscal);
  const [row] = await trayOf(world);
  // Vouched for by the secretary, and not read by who signs until it is.
  expect(row).toMatchObject({ actId: proposed.actId, vouchedBy: secretary.name, shown: false });
  expect((await signAct(world, row!)).state).toBe('kept');
  expect((await trayOf(world, 'queue')).map(({ actId }) => actId)).toEqual([proposed.actId]);
  await world.repository.restart();
  await world.office.until(async () => {
    await world.office.call('sync.now', {});
    return (await world.office.call('acts.read', { actId: proposed.actId })).state === 'registered';
  });
});

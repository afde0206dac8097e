/** A case that goes to another office, as it is seen at desks of both. */
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Role } from '../../src/contract/config.ts';
import type { CaseMove } from '../../src/contract/wire-entries.ts';
import { openTestOffice, type SeededAct } from '../helpers/office.ts';
import { type World, createWorld } from './world.ts';

const tribunal = { key: 'the key of the tribunal of two', officeId: 'tc-1' };
const moveBy = ({ actId }: SeededAct, given: Partial<CaseMove> = {}): CaseMove => ({
  ...{ to: 'tc-1', how: 'remission', actId, joinedTo: null, reason: 'Elevación a juicio', ...given },
});

/** An office with one registered act and a line, and its case. */
async function withOrder(acts = 1, role: Role = 'magistrate') {
  const world = await createWorld({ acts, otherOffices: [tribunal] });
  const [order] = world.acts;
  await world.ended(await world.sign([order!]));
  await world.office.call('sync.now', {});
  await world.office.until(async () => (await rowOf(world, order!)).registration !== null);
  if (role !== 'magistrate') await asRole(world, role);
  return { world, order: order!, caseId: order!.caseId };
}

const rowOf = (world: World, { actId }: SeededAct) => world.office.call('acts.read', { actId });
const asRole = (world: World, role: Role) =>
  world.reopen({ config: { ...world.config, person: { ...world.config.person, personId: `p-${role}`, role } } });

/** A desk of the office to which cases go. */
async function deskThere(world: World) {
  const repository = { ...world.config.repository!, accessKey: tribunal.key };
  const office = await openTestOffice({
    config: {
      ...{ ...world.config, dataDir: join(world.folder, 'there'), deviceId: 'pc-tc', repository },
      office: { ...world.config.office, officeId: tribunal.officeId, name: 'Tribunal en lo Criminal N.º 1' },
    },
  });
  onTestFinished(() => office.close());
  await office.call('sync.now', {});
  return office;
}

describe('a case goes to another office', () => {
  it('arrives with its acts and numbers, is worked on there, and is only read here', async () => {
    const { world, order, caseId } = await withOrder();
    const { office } = world;
    await office.call('drafts.begin', { caseId, text: textOf('Sin terminar') });
    const gone = await office.call('cases.move', { caseId, move: moveBy(order) });
    expect(gone.row.movedTo).toBe('tc-1');
    expect(gone.entries.at(-1)?.entry).toMatchObject({ kind: 'moved', to: 'tc-1', asked: null });
    await office.call('sync.now', {});
    await office.until(async () => (await office.call('cases.read', { caseId })).entries.at(-1)?.place === 'there');
    const here = await office.call('cases.read', { caseId });
    expect([here.row.movedTo, here.leftBehind]).toEqual(['tc-1', { drafts: 1, acts: 0 }]);

    const there = await deskThere(world);
    await there.until(async () => (await there.call('cases.index', { caseId })).acts[0]?.state === 'registered');
    const seen = await there.call('cases.read', { caseId });
    expect([seen.row.movedTo, seen.leftBehind, seen.row.caseNumber]).toEqual([null, null, here.row.caseNumber]);
    expect((await there.call('cases.index', { caseId })).acts[0]).toMatchObject({
      ...{ actId: order.actId, registration: { number: 1 } },
    });
    const flags = { fatalDeadline: true, vulnerableVictim: false };
    await there.call('cases.setFlags', { caseId, detained: true, flags });

    // Read it is here as before; nothing more is added.
    expect((await office.call('cases.index', { caseId })).acts).toHaveLength(1);
    const caseMoved = { kind: 'caseMoved', office: 'tc-1' };
    const { actId } = order;
    const adding = [
      ['cases.setFlags', { caseId, detained: false, flags }],
      ['cases.setLevel', { caseId, level: 3, reason: 'x' }],
      ['cases.move', { caseId, move: moveBy(order) }],
      ['drafts.begin', { caseId, text: textOf('Otro') }],
      ['acts.notify', { actId, addressee: 'X', means: 'inPerson' }],
      ['acts.setLevel', { actId, level: 0, reason: 'x' }],
      ['acts.setAddressees', { actId, addressees: [] }],
      ['acts.label', { actId, label: 'x', on: true }],
      ['drafts.beginCorrection', { actId, how: 'clarifies' }],
    ] as const;
    for (const [name, input] of adding) expect(await office.refusal(name, input as never), name).toEqual(caseMoved);
  });

  it('arrives as confidential as it is, with all that was said of that before', async () => {
    const { world, order, caseId } = await withOrder();
    const levelOf = async (office: World['office']) =>
      (await office.call('cases.read', { caseId })).row.confidentialityLevel;
    const before = await levelOf(world.office);
    await world.office.call('cases.setLevel', { caseId, level: 3, reason: 'Víctima menor.' });
    await asRole(world, 'secretary');
    await world.office.call('cases.setLevel', { caseId, level: before, reason: 'Ya declaró.' });
    await world.reopen();
    await world.office.call('cases.setLevel', { caseId, level: before, reason: 'Hágase lugar.' });
    await world.office.call('sync.now', {});
    await world.office.until(async () => (await levelOf(world.office)) === before);
    await world.office.call('cases.move', { caseId, move: moveBy(order) });
    await world.office.call('sync.now', {});
    await world.office.until(
      async () => (await world.office.call('cases.read', { caseId })).entries.at(-1)?.place === 'there',
    );
    const there = await deskThere(world);
    await there.until(async () => (await there.call('cases.read', { caseId })).entries.length === 4);
    const said = (await there.call('cases.read', { caseId })).entries.map(({ entry }) => entry);
    expect(said.map(({ kind }) => kind)).toEqual(['levelSet', 'levelAsked', 'levelSet', 'moved']);
    expect(said.flatMap((one) => ('level' in one ? [one.level] : []))).toEqual([3, before, before]);
    expect(await levelOf(there)).toBe(before);
  });

  it('waits where there is no line, and goes on its own', async () => {
    const { world, order, caseId } = await withOrder();
    await world.repository.stop();
    const gone = await world.office.call('cases.move', { caseId, move: moveBy(order) });
    expect([gone.row.movedTo, gone.entries.at(-1)?.place]).toEqual(['tc-1', 'here']);
    await world.reopen();
    expect((await world.office.call('cases.read', { caseId })).row.movedTo).toBe('tc-1');
    await world.repository.restart();
    await world.office.call('sync.now', {});
    await world.office.until(
      async () => (await world.office.call('cases.read', { caseId })).entries.at(-1)?.place === 'there',
    );
    const there = await deskThere(world);
    await there.until(async () => (await there.call('cases.list', {})).total === 1);
  });

  it('stays where the repository says no, and says why', async () => {
    const { world, order, caseId } = await withOrder();
    await world.office.call('cases.move', { caseId, move: moveBy(order, { to: 'nadie' }) });
    await world.office.call('sync.now', {});
    await world.office.until(
      async () => (await world.office.call('cases.read', { caseId })).entries.at(-1)?.place === 'refused',
    );
    const stayed = await world.office.call('cases.read', { caseId });
    expect(stayed.row.movedTo).toBe(null);
    expect(stayed.entries.at(-1)?.trouble).toMatchObject({ kind: 'registrationRefused', problem: 'office-unknown' });
  });

  it('goes whole: not while an act waits for a signature, nor by an act that is not registered', async () => {
    const { world, order, caseId } = await withOrder(2);
    const { office } = world;
    const second = world.acts[1]!;
    expect(await office.refusal('cases.move', { caseId, move: moveBy(order) })).toEqual({ kind: 'actsWait', acts: 1 });
    expect(await office.refusal('cases.move', { caseId, move: moveBy(second) })).toMatchObject({ kind: 'actForbids' });
    const itself = moveBy(order, { to: world.config.office.officeId });
    expect(await office.refusal('cases.move', { caseId, move: itself })).toMatchObject({ kind: 'badInput' });
    const { actId, documentSha256 } = second;
    await office.call('acts.withdraw', { actId, documentSha256, reason: 'x' });
    expect((await office.call('cases.move', { caseId, move: moveBy(order) })).row.movedTo).toBe('tc-1');
  });

  it.each(['secretary', 'clerk'] as const)('is prepared by a %s, and decided by a magistrate', async (role) => {
    const { world, order, caseId } = await withOrder(1, role);
    const asked = await world.office.call('cases.move', { caseId, move: moveBy(order) });
    expect([asked.row.movedTo, asked.entries.at(-1)?.entry.kind]).toEqual([null, 'moveAsked']);
    const { entryId } = asked.entries.at(-1)!.entry;
    await world.reopen();
    const other = await world.office.call('cases.move', { caseId, move: moveBy(order) });
    expect(other.entries.at(-1)?.entry).toMatchObject({ kind: 'moved', asked: entryId });
  });

  it.each(['auxiliary', 'itAdmin', 'auditor'] as const)('is not for %s', async (role) => {
    const { world, order, caseId } = await withOrder(1, role);
    expect(await world.office.refusal('cases.move', { caseId, move: moveBy(order) })).toEqual({ kind: 'notAllowed' });
  });
});

const textOf = (title: string) => ({
  ...{ format: 1 as const, actType: 'providencia', title, archived: false },
  paragraphs: [{ id: 'p0', text: 'Por recibido.' }],
});

/** What the repository grants becomes a place to sit, and goes as the grant goes. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { GrantStatement } from '../../../src/contract/people.ts';
import { seatsAfter } from '../../../src/casework/enrolment/granted-seats.ts';
import { atSeat } from '../../../src/contract/seats.ts';
import { withSeatsGranted } from '../../../src/policy/granted-seats.ts';
import { type TestOffice, officeId } from '../../helpers/office.ts';
import { peopledWorld, until } from './world.ts';

type World = Awaited<ReturnType<typeof peopledWorld>>;
const other = { officeId: 'ufi-9', name: 'UFI N.º 9' };
const grantIn = (office: string, roles: ('magistrate' | 'secretary' | 'clerk')[], more: object = {}) => ({
  ...{ officeId: office, roles, clearance: 3, validator: false, until },
  ...more,
});
const seats = async (office: TestOffice) =>
  ((await office.call('office.status', {})).seats ?? []).map(({ office: name, role, capacity, ended }) => [
    ...[name, role, capacity, ended ?? 'open'],
  ]);
const grant = (world: World, given: ReturnType<typeof grantIn>) =>
  world.order({ kind: 'grant', personId: 'p-1', grant: given });
const sitting = async (world: World, office: TestOffice, where: string) => {
  const seat = (await office.call('office.status', {})).seats?.find((one) => one.office === where);
  expect(await office.call('office.sit', { seatId: seat!.seatId })).toEqual({});
  await office.close();
  return world.open({ config: atSeat(withSeatsGranted(world.config), seat!.seatId) });
};

it('adds an office and a role at the next contact, and takes them away again with the reason', async () => {
  const world = await peopledWorld();
  await world.order({ kind: 'office', office: other });
  const office = await world.open();
  const first = (await seats(office))[0]!;
  expect(await seats(office)).toEqual([first]);
  await office.call('enrolment.enrol', { way: 'code', code: await world.code() });
  expect(await seats(office)).toEqual([[...first.slice(0, 3), 'open']]);
  // A second role here, another office there; with what stands below the signature.
  await grant(world, grantIn(officeId, ['magistrate', 'secretary']));
  await grant(world, grantIn(other.officeId, ['secretary'], { capacity: 'Secretaria de UFI' }));
  await office.call('enrolment.renew', {});
  expect(await seats(office)).toEqual([
    [...first.slice(0, 3), 'open'],
    [first[0], 'secretary', expect.stringMatching(/^Secretari/), 'open'],
    [other.name, 'secretary', 'Secretaria de UFI', 'open'],
  ]);
  await world.order({ kind: 'revokeGrant', personId: 'p-1', officeId: other.officeId });
  await office.call('enrolment.renew', {});
  expect((await seats(office)).at(-1)).toEqual([other.name, 'secretary', 'Secretaria de UFI', 'withdrawn']);
  const gone = (await office.call('office.status', {})).seats!.at(-1)!;
  expect(await office.refusal('office.sit', { seatId: gone.seatId })).toEqual({ kind: 'notAllowed' });
});

it('opens the other office with the same enrolment, on a folder of its own, and reads only what is of it', async () => {
  const world = await peopledWorld();
  await world.order({ kind: 'office', office: other });
  await world.repository.propose(await world.repository.putCase());
  let office = await world.open();
  await grant(world, grantIn(other.officeId, ['magistrate']));
  await office.call('enrolment.enrol', { way: 'code', code: await world.code() });
  await office.call('sync.now', {});
  await office.until(async () => (await office.call('trays.counts', {})).toSign === 1);
  const { jkt } = await office.call('enrolment.read', {});
  office = await sitting(world, office, other.name);
  expect(await office.call('enrolment.read', {})).toMatchObject({ state: 'enrolled', jkt });
  await office.call('sync.now', {});
  expect(await office.call('trays.counts', {})).toMatchObject({ toSign: 0 });
  expect((await office.call('office.status', {})).line.lastFailure).toBeNull();
  // And back: what lies there is as it was.
  const back = (await seats(office))[0]!;
  expect(back[3]).toBe('open');
  await office.close();
  office = await world.open();
  expect(await office.call('trays.counts', {})).toMatchObject({ toSign: 1 });
});

it('loses what every folder had fetched when the desk is revoked, wherever its person sits', async () => {
  const world = await peopledWorld();
  await world.order({ kind: 'office', office: other });
  await world.repository.propose(await world.repository.putCase());
  let office = await world.open();
  await grant(world, grantIn(other.officeId, ['clerk']));
  await office.call('enrolment.enrol', { way: 'code', code: await world.code() });
  await office.call('sync.now', {});
  await office.until(() => world.fetchedFiles() > 0);
  office = await sitting(world, office, other.name);
  const { jkt } = await office.call('enrolment.read', {});
  await world.order({ kind: 'revokeDevice', jkt: jkt!, reason: 'perdida' });
  await office.refusal('enrolment.renew', {});
  await office.close();
  expect(world.fetchedFiles()).toBe(0);
  expect(existsSync(join(world.folder.data, 'cache.db'))).toBe(false);
  const home = await world.open();
  expect(await home.call('enrolment.read', {})).toMatchObject({ state: 'revoked' });
});

it('says which seat waits for a contact, and which came to its end', async () => {
  const world = await peopledWorld();
  let now = new Date();
  const office = await world.open({ clock: () => now });
  await office.call('enrolment.enrol', { way: 'code', code: await world.code() });
  await world.repository.stop();
  now = new Date(now.getTime() + 15 * 24 * 3_600_000);
  expect((await seats(office))[0]!.at(-1)).toBe('notRenewed');
});

it('keeps for a while that a seat ended, and forgets it then', () => {
  const statement = (day: string): GrantStatement => ({
    ...{ v: 1, repository: 'R', personId: 'p', name: 'P', office: other, roles: ['clerk'], clearance: 1 },
    ...{ validator: false, issuedAt: day, until: day, offlineUntil: day, cnf: { jkt: 'x'.repeat(43) } },
  });
  const begun = seatsAfter([], [statement('2026-06-01T00:00:00.000Z')], new Date('2026-05-01'));
  expect(seatsAfter(begun, [], new Date('2026-05-10'))).toMatchObject([{ ended: { kind: 'withdrawn' } }]);
  const expired = seatsAfter(begun, [], new Date('2026-06-10'));
  expect(expired).toMatchObject([{ ended: { kind: 'expired', at: '2026-06-01T00:00:00.000Z' } }]);
  expect(seatsAfter(expired, [], new Date('2026-12-01'))).toEqual([]);
  expect(seatsAfter(expired, [statement('2027-01-01T00:00:00.000Z')], new Date('2026-06-11'))).toMatchObject([
    { ended: null },
  ]);
});

/** Who is appointed at the repository to look acts over does so at the desk, and no longer than the appointment stands. */
import { expect, it } from 'vitest';
import { readPeopleCsv } from '../../../src/contract/people-csv.ts';
import type { PersonRow } from '../../../src/contract/people.ts';
import { type TestOffice, officeId } from '../../helpers/office.ts';
import { peopledWorld, until } from './world.ts';

const permits = async (office: TestOffice) => (await office.call('office.status', {})).person.permits ?? [];
const list = (...lines: string[]) => {
  const read = readPeopleCsv(Buffer.from(lines.join('\n')));
  if (read.kind === 'fault') throw new Error(`${read.why} in line ${read.line}`);
  return { kind: 'import' as const, rows: read.rows as PersonRow[] };
};
const head = 'person;name;cuil;office;roles;clearance;until';
const line = `p-1;Persona p-1;27123456780;${officeId};clerk;3;2098-12-31`;

/** A clerk's desk, whose file says nothing of an appointment, with an act that waits. */
async function clerkWorld() {
  const world = await peopledWorld({}, (config) => ({
    ...config,
    person: { ...config.person, role: 'clerk', capacity: 'Despachante' },
  }));
  await world.order(list(head, line));
  const act = await world.repository.propose(await world.repository.putCase());
  const office = await world.open();
  await office.call('enrolment.enrol', { way: 'code', code: await world.code() });
  await office.call('sync.now', {});
  const { actId, documentSha256 } = act;
  await office.until(async () => (await office.call('trays.counts', {})).toSign === 1);
  return { world, office, wish: { actId, documentSha256 } };
}

it('lets a clerk who is appointed in the list of people vouch at the desk, and takes it away with the appointment', async () => {
  const { world, office, wish } = await clerkWorld();
  expect(await permits(office)).not.toContain('vouch');
  expect(await office.refusal('acts.vouch', wish)).toEqual({ kind: 'notAllowed' });
  // The column of the list.
  await world.order(list(`${head};validator`, `${line};sí`));
  await office.call('enrolment.renew', {});
  expect(await permits(office)).toContain('vouch');
  await office.call('acts.vouch', wish);
  await office.call('sync.now', {});
  // The repository took it, and nothing is left to be sent.
  await office.until(async () => {
    const { entries } = await office.call('acts.notes', { actId: wish.actId });
    return entries.some(({ entry, place }) => entry.kind === 'visado' && place === 'there');
  });
  await world.order(list(`${head};validator`, `${line};no`));
  await office.call('enrolment.renew', {});
  expect(await permits(office)).not.toContain('vouch');
  expect(await office.refusal('acts.vouch', wish)).toEqual({ kind: 'notAllowed' });
});

it('keeps the appointment and the title where a grant is given anew and says nothing of them', async () => {
  const { world, office } = await clerkWorld();
  const grant = { officeId, roles: ['clerk' as const], clearance: 3, until };
  await world.order({ kind: 'grant', personId: 'p-1', grant: { ...grant, validator: true, capacity: 'Oficial' } });
  await world.order({ kind: 'grant', personId: 'p-1', grant });
  // A list without the column.
  await world.order(list(head, line));
  await office.call('enrolment.renew', {});
  expect(await permits(office)).toContain('vouch');
  const said = await world.order({ kind: 'list' });
  const [stands] = said.kind === 'listing' ? said.listing.people.filter(({ personId }) => personId === 'p-1') : [];
  expect(stands?.grants).toMatchObject([{ validator: true, capacity: 'Oficial' }]);
  await world.order({ kind: 'grant', personId: 'p-1', grant: { ...grant, validator: false } });
  await office.call('enrolment.renew', {});
  expect(await permits(office)).not.toContain('vouch');
});

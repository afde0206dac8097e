/** Who is appointed at the repository to sign in another's place does so at the desk, says so in the signature, and no longer than that. */
import { expect, it } from 'vitest';
import type { PeopleOrder } from '../../../src/contract/people.ts';
import type { NamedSigner } from '../../../src/contract/wire.ts';
import { type SeededAct, type TestOffice, officeId } from '../../helpers/office.ts';
import { cuil, peopledWorld, personRow } from './world.ts';

const dayMs = 86_400_000;
const named = (personId: string): NamedSigner => ({
  personId,
  name: `Persona ${personId}`,
  capacity: 'Fiscal',
  cuil: null,
});
const later = (ms: number): string => new Date(Date.now() + ms).toISOString();
const order = (more: object = {}): PeopleOrder => ({
  ...{ kind: 'substitute', personId: 'p-1', officeId, standsFor: 'dora', from: later(0), until: later(dayMs) },
  ...{ resolution: 'Res. ficticia 1/26', ...more },
});

/** A desk of somebody whom no act names, and two persons who are away. */
async function deskOf(clock?: () => Date) {
  const world = await peopledWorld();
  const rows = [personRow('dora', 'magistrate', { cuil: '27111111112' }), personRow('juan', 'magistrate')];
  await world.order({ kind: 'import', rows });
  const caseId = await world.repository.putCase();
  const office = await world.open(clock ? { clock } : {});
  await office.call('enrolment.enrol', { way: 'code', code: await world.code() });
  const told = async (): Promise<void> => {
    await office.call('enrolment.renew', {});
    await office.call('sync.now', {});
  };
  const propose = async (...signers: string[]): Promise<SeededAct> => {
    const act = await world.repository.propose(caseId, { signers: signers.map(named) });
    await office.until(async () => {
      await office.call('sync.now', {});
      const { acts } = await office.call('cases.index', { caseId, after: null, limit: 50 });
      return acts.some(({ actId }) => actId === act.actId);
    });
    return act;
  };
  const secretly = (signer: string): Promise<SeededAct> =>
    world.repository.propose(caseId, { signers: [named(signer)], confidentialityLevel: 5 });
  return { world, office, propose, secretly, told };
}

type Desk = Awaited<ReturnType<typeof deskOf>>;
const meansOf = ({ world: { token } }: Desk) => ({
  ...{ libraryId: token.library.id, tokenSerial: token.serial, certificateSha256: token.certificateSha256 as never },
});

async function sign(desk: Desk, { actId }: SeededAct) {
  const { office } = desk;
  const { documentSha256 } = await office.call('acts.read', { actId });
  await office.call('acts.markShown', { actId, documentSha256, via: 'window' });
  const { batchId } = await office.call('signing.start', { items: [{ actId, documentSha256 }], ...meansOf(desk) });
  const read = () => office.call('signing.batch', { batchId });
  await office.until(async () => ['finished', 'stopped'].includes((await read()).batch.state));
  return (await read()).items[0]!;
}
const findings = async (desk: Desk, { actId }: SeededAct) =>
  (await desk.office.call('signing.preview', { items: [actId], ...meansOf(desk) })).findings.filter(({ kind }) =>
    ['substituteSigns', 'substituteNotInForce', 'signerNotNamed'].includes(kind),
  );
const toSign = async (office: TestOffice) =>
  (await office.call('trays.page', { tray: 'toSign', after: null, limit: 50 })).rows.map(({ actId }) => actId);

it('brings what waits for the one who is away to the substitute, who signs it as such, and is registered in that place', async () => {
  const desk = await deskOf();
  const { world, office, propose, told } = desk;
  const act = await propose('dora');
  expect([await toSign(office), (await sign(desk, act)).failure]).toEqual([
    [],
    { kind: 'signerNotNamed', named: 'Persona dora' },
  ]);
  await world.order(order());
  await told();
  expect(await toSign(office)).toEqual([act.actId]);
  expect((await office.call('office.status', {})).person.standsFor).toMatchObject([
    { personId: 'dora', name: 'Persona dora', resolution: 'Res. ficticia 1/26' },
  ]);
  const caption = 'por subrogancia legal';
  expect(await findings(desk, act)).toMatchObject([{ kind: 'substituteSigns', caption, replaces: 'Persona dora' }]);
  expect(await sign(desk, act)).toMatchObject({ state: 'kept' });
  await office.until(async () => {
    await office.call('sync.now', {});
    return (await office.call('acts.read', { actId: act.actId })).registration !== null;
  });
  const row = await office.call('acts.read', { actId: act.actId });
  expect(row.joint?.signers).toMatchObject([{ personId: 'dora', substitute: { personId: 'p-1' } }]);
  const file = await office.call('documents.read', {
    sha256: row.signedSha256!,
    offset: 0,
    length: row.size + 100_000,
  });
  expect(Buffer.from(file.bytes).toString('latin1')).toContain('Agente Fiscal, por subrogancia legal de Persona dora');
});

it('brings what was put for the eyes of the one who is away alone, before anybody stood for him or her', async () => {
  const desk = await deskOf();
  const { world, office, secretly, told } = desk;
  const act = await secretly('dora');
  await told();
  await world.order(order({ from: later(1) }));
  await told();
  await office.until(async () => (await toSign(office)).includes(act.actId));
  await office.until(() => world.fetchedFiles() === 1);
  expect(await sign(desk, act)).toMatchObject({ state: 'kept' });
  await office.until(async () => {
    await office.call('sync.now', {});
    return (await office.call('acts.read', { actId: act.actId })).registration !== null;
  });
});

it('takes one place of several, in its turn, and never a second', async () => {
  const desk = await deskOf();
  const { world, office, propose, told } = desk;
  await world.order(order());
  await world.order(order({ standsFor: 'juan' }));
  await told();
  const act = await propose('otra', 'dora');
  expect((await sign(desk, act)).failure).toEqual({ kind: 'notYourTurn', waitingFor: 'Persona otra' });
  const both = await propose('dora', 'juan');
  expect(await sign(desk, both)).toMatchObject({ state: 'kept' });
  const here = await office.call('acts.read', { actId: both.actId });
  expect(here.joint?.signers[0]).toMatchObject({ personId: 'dora', substitute: { personId: 'p-1' } });
  await office.until(async () => {
    await office.call('sync.now', {});
    return (await office.call('acts.read', { actId: both.actId })).sending === 'received';
  });
  expect((await sign(desk, both)).state).toBe('failed');
  expect((await office.call('acts.read', { actId: both.actId })).joint?.next).toBe(1);
});

it('refuses before the PIN what an appointment does not cover, with its days', async () => {
  let ahead = 0;
  const desk = await deskOf(() => new Date(Date.now() + ahead));
  const { world, office, propose, told } = desk;
  const act = await propose('dora');
  await world.order(order({ from: later(2 * dayMs), until: later(4 * dayMs) }));
  await told();
  const no = { kind: 'substituteNotInForce', replaces: 'Persona dora' };
  expect((await sign(desk, act)).failure).toMatchObject(no);
  expect(await findings(desk, act)).toMatchObject([no]);
  // A clock that goes ahead brings no appointment forward, once the repository told the time.
  ahead = 3 * dayMs;
  await told();
  expect((await sign(desk, act)).failure).toMatchObject(no);
  ahead = 0;
  await told();
  await world.order(order({ until: later(dayMs) }));
  await told();
  expect(await toSign(office)).toEqual([act.actId]);
  ahead = 2 * dayMs;
  expect((await sign(desk, act)).failure).toMatchObject(no);
  expect(desk.world.token.opened).toEqual([]);
});

it('takes no appointment for another’s certificate', async () => {
  const desk = await deskOf();
  const { world, office, propose, told } = desk;
  await world.order({ kind: 'import', rows: [personRow('p-1', 'magistrate', { cuil: '20999999991' })] });
  await world.order(order());
  await told();
  const act = await propose('dora');
  // In the tray it is: which certificate will be taken is not known yet.
  expect(await toSign(office)).toEqual([act.actId]);
  expect(cuil).not.toBe('20999999991');
  expect((await sign(desk, act)).failure).toEqual({ kind: 'signerNotNamed', named: 'Persona dora' });
});

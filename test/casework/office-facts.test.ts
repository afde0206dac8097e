/** What a desk is told of its office: who is offered to sign, and what stands at the head of its sheets, with and without a line. */
import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { expect, it, onTestFinished } from 'vitest';
import { toldOffice } from '../../src/casework/office-facts/facts.ts';
import { openStore } from '../../src/casework/store/index.ts';
import type { OfficeConfig, Role } from '../../src/contract/config.ts';
import { done, failed } from '../../src/contract/failures.ts';
import { atSeat } from '../../src/contract/seats.ts';
import type { CaseMove } from '../../src/contract/wire-entries.ts';
import type { OfficeFacts, OfficeStatement } from '../../src/contract/wire-offices.ts';
import { withSeatsGranted } from '../../src/policy/granted-seats.ts';
import { openKey } from '../../src/repository/receipts.ts';
import { type TestOffice, makeTestFolder, officeId, storeKey } from '../helpers/office.ts';
import { peopledWorld, personRow, until } from './enrolment/world.ts';

const signer = (personId: string, role: Role, capacity: string, more: object = {}) => ({
  ...personRow(personId, role),
  grant: { officeId, roles: [role], clearance: 5, validator: false, until, capacity, ...more },
});
/** Within the days for which grants hold without a line. */
const inDays = (days: number): Date => new Date(Date.now() + days * 86_400_000);
const other = { officeId: 'ufi-9', name: 'UFI N.º 9' };
const text = (actType: string) => ({
  ...{ format: 1 as const, actType, title: 'Lo que sea', archived: false },
  paragraphs: [{ id: 'a', text: 'Agréguese y hágase saber.' }],
});

async function draftIn(office: TestOffice, actType = 'resolución'): Promise<string> {
  await office.until(async () => (await office.call('drafts.cases', {})).cases.length > 0);
  const { cases } = await office.call('drafts.cases', {});
  return (await office.call('drafts.begin', { caseId: cases[0]!.caseId, text: text(actType) })).row.draftId;
}
const offered = async (office: TestOffice, draftId: string) =>
  (await office.call('drafts.signers', { draftId } as never)).signers.map(({ personId, capacity }) => [
    ...[personId, capacity],
  ]);
const asClerk = (config: OfficeConfig): OfficeConfig => ({
  ...config,
  person: { ...config.person, role: 'clerk', capacity: 'Despachante' },
});
const paper = async (office: TestOffice, draftId: string): Promise<string> => {
  const { sha256 } = await office.call('drafts.sheet', { draftId, signer: null } as never);
  const { bytes } = await office.call('documents.read', { sha256, offset: 0, length: 1_048_576 });
  return execFileSync('pdftotext', ['-layout', '-', '-'], { input: bytes, encoding: 'utf8' });
};

async function clerksDesk(configure: (config: OfficeConfig) => OfficeConfig = asClerk) {
  const world = await peopledWorld({}, configure);
  await world.order({
    kind: 'import',
    rows: [
      signer('p-1', 'clerk', 'Despachante'),
      signer('p-2', 'magistrate', 'Agente Fiscal', { until: inDays(7).toISOString() }),
      signer('p-3', 'secretary', 'Secretaria de UFI'),
    ],
  });
  await world.repository.putCase();
  const office = await world.open();
  await office.call('enrolment.enrol', { way: 'code', code: await world.code() });
  return { world, office };
}

it('offers a clerk of a PC whose file names nobody those who may sign, and the act goes before whom he named', async () => {
  const { office } = await clerksDesk();
  const draftId = await draftIn(office);
  await office.until(async () => (await offered(office, draftId)).length > 0);
  expect(await offered(office, draftId)).toEqual([
    ['p-2', 'Agente Fiscal'],
    ['p-3', 'Secretaria de UFI'],
  ]);
  const wish = { draftId, signer: 'p-2', others: ['p-3'] };
  const { versionId, sha256: documentSha256 } = await office.call('drafts.sheet', wish as never);
  const row = await office.call('drafts.propose', { ...wish, versionId, documentSha256, dueAt: null } as never);
  expect(row.joint?.signers.map(({ name }) => name)).toEqual(['Persona p-2', 'Persona p-3']);
});

it('offers an employee where the type of act lets one sign, under what his seat says', async () => {
  const { office } = await clerksDesk();
  const note = await draftIn(office, 'constancia');
  await office.until(async () => (await offered(office, note)).length > 0);
  expect(await offered(office, note)).toEqual([
    ['p-2', 'Agente Fiscal'],
    ['p-3', 'Secretaria de UFI'],
    ['p-1', 'Despachante'],
  ]);
});

it('goes on offering them without a line, and nobody whose grant has ended meanwhile', async () => {
  const { world, office } = await clerksDesk();
  const draftId = await draftIn(office);
  await office.until(async () => (await offered(office, draftId)).length > 0);
  await office.close();
  await world.repository.stop();
  const cut = await world.open({ clock: () => inDays(10) });
  expect(await offered(cut, draftId)).toEqual([['p-3', 'Secretaria de UFI']]);
});

it('adds those of the file, whose word counts where both speak of a person', async () => {
  const listed = [
    { personId: 'p-9', name: 'Rita Visitante', capacity: 'Defensora Oficial' },
    { personId: 'p-2', name: 'Persona p-2', capacity: 'Fiscal a cargo' },
  ];
  const { office } = await clerksDesk((config) => {
    const clerk = asClerk(config);
    return { ...clerk, office: { ...clerk.office, signers: listed } };
  });
  const draftId = await draftIn(office);
  await office.until(async () => (await offered(office, draftId)).length > 2);
  expect(await offered(office, draftId)).toEqual([
    ['p-9', 'Defensora Oficial'],
    ['p-2', 'Fiscal a cargo'],
    ['p-3', 'Secretaria de UFI'],
  ]);
});

it('has its own people at a seat in another office, and its own letterhead, town and models', async () => {
  const { world, office } = await clerksDesk();
  const look = { letterhead: ['Ministerio Público', 'Fiscalía de Faltas'], locality: 'Paso del Molle' };
  await world.order({ kind: 'office', office: { ...other, ...look, profiles: ['faltas'] } });
  const there = { officeId: other.officeId };
  await world.order({ kind: 'grant', personId: 'p-1', grant: signer('p-1', 'clerk', 'Despachante', there).grant });
  await world.order({ kind: 'import', rows: [signer('p-7', 'magistrate', 'Fiscal de Faltas', there)] });
  await office.call('enrolment.renew', {});
  const seat = (await office.call('office.status', {})).seats!.find((one) => one.office === other.name)!;
  await office.close();
  const config = atSeat(withSeatsGranted(world.config), seat.seatId);
  const beside = await world.open({ config });
  await beside.call('cases.open', {
    ...{ series: 'case', caption: 'DENUNCIA s/ ruidos molestos', origin: 'complaint', parties: [], detained: false },
    ...{ flags: { fatalDeadline: false, vulnerableVictim: false }, confidentialityLevel: 1 },
  });
  const draftId = await draftIn(beside);
  await beside.until(async () => (await offered(beside, draftId)).length > 0);
  expect(await offered(beside, draftId)).toEqual([['p-7', 'Fiscal de Faltas']]);
  const { templates } = await beside.call('drafts.templates', {});
  expect(new Set(templates.map(({ profile }) => profile))).toEqual(new Set(['faltas']));
  const said = await paper(beside, draftId);
  expect(said).toContain('Fiscalía de Faltas');
  expect(said).toContain('Paso del Molle, ');
});

it('heeds the file of the PC where it says something of the office itself', async () => {
  const { world, office } = await clerksDesk((config) => {
    const clerk = asClerk(config);
    return { ...clerk, office: { ...clerk.office, letterhead: ['Del archivo de la PC'] } };
  });
  await world.order({
    kind: 'office',
    office: { officeId, name: 'UFI', letterhead: ['Del repositorio'], locality: 'Laguna Clara' },
  });
  await office.close();
  const again = await world.open();
  const draftId = await draftIn(again);
  await again.until(async () => (await paper(again, draftId)).includes('Laguna Clara, '));
  expect(await paper(again, draftId)).toContain('Del archivo de la PC');
});

/** What a desk's store makes of answers, signed with a key that it believes and with one that it does not. */
function shelf() {
  const folder = makeTestFolder();
  onTestFinished(() => folder.remove());
  const opened = openStore({ folder: folder.data, storeKey, now: () => new Date(), hasKept: () => false });
  if (!opened.ok) throw new Error('no store');
  const store = opened.value;
  onTestFinished(() => store.close());
  const [believed, stranger] = [openKey(folder.path, 'a.pem'), openKey(folder.path, 'b.pem')];
  const told = toldOffice({
    ...{ store, keys: [believed.key], clock: () => new Date() },
    office: { officeId, name: 'UFI' },
  });
  const signed = (given: Partial<OfficeFacts>, said: Partial<OfficeStatement> = {}, key = believed) => {
    const facts = JSON.stringify({ v: 1, officeId, signers: [], ...given });
    const sha256 = createHash('sha256').update(facts).digest('hex');
    const statement = { v: 1, repository: 'r', officeId, at: '2026-11-20T12:00:00.000Z', sha256, ...said };
    return { statement: key.jws('fojas-office+jws', statement), facts };
  };
  const asked: string[] = [];
  return {
    ...{ told, signed, stranger, asked },
    look: (office: object | null) =>
      told.look({
        small: async ({ path }) => {
          asked.push(path);
          return done({ status: 200, body: { office }, headers: new Headers() } as never);
        },
      }),
  };
}

it('believes what a pinned key signed for this office, of these very bytes, and nothing older', async () => {
  const { told, look, signed, stranger, asked } = shelf();
  const at = (locality: string, said: Partial<OfficeStatement> = {}) => signed({ locality }, said);
  await look(signed({ locality: 'Ajena' }, {}, stranger));
  await look(at('De otra', { officeId: 'otra' }));
  await look(signed({ officeId: 'otra', locality: 'De otra' }));
  await look({ ...at('Una'), facts: signed({ locality: 'Cambiada' }).facts });
  expect(told.office.locality).toBeUndefined();
  expect(asked.at(-1)).toBe('/v1/office-facts');
  const newest = at('Nueva', { at: '2026-11-21T12:00:00.000Z' });
  await look(newest);
  await look(at('Vieja'));
  expect(told.office.locality).toBe('Nueva');
  await look(null);
  const sha256 = createHash('sha256').update(newest.facts).digest('hex');
  expect(asked.at(-1)).toBe(`/v1/office-facts?known=${sha256}`);
});

it('takes the no of a repository of before for silence, and tells of a line that broke', async () => {
  const { told } = shelf();
  const answering = (failure: object) => ({ small: async () => failed(failure as never) });
  const no = { kind: 'registrationRefused', problem: 'forbidden', detail: '' };
  expect(await told.look(answering(no))).toBeNull();
  const broken = { kind: 'repositoryUnreachable', reason: 'refused' };
  expect(await told.look(answering(broken))).toEqual(broken);
});

it('knows by name where a case may go, without a line too, and refuses what is no office there', async () => {
  const world = await peopledWorld({}, asClerk);
  await world.order({ kind: 'import', rows: [signer('p-1', 'clerk', 'Despachante')] });
  await world.order({ kind: 'office', office: other });
  await world.order({ kind: 'office', office: { officeId: '97-tc-1', name: 'Tribunal en lo Criminal N.º 1' } });
  await world.repository.putCase();
  const office = await world.open();
  await office.call('enrolment.enrol', { way: 'code', code: await world.code() });
  await office.until(async () => ((await office.call('offices.known', {})).offices ?? []).length > 0);
  await office.until(async () => (await office.call('drafts.cases', {})).cases.length > 0);
  await world.repository.stop();
  const { offices } = await office.call('offices.known', {});
  expect(offices).toEqual(
    expect.arrayContaining([{ officeId: '97-tc-1', name: 'Tribunal en lo Criminal N.º 1' }, other]),
  );
  expect(offices?.some((one) => one.officeId === officeId)).toBe(false);
  const { cases } = await office.call('drafts.cases', {});
  const { caseId } = cases[0]!;
  const move = { actId: randomUUID(), how: 'remission', joinedTo: null, reason: 'x' } as never as CaseMove;
  const refused = (to: string) => office.refusal('cases.move', { caseId, move: { ...move, to } });
  expect(await refused('ufi-99')).toEqual({ kind: 'officeNotKnown', office: 'ufi-99' });
  expect(await refused(officeId)).toMatchObject({ kind: 'badInput' });
  // One that it knows is asked for the act that orders it.
  expect((await refused('97-tc-1')).kind).toBe('actUnknown');
});

/** What a repository tells of an office: who may sign in it, by the grants in force, and what it looks like on paper. */
import { readFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import type { Role } from '../../src/contract/config.ts';
import {
  GrantHeader,
  GrantStatement,
  OfficeRecord,
  PeopleAnswer,
  type PeopleOrder,
  type PersonGrant,
} from '../../src/contract/people.ts';
import { TemplateProfile } from '../../src/contract/templates.ts';
import { OfficeFacts, OfficeHeader, OfficeStatement, OfficeTold } from '../../src/contract/wire-offices.ts';
import { wireVersion } from '../../src/contract/wire.ts';
import { capacityOf } from '../../src/contract/words/states.ts';
import { openJws } from '../../src/proof/index.ts';
import { enrolByCode, makeDevice } from '../helpers/device.ts';
import {
  repositoryFolder,
  send,
  sha256Of,
  startOfficeRepository,
  startRepository,
  testOffice,
} from '../helpers/repository.ts';
import { until } from '../helpers/office.ts';
import { cutLine, twoRepositories } from './office/line.ts';

const { officeId } = testOffice;
const other = 'otra-oficina';
const keyOf = (what: string): string => `una clave de ${what} de prueba`;
const forever = '2099-01-01T00:00:00.000Z';
const look = {
  locality: 'Laguna Clara',
  letterhead: ['Ministerio Público', 'UFI N.º 3'],
  profiles: ['faltas' as const],
};

async function started() {
  const { dir, remove } = repositoryFolder();
  onTestFinished(remove);
  const time = { now: new Date() };
  const repository = await startRepository(dir, {
    clock: () => time.now,
    accessKeys: [
      { key: testOffice.accessKey, officeId },
      { key: keyOf('otra'), officeId: other },
      { key: keyOf('it'), officeId, holder: { personId: 'it', name: 'It', roles: ['itAdmin'], validator: false } },
    ],
  });
  onTestFinished(() => repository.close());
  const as = (key: string, method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(`${repository.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const order = async (given: PeopleOrder): Promise<PeopleAnswer> =>
    PeopleAnswer.parse(await (await as(keyOf('it'), 'POST', '/v1/people', given)).json());
  for (const id of [officeId, other]) await order({ kind: 'office', office: { officeId: id, name: `Oficina ${id}` } });
  const grant = (roles: Role[], more: Partial<PersonGrant> = {}): PersonGrant => ({
    ...{ officeId, roles, clearance: 3, validator: false, until: forever },
    ...more,
  });
  return {
    ...{ repository, order, time, grant },
    person: (personId: string, name: string, given: PersonGrant, cuil: string | null = null) =>
      order({ kind: 'import', rows: [{ personId, name, cuil, login: null, grant: given }] }),
    async told(key: string = testOffice.accessKey, known?: string) {
      const query = known === undefined ? '' : `?known=${known}`;
      const { office } = OfficeTold.parse(await (await as(key, 'GET', `/v1/office-facts${query}`)).json());
      if (!office) return null;
      const said = openJws(office.statement, repository.receiptKeys, OfficeHeader, OfficeStatement);
      expect(said?.sha256).toBe(sha256Of(Buffer.from(office.facts)));
      return { said: said!, facts: OfficeFacts.parse(JSON.parse(office.facts)) };
    },
  };
}

it('tells who may sign, magistrates first, each with what stands below the signature', async () => {
  const { person, grant, told } = await started();
  await person('z', 'Zulema Sec', grant(['secretary'], { capacity: 'Secretaria de UFI' }));
  await person('f', 'Ofelia Fiscal', grant(['magistrate'], { capacity: 'Agente Fiscal' }), '27123456780');
  await person('b', 'Bruno Juez', grant(['magistrate']));
  await person('c', 'Carla Despacho', grant(['clerk']));
  await person('d', 'Dos Oficios', grant(['auditor', 'secretary']));
  await person('i', 'Ivo Sistemas', grant(['itAdmin']));
  await person('a', 'Auditora', grant(['auditor']));
  const { facts, said } = (await told())!;
  expect(said.officeId).toBe(officeId);
  expect(facts.signers.map(({ personId }) => personId)).toEqual(['b', 'f', 'd', 'z', 'c']);
  // Without a capacity of the grant's own, that of the role by which one signs.
  expect(facts.signers.map(({ capacity }) => capacity)).toEqual([
    ...[capacityOf('magistrate'), 'Agente Fiscal', capacityOf('secretary'), 'Secretaria de UFI', capacityOf('clerk')],
  ]);
  expect(facts.signers[1]).toMatchObject({
    ...{ name: 'Ofelia Fiscal', cuil: '27123456780', roles: ['magistrate'], until: forever },
  });
});

it('tells of nobody whose grant has ended, was taken back, or is in another office', async () => {
  const { person, grant, told, order, time } = await started();
  const soon = new Date(time.now.getTime() + 60_000).toISOString();
  await person('f', 'Ofelia', grant(['magistrate'], { until: soon }));
  await person('g', 'Gustavo', grant(['magistrate']));
  await person('o', 'Otra', grant(['magistrate'], { officeId: other }));
  const ids = async (key?: string) => (await told(key))!.facts.signers.map(({ personId }) => personId);
  expect(await ids()).toEqual(['g', 'f']);
  expect(await ids(keyOf('otra'))).toEqual(['o']);
  await order({ kind: 'revokeGrant', personId: 'g', officeId });
  expect(await ids()).toEqual(['f']);
  time.now = new Date(time.now.getTime() + 61_000);
  expect(await ids()).toEqual([]);
});

it('says nothing anew to who has it, and more as soon as something changes', async () => {
  const { person, grant, told, order } = await started();
  await person('f', 'Ofelia', grant(['magistrate']));
  const first = (await told())!;
  expect(await told(undefined, first.said.sha256)).toBeNull();
  await order({ kind: 'office', office: { officeId, name: 'Oficina', ...look } });
  expect((await told(undefined, first.said.sha256))!.facts).toMatchObject(look);
  expect((await told(keyOf('otra')))!.facts.letterhead).toBeUndefined();
});

it('keeps of an office what an order does not speak of, and takes away what it says is none', async () => {
  const { told, order } = await started();
  const name = 'Oficina';
  expect(await order({ kind: 'office', office: { officeId, name, ...look } })).toEqual({ kind: 'done', changed: 1 });
  expect(await order({ kind: 'office', office: { officeId, name } })).toEqual({ kind: 'done', changed: 0 });
  expect((await told())!.facts).toMatchObject(look);
  await order({ kind: 'office', office: { officeId, name, letterhead: null, locality: 'Paso del Molle' } });
  const { facts } = (await told())!;
  expect(facts).toMatchObject({ locality: 'Paso del Molle', profiles: ['faltas'] });
  expect(facts.letterhead).toBeUndefined();
});

it('names an office in lists and grants as it always did, for desks of before', async () => {
  const { order, person, grant, repository } = await started();
  await order({ kind: 'office', office: { officeId, name: 'Oficina', ...look } });
  await person('f', 'Ofelia', grant(['magistrate']));
  const listed = await order({ kind: 'list' });
  if (listed.kind !== 'listing') throw new Error(listed.kind);
  expect(
    z
      .array(OfficeRecord)
      .parse(listed.listing.offices)
      .map(({ officeId: id }) => id),
  ).toContain(officeId);
  const given = await order({ kind: 'code', personId: 'f' });
  const code = given.kind === 'code' ? given.code : '';
  const session = await enrolByCode(repository.url, await makeDevice(), 'f', code);
  const statement = openJws(session.grants[0]!, repository.receiptKeys, GrantHeader, GrantStatement);
  expect(statement?.office).toEqual({ officeId, name: 'Oficina' });
});

it("is passed on by the office's own repository as the centre signed it, and goes on while the line is away", async () => {
  const two = await twoRepositories();
  onTestFinished(() => two.end());
  const { centre } = two;
  const read = async (query = '') =>
    OfficeTold.parse(await (await send(two.office, 'GET', `/v1/office-facts${query}`)).json()).office;
  await until(async () => (await read()) !== null);
  const office = (await read())!;
  const said = openJws(office.statement, centre.receiptKeys, OfficeHeader, OfficeStatement)!;
  expect(said.officeId).toBe(officeId);
  expect(await read(`?known=${said.sha256}`)).toBeNull();
  two.line.up = false;
  expect(await read()).toEqual(office);
});

it('is passed on to a desk of before in words that it knows, and to a newer one beside it in its own', async () => {
  const admin = { personId: 'it', name: 'It', roles: ['itAdmin' as const], validator: false };
  const folders = [repositoryFolder(), repositoryFolder()] as const;
  const line = { up: true };
  const dispatcher = cutLine(line);
  const accessKeys = [
    { key: testOffice.accessKey, officeId },
    { key: keyOf('it'), officeId, holder: admin },
  ];
  const centre = await startRepository(folders[0].dir, { accessKeys });
  const office = await startOfficeRepository(folders[1].dir, centre, {}, { dispatcher });
  onTestFinished(async () => {
    await office.close();
    await centre.close();
    await dispatcher.destroy();
    for (const folder of folders) folder.remove();
  });
  const profiles = ['faltas', 'propio-de-la-casa'];
  const asAdmin = { authorization: `Bearer ${keyOf('it')}` };
  const shipped: unknown = JSON.parse(
    readFileSync(new URL('../../resources/templates/faltas.json', import.meta.url), 'utf8'),
  );
  const own = { ...TemplateProfile.parse(shipped), id: profiles[1] };
  expect((await send(centre, 'POST', '/v1/templates', { after: 0, profile: own }, asAdmin)).status).toBe(200);
  const order = { kind: 'office', office: { officeId, name: 'Oficina', profiles } };
  const ordered = await send(centre, 'POST', '/v1/people', order, asAdmin);
  expect(await ordered.json()).toMatchObject({ kind: 'done' });
  const named = async (version?: string): Promise<string[] | undefined> => {
    const headers = version === undefined ? {} : { 'fojas-version': version };
    const answer = await send(office, 'GET', '/v1/office-facts', undefined, headers);
    const told = OfficeTold.parse(await answer.json()).office;
    return told === null ? undefined : OfficeFacts.parse(JSON.parse(told.facts)).profiles;
  };
  await until(async () => (await named(wireVersion)) !== undefined);
  for (const version of ['2026-11-27', undefined]) expect(await named(version)).toEqual(['faltas']);
  for (const version of [wireVersion, '2099-01-01']) expect(await named(version)).toEqual(profiles);
  // Each goes on with its own while the line is away.
  line.up = false;
  expect([await named('2026-11-27'), await named(wireVersion)]).toEqual([['faltas'], profiles]);
  // Only so many wordings are kept: what made room is asked for again.
  line.up = true;
  for (let day = 10; day < 30; day += 1) expect(await named(`2026-10-${day}`)).toEqual(['faltas']);
  expect(await named(wireVersion)).toEqual(profiles);
});

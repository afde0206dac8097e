/** Models of acts at the repository: who publishes them, how they are signed and told, and what an office's own repository does with them. */
import { readFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import type { Role } from '../../src/contract/config.ts';
import { AccessPage } from '../../src/contract/people.ts';
import { TemplateProfile } from '../../src/contract/templates.ts';
import { Problem } from '../../src/contract/wire.ts';
import {
  PublishedProfiles,
  TemplatesAnswer,
  TemplatesHeader,
  TemplatesStatement,
  askFor,
} from '../../src/contract/wire-templates.ts';
import { openJws } from '../../src/proof/index.ts';
import { atConsole, carryOut } from '../../src/repository/people/orders.ts';
import { openSqliteRegister } from '../../src/repository/register/sqlite.ts';
import { publishTemplates } from '../../src/repository/templates/publish.ts';
import { until } from '../helpers/office.ts';
import {
  repositoryFolder,
  send,
  sha256Of,
  startOfficeRepository,
  startRepository,
  testOffice,
} from '../helpers/repository.ts';
import { cutLine } from './office/line.ts';

const keyOf = (role: string): string => `una clave de ${role} de prueba`;
const roles: readonly Role[] = ['magistrate', 'secretary', 'clerk', 'auxiliary', 'itAdmin', 'auditor'];
const shipped = TemplateProfile.parse(
  JSON.parse(readFileSync(new URL('../../resources/templates/faltas.json', import.meta.url), 'utf8')),
);
const profile = (id: string, name = 'Los de la casa'): TemplateProfile => ({ ...shipped, id, name });

async function started() {
  const { dir, remove } = repositoryFolder();
  onTestFinished(remove);
  const { officeId } = testOffice;
  const repository = await startRepository(dir, {
    accessKeys: [
      { key: testOffice.accessKey, officeId },
      ...roles.map((role) => ({
        ...{ key: keyOf(role), officeId },
        holder: { personId: role, name: `Persona ${role}`, roles: [role], validator: false },
      })),
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
  return {
    ...{ repository, as },
    publish: (key: string, after: number, given: object) => as(key, 'POST', '/v1/templates', { after, profile: given }),
    async told(key: string, known: Readonly<Record<string, number>>) {
      const answer = await as(key, 'GET', askFor(new Map(Object.entries(known))));
      return PublishedProfiles.parse(await answer.json()).profiles.map((one) => ({
        said: openJws(one.statement, repository.receiptKeys, TemplatesHeader, TemplatesStatement)!,
        text: one.profile,
      }));
    },
  };
}
const answered = async (response: Response) => TemplatesAnswer.parse(await response.json());
const codeOf = async (response: Response): Promise<string> =>
  response.ok ? 'ok' : Problem.parse(await response.json()).type.replace('urn:fojas:problem:', '');

it('gives each version a number, signs it with whoever published it, and tells what is wanted and new', async () => {
  const { publish, told } = await started();
  expect(await answered(await publish(keyOf('itAdmin'), 0, profile('ours')))).toEqual({
    kind: 'published',
    version: 1,
  });
  const second = profile('ours', 'Segunda');
  expect(await answered(await publish(keyOf('itAdmin'), 1, second))).toEqual({ kind: 'published', version: 2 });
  await publish(keyOf('itAdmin'), 0, profile('theirs'));
  const [one, ...none] = await told(keyOf('clerk'), { ours: 0, faltas: 0 });
  expect(none).toEqual([]);
  expect(one!.said).toMatchObject({ profile: 'ours', version: 2, by: 'Persona itAdmin' });
  expect(one!.said.sha256).toBe(sha256Of(Buffer.from(one!.text)));
  expect(TemplateProfile.parse(JSON.parse(one!.text))).toEqual(second);
  expect(await told(keyOf('clerk'), { ours: 2 })).toEqual([]);
  expect(await told(keyOf('clerk'), { ours: 1, theirs: 0 })).toHaveLength(2);
});

it('tells the second of two who publish at once, and writes down both', async () => {
  const { publish, as } = await started();
  const answers = await Promise.all([0, 0].map((after) => publish(keyOf('itAdmin'), after, profile('ours'))));
  const kinds = (await Promise.all(answers.map(answered))).map(({ kind, version }) => `${kind} ${version}`);
  expect(kinds.toSorted()).toEqual(['overtaken 1', 'published 1']);
  const page = AccessPage.parse(await (await as(keyOf('auditor'), 'GET', '/v1/accesses?after=0&limit=500')).json());
  const lines = page.entries.filter(({ what }) => what.includes('emplates'));
  expect(lines.map(({ personId, what, subject, status }) => [personId, what, subject, status]).toSorted()).toEqual([
    ['itAdmin', 'templates.publish', 'ours 1', 200],
    ['itAdmin', 'templates.publish', 'ours 1', 409],
  ]);
});

it.each(roles)('lets %s publish what the matrix says', async (role) => {
  const { publish } = await started();
  expect(await codeOf(await publish(keyOf(role), 0, profile('ours')))).toBe(role === 'itAdmin' ? 'ok' : 'forbidden');
});

it('does not let the key of an office speak for all of them', async () => {
  const { publish } = await started();
  expect(await codeOf(await publish(testOffice.accessKey, 0, profile('ours')))).toBe('forbidden');
});

it('refuses what is no profile, what is too large, and what asks for nothing that has a name', async () => {
  const { publish, as } = await started();
  const key = keyOf('itAdmin');
  expect(await codeOf(await publish(key, 0, { ...profile('ours'), templates: [] }))).toBe('bad-request');
  expect(await codeOf(await publish(key, 0, profile('No Es Un Id')))).toBe('bad-request');
  expect(await codeOf(await publish(key, 0, profile('ours', 'x'.repeat(300_000))))).toBe('bad-request');
  expect(await codeOf(await as(key, 'GET', '/v1/templates?has=faltas'))).toBe('bad-request');
  expect(await codeOf(await as(key, 'GET', '/v1/templates?has=faltas:1,'))).toBe('bad-request');
  expect(await codeOf(await as(key, 'GET', '/v1/templates'))).toBe('ok');
});

it('gives an office a profile that comes with the program or was published, and no other', async () => {
  const { dir, remove } = repositoryFolder();
  onTestFinished(remove);
  const register = openSqliteRegister(dir);
  onTestFinished(() => register.close());
  const rooms = { book: register.people, clock: () => new Date() };
  const give = (...profiles: string[]) =>
    carryOut(rooms, { kind: 'office', office: { officeId: 'ufi9', name: 'UFI 9', profiles } }, atConsole);
  expect(await give('faltas', 'ours')).toEqual({ kind: 'refused', reason: 'profileUnknown', subject: 'ours' });
  await publishTemplates(rooms, { after: 0, profile: profile('ours') }, { ...atConsole, name: 'consola' });
  expect(await give('faltas', 'ours')).toEqual({ kind: 'done', changed: 1 });
});

it("is passed on by the office's own repository, as the centre signed it, and read there without a line", async () => {
  const { repository: centre, publish } = await started();
  const { dir, remove } = repositoryFolder();
  onTestFinished(remove);
  const line = { up: true };
  const dispatcher = cutLine(line);
  onTestFinished(() => dispatcher.destroy());
  const start = () => startOfficeRepository(dir, centre, {}, { dispatcher });
  let office = await start();
  onTestFinished(() => office.close());
  const read = async (): Promise<number> => {
    const answer = await send(office, 'GET', askFor(new Map([['ours', 0]])));
    const [one] = PublishedProfiles.parse(await answer.json()).profiles;
    return (one && openJws(one.statement, centre.receiptKeys, TemplatesHeader, TemplatesStatement)?.version) ?? 0;
  };
  await publish(keyOf('itAdmin'), 0, profile('ours'));
  // Asked for the first time the answer is there at once, and what is published later comes by itself.
  expect(await read()).toBe(1);
  await publish(keyOf('itAdmin'), 1, profile('ours'));
  await until(async () => (await read()) === 2);
  line.up = false;
  await office.close();
  office = await start();
  expect(await read()).toBe(2);
  expect(await codeOf(await send(office, 'POST', '/v1/templates', { after: 2, profile: profile('ours') }))).toBe(
    'forbidden',
  );
});

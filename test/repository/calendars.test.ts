/** Court calendars at the repository: who publishes which, how they are signed and told, and what an office's own repository does with them. */
import { expect, it, onTestFinished } from 'vitest';
import { AccessPage } from '../../src/contract/people.ts';
import type { Role } from '../../src/contract/config.ts';
import {
  CalendarAnswer,
  CalendarHeader,
  type CalendarOrder,
  CalendarStatement,
  Calendars,
} from '../../src/contract/wire-calendars.ts';
import { Problem } from '../../src/contract/wire.ts';
import { openJws } from '../../src/proof/index.ts';
import { repositoryFolder, send, sha256Of, startRepository, testOffice } from '../helpers/repository.ts';
import { until } from '../helpers/office.ts';
import { twoRepositories } from './office/line.ts';

const { officeId } = testOffice;
const other = 'otra-oficina';
const keyOf = (role: string): string => `una clave de ${role} de prueba`;
const roles: readonly Role[] = ['magistrate', 'secretary', 'clerk', 'auxiliary', 'itAdmin', 'auditor'];

const calendar = (name: string) => ({
  version: 1 as const,
  closed: [{ date: '2026-11-27', name, source: 'Res. SC 1/26' }],
});
const order = (given: Partial<CalendarOrder> = {}) => ({
  ...{ officeId, after: 0, calendar: calendar('Asueto') },
  ...given,
});

async function started() {
  const { dir, remove } = repositoryFolder();
  onTestFinished(remove);
  const repository = await startRepository(dir, {
    accessKeys: [
      { key: testOffice.accessKey, officeId },
      { key: keyOf('otra'), officeId: other },
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
    repository,
    as,
    publish: (key: string, given?: Partial<CalendarOrder>) => as(key, 'POST', '/v1/calendars', order(given)),
    async told(key: string, query = '') {
      const { calendars } = Calendars.parse(await (await as(key, 'GET', `/v1/calendars${query}`)).json());
      return calendars.map((one) => ({
        said: openJws(one.statement, repository.receiptKeys, CalendarHeader, CalendarStatement),
        text: one.calendar,
      }));
    },
  };
}
const answered = async (response: Response) => CalendarAnswer.parse(await response.json());
const codeOf = async (response: Response): Promise<string> =>
  response.ok ? 'ok' : Problem.parse(await response.json()).type.replace('urn:fojas:problem:', '');

it('gives each version a number, signs it with whoever published it, and tells only what is new', async () => {
  const { publish, told } = await started();
  expect(await answered(await publish(keyOf('secretary')))).toEqual({ kind: 'published', version: 1 });
  expect(await answered(await publish(keyOf('itAdmin'), { after: 1, calendar: calendar('Otro') as never }))).toEqual({
    ...{ kind: 'published', version: 2 },
  });
  const [one, ...none] = await told(keyOf('clerk'));
  expect(none).toEqual([]);
  expect(one!.said).toMatchObject({ officeId, version: 2, by: 'Persona itAdmin' });
  expect(one!.said!.sha256).toBe(sha256Of(Buffer.from(one!.text)));
  expect(JSON.parse(one!.text)).toMatchObject({ closed: [{ name: 'Otro' }] });
  expect(await told(keyOf('clerk'), '?own=2')).toEqual([]);
  expect(await told(keyOf('clerk'), '?own=1')).toHaveLength(1);
});

it('tells the second of two who publish at once, and keeps what the first published', async () => {
  const { publish, told } = await started();
  const answers = await Promise.all([publish(keyOf('secretary')), publish(keyOf('itAdmin'))]);
  const kinds = (await Promise.all(answers.map(answered))).map(({ kind, version }) => `${kind} ${version}`);
  expect(kinds.toSorted()).toEqual(['overtaken 1', 'published 1']);
  expect((await told(keyOf('clerk')))[0]!.said!.version).toBe(1);
});

it.each(roles)('lets %s publish what the matrix says, of the own office and of all', async (role) => {
  const { publish } = await started();
  const mayOwn = role === 'secretary' || role === 'itAdmin';
  expect(await codeOf(await publish(keyOf(role)))).toBe(mayOwn ? 'ok' : 'forbidden');
  const mayAll = role === 'itAdmin' ? 'ok' : 'forbidden';
  expect(await codeOf(await publish(keyOf(role), { officeId: null }))).toBe(mayAll);
  expect(await codeOf(await publish(keyOf(role), { officeId: other }))).toBe(mayAll);
});

it('lets the key of an office speak for its people and for no other office, by the name that it says', async () => {
  const { publish, told } = await started();
  const key = testOffice.accessKey;
  expect(await codeOf(await publish(key, { officeId: null }))).toBe('forbidden');
  expect(await codeOf(await publish(key, { officeId: other }))).toBe('forbidden');
  expect(await codeOf(await publish(key, { by: 'Sofía Secretaria' }))).toBe('ok');
  expect((await told(key))[0]!.said!.by).toBe('Sofía Secretaria');
  // A person's own key says the name itself.
  expect(await codeOf(await publish(keyOf('secretary'), { after: 1, by: 'Otra Persona' }))).toBe('ok');
  expect((await told(key))[0]!.said!.by).toBe('Persona secretary');
});

it("shows an office its own calendar and that of all, and nobody else's", async () => {
  const { publish, told } = await started();
  await publish(keyOf('itAdmin'), { officeId: null });
  await publish(keyOf('itAdmin'));
  expect((await told(keyOf('clerk'))).map(({ said }) => said!.officeId)).toEqual([officeId, null]);
  expect((await told(keyOf('otra'))).map(({ said }) => said!.officeId)).toEqual([null]);
});

it('refuses an office that nobody knows, what is no calendar, and what is too large', async () => {
  const { publish, as } = await started();
  expect(await codeOf(await publish(keyOf('itAdmin'), { officeId: 'no hay' }))).toBe('office-unknown');
  const wrong = { ...order(), calendar: { version: 1, closed: [{ date: 'hoy' }] } };
  expect(await codeOf(await as(keyOf('itAdmin'), 'POST', '/v1/calendars', wrong))).toBe('bad-request');
  const day = { date: '2026-11-27', name: 'x'.repeat(210), source: 'y' };
  const large = { version: 1 as const, closed: Array.from({ length: 900 }, () => day) };
  expect(await codeOf(await publish(keyOf('itAdmin'), { calendar: large as never }))).toBe('bad-request');
});

it('writes down who published what, once', async () => {
  const { publish, as, told } = await started();
  await publish(keyOf('secretary'));
  await publish(keyOf('itAdmin'));
  await told(keyOf('clerk'));
  const page = AccessPage.parse(await (await as(keyOf('auditor'), 'GET', '/v1/accesses?after=0&limit=500')).json());
  const lines = page.entries.filter(({ what }) => what.includes('alendar'));
  expect(lines.map(({ personId, what, subject, status }) => [personId, what, subject, status])).toEqual([
    ['secretary', 'calendar.publish', `office ${officeId} 1`, 200],
    ['itAdmin', 'calendar.publish', `office ${officeId} 1`, 409],
  ]);
});

it("is passed on by the office's own repository, as the centre signed it, and read there without a line", async () => {
  const two = await twoRepositories();
  onTestFinished(() => two.end());
  const { centre } = two;
  const read = async () => {
    const answer = await send(two.office, 'GET', '/v1/calendars');
    return Calendars.parse(await answer.json()).calendars;
  };
  expect(await answered(await send(two.office, 'POST', '/v1/calendars', order({ by: 'Sofía' })))).toEqual({
    ...{ kind: 'published', version: 1 },
  });
  const [mine] = await read();
  expect(openJws(mine!.statement, centre.receiptKeys, CalendarHeader, CalendarStatement)).toMatchObject({
    ...{ officeId, version: 1, by: 'Sofía' },
  });
  // What was published at the centre comes by itself.
  await send(centre, 'POST', '/v1/calendars', order({ after: 1 }));
  await until(async () => (await send(two.office, 'GET', '/v1/calendars?own=1')).ok && (await told2()) === 2);
  two.line.up = false;
  await two.restartOffice();
  expect(await told2()).toBe(2);
  await until(
    async () => (await codeOf(await send(two.office, 'POST', '/v1/calendars', order({ after: 2 })))) === 'centre-away',
  );

  async function told2(): Promise<number> {
    const [one] = await read();
    return openJws(one!.statement, centre.receiptKeys, CalendarHeader, CalendarStatement)?.version ?? 0;
  }
});

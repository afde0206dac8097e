/** Court calendars that come from the repository: what counts at a desk, with and without a line, and who publishes one from it. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { publishedCalendars } from '../../src/casework/signing/calendar-published.ts';
import { openStore } from '../../src/casework/store/index.ts';
import type { Role } from '../../src/contract/config.ts';
import { done } from '../../src/contract/failures.ts';
import type { CalendarStatement } from '../../src/contract/wire-calendars.ts';
import { openKey } from '../../src/repository/receipts.ts';
import {
  makeTestFolder,
  officeId,
  openTestOffice,
  startTestRepository,
  storeKey,
  testConfig,
  until,
} from '../helpers/office.ts';

const monday = '2026-11-30';
const closed = (date: string, name = 'Asueto judicial') => ({ date, name, source: 'Res. SC 1/26' });
const calendar = (...days: ReturnType<typeof closed>[]) => ({ version: 1 as const, closed: days });

async function world(role: Role = 'secretary', calendarFile?: string) {
  const folder = makeTestFolder();
  onTestFinished(() => folder.remove());
  const repository = await startTestRepository(folder.repository);
  onTestFinished(() => repository.stop());
  const base = testConfig(folder.data, { repository });
  const config = (as: Role) => ({
    ...base,
    person: { ...base.person, role: as },
    office: { ...base.office, locality: 'Paso del Molle', ...(calendarFile === undefined ? {} : { calendarFile }) },
  });
  const open = async (as: Role) => {
    const desk = await openTestOffice({ config: config(as) });
    onTestFinished(() => desk.close());
    return desk;
  };
  return { repository, folder, open, desk: await open(role) };
}

it('publishes from the desk of a secretary, and the day counts there at once', async () => {
  const { desk } = await world();
  expect(await desk.call('calendar.day', { date: monday })).toMatchObject({ kind: 'business' });
  expect(await desk.call('calendar.read', {})).toEqual({
    ...{ source: 'program', published: [], file: null, trouble: null },
  });
  const { answer, standing } = await desk.call('calendar.publish', {
    ...{ scope: 'own', after: 0, calendar: calendar(closed(monday)) },
  });
  expect(answer).toEqual({ kind: 'published', version: 1 });
  expect(standing).toMatchObject({
    source: 'published',
    published: [{ scope: 'own', version: 1, by: 'Juana Prueba' }],
  });
  expect(await desk.call('calendar.day', { date: monday })).toEqual({
    ...{ kind: 'holiday', date: monday, name: 'Asueto judicial', source: 'Res. SC 1/26', unverified: false },
  });
  const again = await desk.call('calendar.publish', { scope: 'own', after: 0, calendar: calendar() });
  expect(again.answer).toEqual({ kind: 'overtaken', version: 1 });
});

it('brings what was published elsewhere with a contact, and keeps it without a line', async () => {
  const { desk, repository, open } = await world('clerk');
  const sent = await repository.request('POST', '/v1/calendars', {
    ...{ officeId, after: 0, calendar: calendar(closed(monday)) },
  });
  expect(sent.status).toBe(200);
  await desk.close();
  const other = await open('clerk');
  await until(async () => (await other.call('calendar.read', {})).source === 'published');
  await other.close();
  await repository.stop();
  const cut = await open('clerk');
  expect(await cut.call('calendar.day', { date: monday })).toMatchObject({ kind: 'holiday', name: 'Asueto judicial' });
});

it.each(['magistrate', 'clerk', 'auxiliary', 'auditor'] as const)('lets no %s publish one', async (role) => {
  const { desk } = await world(role);
  const wish = { scope: 'own' as const, after: 0, calendar: calendar() };
  expect(await desk.refusal('calendar.publish', wish)).toEqual({ kind: 'notAllowed' });
});

it('lets a secretary publish for the own office alone, and IT no further than the repository does', async () => {
  const { desk, open } = await world();
  const wish = { scope: 'all' as const, after: 0, calendar: calendar() };
  expect(await desk.refusal('calendar.publish', wish)).toEqual({ kind: 'notAllowed' });
  await desk.close();
  // The desk lets IT ask; the key of an office is no person who looks after all of them.
  const admin = await open('itAdmin');
  expect(await admin.refusal('calendar.publish', wish)).toEqual({ kind: 'notAllowed' });
  expect((await admin.call('calendar.publish', { ...wish, scope: 'own' })).answer.kind).toBe('published');
});

it('says that a line is needed to publish', async () => {
  const { desk, repository } = await world();
  await repository.stop();
  const wish = { scope: 'own' as const, after: 0, calendar: calendar() };
  expect(await desk.refusal('calendar.publish', wish)).toMatchObject({ kind: 'repositoryUnreachable' });
});

it('heeds the file of the PC until one is published, and tells of its trouble only while it counts', async () => {
  const folder = makeTestFolder();
  onTestFinished(() => folder.remove());
  const file = join(folder.path, 'calendario.json');
  writeFileSync(file, JSON.stringify({ ...calendar(closed('2026-12-01', 'Del archivo')) }));
  const { desk } = await world('secretary', file);
  const day = async (date: string) => (await desk.call('calendar.day', { date })).name;
  expect(await desk.call('calendar.read', {})).toMatchObject({ source: 'file', file, trouble: null });
  expect([await day('2026-12-01'), await day(monday)]).toEqual(['Del archivo', '']);
  writeFileSync(file, '{ no es JSON, y más largo que antes');
  expect((await desk.call('calendar.read', {})).trouble).toContain('JSON');
  await desk.call('calendar.publish', { scope: 'own', after: 0, calendar: calendar(closed(monday)) });
  expect([await day('2026-12-01'), await day(monday)]).toEqual(['', 'Asueto judicial']);
  expect(await desk.call('calendar.read', {})).toMatchObject({ source: 'published', trouble: null });
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
  const calendars = publishedCalendars({ store, officeId, keys: [believed.key] });
  const published = (text: object, said: Partial<CalendarStatement> = {}, key = believed) => {
    const json = JSON.stringify(text);
    const sha256 = createHash('sha256').update(json).digest('hex');
    const statement = {
      ...{ v: 1, repository: 'r', officeId, version: 1, at: '2026-11-20T12:00:00.000Z', by: 'Sofía', sha256 },
      ...said,
    };
    return { statement: key.jws('fojas-calendar+jws', statement), calendar: json };
  };
  const asked: string[] = [];
  return {
    ...{ calendars, published, stranger, asked },
    look: (...given: object[]) =>
      calendars.look({
        small: async ({ path }) => {
          asked.push(path);
          return done({ status: 200, body: { calendars: given }, headers: new Headers() } as never);
        },
      }),
    names: () => calendars.amendments()?.closed.map(({ name }) => name) ?? null,
  };
}

it('believes what a pinned key signed for this office or for all, of these very bytes, and nothing older', async () => {
  const { look, published, stranger, names, asked } = shelf();
  const one = calendar(closed(monday, 'Uno'));
  await look(published(one, {}, stranger));
  await look(published(one, { officeId: 'otra' }));
  await look({ ...published(one), calendar: JSON.stringify(calendar(closed(monday, 'Cambiado'))) });
  expect(names()).toBeNull();
  await look(published(one, { version: 3 }));
  await look(published(calendar(closed(monday, 'Viejo')), { version: 2 }));
  expect(names()).toEqual(['Uno']);
  await look(published(calendar(closed(monday, 'Todos')), { officeId: null }));
  expect(names()).toEqual(['Uno', 'Todos']);
  await look();
  expect(asked.at(-1)).toBe('/v1/calendars?own=3&all=1');
});

it('lets what the office says of a day go before what is said for all', async () => {
  const { look, published, calendars } = shelf();
  await look(published({ ...calendar(closed(monday)), until: 2031 }));
  const open = [monday, '2026-12-07'].map((date) => ({ date, source: 'La Provincia no adhirió' }));
  await look(published({ version: 1, open, until: 2030 }, { officeId: null }));
  expect(calendars.amendments()).toMatchObject({
    ...{ until: 2031, closed: [{ date: monday }], open: [{ date: '2026-12-07' }] },
  });
});

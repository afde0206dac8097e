/** Models that an institution published: offered at a desk with and without a line, and believed only where they are its own. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { publishedTemplates } from '../../../src/casework/drafts/templates/published.ts';
import { templateCatalogue } from '../../../src/casework/drafts/templates/catalogue.ts';
import { openStore } from '../../../src/casework/store/index.ts';
import type { Role } from '../../../src/contract/config.ts';
import { done } from '../../../src/contract/failures.ts';
import { TemplateProfile } from '../../../src/contract/templates.ts';
import type { TemplatesStatement } from '../../../src/contract/wire-templates.ts';
import type { SignedOffice } from '../../../src/contract/wire-offices.ts';
import { openKey } from '../../../src/repository/receipts.ts';
import {
  accessKey,
  makeTestFolder,
  officeId,
  openTestOffice,
  startTestRepository,
  storeKey,
  testConfig,
  until,
} from '../../helpers/office.ts';

const shipped = TemplateProfile.parse(
  JSON.parse(readFileSync(new URL('../../../resources/templates/faltas.json', import.meta.url), 'utf8')),
);
const itKey = 'una clave de sistemas de prueba';
const own = (name = 'Los de la casa', id = 'de-la-casa'): TemplateProfile => ({
  ...{ ...shipped, id, name },
  templates: [{ ...shipped.templates[0]!, name: `Modelo de ${name}` }],
});

it('offers what an institution published, in place of what comes with the program, without a line too', async () => {
  const folder = makeTestFolder();
  onTestFinished(() => folder.remove());
  const repository = await startTestRepository(folder.repository, {
    accessKeys: [
      { key: accessKey, officeId },
      {
        ...{ key: itKey, officeId },
        holder: { personId: 'it', name: 'Sistemas', roles: ['itAdmin'], validator: false },
      },
    ],
  });
  onTestFinished(() => repository.stop());
  const base = testConfig(folder.data, { repository });
  const open = async (role: Role) => {
    const desk = await openTestOffice({
      config: {
        ...base,
        person: { ...base.person, role },
        office: { ...base.office, profiles: ['de-la-casa', 'faltas'] },
      },
    });
    onTestFinished(() => desk.close());
    return desk;
  };
  const publish = async (after: number, profile: TemplateProfile) => {
    const answer = await fetch(`${repository.url}/v1/templates`, {
      method: 'POST',
      headers: { authorization: `Bearer ${itKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ after, profile }),
    });
    expect(answer.status).toBe(200);
  };
  const before = await open('clerk');
  const names = async (desk: typeof before) =>
    (await desk.call('drafts.templates', {})).templates.map(({ profile, name }) => `${profile}: ${name}`);
  expect(await names(before)).toEqual(shipped.templates.map(({ name }) => `faltas: ${name}`));
  await before.close();

  await publish(0, own());
  await publish(0, own('faltas nuestras', 'faltas'));
  const desk = await open('clerk');
  const expected = ['de-la-casa: Modelo de Los de la casa', 'faltas: Modelo de faltas nuestras'];
  await until(async () => (await names(desk)).join() === expected.join());
  expect(await desk.call('templates.read', {})).toMatchObject({
    offered: ['de-la-casa', 'faltas'],
    profiles: [
      { profile: 'buenos-aires-mp', published: null },
      { profile: 'de-la-casa', models: 1, published: { version: 1, by: 'Sistemas' } },
      { profile: 'faltas', models: 1, published: { version: 1 } },
    ],
  });
  await desk.close();
  await repository.stop();

  const cut = await open('clerk');
  expect(await names(cut)).toEqual(expected);
  expect((await cut.call('templates.text', { profile: 'de-la-casa' })).profile).toEqual(own());
  expect(await cut.refusal('templates.text', { profile: 'ninguno' })).toMatchObject({ kind: 'badInput' });
});

it('offers the profiles that the list of offices gives the office, an own one too; older desks hear of those of the program', async () => {
  const folder = makeTestFolder();
  onTestFinished(() => folder.remove());
  const holder = { personId: 'it', name: 'Sistemas', roles: ['itAdmin' as const], validator: false };
  const repository = await startTestRepository(folder.repository, {
    accessKeys: [
      { key: accessKey, officeId },
      { key: itKey, officeId, holder },
    ],
  });
  onTestFinished(() => repository.stop());
  const asIt = async (path: string, body: object): Promise<unknown> => {
    const headers = { authorization: `Bearer ${itKey}`, 'content-type': 'application/json' };
    return (await fetch(`${repository.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).json();
  };
  await asIt('/v1/templates', { after: 0, profile: own() });
  const profiles = ['de-la-casa', 'faltas'];
  await asIt('/v1/people', { kind: 'office', office: { officeId, name: 'UFI 3', profiles } });
  const config = testConfig(folder.data, { repository });
  const desk = await openTestOffice({ config });
  onTestFinished(() => desk.close());
  const offered = async () => (await desk.call('templates.read', {})).offered.join();
  await until(async () => (await offered()) === 'de-la-casa,faltas');
  await until(async () => (await desk.call('drafts.templates', {})).templates[0]?.profile === 'de-la-casa');

  const { office } = (await (await repository.request('GET', '/v1/office-facts')).json()) as { office: SignedOffice };
  expect(JSON.parse(office.facts)).toMatchObject({ profiles: ['faltas'] });
}, 30_000);

it('lets nobody but IT publish, and IT no further than the repository does', async () => {
  const folder = makeTestFolder();
  onTestFinished(() => folder.remove());
  const repository = await startTestRepository(folder.repository);
  onTestFinished(() => repository.stop());
  const base = testConfig(folder.data, { repository });
  for (const role of ['magistrate', 'secretary', 'clerk', 'auxiliary', 'auditor', 'itAdmin'] as const) {
    const desk = await openTestOffice({ config: { ...base, person: { ...base.person, role } } });
    // The key of an office is no person who looks after all of them.
    expect(await desk.refusal('templates.publish', { after: 0, profile: own() })).toEqual({ kind: 'notAllowed' });
    if (role === 'itAdmin') {
      await repository.stop();
      const refusal = await desk.refusal('templates.publish', { after: 0, profile: own() });
      expect(refusal).toMatchObject({ kind: 'repositoryUnreachable' });
      const large = await desk.refusal('templates.publish', { after: 0, profile: own('x'.repeat(300_000)) });
      expect(large).toMatchObject({ kind: 'badInput' });
    }
    await desk.close();
  }
}, 60_000);

/** What a desk's store makes of answers, signed with a key that it believes and with one that it does not. */
function shelf() {
  const folder = makeTestFolder();
  onTestFinished(() => folder.remove());
  const opened = openStore({ folder: folder.data, storeKey, now: () => new Date(), hasKept: () => false });
  if (!opened.ok) throw new Error('no store');
  const store = opened.value;
  onTestFinished(() => store.close());
  const [believed, stranger] = [openKey(folder.path, 'a.pem'), openKey(folder.path, 'b.pem')];
  const published = publishedTemplates({ store, keys: [believed.key] });
  const asked: string[] = [];
  return {
    ...{ published, stranger, asked },
    signed(profile: object, said: Partial<TemplatesStatement> = {}, key = believed) {
      const json = JSON.stringify(profile);
      const sha256 = createHash('sha256').update(json).digest('hex');
      const statement = {
        ...{ v: 1, repository: 'r', profile: 'de-la-casa', version: 1 },
        ...{ at: '2026-11-20T12:00:00.000Z', by: 'Sistemas', sha256 },
        ...said,
      };
      return { statement: key.jws('fojas-templates+jws', statement), profile: json };
    },
    look: (...profiles: object[]) =>
      published.look(
        {
          small: async ({ path }) => {
            asked.push(path);
            return done({ status: 200, body: { profiles }, headers: new Headers() } as never);
          },
        },
        ['de-la-casa', 'faltas'],
      ),
    names: () => published.inForce().map(({ profile, version }) => `${profile.name} ${version}`),
  };
}

it('believes what a pinned key signed of that profile, of these very bytes, and nothing older', async () => {
  const { look, signed, stranger, names, asked } = shelf();
  await look(signed(own(), {}, stranger));
  await look(signed(own('Otro', 'otro')));
  await look({ ...signed(own()), profile: JSON.stringify(own('Cambiado')) });
  await look(signed({ ...own(), templates: [] }));
  expect(names()).toEqual([]);
  await look(signed(own('Tercera'), { version: 3 }));
  await look(signed(own('Segunda'), { version: 2 }));
  expect(names()).toEqual(['Tercera 3']);
  await look();
  expect(asked.at(-1)).toBe('/v1/templates?has=de-la-casa:3,faltas:0');
});

it('opens no type of act to electronic signatures by a list that was published', () => {
  const before = templateCatalogue().electronicTypes(['faltas']);
  const body = shipped.templates.map((one) => ({ ...one, family: 'nueva', electronic: true as const }));
  const loose = { ...shipped, families: { ...shipped.families, nueva: 'Nueva' }, templates: body };
  expect(templateCatalogue(() => [loose]).electronicTypes(['faltas'])).toEqual(before);
});

/** Drafts that are looked over, given back, taken back and let go between desks of one office, whose line to the centre is cut. */
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { OfficeConfig } from '../../../src/contract/config.ts';
import type { DraftId } from '../../../src/contract/wire-drafts.ts';
import { FeedPage } from '../../../src/contract/wire.ts';
import { type TestOffice, officeId, openTestOffice, testConfig, until } from '../../helpers/office.ts';
import { deskOffice } from './desk-office.ts';

const people = {
  clerk: { personId: 'p-clerk', name: 'Bruno Cáceres Tolosa', role: 'clerk' },
  secretary: { personId: 'p-sec', name: 'Nerea Lapacó', role: 'secretary' },
  magistrate: { personId: 'p-mag', name: 'Ofelia Quirós Balmaceda', role: 'magistrate' },
} as const;
type Who = keyof typeof people;

async function openDesks() {
  const { folder, centre, line, office: between, caseId } = await deskOffice();
  const open = async (who: Who): Promise<TestOffice> => {
    const base = testConfig(join(folder.path, who), {
      repository: { url: between.url, receiptKeys: centre.receiptKeys },
    });
    const config: OfficeConfig = {
      ...{ ...base, deviceId: `pc-${who}`, person: { ...base.person, ...people[who] } },
      repository: { ...base.repository!, office: { keys: [between.officeKey!], discover: false } },
    };
    const desk = await openTestOffice({ config });
    onTestFinished(() => desk.close());
    await desk.until(async () => (await desk.call('drafts.cases', {})).cases.length === 1);
    return desk;
  };
  return { caseId, centre, line, clerk: await open('clerk'), secretary: await open('secretary'), open };
}

const sheet = (desk: TestOffice, draftId: DraftId) => desk.call('review.read', { draftId });
const textOf = (words: string) => ({
  ...{ format: 1 as const, actType: 'resolución', title: 'Prórroga', archived: false },
  paragraphs: [{ id: 'a', text: words }],
});
const ask = async (desk: TestOffice, draftId: DraftId) =>
  desk.call('review.ask', { draftId, versionId: (await sheet(desk, draftId)).hand.versionId });
/** The draft stands so at the other desk, where it may not be known yet. */
const stands = (desk: TestOffice, draftId: DraftId, state: string, round: number) =>
  desk.until(async () => {
    await desk.call('sync.now', {});
    const { rows } = await desk.call('drafts.list', {});
    if (!rows.some((row) => row.draftId === draftId)) return false;
    const now = await sheet(desk, draftId);
    return now.state === state && now.round === round;
  });

it('go from desk to desk through the office alone, and each signer sees what changed since he or she read', async () => {
  const { caseId, centre, line, clerk, secretary, open } = await openDesks();
  const magistrate = await open('magistrate');
  line.up = false;
  const { draftId } = (await clerk.call('drafts.begin', { caseId, text: textOf('Prorrogar por dos meses.') })).row;
  await ask(clerk, draftId);
  await stands(secretary, draftId, 'inReview', 1);
  expect(await clerk.call('review.recall', { draftId })).toMatchObject({ state: 'draft' });
  await stands(secretary, draftId, 'draft', 1);
  await ask(clerk, draftId);
  await stands(secretary, draftId, 'inReview', 2);

  const { hand } = await sheet(secretary, draftId);
  await secretary.call('review.markRead', { draftId, versionId: hand.versionId });
  const remark = { remarkId: 'r-1', paragraphId: 'a', from: 15, to: 23, quote: 'dos meses', text: '¿Por qué dos?' };
  await secretary.call('review.giveBack', { draftId, versionId: hand.versionId, remarks: [remark] });
  await stands(clerk, draftId, 'returned', 2);
  expect((await sheet(clerk, draftId)).remarks).toMatchObject([{ by: people.secretary.name, anchor: 'words' }]);
  const grewFrom = (await sheet(clerk, draftId)).hand.versionId;
  await clerk.call('drafts.save', { draftId, grewFrom, text: textOf('Prorrogar por tres meses.') });
  await clerk.call('review.resolve', { draftId, remarkId: 'r-1' });
  await ask(clerk, draftId);
  await stands(secretary, draftId, 'inReview', 3);
  await secretary.until(async () => {
    await secretary.call('sync.now', {});
    return (await sheet(secretary, draftId)).hand.text.paragraphs[0]?.text === 'Prorrogar por tres meses.';
  });
  // The reviewer sees what changed since she read it.
  expect((await sheet(secretary, draftId)).read?.saved.text.paragraphs[0]?.text).toBe('Prorrogar por dos meses.');

  const propose = async (desk: TestOffice, vouch: boolean) => {
    const { versionId, sha256: documentSha256 } = await desk.call('drafts.sheet', { draftId, signer: null });
    return desk.call('drafts.propose', { draftId, versionId, documentSha256, signer: null, dueAt: null, vouch });
  };
  const first = await propose(secretary, true);
  const { actId } = first;
  const read = async () => {
    await magistrate.call('sync.now', {});
    const { rows } = await magistrate.call('trays.page', { tray: 'toSign', after: null, limit: 9, search: '' });
    return rows.find((row) => row.actId === actId);
  };
  const shownHere = async (documentSha256: string) => {
    await magistrate.until(async () => (await read())?.documentSha256 === documentSha256);
    await magistrate.until(() =>
      magistrate.call('acts.markShown', { actId, documentSha256: first.documentSha256, via: 'window' }).then(
        () => true,
        () => false,
      ),
    );
  };
  await shownHere(first.documentSha256);
  // The visado came with it.
  await magistrate.until(async () => (await read())?.vouchedBy === people.secretary.name);
  await magistrate.call('acts.return', { actId, documentSha256: first.documentSha256, remark: 'Fundar el plazo.' });
  await stands(clerk, draftId, 'returned', 3);
  const later = (await sheet(clerk, draftId)).hand.versionId;
  await clerk.call('drafts.save', {
    draftId,
    grewFrom: later,
    text: textOf('Prorrogar por tres meses, por lo dicho.'),
  });
  const second = await propose(clerk, false);
  expect(second.actId).toBe(actId);
  await magistrate.until(async () => (await read())?.documentSha256 === second.documentSha256);
  await magistrate.until(async () => {
    await magistrate.call('sync.now', {});
    return (await magistrate.call('acts.changes', { actId })).what === 'text';
  });
  const changes = await magistrate.call('acts.changes', { actId });
  expect(changes.readAt).not.toBeNull();
  expect(changes.texts?.before.text.paragraphs[0]?.text).toBe('Prorrogar por tres meses.');
  expect(changes.texts?.now.text.paragraphs[0]?.text).toBe('Prorrogar por tres meses, por lo dicho.');

  // The centre heard nothing of all this, and hears everything of it when there is a line.
  const heard = async () => {
    const response = await centre.request('GET', `/v1/feed?office=${officeId}&cursor=&limit=500`);
    const { events } = FeedPage.parse(await response.json());
    return events.flatMap((event) => (event.kind === 'entry' ? [event.entry.kind] : []));
  };
  expect(await heard()).toEqual([]);
  line.up = true;
  const wanted = ['reviewAsked', 'reviewRecalled', 'reviewReturned', 'remarkResolved', 'frozen', 'visado'];
  await until(async () => {
    const kinds = await heard();
    return wanted.every((kind) => (kinds as string[]).includes(kind));
  });
}, 240_000);

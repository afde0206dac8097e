/** Two desks of one office and its repository as a process of its own: no line, a kill in between, and one act that both sign. */
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { OfficeConfig } from '../../../src/contract/config.ts';
import type { CaseId } from '../../../src/contract/ids.ts';
import { Capabilities, FeedPage, type NamedSigner } from '../../../src/contract/wire.ts';
import { createFakeToken } from '../../helpers/fake-token.ts';
import {
  type SeededAct,
  type TestOffice,
  accessKey,
  makeTestFolder,
  officeId,
  openTestOffice,
  startTestRepository,
  testConfig,
  until,
} from '../../helpers/office.ts';
import { type ForkedRepository, forkRepository } from '../../helpers/repository.ts';
import { testFolderKey } from '../../helpers/repository-options.ts';

const signers: NamedSigner[] = ['p-1', 'p-2'].map((personId) => ({
  ...{ personId, name: `Persona ${personId}`, capacity: 'Juez', cuil: null },
}));

/** A central repository, the office's own in a process that can be killed, and a desk for each signer. */
async function stage() {
  const folder = makeTestFolder();
  onTestFinished(() => folder.remove());
  const centre = await startTestRepository(folder.repository);
  onTestFinished(() => centre.stop());
  const start = (port?: number): Promise<ForkedRepository> =>
    forkRepository(join(folder.path, 'office'), {
      ...(port === undefined ? {} : { port }),
      accessKeys: [{ key: accessKey, officeId }],
      upstream: {
        ...{
          officeId,
          url: centre.url,
          accessKey,
          pinnedKeys: centre.receiptKeys,
          folderKey: testFolderKey,
          stallMs: 5000,
        },
        pace: { idleMs: 100, firstMs: 10, mostMs: 80 },
      },
    });
  let office = await start();
  const { url } = office;
  onTestFinished(() => office.close());
  const told = await (
    await fetch(`${url}/v1/capabilities`, { headers: { authorization: `Bearer ${accessKey}` } })
  ).json();
  const key = Capabilities.parse(told).office!.key;
  const open = async (n: 1 | 2) => {
    const token = createFakeToken();
    const base = testConfig(join(folder.path, `pc-${n}`), {
      repository: { url, receiptKeys: centre.receiptKeys },
      ...{ libraries: [token.library], anchors: [token.rootPem] },
    });
    const person = { ...base.person, personId: `p-${n}`, name: `Persona p-${n}` };
    const repository = { ...base.repository!, office: { keys: [key], discover: false } };
    const config: OfficeConfig = { ...base, deviceId: `pc-${n}`, person, repository };
    const desk = await openTestOffice({ config });
    onTestFinished(() => desk.close());
    desk.office.attachToken(token.library.id, token.port());
    return { desk, token };
  };
  return {
    ...{ centre, one: await open(1), two: await open(2) },
    /** As the power does it; it comes back at the same address. */
    async killOffice() {
      await office.kill();
      office = await start(Number(new URL(url).port));
    },
  };
}

type Place = Awaited<ReturnType<typeof stage>>['one'];
const rowOf = ({ desk }: Place, { actId }: Pick<SeededAct, 'actId'>) => desk.call('acts.read', { actId });
const waitFor = (place: Place, what: () => Promise<boolean>): Promise<void> =>
  until(async () => {
    await place.desk.call('sync.now', {});
    return what().catch(() => false);
  }, 40_000);

async function sign(place: Place, act: SeededAct): Promise<void> {
  const { desk, token } = place;
  const { documentSha256 } = await rowOf(place, act);
  await desk.call('acts.markShown', { actId: act.actId, documentSha256, via: 'window' });
  const { batchId } = await desk.call('signing.start', {
    items: [{ actId: act.actId, documentSha256 }],
    ...{ libraryId: token.library.id, tokenSerial: token.serial, certificateSha256: token.certificateSha256 as never },
  });
  const read = () => desk.call('signing.batch', { batchId });
  await until(async () => ['finished', 'stopped'].includes((await read()).batch.state));
  expect((await read()).items[0]).toMatchObject({ state: 'kept', failure: null });
}

async function feedOf(centre: { request(method: string, path: string): Promise<Response> }) {
  return FeedPage.parse(await (await centre.request('GET', `/v1/feed?office=${officeId}&cursor=&limit=500`)).json())
    .events;
}
const isHere = async (desk: TestOffice, sha256: SeededAct['documentSha256']): Promise<boolean> =>
  await desk.call('documents.read', { sha256, offset: 0, length: 1 }).then(
    () => true,
    () => false,
  );

it('brings an act from one signer to the other without a line, and registers it once', async () => {
  const { centre, one, two, killOffice } = await stage();
  const caseId: CaseId = await centre.putCase();
  const act = await centre.propose(caseId, { signers });
  for (const place of [one, two]) await waitFor(place, () => isHere(place.desk, act.documentSha256));
  await centre.stop();
  await sign(one, act);
  await waitFor(one, async () => (await rowOf(one, act)).inOffice !== undefined);
  // It lies in the office, and nowhere it is said to be more than that.
  expect(await rowOf(one, act)).toMatchObject({ state: 'partiallySigned', sending: 'received', registration: null });
  await killOffice();
  await waitFor(two, async () => (await rowOf(two, act)).state === 'partiallySigned');
  const shown = await rowOf(two, act);
  expect(shown.joint).toMatchObject({ next: 1, here: false });
  await waitFor(two, () => isHere(two.desk, shown.documentSha256));
  await sign(two, act);
  await waitFor(two, async () => (await rowOf(two, act)).inOffice !== undefined);
  expect(await rowOf(two, act)).toMatchObject({ state: 'queued', sending: 'received', registration: null });
  await killOffice();
  await centre.restart();
  for (const place of [one, two]) await waitFor(place, async () => (await rowOf(place, act)).state === 'registered');
  await waitFor(one, async () => (await one.desk.call('trays.counts', {})).queue === 0);
  const told = (await feedOf(centre)).flatMap((event) =>
    'actId' in event && event.actId === act.actId ? [event.kind] : [],
  );
  expect(told).toEqual(['partlySigned', 'registered']);
  expect((await one.desk.call('receipts.read', { actId: act.actId })).verified).toBe(true);
}, 120_000);

it('shows the other desk a case that was opened here, and what was noted of it, without a line', async () => {
  const { centre, one, two, killOffice } = await stage();
  await waitFor(one, async () => (await one.desk.call('office.status', {})).line.state === 'online');
  const centreAt = async (place: Place) => (await place.desk.call('office.status', {})).line.centre?.reached;
  await waitFor(one, async () => (await centreAt(one)) === true);
  await centre.stop();
  // Told as it happens, and also to who is opened now: the office answers, and that is not the central repository.
  await until(async () => (await centreAt(one)) === false);
  expect((await one.desk.call('office.status', {})).line.state).toBe('online');
  const { row } = await one.desk.call('cases.open', {
    ...{ series: 'case', caption: 'DENUNCIA DE PRUEBA s/ hurto', origin: 'complaint', parties: [], detained: false },
    ...{ flags: { fatalDeadline: false, vulnerableVictim: false }, confidentialityLevel: 1 },
  });
  const caseAt = async ({ desk }: Place) => (await desk.call('cases.read', { caseId: row.caseId })).row;
  await one.desk.call('cases.setFlags', {
    ...{ caseId: row.caseId, detained: true, flags: { fatalDeadline: true, vulnerableVictim: false } },
  });
  await waitFor(two, async () => (await caseAt(two)).detained);
  expect(await caseAt(two)).toMatchObject({ caseNumber: null, provisionalNumber: row.provisionalNumber });
  await killOffice();
  await centre.restart();
  for (const place of [one, two]) await waitFor(place, async () => (await caseAt(place)).caseNumber !== null);
  await until(async () => (await centreAt(two)) === true);
  await until(async () => (await feedOf(centre)).some(({ kind }) => kind === 'entry'));
  expect((await feedOf(centre)).map(({ kind }) => kind)).toEqual(['case', 'entry']);
}, 120_000);

/** What an office's own repository passes on of electronic signatures, to the central one and to its desks: that they are such. */
import { randomUUID } from 'node:crypto';
import { expect, it, onTestFinished } from 'vitest';
import { ActId } from '../../../src/contract/ids.ts';
import { type FeedEvent, FeedPage, wireVersion } from '../../../src/contract/wire.ts';
import { bruno, certified, types } from '../../helpers/electronic-desk.ts';
import { until } from '../../helpers/office.ts';
import {
  makeCase,
  makeDocument,
  makeTestSigner,
  repositoryFolder,
  send,
  sha256Of,
  signDocument,
  startOfficeRepository,
  startRepository,
  testOffice,
} from '../../helpers/repository.ts';

type At = { readonly url: string };

/** What a desk of this release is told. */
async function eventsOf({ url }: At): Promise<FeedEvent[]> {
  const headers = { authorization: `Bearer ${testOffice.accessKey}`, 'fojas-version': wireVersion };
  const answer = await fetch(`${url}/v1/feed?office=${testOffice.officeId}&cursor=&limit=500`, { headers });
  return FeedPage.parse(await answer.json()).events;
}

async function two() {
  const clara = makeTestSigner();
  const folders = [repositoryFolder(), repositoryFolder()] as const;
  const electronic = { actTypes: types };
  const { personId, name, role } = bruno;
  const centre = await startRepository(folders[0].dir, {
    ...{ electronic, trustAnchors: [clara.rootPem] },
    accessKeys: [
      { key: testOffice.accessKey, officeId: testOffice.officeId },
      {
        ...{ key: bruno.key, officeId: testOffice.officeId },
        holder: { personId, name, roles: [role], validator: false },
      },
    ],
  });
  const trustAnchors = [clara.rootPem, centre.electronicAuthority!];
  const office = await startOfficeRepository(folders[1].dir, centre, { trustAnchors, electronic });
  onTestFinished(async () => {
    await office.close();
    await centre.close();
    for (const folder of folders) folder.remove();
  });
  return { centre, office, clara };
}

it('says of each signature of an act what it is: to the central repository, and to the desks behind the office', async () => {
  const { centre, office, clara } = await two();
  const identity = await certified(centre);
  const mine = { identity, rootPem: '', certificateSha256: sha256Of(identity.certificate) };
  const record = makeCase();
  const { caseId } = record;
  const actId = ActId.parse(randomUUID());
  const document = await makeDocument();
  const half = await signDocument(document, mine);
  const whole = await signDocument(half, clara);
  const put = async (at: At, path: string, body: unknown): Promise<number> =>
    (await send(at, 'PUT', path, body)).status;
  const signers = [
    { personId: bruno.personId, name: bruno.name, capacity: 'Despachante', cuil: null },
    { personId: 'bustinza', name: 'Clara Bustinza', capacity: 'Jueza', cuil: null },
  ];
  await put(office, `/v1/cases/${caseId}`, record);
  await put(office, `/v1/blobs/${sha256Of(document)}`, document);
  const proposed = await put(office, `/v1/acts/${actId}/proposal`, {
    ...{ actId, caseId, officeId: testOffice.officeId, type: 'constancia', title: 'De dos', author: 'Ana Auxiliar' },
    ...{ confidentialityLevel: 1, dueAt: null, documentSha256: sha256Of(document), size: document.length },
    ...{ vouchedBy: null, proposedAt: new Date().toISOString(), signers },
  });
  expect(proposed).toBe(201);
  const request = (bytes: Buffer, before: Buffer, certificateSha256: string, personId: string) => ({
    ...{ actId, caseId, sha256: sha256Of(bytes), size: bytes.length, documentSha256: sha256Of(before) },
    ...{ documentSize: before.length, certificateSha256, signedAt: new Date(0).toISOString() },
    ...{ deviceId: 'pc-1', personId },
  });
  await put(office, `/v1/blobs/${sha256Of(half)}`, half);
  const one = { ...request(half, document, mine.certificateSha256, bruno.personId), n: 1 };
  // The office's repository asks as the central one does.
  expect(await put(office, `/v1/acts/${actId}/signatures/1`, one)).toBe(403);
  expect(await put(office, `/v1/acts/${actId}/signatures/1`, { ...one, electronic: true })).toBe(202);
  await put(office, `/v1/blobs/${sha256Of(whole)}`, whole);
  const last = request(whole, half, clara.certificateSha256, 'bustinza');
  expect(await put(office, `/v1/acts/${actId}/registration`, last)).toBe(202);
  const kindsAt = async (at: At): Promise<string[]> =>
    (await eventsOf(at)).flatMap((event) =>
      'actId' in event && event.actId === actId
        ? [`${event.kind}${'electronic' in event && event.electronic ? ' electronic' : ''}`]
        : [],
    );
  await until(async () => (await kindsAt(office)).includes('registered'));
  expect(await kindsAt(centre)).toEqual(['partlySigned electronic', 'registered']);
  // The first signature may be back from the centre before the second comes: the office does not wait with it.
  const kinds = await kindsAt(office);
  expect([kinds[0], kinds.slice(1, -1).toSorted(), kinds.at(-1)]).toEqual([
    ...['halfReceived electronic', ['partlySigned electronic', 'received']],
    'registered',
  ]);
  // Who signed is known to the desks of the office from what it verified itself, and to the others from the central repository.
  const namesAt = async (at: At) =>
    (await eventsOf(at)).flatMap((event) => (event.kind === 'registered' ? [event.signers] : []));
  expect(await namesAt(office)).toEqual(await namesAt(centre));
  expect((await namesAt(centre))[0]).toHaveLength(2);
});

it('says so of what one person alone signed, too', async () => {
  const { centre, office } = await two();
  const identity = await certified(centre);
  const mine = { identity, rootPem: '', certificateSha256: sha256Of(identity.certificate) };
  const record = makeCase();
  const actId = ActId.parse(randomUUID());
  const document = await makeDocument();
  const signed = await signDocument(document, mine);
  const put = async (path: string, body: unknown): Promise<number> => (await send(office, 'PUT', path, body)).status;
  await put(`/v1/cases/${record.caseId}`, record);
  await put(`/v1/blobs/${sha256Of(document)}`, document);
  await put(`/v1/acts/${actId}/proposal`, {
    ...{ actId, caseId: record.caseId, officeId: testOffice.officeId, type: 'constancia', title: 'De uno' },
    ...{ author: bruno.name, confidentialityLevel: 1, dueAt: null, documentSha256: sha256Of(document) },
    ...{ size: document.length, vouchedBy: null, proposedAt: new Date().toISOString() },
  });
  await put(`/v1/blobs/${sha256Of(signed)}`, signed);
  const registered = await put(`/v1/acts/${actId}/registration`, {
    ...{ actId, caseId: record.caseId, sha256: sha256Of(signed), size: signed.length, electronic: true },
    ...{ documentSha256: sha256Of(document), documentSize: document.length, personId: bruno.personId },
    ...{ certificateSha256: mine.certificateSha256, signedAt: new Date(0).toISOString(), deviceId: 'pc-1' },
  });
  expect(registered).toBe(202);
  const told = async () => (await eventsOf(office)).find(({ kind }) => kind === 'registered');
  await until(async () => (await told()) !== undefined);
  expect(await told()).toMatchObject({ electronic: true });
});

/** A desk without a line for the time-stamping authority, the office's repository, and a central one that raises by itself. */
import { diaryText } from '../../../src/contract/diary.ts';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { OfficeConfig } from '../../../src/contract/config.ts';
import { signatureRaiser } from '../../../src/repository/raising/raiser.ts';
import { createRepository } from '../../../src/repository/repository.ts';
import { memoryCache, nodeTransport, parseCertificates } from '../../../src/signature/index.ts';
import { createFakeToken } from '../../helpers/fake-token.ts';
import {
  accessKey,
  makeActPdf,
  makeTestFolder,
  officeId,
  openTestOffice,
  sha256,
  testConfig,
} from '../../helpers/office.ts';
import { TestClock, startPkiServices } from '../../helpers/pki-services/index.ts';
import { caseRecord, proposalFor } from '../conformance.ts';
import { testFolderKey } from '../../helpers/repository-options.ts';

it('takes the repository’s longer file after checking it, and shows the level reached', async () => {
  const services = await startPkiServices(new TestClock(new Date()));
  onTestFinished(() => services.close());
  const folder = makeTestFolder();
  onTestFinished(() => folder.remove());
  const { world: pki } = services;
  const trustAnchors = [pki.root.certificatePem, pki.intermediate.certificatePem];
  const asked: string[] = [];
  const centre = await createRepository({
    ...{ dir: folder.repository, name: 'Central', accessKeys: [{ key: accessKey, officeId }], trustAnchors },
    log: (line) => void asked.push(diaryText(line)),
    raising: {
      ...{ wanted: 'LTA', graceMs: 0, pace: { idleMs: 50, firstMs: 10, mostMs: 50 } },
      raiser: signatureRaiser({
        ...{ transport: nodeTransport(), tsas: [{ url: pki.urls.tsa }], cache: memoryCache(), now: () => new Date() },
        anchors: trustAnchors.flatMap((pem) => parseCertificates(Buffer.from(pem))),
      }),
    },
  });
  onTestFinished(() => centre.close());
  const office = await createRepository({
    ...{
      dir: join(folder.path, 'office'),
      name: 'De la oficina',
      accessKeys: [{ key: accessKey, officeId }],
      trustAnchors,
    },
    upstream: {
      ...{ officeId, url: centre.url, accessKey, pinnedKeys: centre.receiptKeys, folderKey: testFolderKey },
      pace: { idleMs: 100, firstMs: 10, mostMs: 80 },
    },
  });
  onTestFinished(() => office.close());
  const put = (path: string, body: Uint8Array | object) =>
    fetch(`${office.url}${path}`, {
      method: 'PUT',
      headers: {
        authorization: `Bearer ${accessKey}`,
        'content-type': body instanceof Uint8Array ? 'application/octet-stream' : 'application/json',
      },
      body: body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body),
    });
  const record = caseRecord({ officeId });
  const document = await makeActPdf('Resolución');
  const proposal = proposalFor(record, { documentSha256: sha256(document), size: document.length });
  await put(`/v1/cases/${record.caseId}`, record);
  await put(`/v1/blobs/${proposal.documentSha256}`, document);
  expect((await put(`/v1/acts/${proposal.actId}/proposal`, proposal)).status).toBe(201);

  const identity = pki.signer({ key: 'rsa-2048', commonName: 'PRUEBA Juana', cuil: 'CUIL 27123456780' });
  const token = createFakeToken({}, { identity, root: pki.root });
  const address = { url: office.url, receiptKeys: centre.receiptKeys };
  const base = testConfig(folder.data, { repository: address, libraries: [token.library], anchors: trustAnchors });
  const config: OfficeConfig = {
    ...base,
    person: { ...base.person, cuil: '27-12345678-0' },
    repository: { ...base.repository!, office: { keys: [office.officeKey!], discover: false } },
    // It wants LTA, and has nobody to ask for a time-stamp.
    signatures: { level: 'LTA', timestampAuthorities: [] },
  };
  const desk = await openTestOffice({ config });
  onTestFinished(() => desk.close());
  desk.office.attachToken(token.library.id, token.port());
  const { actId, documentSha256 } = proposal;
  const read = () => desk.call('acts.read', { actId });
  await desk.until(async () => (await desk.call('trays.counts', {})).toSign === 1);
  await desk.call('sync.now', {});
  await desk.call('acts.markShown', { actId, documentSha256, via: 'window' });
  await desk.call('signing.start', {
    items: [{ actId, documentSha256 }],
    ...{ libraryId: token.library.id, tokenSerial: token.serial, certificateSha256: token.certificateSha256 },
  });
  await desk.until(async () => (await read()).state === 'registered', 40_000);
  await desk.until(async () => (await read()).level?.reached === 'LTA', 40_000);
  expect((await read()).level).toMatchObject({ reached: 'LTA', wanted: 'LTA', waitingFor: null });
  const report = await desk.call('reports.act', { actId, locale: 'es-AR' });
  expect(report.overall).toBe('TOTAL_PASSED');
  expect(report.signatures.map(({ kind }) => kind)).toEqual(['signature', 'documentTimestamp', 'documentTimestamp']);
  expect(report.signatures[0]?.level).toBe('LTA');
  // It did not raise the act itself, and nothing of it was refused.
  expect(asked.filter((line) => line.includes('renditions'))).toEqual([]);
  expect(await desk.call('levels.renew', { actIds: [actId] }).catch(() => null)).toMatchObject({ queued: 0, left: 1 });
});

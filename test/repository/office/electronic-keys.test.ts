/** Electronic signatures behind a repository inside an office that nobody told of them but the central one. */
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { expect, it, onTestFinished } from 'vitest';
import { ActId } from '../../../src/contract/ids.ts';
import { electronicKeyText } from '../../../src/contract/people.ts';
import { Problem } from '../../../src/contract/wire.ts';
import { ElectronicHeader, ElectronicStatement, ElectronicTold } from '../../../src/contract/wire-electronic.ts';
import { openJws } from '../../../src/proof/index.ts';
import { peopledWorld } from '../../casework/enrolment/world.ts';
import { enrolByCode, makeDevice, offerOf, sendWith } from '../../helpers/device.ts';
import { ask, bruno, certified, types } from '../../helpers/electronic-desk.ts';
import { accessKey, officeId } from '../../helpers/office.ts';
import type { Identity } from '../../helpers/pki.ts';
import {
  type TestRepository,
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
import { cutLine } from './line.ts';

const keys = [
  { key: testOffice.accessKey, officeId: testOffice.officeId },
  {
    ...{ key: bruno.key, officeId: testOffice.officeId },
    holder: { personId: bruno.personId, name: bruno.name, roles: [bruno.role], validator: false },
  },
];

/** A central repository, and one inside an office whose own settings say nothing of electronic signatures. */
async function behindOffice({ takes = true, up = true } = {}) {
  const other = makeTestSigner();
  const folders = [repositoryFolder(), repositoryFolder()] as const;
  const line = { up, asked: [] as string[] };
  const dispatcher = cutLine(line);
  const trustAnchors = [other.rootPem];
  const centre = await startRepository(folders[0].dir, {
    ...{ trustAnchors, accessKeys: keys },
    ...(takes ? { electronic: { actTypes: types } } : {}),
  });
  const start = () => startOfficeRepository(folders[1].dir, centre, { trustAnchors, accessKeys: keys }, { dispatcher });
  let office = await start();
  onTestFinished(async () => {
    await office.close();
    await centre.close();
    await dispatcher.destroy();
    for (const folder of folders) folder.remove();
  });
  return {
    ...{ centre, line },
    get office() {
      return office;
    },
    async restart() {
      await office.close();
      office = await start();
    },
    told: async () => {
      const answer = await send(office, 'GET', '/v1/electronic-authority');
      return answer.ok ? ElectronicTold.parse(await answer.json()) : codeIn(await answer.json());
    },
  };
}

const codeIn = (body: unknown): string => Problem.parse(body).type.replace('urn:fojas:problem:', '');

/** What was said when an act of one signature was handed in that this key signed; and the act. */
async function handIn(at: TestRepository, identity: Identity) {
  const mine = { identity, rootPem: '', certificateSha256: sha256Of(identity.certificate) };
  const record = makeCase();
  const actId = ActId.parse(randomUUID());
  const document = await makeDocument();
  const signed = await signDocument(document, mine);
  const put = (path: string, body: unknown) => send(at, 'PUT', path, body);
  await put(`/v1/cases/${record.caseId}`, record);
  await put(`/v1/blobs/${sha256Of(document)}`, document);
  await put(`/v1/acts/${actId}/proposal`, {
    ...{ actId, caseId: record.caseId, officeId: testOffice.officeId, type: 'constancia', title: 'De uno' },
    ...{ author: bruno.name, confidentialityLevel: 1, dueAt: null, documentSha256: sha256Of(document) },
    ...{ size: document.length, vouchedBy: null, proposedAt: new Date().toISOString() },
  });
  await put(`/v1/blobs/${sha256Of(signed)}`, signed);
  const answer = await put(`/v1/acts/${actId}/registration`, {
    ...{ actId, caseId: record.caseId, sha256: sha256Of(signed), size: signed.length, electronic: true },
    ...{ documentSha256: sha256Of(document), documentSize: document.length, personId: bruno.personId },
    ...{ certificateSha256: mine.certificateSha256, signedAt: new Date(0).toISOString(), deviceId: 'pc-1' },
  });
  const body: unknown = await answer.json();
  return { actId, said: answer.ok ? answer.status : codeIn(body) };
}

const receiptAt = async (at: TestRepository, actId: ActId): Promise<boolean> =>
  (await send(at, 'GET', `/v1/acts/${actId}/receipt`)).ok;

it('certifies a key through the office, and takes what it signed, also after days without a line', async () => {
  const two = await behindOffice();
  await expect.poll(() => two.told()).not.toBe('centre-away');
  const told = (await two.told()) as ElectronicTold;
  const said = openJws(told.statement, two.centre.receiptKeys, ElectronicHeader, ElectronicStatement);
  expect(said?.actTypes).toEqual(types);
  const identity = await certified(two.office);
  const first = await handIn(two.office, identity);
  expect(first.said).toBe(202);
  await expect.poll(() => receiptAt(two.office, first.actId), { timeout: 10_000 }).toBe(true);
  two.line.up = false;
  await two.restart();
  expect(await two.told()).toEqual(told);
  const away = await handIn(two.office, identity);
  expect(away.said).toBe(202);
  // Nobody certifies a key here; and it is passed on again as soon as there is a line.
  await expect.poll(async () => (await ask(two.office, { spki: 'AAAA' })).status).toBe(503);
  two.line.up = true;
  await expect.poll(() => receiptAt(two.centre, away.actId), { timeout: 10_000 }).toBe(true);
  const again = await certified(two.office);
  expect((await handIn(two.office, again)).said).toBe(202);
});

it('says nothing final of such an act before the central repository said whether any are taken', async () => {
  const two = await behindOffice({ up: false });
  const identity = await certified(two.centre);
  expect(await two.told()).toBe('centre-away');
  expect((await handIn(two.office, identity)).said).toBe('centre-away');
  two.line.up = true;
  await expect.poll(() => two.told()).not.toBe('centre-away');
  expect((await handIn(two.office, identity)).said).toBe(202);
});

it('refuses what the central repository takes none of, as that one would', async () => {
  const two = await behindOffice({ takes: false });
  await expect.poll(() => two.told()).not.toBe('centre-away');
  const other = await startElsewhere();
  const identity = await certified(other);
  const [direct, through] = [await handIn(two.centre, identity), await handIn(two.office, identity)];
  expect([direct.said, through.said]).toEqual(['signature-invalid', 'signature-invalid']);
  const no = await ask(two.office, { spki: 'AAAA' });
  expect([no.status, codeIn(await no.json())]).toEqual([403, 'electronic-refused']);
});

async function startElsewhere(): Promise<TestRepository> {
  const folder = repositoryFolder();
  const other = await startRepository(folder.dir, { accessKeys: keys, electronic: { actTypes: types } });
  onTestFinished(async () => {
    await other.close();
    folder.remove();
  });
  return other;
}

it('does not take a desk for denied whose key only the office knows', async () => {
  const two = await behindOffice();
  const stranger = await ask(two.office, { spki: 'AAAA' }, 'a key that nobody ever gave out');
  expect([stranger.status, codeIn(await stranger.json())]).toEqual([403, 'electronic-refused']);
  const nobody = await fetch(`${two.office.url}/v1/electronic-key`, { method: 'POST' });
  expect([nobody.status, codeIn(await nobody.json())]).toEqual([401, 'unauthorized']);
});

it('certifies for an enrolled device, by a proof for the central repository and a nonce for the next at this one', async () => {
  const world = await peopledWorld({ electronic: { actTypes: types } });
  const { dir, remove } = repositoryFolder();
  onTestFinished(remove);
  const accessKeys = [{ key: accessKey, officeId }];
  const office = await startOfficeRepository(dir, world.repository, { accessKeys }, { officeId, accessKey });
  onTestFinished(() => office.close());
  const device = await makeDevice();
  const { grants } = await enrolByCode(office.url, device, 'p-1', await world.code());
  const token = grants[0]!;
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const wish = {
    spki: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    signature: sign('sha256', Buffer.from(electronicKeyText('p-1')), privateKey).toString('base64'),
  };
  const certify = (nonce: string, asked: object = wish) =>
    sendWith(office.url, { device, token, nonce }, 'POST', '/v1/electronic-key', asked);
  const first = await certify('none');
  expect(codeIn(await first.json())).toBe('use-dpop-nonce');
  const { nonce } = await offerOf(world.repository.url);
  expect(first.headers.get('dpop-nonce')).toBe(nonce);
  const no = await certify(nonce, { ...wish, signature: 'AAAA' });
  expect(codeIn(await no.json())).toBe('electronic-refused');
  const yes = await certify(first.headers.get('dpop-nonce')!);
  expect(yes.status).toBe(201);
  const feed = `/v1/feed?office=${officeId}`;
  for (const answer of [no, yes]) {
    const here = answer.headers.get('dpop-nonce')!;
    expect((await sendWith(office.url, { device, token, nonce: here }, 'GET', feed)).status).toBe(200);
  }
});

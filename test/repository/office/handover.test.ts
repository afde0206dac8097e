/** Who stands for another inside an office without a line: what was put before reaches the substitute by the office's repository, once. */
import { randomUUID } from 'node:crypto';
import { expect, it, onTestFinished } from 'vitest';
import { ActId } from '../../../src/contract/ids.ts';
import { PeopleAnswer, type PeopleOrder } from '../../../src/contract/people.ts';
import type { NamedSigner } from '../../../src/contract/wire.ts';
import { enrolByCode, feedReader, knock, makeDevice } from '../../helpers/device.ts';
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
import { cutLine } from './line.ts';

const { officeId, accessKey } = testOffice;
const itKey = 'the key of whoever looks after people';
const it1 = { personId: 'it', name: 'Persona it', roles: ['itAdmin' as const], validator: false };
const hourMs = 3_600_000;
const until = '2099-01-01T00:00:00.000Z';
const signer = makeTestSigner();
const named = (personId: string): NamedSigner => ({ personId, name: personId, capacity: 'Fiscal', cuil: null });

async function world() {
  const folders = [repositoryFolder(), repositoryFolder()] as const;
  const line = { up: true };
  const dispatcher = cutLine(line);
  let now = Date.now();
  const clock = (): Date => new Date(now);
  const trustAnchors = [signer.rootPem];
  const keys = [
    { key: accessKey, officeId },
    { key: itKey, officeId, holder: it1 },
  ];
  const centre = await startRepository(folders[0].dir, { accessKeys: keys, trustAnchors, clock });
  const start = () =>
    startOfficeRepository(folders[1].dir, centre, { accessKeys: keys, trustAnchors, clock }, { dispatcher });
  let office = await start();
  onTestFinished(async () => {
    await office.close();
    await centre.close();
    await dispatcher.destroy();
    for (const folder of folders) folder.remove();
  });
  const order = async (given: PeopleOrder): Promise<PeopleAnswer> => {
    const headers = { authorization: `Bearer ${itKey}`, 'fojas-version': '2026-11-28' };
    return PeopleAnswer.parse(await (await send(centre, 'POST', '/v1/people', given, headers)).json());
  };
  await order({ kind: 'office', office: { officeId, name: officeId } });
  const row = (personId: string, cuil: string) => ({
    ...{ personId, name: personId, cuil, login: null },
    grant: { officeId, roles: ['magistrate' as const], clearance: 5, until },
  });
  await order({ kind: 'import', rows: [row('dora', '27111111112'), row('sara', '27222222221')] });
  const code = await order({ kind: 'code', personId: 'sara' });
  const device = await makeDevice();
  const { grants } = await enrolByCode(office.url, device, 'sara', code.kind === 'code' ? code.code : '');
  const read = feedReader({ device, token: grants[0]! }, officeId);
  return {
    ...{ line, order },
    pass: (ms: number) => void (now += ms),
    later: (ms: number) => new Date(now + ms).toISOString(),
    renew: () => knock(office.url, device, '/v1/session'),
    news: (...acts: readonly { readonly actId: string }[]) => read(office.url, ...acts),
    /** By a program that knows no appointment, as after an update: nothing of what it read before. */
    newcomer: () => feedReader({ device, token: grants[0]! }, officeId),
    get office() {
      return office;
    },
    async restart() {
      await office.close();
      office = await start();
    },
  };
}

const record = makeCase();

/** An act of the highest degree that these persons sign in this order, put at that repository; `sign` makes the next signature there. */
async function secret(at: () => { readonly url: string }, ...signers: string[]) {
  const put = (path: string, body: unknown) => send(at(), 'PUT', path, body);
  let bytes = await makeDocument();
  let n = 0;
  const actId = ActId.parse(randomUUID());
  const proposal = {
    ...{ actId, caseId: record.caseId, officeId, type: 'resolución', title: 'Reservada', author: 'Ana Auxiliar' },
    ...{ confidentialityLevel: 5, dueAt: null, documentSha256: sha256Of(bytes), size: bytes.length },
    ...{ vouchedBy: null, proposedAt: new Date(0).toISOString(), signers: signers.map(named) },
  };
  await put(`/v1/cases/${record.caseId}`, record);
  await put(`/v1/blobs/${proposal.documentSha256}`, bytes);
  expect((await put(`/v1/acts/${actId}/proposal`, proposal)).status).toBe(201);
  return {
    actId,
    async sign(): Promise<number> {
      const before = bytes;
      bytes = await signDocument(before, signer);
      const personId = signers[n++]!;
      await put(`/v1/blobs/${sha256Of(bytes)}`, bytes);
      const request = {
        ...{ actId, caseId: record.caseId, sha256: sha256Of(bytes), size: bytes.length, personId, deviceId: 'pc-1' },
        ...{ documentSha256: sha256Of(before), documentSize: before.length, signedAt: new Date(0).toISOString() },
        certificateSha256: signer.certificateSha256,
      };
      const isLast = n === signers.length;
      const path = isLast ? 'registration' : `signatures/${n}`;
      return (await put(`/v1/acts/${actId}/${path}`, isLast ? request : { ...request, n })).status;
    },
  };
}

it('brings the substitute what waits, with the signatures that lie in the office, by what was signed for her desk before the line went', async () => {
  const own = await world();
  const sara = { personId: 'sara', officeId, standsFor: 'dora' };
  const [from, to] = [own.later(hourMs), own.later(5 * hourMs)];
  await own.order({ kind: 'substitute', ...sara, from, until: to, resolution: 'Res. ficticia 1/26' });
  expect((await own.renew()).status).toBe(200);
  own.line.up = false;
  const at = () => own.office;
  const [waits, half, whole] = [
    await secret(at, 'dora'),
    await secret(at, 'juan', 'dora'),
    await secret(at, 'juan', 'dora'),
  ];
  expect([await half.sign(), await whole.sign(), await whole.sign()]).toEqual([202, 202, 202]);
  expect(await own.news(waits, half, whole)).toEqual([]);
  await own.restart();
  own.pass(hourMs);
  expect((await own.news(waits, half, whole)).toSorted()).toEqual([
    ...['halfReceived 1', 'halfReceived 2', 'proposal 0', 'proposal 1', 'proposal 2', 'received 2'],
  ]);
  // Another process knows that it was told.
  await own.restart();
  expect(await own.news(waits, half, whole)).toEqual([]);
  // Beyond its end it is honoured no more.
  own.pass(5 * hourMs);
  expect(await own.newcomer()(own.office.url, waits, half, whole)).toEqual([]);
});

it('forgets an appointment that the central repository has ended, with the next contact', async () => {
  const own = await world();
  const sara = { personId: 'sara', officeId, standsFor: 'dora' };
  await own.order({
    ...{ kind: 'substitute', ...sara, from: own.later(0), until: own.later(9 * hourMs) },
    resolution: 'Res. ficticia 1/26',
  });
  await own.renew();
  await own.news();
  const act = await secret(() => own.office, 'dora');
  expect(await own.news(act)).toEqual(['proposal 0']);
  await own.order({ kind: 'endSubstitution', ...sara });
  own.pass(1000);
  await own.renew();
  expect(await own.newcomer()(own.office.url, act)).toEqual([]);
});

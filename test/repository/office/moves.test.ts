/** A case that goes to another office, where repositories inside the offices stand in between. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CaseSnapshot } from '../../../src/contract/wire-cases.ts';
import { FeedPage, Problem, wireVersion } from '../../../src/contract/wire.ts';
import { until } from '../../helpers/office.ts';
import {
  type SignedAct,
  type TestSigner,
  makeSignedAct,
  makeTestSigner,
  repositoryFolder,
  send,
  sendUpToRegistration,
  startOfficeRepository,
  testOffice,
} from '../../helpers/repository.ts';
import { type TwoRepositories, eventsOf, received, receiptAt, twoRepositories } from './line.ts';

const other = { officeId: 'otra', accessKey: 'clave-de-otra-oficina' };
let signer: TestSigner;
let two: TwoRepositories;

beforeAll(() => (signer = makeTestSigner()));
beforeEach(async () => void (two = await twoRepositories(signer)));
afterEach(() => two.end());

const movedBy = (act: SignedAct, given: object = {}) => ({
  ...{ kind: 'moved', entryId: randomUUID(), caseId: act.record.caseId, officeId: testOffice.officeId },
  ...{ by: { personId: 'p-1', name: 'Ofelia' }, deviceId: 'pc-1', at: new Date().toISOString(), to: other.officeId },
  ...{ how: 'remission', actId: act.request.actId, joinedTo: null, reason: 'Elevación', asked: null, ...given },
});
const put = (
  repository: { url: string },
  entry: Pick<ReturnType<typeof movedBy>, 'kind' | 'entryId' | 'caseId' | 'officeId' | 'by' | 'deviceId' | 'at'>,
) => send(repository, 'PUT', `/v1/cases/${entry.caseId}/entries/${entry.entryId}`, entry);

async function registered(): Promise<SignedAct> {
  const act = await makeSignedAct(signer);
  await sendUpToRegistration(two.office, act);
  await received(two.office, act);
  await until(async () => (await receiptAt(two.office, act)) !== null);
  return act;
}

const officesTold = async (repository: { url: string }): Promise<string[]> =>
  (await eventsOf(repository)).flatMap((event) => (event.kind === 'case' ? [event.case.officeId] : []));

describe('a case that goes to another office', () => {
  it('goes when the central repository says so, and is read at the office as it was', async () => {
    const act = await registered();
    two.line.up = false;
    expect((await put(two.office, movedBy(act))).status).toBe(201);
    // Until then it is the office's.
    expect(await officesTold(two.office)).toEqual([testOffice.officeId]);
    two.line.up = true;
    await until(async () => (await officesTold(two.office)).includes(other.officeId));
    expect(await receiptAt(two.office, act)).not.toBeNull();
    const snapshot = await send(two.office, 'GET', `/v1/cases/${act.record.caseId}/snapshot`);
    expect(CaseSnapshot.parse(await snapshot.json()).acts).toHaveLength(1);
    const late = await put(two.office, movedBy(act));
    expect(Problem.parse(await late.json()).type).toBe('urn:fojas:problem:case-moved');
  });

  it('stays where the central repository knows no such office, and the office is told', async () => {
    const act = await registered();
    expect((await put(two.office, movedBy(act, { to: 'nadie' }))).status).toBe(201);
    const refused = async () =>
      (await eventsOf(two.office)).flatMap((event) => (event.kind === 'entryRefused' ? [event.problem] : []));
    await until(async () => (await refused()).length > 0);
    expect([await refused(), await officesTold(two.office)]).toEqual([['office-unknown'], [testOffice.officeId]]);
  });

  it('arrives at the repository inside the other office, with its files and as confidential as it is', async () => {
    const act = await registered();
    const { confidentialityLevel: level } = act.record;
    const common = () => {
      const { entryId, caseId, officeId, by, deviceId, at } = movedBy(act);
      return { entryId, caseId, officeId, by, deviceId, at, reason: 'x' };
    };
    const asked = { ...common(), kind: 'levelAsked', level };
    const levels = [
      { ...common(), kind: 'levelSet', level: 4, asked: null },
      asked,
      { ...common(), kind: 'levelSet', level, asked: asked.entryId, by: { personId: 'p-2', name: 'Ada' } },
    ];
    for (const one of levels) expect((await put(two.office, one)).status).toBe(201);
    await put(two.office, movedBy(act));
    await until(async () => (await officesTold(two.office)).includes(other.officeId));
    const folder = repositoryFolder();
    const there = await startOfficeRepository(
      folder.dir,
      two.centre,
      { trustAnchors: [signer.rootPem], accessKeys: [{ key: other.accessKey, officeId: other.officeId }] },
      other,
    );
    try {
      const get = (path: string) =>
        fetch(`${there.url}${path}`, {
          headers: { authorization: `Bearer ${other.accessKey}`, 'fojas-version': wireVersion },
        });
      await until(async () => (await get(`/v1/acts/${act.request.actId}/receipt`)).ok);
      await until(async () => (await get(`/v1/blobs/${act.request.sha256}`)).ok);
      const snapshot = CaseSnapshot.parse(await (await get(`/v1/cases/${act.record.caseId}/snapshot`)).json());
      expect([snapshot.case.officeId, snapshot.acts.length]).toEqual([other.officeId, 1]);
      // Raised with the first of them, as its desks raise it, and told again as it is.
      const told = async () => {
        const page = FeedPage.parse(await (await get(`/v1/feed?office=${other.officeId}&cursor=&limit=500`)).json());
        return page.events.flatMap((event): (string | number)[] => {
          if (event.kind === 'case') return [event.case.confidentialityLevel];
          return event.kind === 'entry' ? [event.entry.kind] : [];
        });
      };
      await until(async () => (await told()).length === 7);
      expect(await told()).toEqual([level, 'levelSet', 4, 'levelAsked', 'levelSet', 'moved', level]);
      const last = CaseSnapshot.parse(await (await get(`/v1/cases/${act.record.caseId}/snapshot`)).json());
      expect(last.case.confidentialityLevel).toBe(level);
    } finally {
      await there.close();
      folder.remove();
    }
  });
});

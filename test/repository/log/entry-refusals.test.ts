/** A final no to what is noted of an act: signed by the repository, held against its key by the desk. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { sendCases } from '../../../src/casework/cases/send.ts';
import { keepEntry } from '../../../src/casework/cases/rows.ts';
import { keepSigning } from '../../../src/casework/receipts/no.ts';
import { type CheckRooms, check } from '../../../src/casework/sync/pull.ts';
import { openStore, sql } from '../../../src/casework/store/index.ts';
import { EntryRefusalHeader, EntryRefusalStatement, LogProofs } from '../../../src/contract/log.ts';
import { CaseEntry } from '../../../src/contract/wire-entries.ts';
import { Capabilities, Problem } from '../../../src/contract/wire.ts';
import { entryDigest, leafHash, openJws } from '../../../src/proof/index.ts';
import { scratchFolder } from '../../casework/scratch.ts';
import { storeKey } from '../../helpers/office.ts';
import {
  type SignedAct,
  type TestRepository,
  type TestSigner,
  makeSignedAct,
  makeTestSigner,
  repositoryFolder,
  send,
  sendUpToRegistration,
  startOfficeRepository,
  startRepository,
  testOffice,
} from '../../helpers/repository.ts';

let signer: TestSigner;
let folder: { dir: string; remove(): void };
let repository: TestRepository;
let act: SignedAct;
beforeAll(() => (signer = makeTestSigner()));
beforeEach(async () => {
  folder = repositoryFolder();
  repository = await startRepository(folder.dir, { trustAnchors: [signer.rootPem] });
  act = await makeSignedAct(signer);
  await sendUpToRegistration(repository, act);
});
afterEach(async () => {
  await repository.close();
  folder.remove();
});

/** A visado of another document than the one in force. */
const visado = (): CaseEntry =>
  CaseEntry.parse({
    ...{ kind: 'visado', entryId: randomUUID(), caseId: act.record.caseId, officeId: testOffice.officeId },
    ...{ by: { personId: 'p-1', name: 'Ana Auxiliar' }, deviceId: 'pc-1', at: new Date().toISOString() },
    ...{ actId: act.request.actId, documentSha256: 'ab'.repeat(32) },
  });
const put = (entry: CaseEntry, to: { url: string } = repository): Promise<Response> =>
  send(to, 'PUT', `/v1/cases/${entry.caseId}/entries/${entry.entryId}`, entry);
const refusalOf = async (entry: CaseEntry): Promise<string> => {
  const response = await put(entry);
  const problem = Problem.parse(await response.json());
  expect(problem.type).toBe('urn:fojas:problem:not-what-was-shown');
  return problem.refusal!;
};

/** A desk with this entry on its way, and a repository that says no to it in these words. Answers what became of it. */
function deskWith(entry: CaseEntry, officeKeys: readonly never[] | TestRepository['receiptKeys'] = []) {
  const opened = openStore({ folder: scratchFolder(), storeKey, now: () => new Date() });
  if (!opened.ok) throw new Error(opened.failure.kind);
  const store = opened.value;
  onTestFinished(() => store.close());
  store.journal.write((tx) => keepEntry(tx, entry));
  return {
    store,
    async told(refusal: string | undefined): Promise<string> {
      const said = { kind: 'registrationRefused' as const, problem: 'not-what-was-shown', detail: 'x' };
      const failure = refusal === undefined ? said : { ...said, refusal };
      const door = { small: async () => ({ ok: false as const, failure }) };
      const believed = { keys: repository.receiptKeys, officeKeys };
      await sendCases({ store, kept: null as never, believed, onChange: () => undefined }, door as never);
      return store.journal.get<{ state: string }>(sql`select state from own_entries`)!.state;
    },
  };
}

describe('a final no to an entry', () => {
  it('is signed over the entry, said once, and a leaf of the log', async () => {
    const entry = visado();
    const first = await refusalOf(entry);
    expect(await refusalOf(entry)).toBe(first);
    const said = openJws(first, repository.receiptKeys, EntryRefusalHeader, EntryRefusalStatement);
    const { caseId, entryId } = entry;
    expect(said).toMatchObject({ caseId, entryId, sha256: entryDigest(entry), code: 'not-what-was-shown' });
    // Whoever reads it with its fields in another order has the same in hand.
    const turned = Object.fromEntries(Object.entries(entry).reverse()) as CaseEntry;
    expect(entryDigest(turned)).toBe(entryDigest(entry));
    await send(repository, 'GET', '/v1/log?from=0');
    const leaf = Buffer.from(leafHash(first)).toString('base64url');
    const proofs = await (await send(repository, 'GET', `/v1/log/proofs?size=1&leaves=${leaf}`)).json();
    expect(LogProofs.parse(proofs).proofs[0]).toMatchObject({ index: 0 });
  });

  it('is not signed where it may pass, nor inside an office, and who signs says so', async () => {
    const unknown = { ...visado(), caseId: randomUUID() } as CaseEntry;
    const problem = Problem.parse(await (await put(unknown)).json());
    expect([problem.type, problem.refusal]).toEqual(['urn:fojas:problem:case-unknown', undefined]);
    const place = repositoryFolder();
    const inside = await startOfficeRepository(place.dir, repository, { trustAnchors: [signer.rootPem] });
    onTestFinished(async () => (await inside.close(), place.remove()));
    const featuresOf = async (where: { url: string }) => {
      const headers = { 'fojas-version': '2026-11-25' };
      return Capabilities.parse(await (await send(where, 'GET', '/v1/capabilities', undefined, headers)).json())
        .features;
    };
    expect(await featuresOf(repository)).toContain('signed-entry-refusals');
    expect(await featuresOf(inside)).not.toContain('signed-entry-refusals');
  });

  it('is believed by a desk where the repository signed it for this very entry', async () => {
    const entry = visado();
    const desk = deskWith(entry);
    keepSigning(desk.store, ['signed-entry-refusals']);
    // Once it said that it signs, it does not unlearn it.
    keepSigning(desk.store, ['drafts']);
    expect(await desk.told(undefined)).toBe('waiting');
    expect(await desk.told(await refusalOf(visado()))).toBe('waiting');
    const another = { ...entry, documentSha256: 'cd'.repeat(32) } as CaseEntry;
    expect(await desk.told(await refusalOf(another))).toBe('waiting');
    expect(await desk.told(await refusalOf(entry))).toBe('refused');
  });

  it('is believed unsigned of a repository of before, and of one inside the office; forged words never', async () => {
    const entry = visado();
    const before = deskWith(entry);
    expect(await before.told('no.such.words')).toBe('waiting');
    expect(await before.told(undefined)).toBe('refused');
    const inside = deskWith(entry, repository.receiptKeys);
    keepSigning(inside.store, ['signed-entry-refusals']);
    expect(await inside.told(undefined)).toBe('refused');
  });

  it('comes by the feed from the office’s own repository alone', async () => {
    const entry = visado();
    const { caseId, entryId } = entry;
    const event = { kind: 'entryRefused' as const, caseId, entryId, problem: 'not-what-was-shown', detail: 'x' };
    const { store } = deskWith(entry);
    const state = () => store.journal.get<{ state: string }>(sql`select state from own_entries`)!.state;
    const rooms = (officeKeys: TestRepository['receiptKeys']) => ({ store, officeKeys }) as unknown as CheckRooms;
    await check(rooms([]), event);
    expect(state()).toBe('waiting');
    await check(rooms(repository.receiptKeys), event);
    expect(state()).toBe('refused');
  });
});

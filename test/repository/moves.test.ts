/** A case that goes to another office, over HTTP: who may, who is told, and who reads what of it afterwards. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Role } from '../../src/contract/config.ts';
import { FeedPage, Problem } from '../../src/contract/wire.ts';
import { wireVersion } from '../../src/contract/wire.ts';
import { may } from '../../src/contract/permissions.ts';
import {
  type SignedAct,
  type TestRepository,
  makeCase,
  makeSignedAct,
  makeTestSigner,
  register,
  repositoryFolder,
  send,
  sendUpToRegistration,
  startRepository,
  testOffice,
} from '../helpers/repository.ts';

const { officeId, accessKey } = testOffice;
const holderOf = (role: Role, more: object = {}) => ({
  ...{ personId: `p-${role}`, name: `Persona ${role}`, roles: [role], validator: false, ...more },
});
const keyOf = (who: string): string => `key of a person: ${who}`;
const folder = repositoryFolder();
const signer = makeTestSigner();
let repository: TestRepository;

beforeAll(async () => {
  const accessKeys = [
    { key: accessKey, officeId },
    ...Role.options.map((role) => ({ key: keyOf(role), officeId, holder: holderOf(role) })),
    { key: keyOf('low'), officeId, holder: holderOf('magistrate', { personId: 'p-low', clearance: 0 }) },
    { key: keyOf('tribunal'), officeId: 'tc-1' },
    { key: keyOf('third'), officeId: 'juzgado-2' },
    { key: keyOf('judge'), officeId: 'tc-1', holder: holderOf('magistrate', { personId: 'p-judge' }) },
  ];
  repository = await startRepository(folder.dir, { accessKeys });
});
afterAll(async () => {
  await repository.close();
  folder.remove();
});

const as = (who: string, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  send(repository, method, path, body, {
    ...(who === '' ? {} : { authorization: `Bearer ${keyOf(who)}` }),
    ...headers,
  });
const codeOf = async (response: Response): Promise<string> =>
  response.ok ? 'ok' : Problem.parse(await response.json()).type.replace('urn:fojas:problem:', '');

async function ordered(given: object = {}): Promise<SignedAct> {
  const act = await makeSignedAct(signer, { record: makeCase(given) });
  await sendUpToRegistration(repository, act);
  expect((await register(repository, act)).status).toBe(201);
  return act;
}

const entryOf = (act: SignedAct, personId: string, said: object) => ({
  ...{ entryId: randomUUID(), caseId: act.record.caseId, officeId, by: { personId, name: personId } },
  ...{ deviceId: 'pc-1', at: new Date().toISOString(), to: 'tc-1', how: 'remission', actId: act.request.actId },
  ...{ joinedTo: null, reason: 'Elevación a juicio', ...said },
});
const note = (
  who: string,
  entry: Readonly<Record<string, unknown>> & { readonly caseId: string; readonly entryId: string },
) => as(who, 'PUT', `/v1/cases/${entry.caseId}/entries/${entry.entryId}`, entry);
const move = (act: SignedAct, said: object = {}) =>
  note('', entryOf(act, 'anyone', { kind: 'moved', asked: null, ...said }));

async function told(who: string, office: string, version = wireVersion) {
  const answer = await as(who, 'GET', `/v1/feed?office=${office}&limit=500`, undefined, { 'fojas-version': version });
  return FeedPage.parse(await answer.json()).events;
}

describe('a case that goes to another office', () => {
  it.each(Role.options)('is moved, or its going prepared, by whom the matrix names: %s', async (role) => {
    const act = await ordered();
    const by = `p-${role}`;
    const prepared = await codeOf(await note(role, entryOf(act, by, { kind: 'moveAsked' })));
    expect(prepared === 'ok').toBe(may({ role }, 'moveCase') || may({ role }, 'moveCase', { proposing: true }));
    const moved = await codeOf(await note(role, entryOf(act, by, { kind: 'moved', asked: null })));
    expect(moved).toBe(role === 'magistrate' ? 'ok' : 'forbidden');
  });

  it('is not moved by whom it is too confidential for, in another’s name, nor to an office that is not there', async () => {
    const act = await ordered({ confidentialityLevel: 3 });
    const moved = { kind: 'moved', asked: null };
    expect(await codeOf(await note('low', entryOf(act, 'p-low', moved)))).not.toBe('ok');
    expect(await codeOf(await note('magistrate', entryOf(act, 'p-judge', moved)))).toBe('forbidden');
    expect(await codeOf(await note('magistrate', entryOf(act, 'p-magistrate', { ...moved, to: 'nadie' })))).toBe(
      'office-unknown',
    );
    expect(await codeOf(await note('judge', { ...entryOf(act, 'p-judge', moved), officeId: 'tc-1' }))).toBe(
      'case-unknown',
    );
  });

  it('is read whole by its new office and, as it was, by the old one; and by nobody else', async () => {
    const act = await ordered();
    const { caseId } = act.record;
    const { actId, sha256 } = act.request;
    const entry = entryOf(act, 'anyone', { kind: 'moved', asked: null });
    expect(await codeOf(await note('', entry))).toBe('ok');
    // Whoever was not answered asks once more, and is told the same.
    expect((await note('', entry)).status).toBe(200);
    for (const who of ['', 'tribunal', 'judge', 'third']) {
      const answers = await Promise.all([
        as(who, 'GET', `/v1/acts/${actId}/receipt`),
        as(who, 'GET', `/v1/blobs/${sha256}`),
        as(who, 'GET', `/v1/cases/${caseId}/snapshot`),
        as(who, 'GET', `/v1/cases/${caseId}/state`),
      ]);
      const reads = who !== 'third';
      expect(
        answers.map(({ status }) => status),
        who,
      ).toEqual(Array.from({ length: 4 }, () => (reads ? 200 : 404)));
    }
    // What the new office adds is its own.
    const next = await makeSignedAct(signer, { record: { ...act.record, officeId: 'tc-1' } });
    await as('tribunal', 'PUT', `/v1/blobs/${next.proposal.documentSha256}`, next.document);
    await as('tribunal', 'PUT', `/v1/blobs/${next.request.sha256}`, next.signed);
    const { proposal, request } = next;
    expect((await as('tribunal', 'PUT', `/v1/acts/${proposal.actId}/proposal`, proposal)).status).toBe(201);
    const answer = await as('tribunal', 'PUT', `/v1/acts/${proposal.actId}/registration`, request);
    const { receipt } = (await answer.json()) as { receipt: string };
    const statement = JSON.parse(Buffer.from(receipt.split('.')[1]!, 'base64url').toString()) as { number: number };
    expect(statement.number).toBe(2);
    expect((await as('', 'GET', `/v1/acts/${proposal.actId}/receipt`)).status).toBe(404);
    const state = (await (await as('', 'GET', `/v1/cases/${caseId}/state`)).json()) as { acts: number };
    expect(state.acts).toBe(1);
  });

  it('takes nothing more of its old office, and says so', async () => {
    const act = await ordered();
    const { caseId } = act.record;
    expect((await move(act)).status).toBe(201);
    const late = await makeSignedAct(signer, { record: act.record });
    await send(repository, 'PUT', `/v1/blobs/${late.proposal.documentSha256}`, late.document);
    const put = send(repository, 'PUT', `/v1/acts/${late.proposal.actId}/proposal`, late.proposal);
    expect(await codeOf(await put)).toBe('case-moved');
    const flags = { fatalDeadline: true, vulnerableVictim: false };
    const entry = { ...entryOf(act, 'x', {}), kind: 'flags', flags, detained: false };
    const { to: _to, how: _how, actId: _act, joinedTo: _joined, reason: _reason, ...plain } = entry;
    expect(await codeOf(await note('', plain))).toBe('case-moved');
    const draft = {
      ...{ draftId: randomUUID(), versionId: randomUUID(), caseId, officeId, parents: [], deviceId: 'pc-1' },
      text: {
        ...{ format: 1, actType: 'providencia', title: 'Tarde', archived: false },
        paragraphs: [{ id: 'p0', text: 'Por recibido.' }],
      },
      ...{ author: { personId: 'ana', name: 'Ana' }, savedAt: new Date().toISOString() },
    };
    const written = await send(repository, 'PUT', `/v1/drafts/${draft.draftId}`, draft, { 'if-none-match': '*' });
    expect(await codeOf(written)).toBe('case-moved');
    // Moved on by whoever has it not.
    expect(await codeOf(await move(act, { to: 'juzgado-2' }))).toBe('case-moved');
  });

  it('is told to both offices, and its going to those alone who know of it', async () => {
    const act = await ordered({ confidentialityLevel: 3 });
    const { caseId } = act.record;
    expect((await move(act)).status).toBe(201);
    const aboutIt = (events: Awaited<ReturnType<typeof told>>) =>
      events.flatMap((event) =>
        event.kind === 'entry' && event.entry.caseId === caseId
          ? [event.entry.kind]
          : event.kind === 'case' && event.case.caseId === caseId
            ? [event.case.officeId]
            : [],
      );
    expect(aboutIt(await told('', officeId))).toEqual([officeId, 'moved', 'tc-1']);
    expect(aboutIt(await told('tribunal', 'tc-1'))).toEqual(['tc-1', 'moved']);
    expect(aboutIt(await told('', officeId, '2026-11-24'))).toEqual([officeId, 'tc-1']);
    // Where it went says something of a reserved case.
    expect(aboutIt(await told('auxiliary', officeId))).toEqual([officeId, 'tc-1']);
    expect(aboutIt(await told('secretary', officeId))).toEqual([officeId, 'moved', 'tc-1']);
  });
});

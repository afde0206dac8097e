/** Signatures that others come after, and what is noted of cases, through the repository inside an office. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openHalfReceived, openPartial, openReceived } from '../../../src/casework/receipts/verify.ts';
import { ActId } from '../../../src/contract/ids.ts';
import { RefusalHeader, RefusalStatement } from '../../../src/contract/log.ts';
import { type FeedEvent, type NamedSigner, Problem, type RegistrationRequest } from '../../../src/contract/wire.ts';
import { openJws } from '../../../src/proof/index.ts';
import { until } from '../../helpers/office.ts';
import {
  type TestSigner,
  makeCase,
  makeDocument,
  makeTestSigner,
  send,
  sha256Of,
  signDocument,
  testOffice,
} from '../../helpers/repository.ts';
import { type TwoRepositories, eventsOf, twoRepositories } from './line.ts';

let first: TestSigner;
let second: TestSigner;
let two: TwoRepositories;

beforeAll(() => void ([first, second] = [makeTestSigner(), makeTestSigner()]));
beforeEach(async () => void (two = await twoRepositories(first, second)));
afterEach(() => two.end());

const named = (personId: string): NamedSigner => ({ personId, name: personId, capacity: 'Juez', cuil: null });
type At = { url: string };

/** An act that two persons sign, with both signatures made; nothing of it is sent. */
async function jointAct() {
  const record = makeCase();
  const { caseId } = record;
  const actId = ActId.parse(randomUUID());
  const document = await makeDocument();
  const half = await signDocument(document, first);
  const whole = await signDocument(half, second);
  const proposal = {
    ...{ actId, caseId, officeId: testOffice.officeId, type: 'resolución', title: 'Conjunta', author: 'Ana Auxiliar' },
    ...{ confidentialityLevel: 1, dueAt: null, documentSha256: sha256Of(document), size: document.length },
    ...{ vouchedBy: null, proposedAt: new Date().toISOString(), signers: [named('j-1'), named('j-2')] },
  };
  const request = (bytes: Buffer, before: Buffer, by: TestSigner, personId: string): RegistrationRequest => ({
    ...{ actId, caseId, sha256: sha256Of(bytes), size: bytes.length, documentSha256: sha256Of(before) },
    ...{ documentSize: before.length, certificateSha256: by.certificateSha256, signedAt: new Date(0).toISOString() },
    ...{ deviceId: 'pc-1', personId },
  });
  const one = { ...request(half, document, first, 'j-1'), n: 1 };
  const last = request(whole, half, second, 'j-2');
  const put = async (at: At, path: string, body: unknown) => {
    const response = await send(at, 'PUT', path, body);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  return {
    ...{ record, actId, proposal, document, half, whole, one, last },
    async propose(at: At) {
      await put(at, `/v1/cases/${caseId}`, record);
      await put(at, `/v1/blobs/${proposal.documentSha256}`, document);
      expect([200, 201]).toContain((await put(at, `/v1/acts/${actId}/proposal`, proposal)).status);
    },
    async signOn(at: At, asked = one, bytes = half) {
      await put(at, `/v1/blobs/${asked.sha256}`, bytes);
      return put(at, `/v1/acts/${actId}/signatures/1`, asked);
    },
    async register(at: At) {
      await put(at, `/v1/blobs/${last.sha256}`, whole);
      return put(at, `/v1/acts/${actId}/registration`, last);
    },
    returned: (at: At) =>
      put(at, `/v1/acts/${actId}/return`, {
        ...{ actId, documentSha256: proposal.documentSha256, remark: 'Falta la cita', returnedBy: 'Otra' },
        returnedAt: new Date(0).toISOString(),
      }),
  };
}

const toldOf = async (at: At, actId: string): Promise<string[]> =>
  (await eventsOf(at)).flatMap((event) => ('actId' in event && event.actId === actId ? [event.kind] : []));
const eventOf = async <K extends FeedEvent['kind']>(at: At, kind: K) =>
  (await eventsOf(at)).find((event): event is Extract<FeedEvent, { kind: K }> => event.kind === kind);
const codeOf = ({ status, body }: { status: number; body: Record<string, unknown> }): string =>
  `${status} ${Problem.parse(body).type.replace('urn:fojas:problem:', '')}`;

describe('an act of several signers in an office without a line', () => {
  it('goes from one to the next, and is registered once with both signatures when the line is back', async () => {
    two.line.up = false;
    const act = await jointAct();
    await act.propose(two.office);
    // Not before one's turn, here as there.
    expect(codeOf(await act.register(two.office))).toBe('409 not-your-turn');
    const taken = await act.signOn(two.office);
    expect(taken.status).toBe(202);
    const statement = String(taken.body['statement']);
    expect(openHalfReceived(statement, [two.office.officeKey])).toMatchObject({
      kind: 'verified',
      statement: { n: 1, of: 2, personId: 'j-1', sha256: act.one.sha256, prefixSha256: act.one.documentSha256 },
    });
    // It passes neither for what the central repository says of a signature, nor for an act that lies here.
    expect(openPartial(statement, [two.office.officeKey]).kind).toBe('invalid');
    expect(openReceived(statement, [two.office.officeKey]).kind).toBe('invalid');
    expect((await eventOf(two.office, 'halfReceived'))?.statement).toBe(statement);
    const again = await act.signOn(two.office);
    expect([again.status, again.body['statement']]).toEqual([202, statement]);
    await two.restartOffice();
    expect((await act.register(two.office)).status).toBe(202);
    expect(await toldOf(two.office, act.actId)).toEqual(['halfReceived', 'received']);

    two.line.up = true;
    await until(async () => (await toldOf(two.centre, act.actId)).includes('registered'));
    expect(await toldOf(two.centre, act.actId)).toEqual(['partlySigned', 'registered']);
    await until(async () => (await toldOf(two.office, act.actId)).includes('registered'));
    expect(await toldOf(two.office, act.actId)).toEqual(['halfReceived', 'received', 'partlySigned', 'registered']);
    // Asked again, it answers what the central one said, byte for byte.
    const said = (await eventOf(two.centre, 'partlySigned'))!.receipt;
    const asked = await act.signOn(two.office);
    expect([asked.status, asked.body['receipt']]).toEqual([200, said]);
  });

  it('passes on what the first signed elsewhere, with its file', async () => {
    const act = await jointAct();
    await act.propose(two.centre);
    expect((await act.signOn(two.centre)).status).toBe(201);
    await until(async () => (await toldOf(two.office, act.actId)).includes('partlySigned'));
    await until(async () => (await send(two.office, 'HEAD', `/v1/blobs/${act.one.sha256}`)).ok);
    two.line.up = false;
    expect((await act.register(two.office)).status).toBe(202);
    two.line.up = true;
    await until(async () => (await toldOf(two.centre, act.actId)).includes('registered'));
  });

  it('says truly that the central repository does not take a signature, and what was built on it', async () => {
    const act = await jointAct();
    await act.propose(two.centre);
    await until(async () => (await eventOf(two.office, 'proposal')) !== undefined);
    two.line.up = false;
    await act.signOn(two.office);
    expect((await act.register(two.office)).status).toBe(202);
    // Meanwhile it was returned, by who has a line.
    expect((await act.returned(two.centre)).status).toBe(201);
    two.line.up = true;
    await until(async () => (await toldOf(two.office, act.actId)).includes('refused'));
    const told = await toldOf(two.office, act.actId);
    expect(told.filter((kind) => kind === 'halfRefused' || kind === 'refused')).toEqual(['halfRefused', 'refused']);
    expect(codeOf(await act.signOn(two.office))).toBe('409 act-state');
    const no = await act.register(two.office);
    expect(codeOf(no)).toBe('409 act-state');
    // The no is the central one's own, signed by it.
    const refusal = Problem.parse(no.body).refusal!;
    expect(openJws(refusal, two.centre.receiptKeys, RefusalHeader, RefusalStatement)).toMatchObject({
      ...{ actId: act.actId, sha256: act.last.sha256, code: 'act-state' },
    });
    expect(await toldOf(two.centre, act.actId)).not.toContain('registered');
  });

  it('lets what was signed elsewhere meanwhile stand, and tells the office that its own lost', async () => {
    const act = await jointAct();
    await act.propose(two.centre);
    await until(async () => (await eventOf(two.office, 'proposal')) !== undefined);
    two.line.up = false;
    await act.signOn(two.office);
    const other = await signDocument(act.document, first);
    const elsewhere = { ...act.one, sha256: sha256Of(other), size: other.length };
    expect((await act.signOn(two.centre, elsewhere, other)).status).toBe(201);
    two.line.up = true;
    await until(async () => (await toldOf(two.office, act.actId)).includes('halfRefused'));
    await until(async () => (await toldOf(two.office, act.actId)).includes('partlySigned'));
    expect(codeOf(await act.signOn(two.office))).toMatch(/^409 not-your-turn$/);
    const whole = await signDocument(other, second);
    const last = { ...act.last, sha256: sha256Of(whole), size: whole.length, documentSha256: elsewhere.sha256 };
    await send(two.office, 'PUT', `/v1/blobs/${last.sha256}`, whole);
    const path = `/v1/acts/${act.actId}/registration`;
    const answer = await send(two.office, 'PUT', path, { ...last, documentSize: other.length });
    expect([200, 201, 202]).toContain(answer.status);
    await until(async () => (await toldOf(two.centre, act.actId)).includes('registered'));
  });
});

describe('what is noted of a case in an office without a line', () => {
  const by = { personId: 'p-1', name: 'Juana Prueba' };
  const common = (caseId: string) => ({
    ...{ entryId: randomUUID(), caseId, officeId: testOffice.officeId, by, deviceId: 'pc-1' },
    at: new Date(0).toISOString(),
  });

  it('is seen by the other PCs at once, and reaches the central repository once, files before what is said of them', async () => {
    two.line.up = false;
    const record = makeCase();
    const { caseId } = record;
    await send(two.office, 'PUT', `/v1/cases/${caseId}`, record);
    const file = await makeDocument();
    await send(two.office, 'PUT', `/v1/blobs/${sha256Of(file)}`, file);
    const piece = {
      ...{ kind: 'piece', ...common(caseId), sha256: sha256Of(file), size: file.length, origin: 'paper' },
      ...{ mediaType: 'application/pdf', fileName: 'acta.pdf', title: 'Acta', place: 'Mesa', broughtBy: 'Policía' },
      confidentialityLevel: 1,
    };
    const flags = {
      kind: 'flags',
      ...common(caseId),
      flags: { fatalDeadline: true, vulnerableVictim: false },
      detained: true,
    };
    for (const entry of [piece, flags, piece]) {
      const answer = await send(two.office, 'PUT', `/v1/cases/${caseId}/entries/${entry.entryId}`, entry);
      expect([200, 201]).toContain(answer.status);
    }
    const noted = async (at: At) =>
      (await eventsOf(at)).flatMap((one) => (one.kind === 'entry' ? [one.entry.kind] : []));
    expect(await noted(two.office)).toEqual(['piece', 'flags']);
    await two.restartOffice();
    two.line.up = true;
    await until(async () => (await noted(two.centre)).length === 2);
    expect(await noted(two.centre)).toEqual(['piece', 'flags']);
    expect((await send(two.centre, 'HEAD', `/v1/blobs/${piece.sha256}`)).ok).toBe(true);
    await until(async () => (await eventsOf(two.office)).length === 3);
  });

  it('makes a case as confidential in the office as at the centre, with or without a line', async () => {
    two.line.up = false;
    const record = makeCase();
    const { caseId } = record;
    await send(two.office, 'PUT', `/v1/cases/${caseId}`, record);
    const raised = { kind: 'levelSet', ...common(caseId), level: 3, reason: 'Víctima menor.', asked: null };
    const answer = await send(two.office, 'PUT', `/v1/cases/${caseId}/entries/${raised.entryId}`, raised);
    expect(answer.status).toBe(201);
    const levelAt = async (at: At) => {
      const told = (await eventsOf(at)).flatMap((one) => (one.kind === 'case' ? [one.case] : []));
      return told.findLast((one) => one.caseId === caseId)?.confidentialityLevel ?? null;
    };
    expect(await levelAt(two.office)).toBe(3);
    two.line.up = true;
    await until(async () => (await levelAt(two.centre)) === 3);
    // Nor did it open in between, when the central repository told of the case as it had come first.
    const later = makeCase();
    await send(two.centre, 'PUT', `/v1/cases/${later.caseId}`, later);
    const told = async () => (await eventsOf(two.office)).flatMap((one) => (one.kind === 'case' ? [one.case] : []));
    await until(async () => (await told()).some((one) => one.caseId === later.caseId));
    const levels = (await told()).filter((one) => one.caseId === caseId).map((one) => one.confidentialityLevel);
    expect(levels).toEqual([1, 3]);
  });

  it('is taken away again where the central repository does not take it', async () => {
    const act = await jointAct();
    await act.propose(two.centre);
    await until(async () => (await eventOf(two.office, 'proposal')) !== undefined);
    two.line.up = false;
    const { caseId } = act.record;
    const { actId, proposal } = act;
    const withdrawn = {
      kind: 'withdrawn',
      ...common(caseId),
      actId,
      documentSha256: proposal.documentSha256,
      reason: 'x',
    };
    const path = `/v1/cases/${caseId}/entries/${withdrawn.entryId}`;
    expect((await send(two.office, 'PUT', path, withdrawn)).status).toBe(201);
    // Withdrawn here, and signed where there is a line: who was first there has it.
    expect(codeOf(await act.signOn(two.office))).toBe('409 act-state');
    expect((await act.signOn(two.centre)).status).toBe(201);
    two.line.up = true;
    await until(async () => (await eventOf(two.office, 'entryRefused')) !== undefined);
    expect(await eventOf(two.office, 'entryRefused')).toMatchObject({
      entryId: withdrawn.entryId,
      problem: 'act-state',
    });
  });

  it('takes back or vouches for nothing that was signed and lies here', async () => {
    two.line.up = false;
    const act = await jointAct();
    await act.propose(two.office);
    await act.signOn(two.office);
    await act.register(two.office);
    const { actId, record } = act;
    const visado = { kind: 'visado', ...common(record.caseId), actId, documentSha256: act.one.sha256 };
    const path = `/v1/cases/${record.caseId}/entries/${visado.entryId}`;
    const answer = await send(two.office, 'PUT', path, visado);
    expect(codeOf({ status: answer.status, body: (await answer.json()) as Record<string, unknown> })).toBe(
      '409 act-state',
    );
  });
});

/** What each role may do at the repository's addresses, asked over HTTP with a key of its own. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Role } from '../../src/contract/config.ts';
import { operations } from '../../src/contract/openapi/operations.ts';
import { mightEver } from '../../src/contract/permissions.ts';
import { FeedPage, Problem, wireVersion } from '../../src/contract/wire.ts';
import { routeRights } from '../../src/repository/route-rights.ts';
import {
  type SignedAct,
  type TestRepository,
  makeCase,
  makeSignedAct,
  makeTestSigner,
  repositoryFolder,
  send,
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
    {
      key: keyOf('validator'),
      officeId,
      holder: holderOf('clerk', { personId: 'p-v', name: 'Vera', validator: true }),
    },
  ];
  repository = await startRepository(folder.dir, { accessKeys });
});
afterAll(async () => {
  await repository.close();
  folder.remove();
});

const as = (who: string, method: string, path: string, body?: unknown) =>
  send(repository, method, path, body, { authorization: `Bearer ${keyOf(who)}` });
const codeOf = async (response: Response): Promise<string> =>
  response.ok ? 'ok' : Problem.parse(await response.json()).type.replace('urn:fojas:problem:', '');

async function actAt(level: number, proposal: object = {}): Promise<SignedAct> {
  const record = makeCase();
  await send(repository, 'PUT', `/v1/cases/${record.caseId}`, record);
  const act = await makeSignedAct(signer, { record });
  Object.assign(act.proposal, { confidentialityLevel: level, ...proposal });
  await send(repository, 'PUT', `/v1/blobs/${act.proposal.documentSha256}`, act.document);
  return act;
}
const propose = (who: string, { proposal }: SignedAct) =>
  as(who, 'PUT', `/v1/acts/${proposal.actId}/proposal`, proposal);
const proposedAt = async (level: number, proposal: object = {}): Promise<SignedAct> => {
  const act = await actAt(level, proposal);
  expect((await send(repository, 'PUT', `/v1/acts/${act.proposal.actId}/proposal`, act.proposal)).status).toBe(201);
  return act;
};
const actsTold = async (who: string): Promise<string[]> => {
  const page = FeedPage.parse(await (await as(who, 'GET', `/v1/feed?office=${officeId}&limit=500`)).json());
  return page.events.flatMap((event) => (event.kind === 'proposal' ? [event.proposal.actId] : []));
};

describe('without a key', () => {
  it('no address answers but those that are listed as open to all', async () => {
    const closed = operations.filter(({ open }) => open !== true);
    for (const { method, path } of closed) {
      const at = path.replace(/\{n\}/, '1').replace(/\{\w+\}/g, () => randomUUID());
      const response = await fetch(`${repository.url}${at}`, { method: method.toUpperCase() });
      expect(`${response.status} ${method} ${path}`).toBe(`401 ${method} ${path}`);
      await response.body?.cancel();
    }
    expect(closed.length).toBeGreaterThan(40);
  });
});

describe('a key of a person', () => {
  it('opens no address that its role has nothing to do with: asked at random, everywhere', async () => {
    const addresses = operations.filter(({ open }) => open !== true);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Role.options),
        fc.constantFrom(...addresses),
        async (role, { method, path }) => {
          const right = routeRights[`${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`];
          expect(right, path).toBeDefined();
          const at = path
            .replace(/\{n\}/, '1')
            .replace(/\{sha256\}/, 'a'.repeat(64))
            .replace(/\{\w+\}/g, () => randomUUID());
          const response = await as(
            role,
            method.toUpperCase(),
            at,
            method === 'get' || method === 'head' ? undefined : {},
          );
          await response.body?.cancel();
          const may = right === 'everybody' || (right !== 'office' && mightEver(role, right!));
          // What is allowed fails on what was sent, if at all; what is not, before that was looked at.
          if (!may) expect(response.status, `${role} ${method} ${path}`).toBe(403);
        },
      ),
      { numRuns: 120 },
    );
  });

  it("says whose act it is: a visado and a return are given in one's own name", async () => {
    const vouched = await actAt(1, { vouchedBy: 'Vera' });
    expect(await codeOf(await propose('clerk', vouched))).toBe('forbidden');
    expect(await codeOf(await propose('secretary', vouched))).toBe('forbidden');
    expect(await codeOf(await propose('validator', vouched))).toBe('ok');
    const { actId, documentSha256 } = vouched.request;
    const back = { actId, documentSha256, remark: 'No.', returnedAt: '2026-11-22T09:00:00Z' };
    const give = (who: string, returnedBy: string) =>
      as(who, 'PUT', `/v1/acts/${actId}/return`, { ...back, returnedBy });
    expect(await codeOf(await give('clerk', 'Persona clerk'))).toBe('forbidden');
    expect(await codeOf(await give('secretary', 'Persona magistrate'))).toBe('forbidden');
    expect(await codeOf(await give('secretary', 'Persona secretary'))).toBe('ok');
  });

  it('lets the counter bring in what comes to the counter, and nothing else', async () => {
    expect(await codeOf(await propose('auxiliary', await actAt(1, { type: 'auto' })))).toBe('forbidden');
    expect(await codeOf(await propose('auxiliary', await actAt(1, { type: 'denuncia' })))).toBe('ok');
  });

  it('tells of no act that is not for these eyes, and answers for it as for none', async () => {
    const [open, reserved, secret, named] = [
      await proposedAt(1),
      await proposedAt(3),
      await proposedAt(4),
      await proposedAt(3, {
        signers: [{ personId: 'p-clerk', name: 'Persona clerk', capacity: 'Empleado', cuil: null }],
      }),
    ];
    const told = async (who: string) => {
      const ids = await actsTold(who);
      return [open, reserved, secret, named].map(({ proposal }) => (ids.includes(proposal.actId) ? 'x' : '.')).join('');
    };
    expect(await told('magistrate')).toBe('xxxx');
    expect(await told('secretary')).toBe('xx.x');
    expect(await told('clerk')).toBe('x..x');
    expect(await told('auxiliary')).toBe('x...');
    expect(await told('auditor')).toBe('x...');
    const { actId, documentSha256 } = secret.request;
    const back = {
      actId,
      documentSha256,
      remark: 'No.',
      returnedBy: 'Persona secretary',
      returnedAt: '2026-11-22T09:00:00Z',
    };
    expect(await codeOf(await as('secretary', 'PUT', `/v1/acts/${actId}/return`, back))).toBe('act-unknown');
    const snapshot = async (who: string) =>
      (await (await as(who, 'GET', `/v1/cases/${secret.proposal.caseId}/snapshot`)).json()) as { acts: unknown[] };
    expect((await snapshot('secretary')).acts).toHaveLength(0);
    expect((await snapshot('magistrate')).acts).toHaveLength(1);
  });

  it('hides what a reserved case is called, and opens none above its level', async () => {
    const record = { ...makeCase(), confidentialityLevel: 3, caption: 'V., M. – víctima' };
    expect(await codeOf(await as('auxiliary', 'PUT', `/v1/cases/${record.caseId}`, record))).toBe('forbidden');
    expect(await codeOf(await as('clerk', 'PUT', `/v1/cases/${record.caseId}`, record))).toBe('ok');
    const snapshot = async (who: string) =>
      (await (await as(who, 'GET', `/v1/cases/${record.caseId}/snapshot`)).json()) as { case: { caption: string } };
    expect((await snapshot('auditor')).case.caption).toBe('***');
    expect((await snapshot('secretary')).case.caption).toBe('V., M. – víctima');
  });

  it('opens a case for a day to a magistrate or a secretary who says why, and tells their like of it', async () => {
    const act = await proposedAt(5);
    const { actId, caseId } = act.proposal;
    const entry = (who: string, at: Date) => ({
      ...{ kind: 'breakGlass', entryId: randomUUID(), caseId, officeId, deviceId: 'pc-1', at: at.toISOString() },
      ...{ by: { personId: `p-${who}`, name: `Persona ${who}` }, reason: 'Internación urgente.' },
    });
    const opens = async (who: string, given = entry(who, new Date())) =>
      codeOf(await as(who, 'PUT', `/v1/cases/${caseId}/entries/${given.entryId}`, given));
    const toldOf = async (who: string, version = wireVersion) => {
      const path = `/v1/feed?office=${officeId}&limit=500`;
      const headers = { authorization: `Bearer ${keyOf(who)}`, 'fojas-version': version };
      const page = FeedPage.parse(await (await send(repository, 'GET', path, undefined, headers)).json());
      return page.events.some((event) => event.kind === 'entry' && event.entry.kind === 'breakGlass');
    };
    for (const who of ['clerk', 'auxiliary', 'itAdmin', 'auditor']) expect(await opens(who)).toBe('forbidden');
    expect(await opens('secretary', entry('magistrate', new Date()))).toBe('forbidden');
    const day = 24 * 3600 * 1000;
    for (const at of [Date.now() - day - 1000, Date.now() + day])
      expect(await opens('secretary', entry('secretary', new Date(at)))).toBe('ok');
    expect(await actsTold('secretary')).not.toContain(actId);
    expect((await as('secretary', 'GET', `/v1/blobs/${act.proposal.documentSha256}`)).status).not.toBe(200);
    expect(await opens('secretary')).toBe('ok');
    expect(await actsTold('secretary')).toContain(actId);
    expect((await as('secretary', 'GET', `/v1/blobs/${act.proposal.documentSha256}`)).status).toBe(200);
    expect(await actsTold('magistrate')).not.toContain(actId);
    expect(await Promise.all(['magistrate', 'secretary', 'clerk', 'auditor'].map((who) => toldOf(who)))).toEqual([
      ...[true, true, false, false],
    ]);
    // Who knows an earlier wording would refuse the whole page for it.
    expect(await toldOf('magistrate', '2026-11-25')).toBe(false);
  });

  it('tells when a case is heard to those who may look at it and know that wording, as whoever works on cases noted it', async () => {
    const heard = async (confidentialityLevel: number) => {
      const record = { ...makeCase(), confidentialityLevel };
      expect(await codeOf(await as('magistrate', 'PUT', `/v1/cases/${record.caseId}`, record))).toBe('ok');
      return record.caseId;
    };
    const notes = async (who: string, caseId: string) => {
      const entryId = randomUUID();
      return codeOf(
        await as(who, 'PUT', `/v1/cases/${caseId}/entries/${entryId}`, {
          ...{ kind: 'hearing', entryId, caseId, officeId, deviceId: 'pc-1', at: new Date().toISOString() },
          ...{ by: { personId: `p-${who}`, name: `Persona ${who}` }, what: 'Sala 2' },
          hearingAt: '2026-11-26T12:00:00.000Z',
        }),
      );
    };
    const toldOf = async (who: string, caseId: string, version = wireVersion) => {
      const path = `/v1/feed?office=${officeId}&limit=500`;
      const headers = { authorization: `Bearer ${keyOf(who)}`, 'fojas-version': version };
      const page = FeedPage.parse(await (await send(repository, 'GET', path, undefined, headers)).json());
      return page.events.filter(
        (event) => event.kind === 'entry' && event.entry.kind === 'hearing' && event.entry.caseId === caseId,
      ).length;
    };
    const open = await heard(1);
    for (const who of ['auxiliary', 'itAdmin', 'auditor']) expect(await notes(who, open)).toBe('forbidden');
    expect(await notes('clerk', open)).toBe('ok');
    expect(await toldOf('clerk', open)).toBe(1);
    expect(await toldOf('auxiliary', open)).toBe(1);
    expect(await toldOf('clerk', open, '2026-11-26')).toBe(0);
    const reserved = await heard(3);
    expect(await notes('magistrate', reserved)).toBe('ok');
    expect(await toldOf('magistrate', reserved)).toBe(1);
    expect(await toldOf('clerk', reserved)).toBe(0);
  });

  it('makes one act less confidential by two persons, and tells those who may look at it now all of it', async () => {
    const act = await proposedAt(4);
    const { actId, caseId } = act.proposal;
    const notes = async (who: string, kind: string, more: object, entryId: string = randomUUID()) =>
      codeOf(
        await as(who, 'PUT', `/v1/cases/${caseId}/entries/${entryId}`, {
          ...{ kind, entryId, caseId, officeId, deviceId: 'pc-1', at: new Date().toISOString(), actId, reason: 'x' },
          ...{ by: { personId: `p-${who}`, name: `Persona ${who}` }, ...more },
        }),
      );
    const asked = randomUUID();
    expect(await notes('magistrate', 'actLevelAsked', { level: 1 })).toBe('act-state');
    await send(repository, 'PUT', `/v1/blobs/${act.request.sha256}`, act.signed);
    expect((await send(repository, 'PUT', `/v1/acts/${actId}/registration`, act.request)).status).toBe(201);
    // Who does not see it asks for nothing.
    for (const who of ['secretary', 'clerk', 'auxiliary', 'auditor'])
      expect(await notes(who, 'actLevelAsked', { level: 1 })).not.toBe('ok');
    expect(await notes('magistrate', 'actLevelAsked', { level: 4 })).toBe('act-state');
    expect(await notes('magistrate', 'actLevelAsked', { level: 1 }, asked)).toBe('ok');
    // Nobody answers oneself, nor with another level, nor what was not asked.
    expect(await notes('magistrate', 'actLevelSet', { level: 1, asked })).toBe('act-state');
    const other = { by: { personId: 'otra', name: 'Otra' } };
    const answer = async (given: object) => {
      const entryId = randomUUID();
      return codeOf(
        await send(repository, 'PUT', `/v1/cases/${caseId}/entries/${entryId}`, {
          ...{ kind: 'actLevelSet', entryId, caseId, officeId, deviceId: 'pc-1', at: new Date().toISOString() },
          ...{ actId, reason: 'x', ...other, asked, level: 1, ...given },
        }),
      );
    };
    expect(await answer({ level: 0 })).toBe('act-state');
    expect(await answer({ asked: randomUUID() })).toBe('act-state');
    const toldOf = async (who: string, version = wireVersion, after = '') => {
      const path = `/v1/feed?office=${officeId}&limit=500${after}`;
      const headers = { authorization: `Bearer ${keyOf(who)}`, 'fojas-version': version };
      return FeedPage.parse(await (await send(repository, 'GET', path, undefined, headers)).json());
    };
    const before = await toldOf('clerk');
    expect(await actsTold('clerk')).not.toContain(actId);
    expect((await as('clerk', 'GET', `/v1/blobs/${act.request.sha256}`)).status).not.toBe(200);
    expect(await answer({})).toBe('ok');
    expect(await answer({})).toBe('act-state');
    expect((await as('clerk', 'GET', `/v1/blobs/${act.request.sha256}`)).status).toBe(200);
    const after = `&cursor=${encodeURIComponent(before.cursor)}`;
    const kinds = async (version?: string) =>
      (await toldOf('clerk', version, after)).events.map((one) => (one.kind === 'entry' ? one.entry.kind : one.kind));
    expect(await kinds()).toEqual(['actLevelSet', 'proposal', 'actLevelSet', 'registered']);
    expect(await kinds('2026-11-27')).toEqual(['proposal', 'registered']);
  });

  it('takes from whoever notifies who is to be told and what came of it, and tells those who know that wording', async () => {
    const act = await proposedAt(1);
    const { actId, caseId } = act.proposal;
    const notes = async (who: string, given: object) => {
      const entryId = randomUUID();
      const by = { personId: `p-${who}`, name: `Persona ${who}` };
      return codeOf(
        await as(who, 'PUT', `/v1/cases/${caseId}/entries/${entryId}`, {
          ...{ entryId, caseId, officeId, deviceId: 'pc-1', at: new Date().toISOString(), actId, by, ...given },
        }),
      );
    };
    const named = { kind: 'addressees', addressees: [{ name: 'Rita', pole: 'defender' }] };
    const told = { kind: 'notified', addressee: 'Rita', means: 'serviceNotice' };
    for (const who of ['auxiliary', 'itAdmin', 'auditor']) expect(await notes(who, named)).not.toBe('ok');
    expect(await notes('clerk', named)).toBe('ok');
    expect(await notes('clerk', told)).toBe('act-state');
    await send(repository, 'PUT', `/v1/blobs/${act.request.sha256}`, act.signed);
    expect((await send(repository, 'PUT', `/v1/acts/${actId}/registration`, act.request)).status).toBe(201);
    expect(await notes('clerk', { ...told, trouble: { kind: 'failed', reason: 'Se mudó.' } })).toBe('ok');
    expect(await notes('clerk', { ...told, means: 'hearing' })).toBe('ok');
    expect(await notes('clerk', { ...told, givenAt: '2026-03-04T12:00:00.000Z' })).toBe('ok');
    expect(await notes('clerk', told)).toBe('ok');
    const toldOf = async (version: string) => {
      const path = `/v1/feed?office=${officeId}&limit=500`;
      const headers = { authorization: `Bearer ${keyOf('clerk')}`, 'fojas-version': version };
      const page = FeedPage.parse(await (await send(repository, 'GET', path, undefined, headers)).json());
      return page.events.flatMap((one) =>
        one.kind === 'entry' && 'actId' in one.entry && one.entry.actId === actId ? [one.entry.kind] : [],
      );
    };
    expect(await toldOf(wireVersion)).toEqual(['addressees', ...Array<string>(4).fill('notified')]);
    // As it was said before, it is said to those who know no other wording.
    expect(await toldOf('2026-11-27')).toEqual(['notified']);
  });

  it('tells that an act is made anew to whoever drafts and knows that wording, as whoever drafts such acts noted it', async () => {
    const { actId, caseId, documentSha256 } = (await proposedAt(1, { type: 'resolución' })).proposal;
    const draftId = randomUUID();
    const text = { format: 1, actType: 'resolución', title: 'Otra vez', paragraphs: [], archived: false };
    const version = {
      ...{ draftId, versionId: randomUUID(), caseId, officeId, parents: [], deviceId: 'pc-1', text },
      ...{ savedAt: new Date().toISOString(), author: { personId: 'p-magistrate', name: 'Persona magistrate' } },
    };
    const notes = async (who: string) => {
      const entryId = randomUUID();
      return codeOf(
        await as(who, 'PUT', `/v1/cases/${caseId}/entries/${entryId}`, {
          ...{ kind: 'remade', entryId, caseId, officeId, deviceId: 'pc-1', at: new Date().toISOString() },
          ...{ by: { personId: `p-${who}`, name: `Persona ${who}` }, actId, documentSha256, draftId },
          ...{ problem: 'signature-invalid', detail: 'x' },
        }),
      );
    };
    const toldOf = async (who: string, wording = wireVersion) => {
      const path = `/v1/feed?office=${officeId}&limit=500`;
      const headers = { authorization: `Bearer ${keyOf(who)}`, 'fojas-version': wording };
      const page = FeedPage.parse(await (await send(repository, 'GET', path, undefined, headers)).json());
      return page.events.filter((one) => one.kind === 'entry' && one.entry.kind === 'remade').length;
    };
    // The draft comes first: until then it is to be sent again.
    expect(await notes('magistrate')).toBe('act-unknown');
    const headers = { authorization: `Bearer ${keyOf('magistrate')}`, 'if-none-match': '*' };
    expect((await send(repository, 'PUT', `/v1/drafts/${draftId}`, version, headers)).status).toBe(201);
    for (const who of ['auxiliary', 'itAdmin', 'auditor']) expect(await notes(who)).not.toBe('ok');
    expect(await notes('magistrate')).toBe('ok');
    expect([await toldOf('magistrate'), await toldOf('clerk')]).toEqual([1, 1]);
    expect(await toldOf('clerk', '2026-11-28')).toBe(0);
  });

  it('tells what a case is called now to those who may look at it and know that wording, as whoever works on cases noted it', async () => {
    const record = { ...makeCase(), confidentialityLevel: 1 };
    const reserved = { ...makeCase(), confidentialityLevel: 3 };
    for (const one of [record, reserved])
      expect(await codeOf(await as('magistrate', 'PUT', `/v1/cases/${one.caseId}`, one))).toBe('ok');
    const notes = async (who: string, { caseId, caption }: typeof record) => {
      const entryId = randomUUID();
      return codeOf(
        await as(who, 'PUT', `/v1/cases/${caseId}/entries/${entryId}`, {
          ...{ kind: 'captionSet', entryId, caseId, officeId, deviceId: 'pc-1', at: new Date().toISOString() },
          ...{ by: { personId: `p-${who}`, name: `Persona ${who}` }, caption: 'PÉREZ s/ hurto', parties: [] },
          ...{ was: { caption, parties: [] }, reason: 'Error en el apellido' },
        }),
      );
    };
    const toldOf = async (who: string, caseId: string, version = wireVersion) => {
      const path = `/v1/feed?office=${officeId}&limit=500`;
      const headers = { authorization: `Bearer ${keyOf(who)}`, 'fojas-version': version };
      const page = FeedPage.parse(await (await send(repository, 'GET', path, undefined, headers)).json());
      return page.events.filter(
        (event) => event.kind === 'entry' && event.entry.kind === 'captionSet' && event.entry.caseId === caseId,
      ).length;
    };
    for (const who of ['auxiliary', 'itAdmin', 'auditor']) expect(await notes(who, record)).toBe('forbidden');
    expect(await notes('clerk', record)).toBe('ok');
    expect(await notes('magistrate', reserved)).toBe('ok');
    expect([await toldOf('clerk', record.caseId), await toldOf('auxiliary', record.caseId)]).toEqual([1, 1]);
    expect([await toldOf('magistrate', reserved.caseId), await toldOf('clerk', reserved.caseId)]).toEqual([1, 0]);
    expect(await toldOf('clerk', record.caseId, '2026-11-27')).toBe(0);
  });

  it('registers and signs only where the role signs, as the person that the key is of', async () => {
    const act = await proposedAt(1, {
      type: 'resolución',
      signers: [
        { personId: 'p-magistrate', name: 'M', capacity: 'Fiscal', cuil: null },
        { personId: 'p-secretary', name: 'S', capacity: 'Secretaria', cuil: null },
      ],
    });
    await send(repository, 'PUT', `/v1/blobs/${act.request.sha256}`, act.signed);
    const first = { ...act.request, n: 1, personId: 'p-magistrate' };
    const put = (who: string) => as(who, 'PUT', `/v1/acts/${act.request.actId}/signatures/1`, first);
    expect(await codeOf(await put('clerk'))).toBe('forbidden');
    expect(await codeOf(await put('secretary'))).toBe('forbidden');
    expect(await codeOf(await put('magistrate'))).toBe('ok');
    const other = await proposedAt(1, { type: 'auto' });
    await send(repository, 'PUT', `/v1/blobs/${other.request.sha256}`, other.signed);
    const enter = (who: string) => as(who, 'PUT', `/v1/acts/${other.request.actId}/registration`, other.request);
    expect(await codeOf(await enter('auxiliary'))).toBe('forbidden');
    expect(await codeOf(await enter('itAdmin'))).toBe('forbidden');
    // Signed by himself it would be an act that he may not sign; signed by others he incorporates it.
    const own = { ...other.request, personId: 'p-clerk' };
    expect(await codeOf(await as('clerk', 'PUT', `/v1/acts/${own.actId}/registration`, own))).toBe('forbidden');
    expect(await codeOf(await enter('clerk'))).toBe('ok');
  });
});

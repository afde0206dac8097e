/** Who signs in the place of another: appointed by whoever looks after people, bounded by the repository's own clock, and once. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { ActId } from '../../src/contract/ids.ts';
import { PeopleAnswer, type PeopleOrder } from '../../src/contract/people.ts';
import { RefusalHeader, RefusalStatement, signedRefusals } from '../../src/contract/log.ts';
import { PartialHeader, PartialStatement } from '../../src/contract/receipts.ts';
import { SubstitutionHeader, SubstitutionStatement } from '../../src/contract/substitution.ts';
import { FeedPage, Problem, type Proposal, type RegistrationRequest } from '../../src/contract/wire.ts';
import { openJws } from '../../src/proof/index.ts';
import { enrolByCode, feedReader, knock, makeDevice, offerOf, sendWith } from '../helpers/device.ts';
import { makePki } from '../helpers/pki.ts';
import { startPostgres } from '../helpers/postgres.ts';
import {
  type TestRepository,
  type TestSigner,
  makeCase,
  makeDocument,
  repositoryFolder,
  send,
  sha256Of,
  signDocument,
  startOfficeRepository,
  startRepository,
  testOffice,
} from '../helpers/repository.ts';

const { officeId, accessKey } = testOffice;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const cuilOf = { sara: '27222222221', juan: '20333333331' } as const;
const itAdmin = { personId: 'it', name: 'Persona it', roles: ['itAdmin' as const], validator: false };
const itKey = 'the key of whoever looks after people';
const accessKeys = [
  { key: accessKey, officeId },
  { key: itKey, officeId, holder: itAdmin },
];
const until = '2099-01-01T00:00:00.000Z';

const signerOf = (cuil: string): TestSigner => {
  const { root, signer } = makePki({ signer: { cuil: `CUIL ${cuil}` } });
  return { identity: signer, rootPem: root.certificatePem, certificateSha256: sha256Of(signer.certificate) };
};

describe.each(['SQLite', 'PostgreSQL'])('a substitute signs in the place of another: %s', (engine) => {
  const folder = repositoryFolder();
  const [sara, juan] = [signerOf(cuilOf.sara), signerOf(cuilOf.juan)];
  const record = makeCase();
  let now = new Date();
  let stop = (): Promise<void> => Promise.resolve();
  let repository: TestRepository;
  const later = (ms: number): string => new Date(now.getTime() + ms).toISOString();

  beforeAll(async () => {
    const server = engine === 'PostgreSQL' ? await startPostgres() : null;
    const registerUrl = await server?.database();
    repository = await startRepository(folder.dir, {
      accessKeys,
      clock: () => now,
      ...(registerUrl ? { registerUrl } : {}),
    });
    stop = async () => {
      await repository.close();
      await server?.stop();
    };
    for (const name of [officeId, 'otra-oficina']) await order({ kind: 'office', office: { officeId: name, name } });
    const row = (
      personId: string,
      cuil: string | null,
      roles: readonly ('magistrate' | 'secretary' | 'auxiliary')[],
    ) => ({
      ...{ personId, name: `Persona ${personId}`, cuil, login: null },
      grant: { officeId, roles: [...roles], clearance: 5, until },
    });
    await order({
      kind: 'import',
      rows: [
        ...[row('dora', '27111111112', ['magistrate']), row('sara', cuilOf.sara, ['secretary'])],
        ...[row('juan', cuilOf.juan, ['magistrate']), row('aux', '20444444441', ['auxiliary'])],
        row('nadie', null, ['secretary']),
      ],
    });
    await send(repository, 'PUT', `/v1/cases/${record.caseId}`, record);
  }, 120_000);
  afterAll(async () => {
    await stop();
    folder.remove();
  });

  const order = async (given: PeopleOrder): Promise<PeopleAnswer> => {
    const headers = { authorization: `Bearer ${itKey}`, 'fojas-version': '2026-11-28' };
    const answer = await send(repository, 'POST', '/v1/people', given, headers);
    return PeopleAnswer.parse(await answer.json());
  };
  const appoint = (more: Partial<Extract<PeopleOrder, { kind: 'substitute' }>> = {}) =>
    order({
      ...{ kind: 'substitute', personId: 'sara', officeId, standsFor: 'dora', from: later(0), until: later(dayMs) },
      ...{ resolution: 'Res. ficticia 1/26', ...more },
    });
  const end = () => order({ kind: 'endSubstitution', personId: 'sara', officeId, standsFor: 'dora' });

  /** An act that these sign in this order, with each of their files made by the given signer; nothing of it is signed on yet. */
  async function ready(signers: readonly string[], by: readonly TestSigner[], confidentialityLevel = 1) {
    const named = signers.map((personId) => ({
      personId,
      name: `Persona ${personId}`,
      capacity: 'Fiscal',
      cuil: null,
    }));
    const files = [await makeDocument()];
    for (const one of by) files.push(await signDocument(files.at(-1)!, one));
    const actId = ActId.parse(randomUUID());
    const [document] = files as [Buffer, ...Buffer[]];
    const proposal: Proposal = {
      ...{ actId, caseId: record.caseId, officeId, type: 'resolución', title: 'Resolución', author: 'Ana Auxiliar' },
      ...{ confidentialityLevel, dueAt: null, documentSha256: sha256Of(document), size: document.length },
      ...{ vouchedBy: null, proposedAt: now.toISOString(), ...(named.length > 0 ? { signers: named } : {}) },
    };
    for (const bytes of files) await send(repository, 'PUT', `/v1/blobs/${sha256Of(bytes)}`, bytes);
    expect((await send(repository, 'PUT', `/v1/acts/${actId}/proposal`, proposal)).status).toBe(201);
    /** The n-th signature, handed in; the last is the registration. */
    const sign = async (n: number, more: Partial<RegistrationRequest>, at: { readonly url: string } = repository) => {
      const [before, after] = [files[n - 1]!, files[n]!];
      const request = {
        ...{ actId, caseId: record.caseId, sha256: sha256Of(after), size: after.length, signedAt: now.toISOString() },
        ...{ documentSha256: sha256Of(before), documentSize: before.length, deviceId: 'pc-1' },
        ...{ certificateSha256: by[n - 1]!.certificateSha256, personId: 'sara', ...more },
      };
      const path = n < named.length ? `signatures/${n}` : 'registration';
      const body = n < named.length ? { ...request, n } : request;
      const answer = await send(at, 'PUT', `/v1/acts/${actId}/${path}`, body);
      const said = (await answer.json()) as { receipt?: string; detail?: string; type?: string; refusal?: string };
      return { ...said, code: answer.ok ? 'yes' : Problem.parse(said).type.replace('urn:fojas:problem:', '') };
    };
    return { actId, sign, files };
  }
  const told = async (actId: string, version: string, at: { readonly url: string } = repository) => {
    const headers = { 'fojas-version': version };
    const feed = await send(at, 'GET', `/v1/feed?office=${officeId}&limit=500`, undefined, headers);
    const { events } = FeedPage.parse(await feed.json());
    return events.filter((event) => 'actId' in event && event.actId === actId);
  };

  it('registers what she signed for him, and tells who it was to those who know the wording', async () => {
    await appoint();
    const { actId, sign } = await ready(['dora'], [sara]);
    expect(await sign(1, { standsFor: 'dora' })).toMatchObject({ code: 'yes' });
    const substitute = { personId: 'sara', name: 'Persona sara' };
    expect(await told(actId, '2026-11-28')).toMatchObject([{ kind: 'registered', substitute }]);
    const [before] = await told(actId, '2026-11-27');
    expect(before).not.toHaveProperty('substitute');
    await end();
  });

  const cases: Readonly<Record<string, { readonly at?: number; readonly signed?: number; readonly yes: boolean }>> = {
    'while it is in force': { at: hourMs, signed: hourMs, yes: true },
    'before it begins': { at: -hourMs, signed: -hourMs, yes: false },
    'before it begins, by a clock that goes ahead': { at: -hourMs, signed: hourMs, yes: false },
    'dated back to before it': { at: hourMs, signed: -hourMs, yes: false },
    'after its end': { at: 25 * hourMs, signed: 25 * hourMs, yes: false },
    'before its end, and brought within the time that a desk may be without a line': {
      at: 14 * dayMs,
      signed: hourMs,
      yes: true,
    },
    'before its end as it says, and brought later than that': { at: 16 * dayMs, signed: hourMs, yes: false },
  };
  it.each(Object.entries(cases))('signed %s', async (_name, { at = 0, signed = 0, yes }) => {
    const start = new Date(now.getTime() + 2 * hourMs);
    await appoint({ from: start.toISOString(), until: new Date(start.getTime() + dayMs).toISOString() });
    const { sign } = await ready(['dora'], [sara]);
    const back = now;
    now = new Date(start.getTime() + at);
    const signedAt = new Date(start.getTime() + signed).toISOString();
    const said = await sign(1, { standsFor: 'dora', signedAt });
    now = back;
    await end();
    expect([said.code, said.detail]).toEqual(
      yes
        ? ['yes', undefined]
        : ['substitution-refused', 'no appointment to sign in that place was in force when it was signed'],
    );
  });

  it('refuses for good, and signed, who was not appointed, and who is not who was', async () => {
    await appoint();
    const by = async (signer: TestSigner, more: Partial<RegistrationRequest>, signers: readonly string[] = ['dora']) =>
      (await ready(signers, [signer])).sign(1, { standsFor: 'dora', ...more });
    const no = 'no appointment to sign in that place was in force when it was signed';
    expect(await by(juan, { personId: 'juan' })).toMatchObject({ code: 'substitution-refused', detail: no });
    // Somebody else's certificate, under her name; and a name that nobody has.
    const notHers = 'the certificate is not of the substitute';
    expect(await by(juan, {})).toMatchObject({ code: 'substitution-refused', detail: notHers });
    const noGrant = 'the substitute has no grant in force in this office';
    expect(await by(sara, { personId: 'otra' })).toMatchObject({ code: 'substitution-refused', detail: noGrant });
    // In a place that the act does not have, or where it names nobody.
    expect(await by(sara, { standsFor: 'dora' }, ['juan'])).toMatchObject({ code: 'another-signer' });
    const nobody = await by(sara, { standsFor: 'dora' }, []);
    expect(nobody).toMatchObject({ code: 'substitution-refused', detail: 'the act names nobody to stand for' });
    const said = openJws(String(nobody.refusal), repository.receiptKeys, RefusalHeader, RefusalStatement);
    expect(said?.code).toBe('substitution-refused');
    expect(signedRefusals).toContain('substitution-refused');
    await end();
    // Ended by an order: what comes after is not taken, whatever it says of its hour.
    now = new Date(now.getTime() + hourMs);
    expect(await by(sara, {})).toMatchObject({ code: 'substitution-refused', detail: no });
  });

  it('lets a substitute take one place of an act, in its turn, and never a second', async () => {
    await appoint();
    await appoint({ standsFor: 'juan' });
    const turns = await ready(['dora', 'juan'], [sara, sara]);
    const early = await turns.sign(1, { standsFor: 'juan' });
    expect(early.code).toBe('not-your-turn');
    const first = await turns.sign(1, { standsFor: 'dora' });
    expect(first.code).toBe('yes');
    // The statement is of the place, as those read it who know no substitutes.
    const statement = openJws(String(first.receipt), repository.receiptKeys, PartialHeader, PartialStatement);
    expect(statement).toMatchObject({ n: 1, personId: 'dora', name: 'Persona dora' });
    expect((await turns.sign(1, { standsFor: 'dora' })).receipt).toBe(first.receipt);
    const again = { code: 'substitution-refused', detail: 'the substitute signs this act already' };
    expect(await turns.sign(2, { standsFor: 'juan' })).toMatchObject(again);
    const substitute = { personId: 'sara', name: 'Persona sara' };
    expect(await told(turns.actId, '2026-11-28')).toMatchObject([{ kind: 'partlySigned', substitute }]);
    // Beside a place of her own.
    const own = await ready(['dora', 'sara'], [sara, sara]);
    expect(await own.sign(1, { standsFor: 'dora' })).toMatchObject(again);
    // Whoever the act names goes on after the substitute.
    const on = await ready(['dora', 'juan'], [sara, juan]);
    expect((await on.sign(1, { standsFor: 'dora' })).code).toBe('yes');
    expect((await on.sign(2, { personId: 'juan' })).code).toBe('yes');
    await end();
    await order({ kind: 'endSubstitution', personId: 'sara', officeId, standsFor: 'juan' });
  });

  it('appoints nobody who could sign nothing, whom nobody could know, or who is that person', async () => {
    const reasons = [];
    for (const more of [
      ...[
        { personId: 'aux' },
        { personId: 'nadie' },
        { standsFor: 'sara' },
        { standsFor: 'otra' },
        { personId: 'otra' },
      ],
      ...[{ officeId: 'ninguna' }, { officeId: 'otra-oficina' }, { until: later(-1) }, { from: later(2 * dayMs) }],
    ]) {
      const answer = await appoint(more);
      reasons.push(answer.kind === 'refused' ? answer.reason : answer.kind);
    }
    expect(reasons).toEqual([
      ...['maySignNothing', 'cuilUnknown', 'ownPlace', 'personUnknown', 'personUnknown'],
      ...['officeUnknown', 'maySignNothing', 'endsBefore', 'endsBefore'],
    ]);
  });

  it('tells her desk, signed and for a time; acts for whom they name alone are for her eyes while it lasts', async () => {
    const code = await order({ kind: 'code', personId: 'sara' });
    const device = await makeDevice();
    const session = await enrolByCode(repository.url, device, 'sara', code.kind === 'code' ? code.code : '');
    const read = (grants: readonly string[]) =>
      grants.flatMap((one) => openJws(one, repository.receiptKeys, SubstitutionHeader, SubstitutionStatement) ?? []);
    expect(read(session.grants).filter((one) => new Date(one.until) > now)).toEqual([]);
    await appoint({ until: later(40 * dayMs) });
    const renewed = (await (await knock(repository.url, device, '/v1/session')).json()) as { grants: string[] };
    const statement = read(renewed.grants).find((one) => new Date(one.until) > now);
    expect(statement).toMatchObject({
      ...{ personId: 'sara', cuil: cuilOf.sara, standsFor: 'dora', name: 'Persona dora', officeId },
      ...{ resolution: 'Res. ficticia 1/26', offlineUntil: later(14 * dayMs), cnf: { jkt: device.jkt } },
    });
    const secret = await ready(['dora'], [], 5);
    const seen = async () => {
      const { nonce } = await offerOf(repository.url);
      const desk = { device, token: renewed.grants[0]!, nonce };
      const page = await sendWith(repository.url, desk, 'GET', `/v1/feed?office=${officeId}&limit=500`);
      const { events } = FeedPage.parse(await page.json());
      return events.some((event) => event.kind === 'proposal' && event.proposal.actId === secret.actId);
    };
    expect(await seen()).toBe(true);
    await end();
    now = new Date(now.getTime() + 1000);
    expect(await seen()).toBe(false);
  });

  const behindOffice = async () => {
    const inside = repositoryFolder();
    const office = await startOfficeRepository(inside.dir, repository, { accessKeys, clock: () => now });
    onTestFinished(async () => {
      await office.close();
      inside.remove();
    });
    return office;
  };

  async function deskAt({ url }: { readonly url: string }) {
    const code = await order({ kind: 'code', personId: 'sara' });
    const device = await makeDevice();
    const { grants } = await enrolByCode(url, device, 'sara', code.kind === 'code' ? code.code : '');
    const read = feedReader({ device, token: grants[0]! }, officeId);
    return {
      renew: () => knock(url, device, '/v1/session'),
      news: (...acts: readonly { readonly actId: string }[]) => read(url, ...acts),
    };
  }

  it.each(['the central repository', 'one inside the office'])(
    'brings her once, by %s, what was put for his eyes alone before she was appointed',
    async (where) => {
      const at = where === 'one inside the office' ? await behindOffice() : repository;
      const own = await ready(['dora'], [], 4);
      const joint = await ready(['juan', 'dora'], [juan, sara], 5);
      expect((await joint.sign(1, { personId: 'juan' })).code).toBe('yes');
      const back = await ready(['dora'], [], 5);
      const given = { actId: back.actId, documentSha256: sha256Of(back.files[0]!), remark: 'No.', returnedBy: 'Dora' };
      const open = await ready(['dora'], [], 1);
      const others = await ready(['juan'], [], 5);
      const acts = [own, joint, back, open, others];
      /** Until that repository has them. */
      const come = (given: readonly { readonly actId: string }[]) =>
        vi.waitFor(async () => {
          const feed = await (await send(at, 'GET', `/v1/feed?office=${officeId}&limit=500`)).text();
          expect(given.filter(({ actId }) => !feed.includes(actId))).toEqual([]);
        }, 20_000);
      await come(acts);
      const desk = await deskAt(at);
      expect(await desk.news(...acts)).toEqual(['proposal 3']);
      expect((await send(at, 'PUT', `/v1/acts/${back.actId}/return`, { ...given, returnedAt: later(0) })).ok).toBe(
        true,
      );
      await appoint({ from: later(hourMs) });
      await desk.renew();
      expect(await desk.news(...acts)).toEqual([]);
      now = new Date(now.getTime() + hourMs);
      expect((await desk.news(...acts)).toSorted()).toEqual(['partlySigned 1', 'proposal 0', 'proposal 1']);
      expect(await desk.news(...acts)).toEqual([]);
      await end();
      now = new Date(now.getTime() + 1000);
      await desk.renew();
      const late = await ready(['dora'], [], 4);
      await come([late]);
      expect(await desk.news(...acts, late)).toEqual([]);
      await appoint();
      await desk.renew();
      expect(await desk.news(late)).toEqual(['proposal 0']);
      await end();
    },
  );

  it('is taken on by a repository inside the office, and judged by the central one', async () => {
    const office = await behindOffice();
    /** What is told of an act behind the office once the central repository has spoken of it. */
    const spoken = async () => {
      const { actId, sign, files } = await ready(['dora', 'juan'], [sara, juan]);
      await vi.waitFor(async () => {
        const feed = await send(office, 'GET', `/v1/feed?office=${officeId}&limit=500`);
        expect(await feed.text()).toContain(actId);
      }, 20_000);
      await send(office, 'PUT', `/v1/blobs/${sha256Of(files[1]!)}`, files[1]);
      expect((await sign(1, { standsFor: 'dora' }, office)).code).toBe('yes');
      return vi.waitFor(async () => {
        const said = (await told(actId, '2026-11-28', office)).filter((event) =>
          ['partlySigned', 'halfRefused'].includes(event.kind),
        );
        expect(said).toHaveLength(1);
        return said[0];
      }, 20_000);
    };
    await appoint();
    const substitute = { personId: 'sara', name: 'Persona sara' };
    expect(await spoken()).toMatchObject({ kind: 'partlySigned', substitute });
    await end();
    now = new Date(now.getTime() + hourMs);
    expect(await spoken()).toMatchObject({ kind: 'halfRefused', problem: 'substitution-refused' });
  });

  it('lists appointments for those who know that wording', async () => {
    await appoint();
    const list = async (version: string) => {
      const headers = { authorization: `Bearer ${itKey}`, 'fojas-version': version };
      const answer = await send(repository, 'POST', '/v1/people', { kind: 'list' }, headers);
      const listing = PeopleAnswer.parse(await answer.json());
      return listing.kind === 'listing' ? listing.listing.people.find((one) => one.personId === 'sara') : undefined;
    };
    const entry = { standsFor: 'dora', name: 'Persona dora', resolution: 'Res. ficticia 1/26' };
    expect((await list('2026-11-28'))?.standsFor?.at(-1)).toMatchObject(entry);
    expect(await list('2026-11-27')).not.toHaveProperty('standsFor');
  });
});

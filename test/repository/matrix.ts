/** The permission matrix over HTTP: every address and every degree of confidentiality, by every role, with a grant in force and without. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Role } from '../../src/contract/config.ts';
import { PeopleAnswer, type PeopleOrder, type PersonGrant } from '../../src/contract/people.ts';
import { matrix, maySee, mightEver, openUpTo } from '../../src/contract/permissions.ts';
import { DraftVersion } from '../../src/contract/wire-drafts.ts';
import { FeedPage, Problem } from '../../src/contract/wire.ts';
import type { PeopleBook } from '../../src/repository/people/book.ts';
import { atConsole, carryOut } from '../../src/repository/people/orders.ts';
import { routeRights } from '../../src/repository/route-rights.ts';
import { type TestDevice, enrolByCode, makeDevice, offerOf, sendWith } from '../helpers/device.ts';
import {
  type SignedAct,
  type TestRepository,
  makeCase,
  makeSignedAct,
  makeTestSigner,
  register,
  send,
  sendUpToRegistration,
  testOffice,
} from '../helpers/repository.ts';

/** An engine with a folder: its register for the console, and the repository over it. */
export interface MatrixEngine {
  console<T>(work: (book: PeopleBook) => Promise<T>): Promise<T>;
  start(clock: () => Date): Promise<TestRepository>;
  stop(): Promise<void>;
}

const conditions = ['valid', 'uncleared', 'elsewhere', 'expired', 'revoked', 'nobody'] as const;
type Condition = (typeof conditions)[number];
type Enrolled = Exclude<Condition, 'nobody'>;

interface Desk {
  readonly device: TestDevice;
  readonly token: string;
  readonly nonce: string;
}

const { officeId } = testOffice;
const elsewhere = 'otra';
const hourMs = 3_600_000;
const forever = '2099-01-01T00:00:00.000Z';
const personOf = (role: Role, condition: Enrolled): string => `${role} ${condition}`;
/** Reserved, and in nobody's name: what clerks see only where they are named. */
const reserved = 3;

export function permissionMatrix(name: string, open: () => Promise<MatrixEngine>): void {
  describe(`the permission matrix over HTTP: ${name}`, () => {
    let now = new Date();
    let engine: MatrixEngine;
    let repository: TestRepository;
    const desks = new Map<string, Desk>();
    let act: SignedAct;
    let draft: DraftVersion;
    const seen: { readonly act: SignedAct; readonly level: number; readonly whom: Condition | null }[] = [];

    const grantFor = (role: Role, condition: Enrolled): PersonGrant => ({
      officeId: condition === 'elsewhere' ? elsewhere : officeId,
      ...{ roles: [role], clearance: condition === 'uncleared' ? 0 : 5, validator: false },
      until: condition === 'expired' ? new Date(now.getTime() + hourMs).toISOString() : forever,
    });

    async function enrol(personId: string, code: string): Promise<Desk> {
      const device = await makeDevice();
      const session = await enrolByCode(repository.url, device, personId, code);
      return { device, token: session.grants[0]!, nonce: session.nonce };
    }

    async function people(): Promise<void> {
      const rooms = (book: PeopleBook) => ({ book, clock: () => now });
      const enrolled = conditions.filter((one): one is Enrolled => one !== 'nobody');
      const all = Role.options.flatMap((role) => enrolled.map((condition) => ({ role, condition })));
      const codes = await engine.console(async (book) => {
        const order = (given: PeopleOrder) => carryOut(rooms(book), given, atConsole);
        for (const id of [officeId, elsewhere]) await order({ kind: 'office', office: { officeId: id, name: id } });
        await order({
          kind: 'import',
          rows: all.map(({ role, condition }) => {
            const personId = personOf(role, condition);
            return { ...{ personId, name: personId, cuil: null, login: null }, grant: grantFor(role, condition) };
          }),
        });
        const given = [];
        for (const { role, condition } of all) {
          const answer = PeopleAnswer.parse(await order({ kind: 'code', personId: personOf(role, condition) }));
          given.push(answer.kind === 'code' ? answer.code : '');
        }
        return given;
      });
      repository = await engine.start(() => now);
      for (const [nth, { role, condition }] of all.entries())
        desks.set(personOf(role, condition), await enrol(personOf(role, condition), codes[nth]!));
      const admin = desks.get(personOf('itAdmin', 'valid'))!;
      for (const role of Role.options) {
        const { jkt } = desks.get(personOf(role, 'revoked'))!.device;
        const answer = await sendWith(repository.url, admin, 'POST', '/v1/people', {
          ...{ kind: 'revokeDevice', jkt, reason: 'perdida' },
        });
        expect(answer.status).toBe(200);
      }
      // The day of those whose grant was for an hour has come.
      now = new Date(now.getTime() + 2 * hourMs);
      const { nonce } = await offerOf(repository.url);
      for (const [who, desk] of desks) desks.set(who, { ...desk, nonce });
    }

    async function things(): Promise<void> {
      const signer = makeTestSigner();
      act = await makeSignedAct(signer, { record: makeCase({ confidentialityLevel: reserved }) });
      await sendUpToRegistration(repository, act);
      expect((await register(repository, act)).status).toBe(201);
      const { caseId } = act.record;
      draft = DraftVersion.parse({
        ...{ draftId: randomUUID(), versionId: randomUUID(), caseId, officeId, parents: [], deviceId: 'pc-1' },
        text: {
          ...{ format: 1, actType: 'providencia', title: 'Providencia', archived: false },
          paragraphs: [{ id: 'p0', text: 'Por recibido.' }],
        },
        ...{ author: { personId: 'ana', name: 'Ana' }, savedAt: new Date().toISOString() },
      });
      const put = await send(repository, 'PUT', `/v1/drafts/${draft.draftId}`, draft, { 'if-none-match': '*' });
      expect(put.status).toBe(201);
      const naming = (condition: 'valid' | 'uncleared') =>
        Role.options.map((role) => ({ ...named(personOf(role, condition)), capacity: 'x', cuil: null }));
      const named = (personId: string) => ({ personId, name: personId });
      const record = makeCase({ confidentialityLevel: 0 });
      await send(repository, 'PUT', `/v1/cases/${record.caseId}`, record);
      for (const level of [0, 1, 2, 3, 4, 5])
        for (const whom of ['valid', 'uncleared', null] as const) {
          const one = await makeSignedAct(signer, { record });
          const others = [{ ...named('otra'), capacity: 'x', cuil: null }];
          Object.assign(one.proposal, { confidentialityLevel: level, signers: whom === null ? others : naming(whom) });
          await send(repository, 'PUT', `/v1/blobs/${one.proposal.documentSha256}`, one.document);
          const sent = await send(repository, 'PUT', `/v1/acts/${one.proposal.actId}/proposal`, one.proposal);
          expect(sent.status).toBe(201);
          seen.push({ act: one, level, whom });
        }
    }

    beforeAll(async () => {
      engine = await open();
      await people();
      await things();
    }, 120_000);
    afterAll(() => engine?.stop());

    /** An address of the table, with things that are there and are reserved. */
    const addressOf = (url: string): string =>
      url
        .replace(':caseId', act.record.caseId)
        .replace(':actId', act.request.actId)
        .replace(':sha256', act.request.sha256)
        .replace(':draftId', draft.draftId)
        .replace(':versionId', draft.versionId)
        .replace(':n', '1')
        .replace(/:\w+/g, () => randomUUID());

    async function ask(role: Role, condition: Condition, method: string, at: string) {
      const body = ['GET', 'HEAD'].includes(method) ? undefined : {};
      const desk = condition === 'nobody' ? null : desks.get(personOf(role, condition))!;
      const response = desk
        ? await sendWith(repository.url, desk, method, at, body)
        : await fetch(`${repository.url}${at}`, { method });
      const text = await response.text();
      const problem = response.ok || method === 'HEAD' ? null : Problem.parse(JSON.parse(text)).type;
      return { status: response.status, code: problem?.replace('urn:fojas:problem:', '') ?? null };
    }

    it.each(Role.options)(
      'every address, by %s',
      async (role) => {
        for (const [address, right] of Object.entries(routeRights)) {
          const [method = '', url = ''] = address.split(' ');
          const at = addressOf(url);
          const answers = await Promise.all(conditions.map((condition) => ask(role, condition, method, at)));
          const said = Object.fromEntries(conditions.map((condition, nth) => [condition, answers[nth]!]));
          const told = `${role}: ${address}: ${JSON.stringify(said)}`;
          const { valid, uncleared, expired, revoked, nobody } = said as Record<Condition, (typeof answers)[number]>;
          const other = said['elsewhere']!;
          expect(nobody.status, told).toBe(401);
          expect(expired, told).toEqual({ status: 403, code: method === 'HEAD' ? null : 'grant-ended' });
          expect(revoked, told).toEqual({ status: 403, code: method === 'HEAD' ? null : 'device-revoked' });
          const may = right === 'everybody' || (right !== 'office' && mightEver(role, right));
          for (const one of [valid, uncleared, other]) {
            // What is allowed fails on what was sent, if at all; what is not, before that was looked at.
            if (may) expect([one.status === 401, one.status >= 500], told).toEqual([false, false]);
            else expect(one.status, told).toBe(403);
          }
          const isGiven = right === 'everybody' || (right !== 'office' && matrix[right][role] === 'yes');
          if (isGiven) expect(valid.code, told).not.toBe('forbidden');
          const isOfAThing = /:(caseId|actId|sha256|draftId)/.test(url);
          // Nothing of a reserved thing comes out, whatever the role: neither to another office nor without clearance.
          if (isOfAThing) {
            expect(other.status, told).toBeGreaterThanOrEqual(400);
            if (/:(actId|sha256)/.test(url)) expect(uncleared.status, told).toBeGreaterThanOrEqual(400);
          }
          if (isOfAThing && method === 'GET' && openUpTo(role) >= reserved) expect(valid.status, told).toBe(200);
        }
      },
      60_000,
    );

    it.each(Role.options)(
      'every degree of confidentiality, read by %s',
      async (role) => {
        for (const condition of ['valid', 'uncleared', 'elsewhere'] as const) {
          const desk = desks.get(personOf(role, condition))!;
          const get = (path: string) => sendWith(repository.url, desk, 'GET', path);
          const own = condition === 'elsewhere' ? elsewhere : officeId;
          const feed = await get(`/v1/feed?office=${own}&limit=500`);
          const page = feed.ok ? FeedPage.parse(await feed.json()) : { events: [] };
          const told = new Set(page.events.map((event) => (event.kind === 'proposal' ? event.proposal.actId : '')));
          for (const { act: one, level, whom } of seen) {
            const named = whom === condition;
            const { actId, documentSha256 } = one.proposal;
            const subject = { assigned: named, designated: named, actType: 'providencia' };
            const cleared = condition !== 'elsewhere' && level <= (condition === 'valid' ? 5 : 0);
            const reads = cleared && maySee({ role }, level, subject);
            const what = `${role} ${condition}, level ${level}, ${named ? 'named' : 'not named'}`;
            const file = await get(`/v1/blobs/${documentSha256}`);
            await file.body?.cancel();
            expect(file.status === 200, `file: ${what}`).toBe(reads);
            // The line of what is open stands in an index that auditors and IT may look at; what it says does not.
            const line = condition !== 'elsewhere' && level <= 1 && mightEver(role, 'seeIndex');
            expect(told.has(actId), `line: ${what}`).toBe(reads || line);
          }
        }
      },
      60_000,
    );
  });
}

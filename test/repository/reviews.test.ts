/** What is said of drafts, at the repository: in whatever order it is sent, by whatever role. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { move } from '../../src/casework/acts/moves.ts';
import { standingOf } from '../../src/casework/acts/review.ts';
import { Role } from '../../src/contract/config.ts';
import { mightEver } from '../../src/contract/permissions.ts';
import { CaseEntry } from '../../src/contract/wire-entries.ts';
import { FeedPage, Problem } from '../../src/contract/wire.ts';
import { objectionTo } from '../../src/repository/entries/rules.ts';
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
const folder = repositoryFolder();
const keyOf = (role: Role): string => `key of a person: ${role}`;
const by = (role: string) => ({ personId: `p-${role}`, name: `Persona ${role}` });
let repository: TestRepository;

beforeAll(async () => {
  const holders = Role.options.map((role) => ({
    ...{ key: keyOf(role), officeId },
    holder: { ...by(role), roles: [role], validator: false },
  }));
  repository = await startRepository(folder.dir, { accessKeys: [{ key: accessKey, officeId }, ...holders] });
});
afterAll(async () => {
  await repository.close();
  folder.remove();
});

const as = (role: Role, method: string, path: string, body?: unknown) =>
  send(repository, method, path, body, { authorization: `Bearer ${keyOf(role)}` });
const codeOf = async (response: Response): Promise<string> => {
  if (!response.ok) return Problem.parse(await response.json()).type.replace('urn:fojas:problem:', '');
  await response.body?.cancel();
  return 'ok';
};

async function draftIn(actType = 'auto') {
  const record = makeCase();
  await send(repository, 'PUT', `/v1/cases/${record.caseId}`, record);
  const [draftId, versionId] = [randomUUID(), randomUUID()];
  const text = { format: 1, actType, title: 'x', paragraphs: [{ id: 'a', text: 'x' }], archived: false };
  const version = {
    ...{ draftId, versionId, caseId: record.caseId, officeId, text, parents: [], author: by('clerk') },
    ...{ deviceId: 'pc', savedAt: '2026-11-22T09:00:00Z' },
  };
  const put = await send(repository, 'PUT', `/v1/drafts/${draftId}`, version, { 'if-none-match': '*' });
  expect(put.status).toBe(201);
  return { record, draftId, versionId };
}
type Drafted = Awaited<ReturnType<typeof draftIn>>;

const withoutText: ReadonlySet<unknown> = new Set(['remarkResolved', 'reviewRecalled']);
let seconds = 0;
function entry({ record, draftId, versionId }: Drafted, role: string, part: object) {
  const at = new Date(Date.UTC(2026, 10, 22, 9, 0, (seconds += 1))).toISOString();
  return {
    ...{ entryId: randomUUID(), caseId: record.caseId, officeId, by: by(role), deviceId: 'pc', at, draftId },
    ...('kind' in part && !withoutText.has(part.kind) ? { versionId } : {}),
    ...part,
  };
}
const note = async (role: Role, given: ReturnType<typeof entry>) =>
  codeOf(await as(role, 'PUT', `/v1/cases/${given.caseId}/entries/${given.entryId}`, given));
const remark = (remarkId: string) => ({ remarkId, paragraphId: 'a', from: 0, to: 1, quote: 'x', text: 'No.' });
const asked = (round = 1) => ({ kind: 'reviewAsked', round });
const returned = (round = 1, remarkId = 'r1') => ({ kind: 'reviewReturned', round, remarks: [remark(remarkId)] });
const recalled = (round = 1) => ({ kind: 'reviewRecalled', round });
const resolved = (remarkId = 'r1') => ({ kind: 'remarkResolved', remarkId });

describe('a review at the repository', () => {
  it('is noted by whom the matrix lets, in the person’s own name', async () => {
    const draft = await draftIn();
    const may: Record<string, string> = { magistrate: 'ok', secretary: 'ok', clerk: 'ok', auxiliary: 'forbidden' };
    for (const role of Role.options) {
      const wanted = may[role] ?? 'forbidden';
      expect([role, await note(role, entry(draft, role, asked()))]).toEqual([role, wanted]);
      const judges = role === 'magistrate' || role === 'secretary' ? 'ok' : 'forbidden';
      expect([role, await note(role, entry(draft, role, returned()))]).toEqual([role, judges]);
      expect([role, await note(role, entry(draft, role, resolved()))]).toEqual([role, wanted]);
    }
    expect(await note('clerk', entry(draft, 'secretary', asked()))).toBe('forbidden');
    // What comes in at the counter is the counter's to send.
    expect(await note('auxiliary', entry(await draftIn('denuncia'), 'auxiliary', asked()))).toBe('ok');
  });

  it('waits for its draft and its round, leaves out no round, and answers no remark that nobody made', async () => {
    const draft = await draftIn();
    expect(await note('clerk', entry({ ...draft, draftId: randomUUID() }, 'clerk', asked()))).toBe('act-unknown');
    expect(await note('clerk', entry(draft, 'clerk', asked(2)))).toBe('act-state');
    expect(await note('secretary', entry(draft, 'secretary', returned()))).toBe('act-unknown');
    expect(await note('clerk', entry(draft, 'clerk', asked()))).toBe('ok');
    expect(await note('clerk', entry(draft, 'clerk', resolved('nobody')))).toBe('act-unknown');
    const given = entry(draft, 'secretary', returned());
    expect([await note('secretary', given), await note('secretary', given)]).toEqual(['ok', 'ok']);
    const another = await draftIn();
    expect(await note('clerk', { ...entry(draft, 'clerk', asked(2)), caseId: another.record.caseId })).toBe(
      'act-unknown',
    );
  });

  it('is taken back by whoever sent it, and by nobody else', async () => {
    const draft = await draftIn();
    expect(await note('clerk', entry(draft, 'clerk', recalled()))).toBe('act-unknown');
    expect(await note('clerk', entry(draft, 'clerk', asked()))).toBe('ok');
    expect(await note('secretary', entry(draft, 'secretary', recalled()))).toBe('act-state');
    for (const role of ['auxiliary', 'itAdmin', 'auditor'] as const)
      expect(await note(role, entry(draft, role, recalled()))).toBe('forbidden');
    expect(await note('clerk', entry(draft, 'clerk', recalled()))).toBe('ok');
    expect(await note('clerk', entry(draft, 'clerk', asked(2)))).toBe('ok');
  });

  it('is told to those who draft, and to nobody else', async () => {
    const draft = await draftIn();
    expect(await note('clerk', entry(draft, 'clerk', asked()))).toBe('ok');
    for (const role of Role.options) {
      const answer = await as(role, 'GET', `/v1/feed?office=${officeId}&limit=500`);
      if (!answer.ok) {
        await answer.body?.cancel();
        expect(mightEver(role, 'seeIndex'), role).toBe(false);
        continue;
      }
      const page = FeedPage.parse(await answer.json());
      const told = page.events.some(
        (one) => one.kind === 'entry' && 'draftId' in one.entry && one.entry.draftId === draft.draftId,
      );
      expect([role, told]).toEqual([role, mightEver(role, 'draft')]);
    }
  });

  it('binds what was frozen to the act that was proposed, and to no other bytes', async () => {
    const draft = await draftIn();
    const act: SignedAct = await makeSignedAct(makeTestSigner(), { record: draft.record });
    const { actId, documentSha256 } = act.proposal;
    const frozen = { kind: 'frozen', actId, documentSha256, round: 0 };
    expect(await note('clerk', entry(draft, 'clerk', frozen))).toBe('act-unknown');
    await send(repository, 'PUT', `/v1/blobs/${documentSha256}`, act.document);
    expect((await send(repository, 'PUT', `/v1/acts/${actId}/proposal`, act.proposal)).status).toBe(201);
    expect(await note('clerk', entry(draft, 'clerk', { ...frozen, documentSha256: 'a'.repeat(64) }))).toBe(
      'not-what-was-shown',
    );
    expect(await note('clerk', entry(draft, 'clerk', frozen))).toBe('ok');
  });
});

describe('any sequence of what is said of a draft', () => {
  const draft = {
    record: { caseId: randomUUID() },
    draftId: randomUUID(),
    versionId: randomUUID(),
  } as unknown as Drafted;
  const actId = randomUUID();
  const part = fc.oneof(
    fc.integer({ min: 1, max: 4 }).map(asked),
    fc.tuple(fc.integer({ min: 1, max: 4 }), fc.constantFrom('r1', 'r2')).map(([round, id]) => returned(round, id)),
    fc.integer({ min: 1, max: 4 }).map(recalled),
    fc.constantFrom('r1', 'r2', 'r3').map(resolved),
    fc.integer({ min: 0, max: 4 }).map((round) => ({ kind: 'frozen', actId, documentSha256: 'b'.repeat(64), round })),
  );

  it('leads to one standing whatever the order in which it arrives, by legal moves only', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (parts, random) => {
        const kept: CaseEntry[] = [];
        let state: ReturnType<typeof standingOf>['state'] = 'draft';
        for (const one of parts) {
          const given = CaseEntry.parse(entry(draft, 'clerk', one));
          const act = {
            caseId: given.caseId,
            proposal: { documentSha256: 'b'.repeat(64) },
            state: 'toSign',
            signed: [],
            withdrawn: false,
          };
          if (objectionTo(given, act as never, kept) !== null) continue;
          kept.push(given);
          const next = standingOf(kept, () => 'toSign').state;
          if (next !== state) {
            // What was said late, of an earlier round, moves nothing back; a step may be several moves.
            const first = state === 'returned' ? move('returned', { kind: 'reopen' }).state : state;
            const way = {
              draft: 'recall',
              inReview: 'sendToReview',
              returned: 'returnWithRemark',
              toSign: 'freezeToSign',
            } as const;
            const step = way[next];
            // A new round after the act was frozen means that the act had come back.
            const again = state === 'toSign' && next === 'inReview';
            // What was answered late, of a round that was taken back, stays answered.
            const from = again ? 'draft' : state === 'draft' && next === 'returned' ? 'inReview' : first;
            expect(move(from, { kind: step })).toMatchObject({ ok: true, state: next });
          }
          state = next;
        }
        const shuffled = kept
          .map((one) => ({ one, key: random.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        const [straight, mixed] = [standingOf(kept, () => null), standingOf(shuffled, () => null)];
        expect({ ...mixed, returns: new Set(mixed.returns), resolved: [...mixed.resolved.keys()].sort() }).toEqual({
          ...straight,
          returns: new Set(straight.returns),
          resolved: [...straight.resolved.keys()].sort(),
        });
      }),
      { numRuns: 1000 },
    );
  });
});

/** Any sequence of wishes about acts, by any role: no act reaches a state that its moves do not lead to, nobody does what is forbidden. */
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ActMove, move } from '../../src/casework/acts/moves.ts';
import { mayCall } from '../../src/contract/call-rights.ts';
import type { CallName } from '../../src/contract/calls.ts';
import type { ActState } from '../../src/contract/acts.ts';
import { Role } from '../../src/contract/config.ts';
import { mightEver } from '../../src/contract/permissions.ts';
import { openTestOffice } from '../helpers/office.ts';
import { createWorld } from './world.ts';

const moves: readonly ActMove[] = [
  ...(['sendToReview', 'recall', 'returnWithRemark', 'reopen', 'freezeToSign', 'queue', 'register'] as const).map(
    (kind) => ({
      kind,
    }),
  ),
  ...(['refuseRegistration', 'notify', 'withdraw', 'supersede', 'seal', 'fallBackToPaper'] as const).map((kind) => ({
    kind,
  })),
  { kind: 'sign', signed: 1, needed: 2 },
  { kind: 'sign', signed: 2, needed: 2 },
];
const frozen: readonly ActState[] = ['signed', 'queued', 'registered', 'notified', 'superseded', 'sealed'];

describe('the life of an act', () => {
  it('never leads from a whole signature back to a text that can be changed, nor out of an end', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...moves), { maxLength: 40 }), (sequence) => {
        let state: ActState = 'draft';
        let wasSigned = false;
        for (const by of sequence) {
          const result = move(state, by);
          if (!result.ok) expect(result.state).toBe(state);
          if (['withdrawn', 'superseded', 'sealed'].includes(state)) expect(result.ok).toBe(false);
          if (result.ok && by.kind === 'register') expect(['queued', 'contingencyPaper']).toContain(state);
          if (result.ok && by.kind === 'notify') expect(['registered', 'notified']).toContain(state);
          if (result.ok && by.kind === 'withdraw') expect(['draft', 'inReview', 'returned', 'toSign']).toContain(state);
          state = result.state;
          wasSigned ||= state === 'signed';
          if (wasSigned) expect([...frozen, 'rejectedByRegistry']).toContain(state);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a desk', () => {
  it('does for no role what the matrix forbids, in whatever order it is asked', async () => {
    const world = await createWorld({ acts: 2 });
    await world.office.close();
    const [one, two] = world.acts as [(typeof world.acts)[number], (typeof world.acts)[number]];
    const about = ({ actId, documentSha256 }: typeof one) => ({ actId, documentSha256 });
    const wishes: readonly (readonly [CallName, (act: typeof one) => unknown, Parameters<typeof mightEver>[1]])[] = [
      ['acts.vouch', about, 'vouch'],
      ['acts.withdraw', (act) => ({ ...about(act), reason: 'x' }), 'withdraw'],
      ['acts.return', (act) => ({ ...about(act), remark: 'x' }), 'returnActs'],
      ['acts.notify', ({ actId }) => ({ actId, addressee: 'x', means: 'inPerson' }), 'notify'],
      ['acts.setAddressees', ({ actId }) => ({ actId, addressees: [] }), 'notify'],
      ['acts.setLevel', ({ actId }) => ({ actId, level: 0, reason: 'x' }), 'setFlags'],
      ['acts.seal', ({ actId }) => ({ actId, reason: 'x' }), 'setConfidentiality'],
      ['acts.read', ({ actId }) => ({ actId }), 'seeOpen'],
      ['cases.read', ({ caseId }) => ({ caseId }), 'seeOpen'],
      ['acts.label', ({ actId }) => ({ actId, label: 'feria', on: true }), 'setFlags'],
      ['acts.setDue', ({ actId }) => ({ actId, dueAt: null }), 'setFlags'],
      ['acts.changes', ({ actId }) => ({ actId }), 'seeOpen'],
      ['acts.setAside', ({ actId }) => ({ actId }), 'returnActs'],
      ['drafts.remake', ({ actId }) => ({ actId }), 'draft'],
      ['drafts.beginCorrection', ({ actId }) => ({ actId, how: 'replaces' }), 'draft'],
      ['review.read', ({ actId }) => ({ draftId: actId }), 'draft'],
      ['review.ask', ({ actId }) => ({ draftId: actId, versionId: actId }), 'sendToReview'],
      ['review.recall', ({ actId }) => ({ draftId: actId }), 'sendToReview'],
      ['review.giveBack', ({ actId }) => ({ draftId: actId, versionId: actId, remarks: [] }), 'returnActs'],
      ['review.resolve', ({ actId }) => ({ draftId: actId, remarkId: 'r' }), 'draft'],
      ['drafts.history', ({ actId }) => ({ draftId: actId }), 'draft'],
    ];
    const legal: readonly ActState[] = ['toSign', 'withdrawn', 'returned'];
    for (const role of Role.options) {
      const person = { ...world.config.person, role, personId: `p-${role}`, name: role };
      const office = await openTestOffice({ config: { ...world.config, person } });
      onTestFinished(() => office.close());
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.constantFrom(...wishes), fc.constantFrom(one, two)), { minLength: 1, maxLength: 6 }),
          async (sequence) => {
            for (const [[name, input, action], act] of sequence) {
              const answer = await office.office.handlers[name](input(act) as never);
              if (!mightEver(role, action))
                expect([name, answer]).toMatchObject([name, { ok: false, failure: { kind: 'notAllowed' } }]);
              expect(mayCall(role, name), name).toBe(mightEver(role, action));
              if (!mayCall(role, 'acts.read')) continue;
              const row = await office.office.handlers['acts.read']({ actId: act.actId } as never);
              if (row.ok) expect(legal).toContain(row.value.state);
            }
          },
        ),
        { numRuns: 12 },
      );
      await office.close();
    }
  });
});

import { describe, expect, it } from 'vitest';
import { type ActMove, mayMove, move } from '../../src/casework/acts/moves.ts';
import { ActState } from '../../src/contract/acts.ts';

const moves: ActMove[] = [
  { kind: 'sendToReview' },
  { kind: 'recall' },
  { kind: 'returnWithRemark' },
  { kind: 'reopen' },
  { kind: 'freezeToSign' },
  { kind: 'sign', signed: 1, needed: 1 },
  { kind: 'queue' },
  { kind: 'register' },
  { kind: 'refuseRegistration' },
  { kind: 'remakeElsewhere' },
  { kind: 'notify' },
  { kind: 'withdraw' },
  { kind: 'supersede' },
  { kind: 'seal' },
  { kind: 'fallBackToPaper' },
];

// The whole table, written out by hand: what is not here is illegal.
const legal: Record<ActState, Partial<Record<ActMove['kind'], ActState>>> = {
  draft: {
    sendToReview: 'inReview',
    freezeToSign: 'toSign',
    withdraw: 'withdrawn',
    fallBackToPaper: 'contingencyPaper',
  },
  inReview: { recall: 'draft', returnWithRemark: 'returned', freezeToSign: 'toSign', withdraw: 'withdrawn' },
  returned: { reopen: 'draft', withdraw: 'withdrawn' },
  toSign: {
    sign: 'signed',
    returnWithRemark: 'returned',
    withdraw: 'withdrawn',
    fallBackToPaper: 'contingencyPaper',
    remakeElsewhere: 'rejectedByRegistry',
  },
  partiallySigned: { returnWithRemark: 'returned', sign: 'signed', remakeElsewhere: 'rejectedByRegistry' },
  signed: { queue: 'queued', remakeElsewhere: 'rejectedByRegistry' },
  queued: { register: 'registered', refuseRegistration: 'rejectedByRegistry' },
  registered: { notify: 'notified', supersede: 'superseded', seal: 'sealed' },
  notified: { notify: 'notified', supersede: 'superseded', seal: 'sealed' },
  contingencyPaper: { register: 'registered' },
  rejectedByRegistry: { supersede: 'superseded' },
  withdrawn: {},
  superseded: {},
  sealed: {},
};

describe('the moves of an act', () => {
  it.each(ActState.options)('from %s: every move is legal or refused as the table says', (state) => {
    for (const by of moves) {
      const next = legal[state][by.kind];
      const expected = next === undefined ? { ok: false, state, move: by.kind } : { ok: true, state: next };
      expect(move(state, by), `${state} by ${by.kind}`).toEqual(expected);
      expect(mayMove(state, by)).toBe(next !== undefined);
    }
  });

  it('are all reachable from a draft', () => {
    const reached = new Set<ActState>(['draft']);
    for (const state of reached) {
      for (const by of [...moves, { kind: 'sign', signed: 1, needed: 2 } as const]) {
        const result = move(state, by);
        if (result.ok) reached.add(result.state);
      }
    }
    expect([...reached].sort()).toEqual([...ActState.options].sort());
  });

  it('count the signatures: the last one makes it signed, none can be too many', () => {
    const sign = (signed: number, needed: number): ActMove => ({ kind: 'sign', signed, needed });
    expect(move('toSign', sign(1, 3))).toEqual({ ok: true, state: 'partiallySigned' });
    expect(move('partiallySigned', sign(2, 3))).toEqual({ ok: true, state: 'partiallySigned' });
    expect(move('partiallySigned', sign(3, 3))).toEqual({ ok: true, state: 'signed' });
    expect(move('partiallySigned', sign(4, 3)).ok).toBe(false);
    expect(move('toSign', sign(0, 1)).ok).toBe(false);
  });

  it('never undo a signature', () => {
    // Of several signatures, those before the last may come to nothing: the act goes back, and what was signed stays as history.
    for (const kind of ['withdraw', 'reopen', 'sendToReview'] as const)
      expect(mayMove('partiallySigned', { kind })).toBe(false);
    for (const state of ['signed', 'queued', 'registered', 'notified'] as const) {
      for (const kind of ['withdraw', 'reopen', 'returnWithRemark', 'sendToReview'] as const) {
        expect(mayMove(state, { kind }), `${state} by ${kind}`).toBe(false);
      }
    }
  });

  it('throw on a state that nobody knows', () => {
    expect(() => move('dreaming' as never, { kind: 'sign', signed: 1, needed: 1 })).toThrow(/unhandled act state/);
  });
});

import type { ActState } from '../../contract/acts.ts';
import { assertNever } from '../../contract/ids.ts';

/** Everything that can be done to an act. Pure: no clock, no rows; whoever asks says what the guards need. */
export type ActMove =
  | { readonly kind: 'sendToReview' }
  /** Whoever sent it takes it back before a colleague answered. */
  | { readonly kind: 'recall' }
  | { readonly kind: 'returnWithRemark' }
  | { readonly kind: 'reopen' }
  | { readonly kind: 'freezeToSign' }
  /** One more signature: `signed` of `needed` are there once this one is. */
  | { readonly kind: 'sign'; readonly signed: number; readonly needed: number }
  | { readonly kind: 'queue' }
  /** Only with a receipt that was verified against our own bytes (law 7). */
  | { readonly kind: 'register' }
  | { readonly kind: 'refuseRegistration' }
  /** Told of another desk: it signed the act, the registry refused that for good, and it is made anew there. */
  | { readonly kind: 'remakeElsewhere' }
  | { readonly kind: 'notify' }
  | { readonly kind: 'withdraw' }
  /** A correcting act took its place. */
  | { readonly kind: 'supersede' }
  | { readonly kind: 'seal' }
  /** The office had to work on paper: the paper's act is registered later. */
  | { readonly kind: 'fallBackToPaper' };
export type ActMoveKind = ActMove['kind'];

export type MoveResult =
  | { readonly ok: true; readonly state: ActState }
  | { readonly ok: false; readonly state: ActState; readonly move: ActMoveKind };

/** The only place that knows which moves are legal. An illegal one changes nothing and says so. */
export function move(state: ActState, by: ActMove): MoveResult {
  const next = nextState(state, by);
  return next === null ? { ok: false, state, move: by.kind } : { ok: true, state: next };
}

export function mayMove(state: ActState, by: ActMove): boolean {
  return nextState(state, by) !== null;
}

function nextState(state: ActState, by: ActMove): ActState | null {
  switch (state) {
    case 'draft':
      return fromDraft(by);
    case 'inReview':
      return fromReview(by);
    case 'returned':
      return by.kind === 'reopen' ? 'draft' : by.kind === 'withdraw' ? 'withdrawn' : null;
    case 'toSign':
      return fromToSign(by);
    case 'partiallySigned':
      // Its content is frozen: the other signers go on, or one of them gives it back; what was signed of it stays as history.
      if (by.kind === 'returnWithRemark') return 'returned';
      if (by.kind === 'remakeElsewhere') return 'rejectedByRegistry';
      return by.kind === 'sign' ? afterSignature(by.signed, by.needed) : null;
    case 'signed':
      if (by.kind === 'remakeElsewhere') return 'rejectedByRegistry';
      return by.kind === 'queue' ? 'queued' : null;
    case 'queued':
      return by.kind === 'register' ? 'registered' : by.kind === 'refuseRegistration' ? 'rejectedByRegistry' : null;
    case 'registered':
    case 'notified':
      return fromRegistered(by);
    case 'contingencyPaper':
      return by.kind === 'register' ? 'registered' : null;
    case 'rejectedByRegistry':
      return by.kind === 'supersede' ? 'superseded' : null;
    case 'withdrawn':
    case 'superseded':
    case 'sealed':
      return null;
    default:
      return assertNever(state, 'act state');
  }
}

function fromDraft(by: ActMove): ActState | null {
  if (by.kind === 'sendToReview') return 'inReview';
  if (by.kind === 'freezeToSign') return 'toSign';
  if (by.kind === 'fallBackToPaper') return 'contingencyPaper';
  return by.kind === 'withdraw' ? 'withdrawn' : null;
}

function fromReview(by: ActMove): ActState | null {
  if (by.kind === 'recall') return 'draft';
  if (by.kind === 'returnWithRemark') return 'returned';
  if (by.kind === 'freezeToSign') return 'toSign';
  return by.kind === 'withdraw' ? 'withdrawn' : null;
}

function fromToSign(by: ActMove): ActState | null {
  if (by.kind === 'sign') return afterSignature(by.signed, by.needed);
  if (by.kind === 'returnWithRemark') return 'returned';
  if (by.kind === 'fallBackToPaper') return 'contingencyPaper';
  if (by.kind === 'remakeElsewhere') return 'rejectedByRegistry';
  return by.kind === 'withdraw' ? 'withdrawn' : null;
}

function fromRegistered(by: ActMove): ActState | null {
  if (by.kind === 'notify') return 'notified';
  if (by.kind === 'supersede') return 'superseded';
  return by.kind === 'seal' ? 'sealed' : null;
}

function afterSignature(signed: number, needed: number): ActState | null {
  if (signed < 1 || signed > needed) return null;
  return signed === needed ? 'signed' : 'partiallySigned';
}

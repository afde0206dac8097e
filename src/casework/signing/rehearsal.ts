import type { RehearsalNow, RehearsalState } from '../../contract/calls.ts';
import { type Failure, type Outcome, done, failed } from '../../contract/failures.ts';
import type { CardHand } from './card-hand.ts';
import type { TokenClient } from './token-session.ts';

/**
 * A removal that is rehearsed, for a person who wants to see what happens when the token is pulled out in the middle of a batch. Where
 * the practice token is a card in software, it leaves its reader while it signs. Elsewhere the removal is staged between the office and
 * the token host: the token stays where it is, and the office is told that it is gone. All that follows is real. Practice mode only.
 */
export interface Rehearsal {
  readonly now: RehearsalNow;
  /** The next login loses its token after half of its acts; a login for one act before that one. */
  arm(): Promise<void>;
  /** The token is back, or was never to be taken. Refused where a card is out and nobody holds it any more. */
  putBack(): Promise<Outcome<null>>;
  /** The client as the office uses it. */
  around(client: TokenClient): TokenClient;
}

/** @param hand holds the practice card; null where the token is none */
export function rehearsal(onChange: (now: RehearsalNow) => void, hand: CardHand | null = null): Rehearsal {
  let state: RehearsalState = 'none';
  let how: RehearsalNow['how'] = hand ? 'card' : 'staged';
  /** Signatures until a staged removal; null while no login is open. */
  let left: number | null = null;
  let label = '';

  const set = (next: RehearsalState, by = how): void => {
    if (state === next && how === by) return;
    [state, how] = [next, by];
    onChange({ state, how });
  };
  const beforeOpening = async (half: number): Promise<void> => {
    if (how === 'card' && (await hand?.ask({ wish: 'pullOut', atSignature: half + 1 })) === true) return;
    // The card went with whoever held it between the wish and the login.
    set('armed', 'staged');
    left = half;
  };
  const staged = (client: TokenClient, name: string, input: unknown): Failure | null => {
    if (name === 'session.sign' && state === 'armed' && left !== null && left-- === 0) {
      set('out');
      void client.call('session.close', { sessionId: (input as { sessionId: never }).sessionId });
      return { kind: 'tokenRemoved', token: label };
    }
    if (state !== 'out') return null;
    if (name === 'session.sign') return { kind: 'tokenRemoved', token: label };
    return name === 'session.open' ? { kind: 'tokenAbsent', token: label } : null;
  };

  return {
    get now() {
      return { state, how };
    },
    async arm() {
      left = null;
      const inside = await hand?.ask({ wish: 'look' });
      set('armed', inside === true ? 'card' : 'staged');
    },
    async putBack() {
      left = null;
      const card = how === 'card' ? await hand?.ask({ wish: 'putBack' }) : true;
      if (card !== true) return failed({ kind: 'tokenAbsent', token: label });
      set('none');
      return done(null);
    },
    around: (client) => ({
      on: (event, listener) => client.on(event, listener),
      async call(name, input, options) {
        if (state === 'armed' && name === 'session.open') {
          await beforeOpening(Math.floor((input as Opening).digests.length / 2));
        }
        const gone = how === 'staged' ? staged(client, name, input) : null;
        if (gone) return failed(gone);
        const outcome = await client.call(name, input, options);
        if (name === 'session.sign' && !outcome.ok && state === 'armed' && how === 'card') {
          if ((await hand?.ask({ wish: 'look' })) !== true) set('out');
        }
        if (name !== 'token.list' || !outcome.ok) return outcome;
        const listing = outcome.value as unknown as Listing;
        label = listing.tokens[0]?.label ?? label;
        if (state !== 'out' || how === 'card') return outcome;
        const emptySlots = listing.emptySlots + listing.tokens.length;
        return done({ ...outcome.value, emptySlots, tokens: [] });
      },
    }),
  };
}

/** What is looked at of the calls that pass through; their types are the contract's. */
interface Opening {
  readonly digests: readonly unknown[];
}
interface Listing {
  readonly emptySlots: number;
  readonly tokens: readonly { readonly label: string }[];
}

import type { RehearsalState } from '../../contract/calls.ts';
import { done, failed } from '../../contract/failures.ts';
import type { TokenClient } from './token-session.ts';

/**
 * A removal that is staged, for a person who wants to see what happens when the token is pulled out in the middle of a batch. Between
 * the office and the token host: the token stays where it is, and the office is told that it is gone. All that follows is real.
 * Practice mode only.
 */
export interface Rehearsal {
  readonly state: RehearsalState;
  /** The next login loses its token after half of its acts; a login for one act before that one. */
  arm(): void;
  /** The token is back, or was never to be taken. */
  putBack(): void;
  /** The client as the office uses it. */
  around(client: TokenClient): TokenClient;
}

export function rehearsal(onChange: (state: RehearsalState) => void): Rehearsal {
  let state: RehearsalState = 'none';
  /** Signatures until it goes; null while no login is open. */
  let left: number | null = null;
  let label = '';

  const set = (next: RehearsalState): void => {
    if (state === next) return;
    state = next;
    onChange(next);
  };
  return {
    get state() {
      return state;
    },
    arm() {
      left = null;
      set('armed');
    },
    putBack() {
      left = null;
      set('none');
    },
    around: (client) => ({
      on: (event, listener) => client.on(event, listener),
      async call(name, input, options) {
        const gone = failed({ kind: 'tokenRemoved', token: label });
        if (name === 'session.sign' && state === 'armed' && left !== null && left-- === 0) {
          set('out');
          void client.call('session.close', { sessionId: (input as { sessionId: never }).sessionId });
          return gone;
        }
        if (state === 'out' && name === 'session.sign') return gone;
        if (state === 'out' && name === 'session.open') return failed({ kind: 'tokenAbsent', token: label });
        if (state === 'armed' && name === 'session.open') left = Math.floor((input as Opening).digests.length / 2);
        const outcome = await client.call(name, input, options);
        if (name !== 'token.list' || !outcome.ok) return outcome;
        const listing = outcome.value as unknown as Listing;
        label = listing.tokens[0]?.label ?? label;
        if (state !== 'out') return outcome;
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

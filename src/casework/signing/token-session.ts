import { type Failure, type Outcome, done, failed } from '../../contract/failures.ts';
import type { SessionId } from '../../contract/ids.ts';
import type { Client, Output } from '../../contract/rpc.ts';
import type { PinPurpose, TokenCalls, TokenEvents } from '../../contract/token.ts';
import type { PreparedAct } from './prepare.ts';
import type { Signer } from './signer.ts';

export type TokenClient = Client<TokenCalls, TokenEvents>;

/** How long a token may be silent before it is given up, in milliseconds. */
export interface TokenPatience {
  /** For whatever the person's PIN is asked for: the login, or one signature of a key that wants it each time. */
  readonly openMs: number;
  /** For the question to be withdrawn when a person stops. */
  readonly withdrawMs: number;
  /** For one signature; nobody knows after it what the token did, and nothing is repeated. */
  readonly signMs: number;
}
/** The host itself waits ten minutes for the PIN, and half a minute for somebody to ask it. */
export const usualPatience: TokenPatience = { openMs: 11 * 60_000, withdrawMs: 3000, signMs: 120_000 };

export interface TokenRooms {
  readonly token: TokenClient;
  readonly person: { readonly name: string; readonly capacity: string };
  readonly ids: () => string;
  /** The token's host hangs: lets go of it for good, and answers what a person is told. */
  readonly dropToken: () => Failure;
  readonly patience: TokenPatience;
}

/** Acts for one login, by their place in the batch. */
export type Ready = ReadonlyMap<number, PreparedAct>;

/** The token as one batch uses it: one session at a time, each for exactly the acts it was opened for. Nothing is ever tried twice. */
export interface TokenSession {
  /** Asks the person for the PIN and logs in for these acts. A driver that hangs (before, at or after the PIN) is let go. */
  open(acts: Ready): Promise<Outcome<{ readonly pinPerSignature: boolean }>>;
  sign(position: number): Promise<Outcome<Output<TokenCalls['session.sign']>>>;
  close(): void;
  /** A person stopped while being asked for the PIN: the question is withdrawn, and no try is spent. */
  withdraw(): void;
  /** So long the login may rest before the token's host ends it, in milliseconds; undefined where it does not say, or there is none. */
  readonly idleMs: number | undefined;
  /** Nothing more will be asked. */
  end(): void;
}

/** @param onEnded the login ended by itself while it rested. */
export function tokenSession(rooms: TokenRooms, signer: Signer, onEnded: (failure: Failure) => void): TokenSession {
  const { token, patience } = rooms;
  const withdrawn = Promise.withResolvers<null>();
  let timer: NodeJS.Timeout | undefined;
  let sessionId: SessionId | null = null;
  let pinPerSignature = false;
  let idleMs: number | undefined;
  token.on('session.ended', (told) => {
    if (told.sessionId === sessionId) onEnded(told.failure);
  });

  /** Whatever the token answers; null becomes what a person is told of a driver that hangs. */
  const answered = <T>(call: string, outcome: Outcome<T> | null): Outcome<T> =>
    outcome === null || hangs(outcome, call) ? failed(rooms.dropToken()) : outcome;

  return {
    async open(acts) {
      sessionId = rooms.ids() as SessionId;
      const opening = token.call(
        'session.open',
        {
          sessionId,
          tokenSerial: signer.tokenSerial,
          certificateSha256: signer.certificate.sha256,
          algorithm: signer.algorithm,
          digests: [...acts].map(([position, { pdf }]) => ({
            digestId: String(position),
            digest: Uint8Array.from(pdf.digestToSign),
          })),
          purpose: purposeOf(rooms, acts, signer),
        },
        { deadlineMs: patience.openMs },
      );
      const opened = answered('session.open', await Promise.race([opening, withdrawn.promise]));
      if (!opened.ok) return opened;
      ({ pinPerSignature, idleMs } = opened.value);
      return done({ pinPerSignature });
    },
    async sign(position) {
      if (sessionId === null) throw new Error('a signature outside a session');
      const deadlineMs = pinPerSignature ? patience.openMs : patience.signMs;
      const signing = token.call('session.sign', { sessionId, digestId: String(position) }, { deadlineMs });
      return answered('session.sign', await Promise.race(pinPerSignature ? [signing, withdrawn.promise] : [signing]));
    },
    close() {
      if (sessionId !== null) void token.call('session.close', { sessionId }, { deadlineMs: 5000 });
      sessionId = null;
      idleMs = undefined;
    },
    get idleMs() {
      return idleMs;
    },
    withdraw() {
      if (sessionId !== null) void token.call('session.close', { sessionId });
      // A driver that hangs hears no question withdrawn.
      timer ??= setTimeout(() => withdrawn.resolve(null), patience.withdrawMs);
    },
    end: () => clearTimeout(timer),
  };
}

/** Whether a call was given up here: the host's own deadlines name other calls. */
function hangs(outcome: Outcome<unknown>, call: string): boolean {
  return !outcome.ok && outcome.failure.kind === 'deadline' && outcome.failure.call === call;
}

function purposeOf(rooms: TokenRooms, acts: Ready, signer: Signer): PinPurpose {
  const items = [...acts.values()].slice(0, 20).map(({ act }) => ({
    caption: `${act.title} · ${act.caption}`.slice(0, 300),
    documentPrefix: act.documentSha256.slice(0, 16),
  }));
  const { name: person, capacity } = rooms.person;
  const { practice, electronic } = signer;
  return { person, capacity, count: acts.size, items, practice, ...(electronic ? { electronic } : {}) };
}

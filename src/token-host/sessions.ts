import { performance } from 'node:perf_hooks';
import { type Failure, type LogOutReason, type Outcome, done, failed } from '../contract/failures.ts';
import type { SessionId } from '../contract/ids.ts';
import type { PinPurpose, TokenCalls } from '../contract/token.ts';
import type { Output, Parsed } from '../contract/rpc.ts';
import { digestBytesOf } from './algorithms.ts';
import type { DriverSession, Pin, TokenDriver } from './driver.ts';
import { clearToSend, refusalBeforeAsking } from './login.ts';
import type { PinDesk, PinExchange } from './pin.ts';

type OpenInput = Parsed<TokenCalls['session.open']>;
type SignInput = Parsed<TokenCalls['session.sign']>;
type Opened = Output<TokenCalls['session.open']>;
type Signed = Output<TokenCalls['session.sign']>;

/** Whoever opened a session; nobody else can sign in it. */
export type Owner = object;

/**
 * The host's one session. It is bound to the digests named when it was opened, each of which is signed at most once: a digest is
 * struck off before the token is touched, so that nothing can make the program sign it again (law 4). Whatever goes wrong on the
 * token ends the session.
 */
export interface SessionDesk {
  open(owner: Owner, input: OpenInput): Promise<Outcome<Opened>>;
  sign(owner: Owner, input: SignInput): Promise<Outcome<Signed>>;
  close(owner: Owner, sessionId: SessionId): void;
  /** The owner's port is gone: its session ends, and a PIN that was asked for is not used. */
  release(owner: Owner): void;
  /** Ends the session for a reason of this machine, after the call in hand. */
  logOut(reason: LogOutReason): void;
  /** Called now and then: ends a session that rests too long, or whose token was pulled out while it rested. */
  look(idleMs: number): void;
  readonly idle: boolean;
  /** A PIN went through this process. */
  readonly pinPassed: boolean;
}

export interface SessionDeskOptions {
  /** Something else has the token: a new PIN is being given. */
  readonly busyElsewhere?: () => boolean;
  /** A login ended while it rested: nobody waits for an answer that would tell why. */
  readonly onEnded?: (owner: Owner, sessionId: SessionId, failure: Failure) => void;
  /** So long a login may rest, in milliseconds, as told to whoever opens one. */
  readonly idleMs?: number;
}

interface Live {
  readonly id: SessionId;
  readonly owner: Owner;
  readonly purpose: PinPurpose;
  /** Digests not yet signed, with their place in the list. */
  readonly digests: Map<string, { readonly digest: Uint8Array; readonly place: number }>;
  session: DriverSession | null;
  pinPerSignature: boolean;
  exchange: PinExchange | null;
  busy: boolean;
  /** When the last errand ended, as performance.now(). */
  restsSince: number;
  ended: Failure | null;
}

/** A resting token is looked at only after so long, so that looking costs a batch under way nothing. */
const restMs = 1000;

export function createSessionDesk(
  driver: TokenDriver,
  pins: PinDesk,
  { busyElsewhere = () => false, onEnded, idleMs }: SessionDeskOptions = {},
): SessionDesk {
  let live: Live | null = null;
  let pinPassed = false;
  /** Why the last session ended by itself, so that what still comes for it is told the reason. */
  let last: { readonly id: SessionId; readonly owner: Owner; readonly failure: Failure } | null = null;

  const end = (one: Live, failure: Failure | null): void => {
    if (live === one) live = null;
    one.ended = failure ?? { kind: 'pinCancelled' };
    one.exchange?.cancel();
    one.session?.close();
    one.session = null;
    one.digests.clear();
    if (failure === null) return;
    last = { id: one.id, owner: one.owner, failure };
    if (!one.busy) onEnded?.(one.owner, one.id, failure);
  };

  const open = async (owner: Owner, input: OpenInput): Promise<Outcome<Opened>> => {
    if (live !== null || busyElsewhere()) return failed({ kind: 'tokenBusy' });
    const bad = badDigests(input);
    if (bad !== null) return failed({ kind: 'badInput', detail: bad });
    const { tokenSerial, certificateSha256, algorithm, purpose } = input;
    const opened = driver.open({ tokenSerial, certificateSha256, algorithm });
    if (!opened.ok) return opened;
    const one: Live = {
      ...{ id: input.sessionId, owner, purpose, session: opened.value, pinPerSignature: false, exchange: null },
      digests: new Map(input.digests.map(({ digestId, digest }, place) => [digestId, { digest, place }])),
      ...{ busy: true, restsSince: performance.now(), ended: null },
    };
    live = one;
    const outcome = await guarded(one, () => withPin(one, purpose, (session, pin) => session.login(pin)));
    if (!outcome.ok) return outcome;
    one.pinPerSignature = outcome.value.pinPerSignature;
    return done({ pinPerSignature: one.pinPerSignature, ...(idleMs === undefined ? {} : { idleMs }) });
  };

  /** Asks the person and spends at most one try on the answer. Nothing is spent when the session ended meanwhile. */
  async function withPin<T>(
    one: Live,
    purpose: PinPurpose,
    spend: (session: DriverSession, pin: Pin) => Outcome<T>,
  ): Promise<Outcome<T>> {
    const before = one.session!.pinStatus();
    if (!before.ok) return before;
    const refusal = refusalBeforeAsking(before.value);
    if (refusal !== null) return failed(refusal);
    const exchange = pins.ask(one.id, before.value, purpose);
    one.exchange = exchange;
    const answer = await exchange.answer;
    one.exchange = null;
    const outcome = answer.ok ? spendAnswer(one, answer.value, spend) : failed(one.ended ?? answer.failure);
    exchange.settle(outcome.ok ? null : outcome.failure);
    return outcome;
  }

  function spendAnswer<T>(
    one: Live,
    answer: { readonly pin: Pin; readonly lastTryConfirmed: boolean },
    spend: (session: DriverSession, pin: Pin) => Outcome<T>,
  ): Outcome<T> {
    if (one.session === null) return failed(one.ended ?? { kind: 'pinCancelled' });
    const now = one.session.pinStatus();
    if (!now.ok) return now;
    const pin = clearToSend(now.value, answer);
    if (pin.ok) pinPassed = true;
    return pin.ok ? spend(one.session, pin.value) : pin;
  }

  const sign = async (owner: Owner, { sessionId, digestId }: SignInput): Promise<Outcome<Signed>> => {
    const one = live;
    if (one === null || one.id !== sessionId || one.owner !== owner) {
      const known = last?.id === sessionId && last.owner === owner;
      return failed(known ? last!.failure : { kind: 'digestNotListed' });
    }
    if (one.busy) return failed({ kind: 'tokenBusy' });
    const listed = one.digests.get(digestId);
    if (listed === undefined) return failed({ kind: 'digestNotListed' });
    one.digests.delete(digestId);
    one.busy = true;
    return guarded(one, async () => {
      if (!one.pinPerSignature) return timed(() => one.session!.sign(listed.digest));
      const purpose = purposeOfOne(one.purpose, listed.place);
      return withPin(one, purpose, (session, pin) => timed(() => session.sign(listed.digest, pin)));
    });
  };

  /** Ends the session when its errand fails, whether as expected trouble or as a bug. */
  async function guarded<T>(one: Live, errand: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    try {
      const outcome = await errand();
      // Before it rests: the answer tells why it ended.
      if (!outcome.ok && one.ended === null) end(one, outcome.failure);
      one.busy = false;
      one.restsSince = performance.now();
      return outcome;
    } catch (error) {
      end(one, { kind: 'tokenError', code: 'UNEXPECTED' });
      throw error;
    }
  }

  return {
    open,
    sign,
    close(owner, sessionId) {
      if (live !== null && live.id === sessionId && live.owner === owner) end(live, null);
    },
    release(owner) {
      if (live !== null && live.owner === owner) end(live, null);
    },
    logOut(reason) {
      if (live !== null) end(live, { kind: 'loggedOut', reason });
    },
    look(idleMs) {
      const one = live;
      if (one === null || one.busy || one.session === null) return;
      const rested = performance.now() - one.restsSince;
      if (rested >= idleMs) return end(one, { kind: 'loggedOut', reason: 'idle' });
      if (rested < restMs) return;
      const now = one.session.pinStatus();
      if (!now.ok && now.failure.kind === 'tokenRemoved') end(one, now.failure);
    },
    get idle() {
      return live === null;
    },
    get pinPassed() {
      return pinPassed;
    },
  };
}

function timed(sign: () => Outcome<Signed['signature']>): Outcome<Signed> {
  const from = performance.now();
  const outcome = sign();
  return outcome.ok ? done({ signature: outcome.value, tokenMs: performance.now() - from }) : outcome;
}

function badDigests({ algorithm, digests }: OpenInput): string | null {
  const length = digestBytesOf(algorithm);
  if (digests.some(({ digest }) => digest.length !== length)) return `every digest must have ${length} bytes`;
  if (new Set(digests.map(({ digestId }) => digestId)).size !== digests.length) return 'every digestId must be its own';
  return null;
}

/** What a PIN for a single signature is for; the purpose lists the first items only. */
function purposeOfOne(purpose: PinPurpose, place: number): PinPurpose {
  const item = purpose.items[place];
  return { ...purpose, count: 1, items: item === undefined ? [] : [item] };
}

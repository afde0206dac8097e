import type { Failure } from '../../../contract/failures.ts';
import { type PullRooms, pullFeed } from '../pull.ts';
import { holdsPinnedKey } from '../send.ts';
import type { LineUse } from '../../../line/port.ts';
import type { Step } from './lane.ts';
import type { Ledger } from './ledger.ts';

export interface Feed {
  step(): Promise<Step>;
  /** Does not wait for news any longer: looks now. */
  look(): void;
  /** Says hello again with the next look: the clocks are compared. */
  greetAgain(): void;
  readonly working: boolean;
}

/** What every repository and everything on the way to it bears: below the minute after which proxies give a silent answer up. */
const surelySeconds = 55;
/** Whatever a repository says of itself. */
const atMostSeconds = 165;
/** An empty answer that comes sooner than this was not waited for: the other end does not know how. */
const waitedMs = 1000;
/** The clocks are compared this often. */
const greetEveryMs = 30 * 60_000;

/** A desk to which the feed is not told says hello this often, so that it knows whether there is a line. */
const greetInsteadMs = 60_000;

/**
 * What the repository tells: asked for all the time, answered when there is something. An idle line costs a question for each of the longest
 * waits that the way bears: what the repository's limits say, or a minute where something on the way was seen to cut off longer ones. That a
 * line is dead the connection's own keep-alive finds out meanwhile.
 */
export function createFeed(options: {
  readonly rooms: PullRooms;
  readonly ledger: Ledger;
  readonly use: () => LineUse;
  readonly idleMs: number;
  /** Something was taken in, or the clocks were compared. */
  readonly onLooked: () => void;
}): Feed {
  const { rooms, ledger, use, idleMs, onLooked } = options;
  let greetedAt = -Infinity;
  let patience: AbortController | null = null;
  let atOnce = true;
  let working = false;
  let mostSeconds = surelySeconds;
  let isCutShort = false;

  /** The office's own repository answers. */
  let between = false;

  /** The repository said that whoever works here is told no feed, which their role explains: it is not asked again. */
  let untold = false;
  const isUntold = (failure: Failure): boolean =>
    !rooms.readsFeed && failure.kind === 'registrationRefused' && failure.problem === 'forbidden';

  /**
   * The log is the central repository's: while that is out of reach from the office, an office goes on among itself; what it has seen of the
   * log, it looks at again when there is a line.
   */
  const goesOn = (objection: Failure): boolean => between && objection.kind === 'centreUnreachable';
  /** Why nothing more is to be asked now. */
  const lookedAt = async (anew: boolean): Promise<Failure | null> => {
    const objection = await rooms.witness(anew);
    return objection && goesOn(objection) ? null : objection;
  };

  const greet = async (): Promise<Failure | null> => {
    const before = rooms.clock().getTime();
    const answer = await rooms.transport.capabilities(use());
    if (!answer.ok) return answer.failure;
    const here = (before + rooms.clock().getTime()) / 2;
    // Only who holds a pinned key may say how wrong this computer's clock is.
    const isOurs = holdsPinnedKey(answer.value, rooms.pinnedKeys);
    const { office, limits } = answer.value;
    mostSeconds = Math.min(atMostSeconds, Math.max(surelySeconds, limits?.longPollSeconds ?? 0));
    isCutShort = false;
    between =
      office !== undefined && rooms.officeKeys.some(({ kid, x }) => kid === office.key.kid && x === office.key.x);
    rooms.onCentre?.(between && office ? { reached: office.reached, lastContactAt: office.lastContactAt } : null);
    const objection = await lookedAt(true);
    if (objection) return objection;
    if (isOurs) rooms.onGreeted(answer.value);
    // A repository inside the office has a clock like any PC's.
    const isCentral = isOurs && answer.value.office === undefined;
    ledger.contact(isCentral ? new Date(answer.value.serverTime).getTime() - here : null);
    greetedAt = ledger.elapsed();
    return null;
  };

  const look = async (wait: number): Promise<{ readonly failure: Failure | null; readonly calledOff: boolean }> => {
    const greets = untold || ledger.elapsed() - greetedAt > greetEveryMs;
    const objection = greets ? await greet() : await lookedAt(false);
    if (objection) return { failure: objection, calledOff: false };
    const objected = greets ? ((await rooms.tellDevice?.()) ?? null) : null;
    if (objected) return { failure: objected, calledOff: false };
    if (untold) return { failure: null, calledOff: false };
    // Somebody may have asked for a look while hands were shaken.
    if (wait > 0 && atOnce) return { failure: null, calledOff: true };
    const controller = new AbortController();
    patience = wait > 0 ? controller : null;
    const outer = use();
    const signal = AbortSignal.any([controller.signal, ...(outer.signal ? [outer.signal] : [])]);
    const pulled = await pullFeed({ ...rooms, goesOn }, wait, { ...outer, signal });
    patience = null;
    if (!pulled.ok && isUntold(pulled.failure)) untold = true;
    return { failure: pulled.ok || untold ? null : pulled.failure, calledOff: controller.signal.aborted };
  };

  return {
    get working() {
      return working;
    },
    look() {
      atOnce = true;
      patience?.abort();
    },
    greetAgain() {
      greetedAt = -Infinity;
    },
    async step() {
      const wait = ledger.memory.line.until - ledger.elapsed();
      if (wait > 0) return { kind: 'rest', ms: wait, busy: false };
      const isLooking = atOnce || ledger.memory.line.failures > 0;
      atOnce = false;
      working = isLooking;
      const begun = ledger.elapsed();
      const seconds = isLooking ? 0 : isCutShort ? surelySeconds : mostSeconds;
      const { failure, calledOff } = await look(seconds);
      working = false;
      if (calledOff) return { kind: 'on' };
      if (failure && seconds > surelySeconds && ledger.elapsed() - begun > surelySeconds * 1000) {
        // Who did it cannot be told from a line that broke; the next look tells, and shorter waits cost little.
        isCutShort = true;
        atOnce = true;
        return { kind: 'on' };
      }
      if (failure) {
        ledger.lineFailed(failure, null);
        return { kind: 'rest', ms: Math.max(1, ledger.memory.line.until - ledger.elapsed()), busy: false };
      }
      ledger.contact();
      onLooked();
      // What was looked at once is waited for from now on.
      if (untold) return { kind: 'rest', ms: greetInsteadMs, busy: false };
      if (isLooking) return { kind: 'rest', ms: 1, busy: false };
      return ledger.elapsed() - begun < waitedMs ? { kind: 'rest', ms: idleMs, busy: false } : { kind: 'on' };
    },
  };
}

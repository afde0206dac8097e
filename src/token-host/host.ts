import { performance } from 'node:perf_hooks';
import type { Channel } from '../contract/channel.ts';
import { type DriverCare, usualCare } from '../contract/drivers.ts';
import { type Outcome, done, failed } from '../contract/failures.ts';
import type { Port } from '../contract/port.ts';
import { type Handlers, type Incident, emitter, serve } from '../contract/rpc.ts';
import { HostControl, type TokenCalls, type TokenEvents, type TokenLibrary, tokenCalls } from '../contract/token.ts';
import type { TokenDriver } from './driver.ts';
import { inOneLine } from './line.ts';
import { type NewPinErrand, giveNewPin, makeKey } from './new-pin.ts';
import { type PinDesk, type PinLimits, createPinDesk } from './pin.ts';
import { type SessionDesk, createSessionDesk } from './sessions.ts';

export interface HostOptions {
  readonly channel: Channel;
  readonly openDriver: (library: TokenLibrary, care: DriverCare) => Promise<Outcome<TokenDriver>>;
  readonly onIncident: Incident;
  /** Called when the parent is gone, or this host is to end, after the token was logged out. */
  readonly onEnd: () => void;
  readonly pinLimits?: PinLimits;
  /** How often to look whether tokens came or went while nobody signs, in milliseconds. */
  readonly watchMs?: number;
}

interface Served {
  readonly library: TokenLibrary;
  readonly care: DriverCare;
  readonly recycle: boolean;
  readonly driver: TokenDriver;
  readonly pins: PinDesk;
  readonly desk: SessionDesk;
  /** A new PIN is being given. */
  renewing: boolean;
  /** A new PIN went through this process. */
  renewed: boolean;
  /** Cards came or went, which this library sees only in a new process. */
  stale: boolean;
}

/** After a login is over the process goes on for so long, in case another follows at once. */
const lingerMs = 1500;

/** A token host: serves one library to the office, and asks the person for PINs, until its parent goes. */
export function runHost(options: HostOptions): void {
  const { channel, onIncident } = options;
  const pins = createPinDesk(channel, options.pinLimits ?? { portMs: 30_000, answerMs: 10 * 60_000 });
  const offices = new Set<Port>();
  const early: Port[] = [];
  let asked = false;
  let served: Served | null = null;
  let ending = false;
  let parentGone = false;
  const tellParent: Pick<Channel, 'send'> = { send: (body) => void (parentGone || channel.send(body)) };

  const start = async ({ library, care: told, recycle }: Extract<HostControl, { kind: 'serve' }>): Promise<void> => {
    const care = told ?? usualCare;
    const opened = await options.openDriver(library, care);
    if (!opened.ok) return channel.send({ kind: 'ready', failure: opened.failure });
    const driver = inOneLine(opened.value, care, tellParent);
    const desk = createSessionDesk(driver, pins, {
      busyElsewhere: () => one.renewing,
      idleMs: care.idleMs,
      onEnded: (owner, sessionId, failure) =>
        emitter<TokenEvents>(owner as Port)('session.ended', { sessionId, failure }),
    });
    const one: Served = {
      ...{ library, care, recycle: recycle ?? false, driver, pins, desk },
      ...{ renewing: false, renewed: false, stale: false },
    };
    served = one;
    watch(one, offices, options.watchMs ?? 1000, () => leave(one));
    channel.send({ kind: 'ready', failure: null });
    for (const port of early.splice(0)) admit(one, port);
  };

  const admit = (one: Served, port: Port): void => {
    offices.add(port);
    serve(port, tokenCalls, handlersFor(one, port), onIncident);
    port.onClose(() => {
      offices.delete(port);
      one.desk.release(port);
    });
  };

  const end = (): void => {
    if (ending) return;
    ending = true;
    for (const port of offices) served?.desk.release(port);
    served?.driver.close();
    options.onEnd();
  };
  /** Ends of its own accord, to make room for a process that never saw a PIN or that sees the cards as they are now. */
  const leave = (one: Served): void => {
    if (ending || !one.desk.idle || one.renewing) return;
    channel.send({ kind: 'spent' });
    end();
  };

  channel.onControl((body, port) => {
    const control = HostControl.safeParse(body);
    if (!control.success) return;
    const message = control.data;
    if (message.kind === 'serve' && !asked) {
      asked = true;
      start(message).catch((error: unknown) => {
        onIncident('START', error);
        channel.send({ kind: 'ready', failure: { kind: 'unexpected', incident: 'START' } });
      });
    } else if (message.kind === 'officePort' && port !== null) {
      if (served === null) early.push(port);
      else admit(served, port);
    } else if (message.kind === 'pinPort' && port !== null) {
      pins.deliver(message.sessionId, port);
    } else if (message.kind === 'logOut') {
      served?.desk.logOut(message.reason);
    } else if (message.kind === 'refresh' && served !== null) {
      served.stale = true;
      leave(served);
    } else if (message.kind === 'end') {
      end();
    }
  });
  channel.onClose(() => {
    parentGone = true;
    end();
  });
}

function handlersFor(one: Served, owner: Port): Handlers<TokenCalls> {
  const { library, driver, desk } = one;
  const alone = async <T>(errand: () => Promise<Outcome<T>>): Promise<Outcome<T>> => {
    if (!desk.idle || one.renewing) return failed({ kind: 'tokenBusy' });
    one.renewing = true;
    try {
      return await errand();
    } finally {
      one.renewing = false;
      one.renewed = true;
    }
  };
  const renew = (errand: NewPinErrand, input: Parameters<typeof giveNewPin>[2]) =>
    alone(() => giveNewPin(one, errand, input));
  const { electronic } = driver;
  const noKeys = failed({ kind: 'pinChangeUnsupported', token: library.id });
  return {
    'token.list': async () => {
      const listed = driver.list();
      return listed.ok ? done({ library, description: driver.description, ...listed.value }) : listed;
    },
    'session.open': (input) => desk.open(owner, input),
    'session.sign': (input) => desk.sign(owner, input),
    'session.close': async ({ sessionId }) => {
      desk.close(owner, sessionId);
      return done({});
    },
    'token.changePin': (input) => renew('changePin', input),
    'token.unblockPin': (input) => renew('unblockPin', input),
    'token.makeKey': async (input) => (electronic ? alone(() => makeKey(electronic, one.pins, input)) : noKeys),
    'token.keepCertificates': async ({ certificates }) => {
      const kept = electronic?.keep(certificates) ?? noKeys;
      return kept.ok ? done({}) : kept;
    },
  };
}

/**
 * Tells the offices when tokens came or went, by asking: C_WaitForSlotEvent is missing in some libraries and lies in others. A token
 * with a session is left alone while it works (a card has one thing to do at a time) and looked at while it rests.
 */
function watch(one: Served, offices: ReadonlySet<Port>, everyMs: number, leave: () => void): void {
  const { library, driver, desk, care } = one;
  let seen = driver.presence();
  let idleSince: number | null = null;
  setInterval(() => {
    if (!desk.idle || one.renewing) {
      idleSince = null;
      return desk.look(care.idleMs);
    }
    idleSince ??= performance.now();
    const lingered = desk.pinPassed || one.renewed ? performance.now() - idleSince >= lingerMs : false;
    if (one.stale || (one.recycle && lingered)) return leave();
    if (offices.size === 0) return;
    const now = driver.presence();
    if (now === seen) return;
    seen = now;
    for (const port of offices) emitter<TokenEvents>(port)('tokens.changed', { libraryId: library.id });
  }, everyMs).unref();
}

import type { Channel } from '../contract/channel.ts';
import { type Outcome, done } from '../contract/failures.ts';
import type { Port } from '../contract/port.ts';
import { type Handlers, type Incident, emitter, serve } from '../contract/rpc.ts';
import { HostControl, type TokenCalls, type TokenEvents, type TokenLibrary, tokenCalls } from '../contract/token.ts';
import type { TokenDriver } from './driver.ts';
import { type PinLimits, createPinDesk } from './pin.ts';
import { type SessionDesk, createSessionDesk } from './sessions.ts';

export interface HostOptions {
  readonly channel: Channel;
  readonly openDriver: (library: TokenLibrary) => Promise<Outcome<TokenDriver>>;
  readonly onIncident: Incident;
  /** Called when the parent is gone, after the token was logged out. */
  readonly onEnd: () => void;
  readonly pinLimits?: PinLimits;
  /** How often to look whether tokens came or went while nobody signs, in milliseconds. */
  readonly watchMs?: number;
}

interface Served {
  readonly library: TokenLibrary;
  readonly driver: TokenDriver;
  readonly desk: SessionDesk;
}

/** A token host: serves one library to the office, and asks the person for PINs, until its parent goes. */
export function runHost(options: HostOptions): void {
  const { channel, onIncident } = options;
  const pins = createPinDesk(channel, options.pinLimits ?? { portMs: 30_000, answerMs: 10 * 60_000 });
  const offices = new Set<Port>();
  const early: Port[] = [];
  let asked = false;
  let served: Served | null = null;

  const start = async (library: TokenLibrary): Promise<void> => {
    const driver = await options.openDriver(library);
    if (!driver.ok) return channel.send({ kind: 'ready', failure: driver.failure });
    served = { library, driver: driver.value, desk: createSessionDesk(driver.value, pins) };
    watch(served, offices, options.watchMs ?? 3000);
    channel.send({ kind: 'ready', failure: null });
    for (const port of early.splice(0)) admit(served, port);
  };

  const admit = ({ library, driver, desk }: Served, port: Port): void => {
    offices.add(port);
    serve(port, tokenCalls, handlersFor(library, driver, desk, port), onIncident);
    port.onClose(() => {
      offices.delete(port);
      desk.release(port);
    });
  };

  channel.onControl((body, port) => {
    const control = HostControl.safeParse(body);
    if (!control.success) return;
    const message = control.data;
    if (message.kind === 'serve' && !asked) {
      asked = true;
      start(message.library).catch((error: unknown) => {
        onIncident('START', error);
        channel.send({ kind: 'ready', failure: { kind: 'unexpected', incident: 'START' } });
      });
    } else if (message.kind === 'officePort' && port !== null) {
      if (served === null) early.push(port);
      else admit(served, port);
    } else if (message.kind === 'pinPort' && port !== null) {
      pins.deliver(message.sessionId, port);
    }
  });
  channel.onClose(() => {
    for (const port of offices) served?.desk.release(port);
    served?.driver.close();
    options.onEnd();
  });
}

function handlersFor(library: TokenLibrary, driver: TokenDriver, desk: SessionDesk, owner: Port): Handlers<TokenCalls> {
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
  };
}

/** Tells the offices when tokens came or went. Never while a session is open: a card has one thing to do at a time. */
function watch({ library, driver, desk }: Served, offices: ReadonlySet<Port>, everyMs: number): void {
  let seen = driver.presence();
  setInterval(() => {
    if (!desk.idle || offices.size === 0) return;
    const now = driver.presence();
    if (now === seen) return;
    seen = now;
    for (const port of offices) emitter<TokenEvents>(port)('tokens.changed', { libraryId: library.id });
  }, everyMs).unref();
}

/**
 * The parent's side of the office and of token hosts under plain Node: forks them, joins their ports, and asks for PINs. The
 * windows' main process does the same with Electron's means.
 */
import { calls, events, type Calls, type Events } from '../contract/calls.ts';
import type { Channel } from '../contract/channel.ts';
import type { OfficeConfig } from '../contract/config.ts';
import { done, failed, type Failure, type Outcome } from '../contract/failures.ts';
import type { DriverCare } from '../contract/drivers.ts';
import { watchMemory } from '../contract/host-memory.ts';
import { watchHost, type HostWatch } from '../contract/host-watch.ts';
import { relay, type Port } from '../contract/port.ts';
import { OfficeControl } from '../contract/processes.ts';
import { client, type Client } from '../contract/rpc.ts';
import {
  HostControl,
  PinQuestion,
  tokenCalls,
  tokenEvents,
  type TokenCalls,
  type TokenEvents,
  type TokenLibrary,
} from '../contract/token.ts';
import { type Child, endChild, startChild, waitForEnd } from './child.ts';
import { careFor } from './libraries.ts';
import { memoryHere } from './memory.ts';

export type PinWanted = Extract<PinQuestion, { kind: 'pinWanted' }>;

/** What a person answers: a PIN (with the separate yes where it is the last try), or null to give up. */
export type AskPin = (
  question: PinWanted,
) => Promise<{ readonly pin: string; readonly lastTryConfirmed: boolean } | null>;

export type NewPinWanted = Extract<PinQuestion, { kind: 'newPinWanted' }>;

/** What a person answers when a token gets a new PIN: the old PIN or the PUK, and the new one; null to give up. */
export type AskNewPin = (
  question: NewPinWanted,
) => Promise<{ readonly proof: string; readonly newPin: string; readonly lastTryConfirmed: boolean } | null>;

export interface TokenHost {
  readonly library: TokenLibrary;
  readonly client: Client<TokenCalls, TokenEvents>;
  /** A further port on which the host answers `tokenCalls`. */
  openPort(): Port;
  close(): Promise<void>;
  readonly pid: number;
}

export interface Office {
  readonly client: Client<Calls, Events>;
  /** Resolves when the process has ended, however it ended. */
  readonly gone: Promise<void>;
  close(): Promise<void>;
  readonly pid: number;
}

/** How long a library may take to load; some look for readers first. */
const defaultStartMs = 30_000;

export interface TokenHostOptions {
  /** Added to the host's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** How long the library may take to load, in milliseconds. */
  readonly startMs?: number;
  readonly askNewPin?: AskNewPin;
  /** How the library is to be handled; without it, as the catalogue knows. */
  readonly care?: DriverCare;
  /** How often to look at it, in milliseconds. */
  readonly memoryMs?: number;
}

/** Starts a token host for one library. Answers when the library is loaded, or why it is not. */
export async function startTokenHost(
  library: TokenLibrary,
  askPin: AskPin,
  options: TokenHostOptions = {},
): Promise<Outcome<TokenHost>> {
  const { env = {}, askNewPin = () => Promise.resolve(null) } = options;
  const care = options.care ?? careFor(library);
  const startMs = options.startMs ?? care.initMs;
  const child = startChild('../token-host/process.ts', env);
  const watch = killWhenOverdue(child, care, options.memoryMs);
  const ready = await firstControl(child, HostControl, 'ready', startMs, () =>
    child.channel.send({ kind: 'serve', library, care }),
  );
  if (ready === 'gone') return failed({ kind: watch.hung ? 'driverHung' : 'driverGone', library: library.path });
  if (ready === 'silent') {
    child.process.kill('SIGKILL');
    return failed({ kind: 'driverHung', library: library.path });
  }
  if (ready.failure !== null) {
    await endChild(child);
    return failed(ready.failure);
  }
  answerPinRequests(child.channel, askPin, askNewPin, watch);
  const openPort = (): Port => child.channel.sendWithPort({ kind: 'officePort' });
  const gone = client(openPort(), tokenCalls, tokenEvents, { kind: 'driverGone', library: library.path });
  return done({
    library,
    client: {
      on: (event, listener) => gone.on(event, listener),
      async call(name, input, options) {
        const outcome = await gone.call(name, input, options);
        const hung = !outcome.ok && outcome.failure.kind === 'driverGone' && watch.hung;
        return hung ? failed({ kind: 'driverHung', library: library.path }) : outcome;
      },
    },
    openPort,
    close: () => endChild(child),
    pid: child.process.pid ?? 0,
  });
}

/** A call into the library that does not end in time, or memory without end, takes its process with it, and nothing else. */
interface Overdue extends HostWatch {
  readonly hung: boolean;
}

function killWhenOverdue(child: Child, { memoryMb }: DriverCare, memoryMs: number | undefined): Overdue {
  let hung = false;
  const kill = (): void => {
    hung = true;
    child.process.kill('SIGKILL');
  };
  const watch = watchHost(kill);
  const memory = watchMemory({
    ...{ memoryOf: memoryHere(), pid: () => child.process.pid, limitMb: () => memoryMb, onOver: kill },
    ...(memoryMs === undefined ? {} : { everyMs: memoryMs }),
  });
  void child.gone.then(() => {
    watch.stop();
    memory.stop();
  });
  return {
    hear: (message) => watch.hear(message),
    stop: () => watch.stop(),
    get hung() {
      return hung;
    },
  };
}

function answerPinRequests(channel: Channel, askPin: AskPin, askNewPin: AskNewPin, watch: HostWatch): void {
  channel.onControl((body) => {
    const control = HostControl.safeParse(body);
    if (control.success) watch.hear(control.data);
    if (!control.success || control.data.kind !== 'pinPortWanted') return;
    const { sessionId } = control.data;
    const port = channel.sendWithPort({ kind: 'pinPort', sessionId });
    port.onMessage((message) => {
      const question = PinQuestion.safeParse(message);
      if (!question.success) return;
      const reply = (kind: 'pinEntered' | 'newPinEntered') => (answer: object | null) =>
        port.send(answer === null ? { kind: 'pinCancelled', sessionId } : { kind, sessionId, ...answer });
      if (question.data.kind === 'pinWanted') void askPin(question.data).then(reply('pinEntered'));
      if (question.data.kind === 'newPinWanted') void askNewPin(question.data).then(reply('newPinEntered'));
    });
  });
}

export interface OfficeOptions {
  readonly config: OfficeConfig;
  /** 32 bytes as hexadecimal. */
  readonly storeKey: string;
  readonly version: string;
  /** Token hosts that are running already; each library of the configuration without one is reported as gone. */
  readonly hosts: readonly TokenHost[];
}

/** Starts the office. Answers when its store is open, or why it is not. */
export async function startOffice(options: OfficeOptions): Promise<Outcome<Office>> {
  const { config, storeKey, version, hosts } = options;
  const child = startChild('../casework/process.ts', {});
  const opened = await firstControl(child, OfficeControl, 'opened', defaultStartMs, () =>
    child.channel.send({ kind: 'open', config, storeKey, version }),
  );
  if (opened === 'gone' || opened === 'silent') {
    child.process.kill('SIGKILL');
    return failed({ kind: 'officeGone' });
  }
  if (opened.failure !== null) {
    await endChild(child);
    return failed(opened.failure);
  }
  for (const library of config.tokenLibraries) {
    const host = hosts.find((one) => one.library.id === library.id);
    if (host) relay(child.channel.sendWithPort({ kind: 'tokenPort', libraryId: library.id }), host.openPort());
    else {
      const failure: Failure = { kind: 'driverMissing', library: library.path };
      child.channel.send({ kind: 'tokenGone', libraryId: library.id, failure });
    }
  }
  return done({
    client: client(child.channel.sendWithPort({ kind: 'windowPort' }), calls, events),
    gone: child.gone,
    pid: child.process.pid ?? 0,
    close: async () => {
      child.channel.send({ kind: 'close' });
      await waitForEnd(child, 10_000);
    },
  });
}

/** The first control message of one kind, or that the child ended or kept silent. */
async function firstControl<K extends 'ready' | 'opened'>(
  child: Child,
  schema: typeof HostControl | typeof OfficeControl,
  kind: K,
  patienceMs: number,
  ask: () => void,
): Promise<{ readonly kind: K; readonly failure: Failure | null } | 'gone' | 'silent'> {
  const { promise, resolve } = Promise.withResolvers<{ kind: K; failure: Failure | null } | 'gone' | 'silent'>();
  const timer = setTimeout(() => resolve('silent'), patienceMs);
  void child.gone.then(() => resolve('gone'));
  child.channel.onControl((body) => {
    const control = schema.safeParse(body);
    if (control.success && control.data.kind === kind) {
      resolve(control.data as { kind: K; failure: Failure | null });
    }
  });
  ask();
  const answer = await promise;
  clearTimeout(timer);
  return answer;
}

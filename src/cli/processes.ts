/**
 * The parent's side of the office and of token hosts under plain Node: forks them, joins their ports, and asks for PINs. The
 * windows' main process does the same with Electron's means.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { calls, events, type Calls, type Events } from '../contract/calls.ts';
import { muxChannel, type Channel } from '../contract/channel.ts';
import type { OfficeConfig } from '../contract/config.ts';
import { done, failed, type Failure, type Outcome } from '../contract/failures.ts';
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

export type PinWanted = Extract<PinQuestion, { kind: 'pinWanted' }>;

/** What a person answers: a PIN (with the separate yes where it is the last try), or null to give up. */
export type AskPin = (
  question: PinWanted,
) => Promise<{ readonly pin: string; readonly lastTryConfirmed: boolean } | null>;

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

interface Child {
  readonly channel: Channel;
  readonly process: ChildProcess;
  readonly gone: Promise<void>;
}

/** How long a library may take to load; some look for readers first. */
const defaultStartMs = 30_000;

/** Starts a token host for one library. Answers when the library is loaded, or why it is not. */
export async function startTokenHost(
  library: TokenLibrary,
  askPin: AskPin,
  env: Readonly<Record<string, string>> = {},
  startMs = defaultStartMs,
): Promise<Outcome<TokenHost>> {
  const child = start('../token-host/process.ts', env);
  const ready = await firstControl(child, HostControl, 'ready', startMs, () =>
    child.channel.send({ kind: 'serve', library }),
  );
  if (ready === 'gone') return failed({ kind: 'driverGone', library: library.path });
  if (ready === 'silent') {
    child.process.kill('SIGKILL');
    return failed({ kind: 'driverHung', library: library.path });
  }
  if (ready.failure !== null) {
    await hangUp(child);
    return failed(ready.failure);
  }
  answerPinRequests(child.channel, askPin);
  const openPort = (): Port => child.channel.sendWithPort({ kind: 'officePort' });
  return done({
    library,
    client: client(openPort(), tokenCalls, tokenEvents, { kind: 'driverGone', library: library.path }),
    openPort,
    close: () => hangUp(child),
    pid: child.process.pid ?? 0,
  });
}

function answerPinRequests(channel: Channel, askPin: AskPin): void {
  channel.onControl((body) => {
    const control = HostControl.safeParse(body);
    if (!control.success || control.data.kind !== 'pinPortWanted') return;
    const { sessionId } = control.data;
    const port = channel.sendWithPort({ kind: 'pinPort', sessionId });
    port.onMessage((message) => {
      const question = PinQuestion.safeParse(message);
      if (!question.success || question.data.kind !== 'pinWanted') return;
      void askPin(question.data).then((answer) =>
        port.send(answer === null ? { kind: 'pinCancelled', sessionId } : { kind: 'pinEntered', sessionId, ...answer }),
      );
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
  const child = start('../casework/process.ts', {});
  const opened = await firstControl(child, OfficeControl, 'opened', defaultStartMs, () =>
    child.channel.send({ kind: 'open', config, storeKey, version }),
  );
  if (opened === 'gone' || opened === 'silent') {
    child.process.kill('SIGKILL');
    return failed({ kind: 'officeGone' });
  }
  if (opened.failure !== null) {
    await hangUp(child);
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
      await ended(child, 10_000);
    },
  });
}

function start(module: string, env: Readonly<Record<string, string>>): Child {
  const forked = fork(fileURLToPath(new URL(module, import.meta.url)), [], {
    serialization: 'advanced',
    // Standard output belongs to the command's own answer.
    stdio: ['ignore', 2, 'pipe', 'ipc'],
    env: { ...process.env, ...env },
    execArgv: [],
  });
  if (forked.stderr) forwardLog(forked.stderr);
  const gone = once(forked, 'exit').then(() => undefined);
  const channel = muxChannel(
    {
      send: (message) => {
        // A child that died between two messages is noticed by its exit, not by an exception here.
        if (forked.connected) forked.send(message, () => undefined);
      },
      onMessage: (listener) => void forked.on('message', listener),
      onClose: (listener) => void forked.on('disconnect', listener),
    },
    'odd',
  );
  return { channel, process: forked, gone };
}

/** A child's log goes on to standard error where it tells of trouble, and whole where FOJAS_LOG asks for it. */
function forwardLog(stream: NodeJS.ReadableStream): void {
  const wholeLog = ['1', 'stderr'].includes(process.env['FOJAS_LOG'] ?? '');
  createInterface({ input: stream, crlfDelay: Infinity }).on('line', (line) => {
    if (wholeLog || !isRoutine(line)) process.stderr.write(`${line}\n`);
  });
}

/** A line of the office's log (JSON with an `event`) about nothing that went wrong. */
export function isRoutine(line: string): boolean {
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === 'object' && entry !== null && 'event' in entry && entry.event !== 'incident';
  } catch {
    return false;
  }
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

/** A host ends when its channel does, after logging out. */
function hangUp(child: Child): Promise<void> {
  if (child.process.connected) child.process.disconnect();
  return ended(child, 5000);
}

/** Waits for a child that was told to end; what does not end in time is killed. */
async function ended(child: Child, patienceMs: number): Promise<void> {
  const timer = setTimeout(() => child.process.kill('SIGKILL'), patienceMs);
  await child.gone;
  clearTimeout(timer);
}

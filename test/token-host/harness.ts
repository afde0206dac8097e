/** Runs a token host as a real process, as Electron's main or the command line do, with a scripted person for the PIN. */
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { muxChannel } from '../../src/contract/channel.ts';
import { type DriverCare, usualCare } from '../../src/contract/drivers.ts';
import type { Failure } from '../../src/contract/failures.ts';
import { SessionId } from '../../src/contract/ids.ts';
import type { Port } from '../../src/contract/port.ts';
import { type Client, type Input, client } from '../../src/contract/rpc.ts';
import {
  HostControl,
  PinQuestion,
  type SignatureAlgorithm,
  type TokenCalls,
  type TokenEvents,
  type TokenLibrary,
  tokenCalls,
  tokenEvents,
} from '../../src/contract/token.ts';

export type Wanted = Extract<PinQuestion, { kind: 'pinWanted' }>;
export type NewPinWanted = Extract<PinQuestion, { kind: 'newPinWanted' }>;
/** What the person types for a new PIN; null to give up. */
export type NewPinReaction = { proof: string; newPin: string; lastTryConfirmed?: boolean } | null;
/** What the person does when asked: types, cancels, closes the window, or nothing at all. */
export type Reaction =
  { pin: string; lastTryConfirmed?: boolean } | { strayPin: string; then: string } | 'cancel' | 'close' | 'nothing';

export interface Host {
  readonly ready: Failure | null;
  readonly tokens: Client<TokenCalls, TokenEvents>;
  readonly office: Port;
  /** Every PIN question, and what each was told to have come to. */
  readonly asked: Wanted[];
  readonly askedNewPin: NewPinWanted[];
  /** Everything the host told its parent. */
  readonly told: HostControl[];
  /** Tells the host something, as its parent. */
  tell(message: HostControl): void;
  readonly settled: (Failure | null)[];
  readonly pid: number;
  /** All that the process wrote. */
  output(): string;
  /** A second office's end. */
  anotherOffice(): { tokens: Client<TokenCalls, TokenEvents>; port: Port };
  /** The parent goes without a word. */
  disconnect(): void;
  kill(signal: NodeJS.Signals): Promise<void>;
  stop(): Promise<void>;
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

export const pinOf = (pin: string, lastTryConfirmed = false): Reaction => ({ pin, lastTryConfirmed });

export async function startHost(options: {
  readonly library: TokenLibrary;
  readonly environment?: Record<string, string>;
  readonly entry?: string;
  readonly person?: (question: Wanted, nth: number) => Reaction;
  readonly newPin?: (question: NewPinWanted) => NewPinReaction;
  readonly care?: Partial<DriverCare>;
  readonly recycle?: boolean;
  /** Whether the parent opens a PIN window when asked. Default true. */
  readonly opensPinWindow?: boolean;
}): Promise<Host> {
  const entry = options.entry ?? join(import.meta.dirname, '../../src/token-host/process.ts');
  const child = fork(entry, [], {
    ...{ serialization: 'advanced', stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
    env: { ...process.env, ...options.environment },
  });
  let written = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (written += chunk));
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.on('exit', (code, signal) => resolve({ code, signal })),
  );
  const channel = muxChannel(wireOf(child), 'odd');
  const asked: Wanted[] = [];
  const settled: (Failure | null)[] = [];
  const askedNewPin: NewPinWanted[] = [];
  const told: HostControl[] = [];
  const ready = new Promise<Failure | null>((resolve, reject) => {
    channel.onControl((body) => {
      const control = HostControl.parse(body);
      told.push(control);
      if (control.kind === 'ready') resolve(control.failure);
      if (control.kind !== 'pinPortWanted' || options.opensPinWindow === false) return;
      const port = channel.sendWithPort({ kind: 'pinPort', sessionId: control.sessionId });
      port.onMessage((message) => {
        const question = PinQuestion.parse(message);
        if (question.kind === 'pinSettled') return settled.push(question.failure);
        if (question.kind === 'newPinWanted') {
          askedNewPin.push(question);
          return reactNewPin(port, question, options.newPin?.(question) ?? null);
        }
        react(port, question, (options.person ?? (() => 'nothing'))(question, asked.push(question)));
      });
    });
    channel.onClose(() => reject(new Error(`the host ended: ${written}`)));
  });
  ready.catch(() => undefined);
  const { care, recycle, library } = options;
  channel.send({
    ...{ kind: 'serve', library, recycle: recycle ?? false },
    ...(care ? { care: { ...usualCare, ...care } } : {}),
  });
  const anotherOffice = () => {
    const port = channel.sendWithPort({ kind: 'officePort' });
    return { port, tokens: client(port, tokenCalls, tokenEvents, { kind: 'driverGone', library: options.library.id }) };
  };
  const { port: office, tokens } = anotherOffice();
  const kill = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await exited;
  };
  return {
    ...{ told, askedNewPin, tell: (message: HostControl) => channel.send(message) },
    ...{ ready: await ready, tokens, office, asked, settled, pid: child.pid!, anotherOffice, kill, exited },
    output: () => written,
    disconnect: () => child.disconnect(),
    stop: () => (child.exitCode === null && child.signalCode === null ? kill('SIGKILL') : Promise.resolve()),
  };
}

function react(port: Port, { sessionId }: Wanted, reaction: Reaction): void {
  if (reaction === 'nothing') return;
  if (reaction === 'close') return port.close();
  if (reaction === 'cancel') return port.send({ kind: 'pinCancelled', sessionId });
  if ('strayPin' in reaction) {
    const stray = SessionId.parse(randomUUID());
    port.send({ kind: 'pinEntered', sessionId: stray, pin: reaction.strayPin, lastTryConfirmed: false });
    port.send({ kind: 'pinEntered', sessionId, pin: reaction.then });
    port.send('noise');
    return port.send({ kind: 'pinEntered', sessionId, pin: reaction.then, lastTryConfirmed: false });
  }
  port.send({ kind: 'pinEntered', sessionId, pin: reaction.pin, lastTryConfirmed: reaction.lastTryConfirmed ?? false });
}

function reactNewPin(port: Port, { sessionId }: NewPinWanted, reaction: NewPinReaction): void {
  if (reaction === null) return port.send({ kind: 'pinCancelled', sessionId });
  const { lastTryConfirmed = false, ...typed } = reaction;
  port.send({ kind: 'newPinEntered', sessionId, ...typed, lastTryConfirmed });
}

function wireOf(child: ChildProcess) {
  return {
    // A message to a process that just died is lost, as it would be on any line.
    send: (message: unknown) => void (child.connected && child.send(message as object, () => undefined)),
    onMessage: (run: (message: unknown) => void) => void child.on('message', run),
    onClose: (run: () => void) => void child.on('exit', run),
  };
}

/** Input for `session.open` over the given digests. */
export function sessionInput(
  choice: { tokenSerial: string; certificateSha256: string; algorithm: SignatureAlgorithm },
  digests: readonly Uint8Array[],
): Input<TokenCalls['session.open']> & { sessionId: SessionId } {
  return {
    ...(choice as { tokenSerial: string; certificateSha256: never; algorithm: SignatureAlgorithm }),
    sessionId: SessionId.parse(randomUUID()),
    digests: digests.map((digest, index) => ({ digestId: `d${index}`, digest: new Uint8Array(digest) })),
    purpose: {
      ...{ person: 'María Ñandú', capacity: 'Agente Fiscal', count: digests.length, practice: true },
      items: digests
        .slice(0, 20)
        .map((_, index) => ({ caption: `Causa ${index}`, documentPrefix: '0123456789abcdef' })),
    },
  };
}

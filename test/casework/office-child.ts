/** Runs an office in a process of its own, as the command line does, so that it can be killed. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { type Calls, type Events, calls, events } from '../../src/contract/calls.ts';
import { muxChannel } from '../../src/contract/channel.ts';
import type { OfficeConfig } from '../../src/contract/config.ts';
import type { Failure } from '../../src/contract/failures.ts';
import { type Port, relay } from '../../src/contract/port.ts';
import { OfficeControl } from '../../src/contract/processes.ts';
import { type Client, type Input, type Output, client } from '../../src/contract/rpc.ts';
import { storeKey } from '../helpers/office.ts';

export interface OfficeChild {
  readonly client: Client<Calls, Events>;
  /** The value of a call, or an error naming the failure. */
  call<N extends keyof Calls>(name: N, input: Input<Calls[N]>): Promise<Output<Calls[N]>>;
  /** Acts that the office said were kept: whatever happens, these must be there. */
  readonly keptActs: Set<string>;
  /** Resolves with the boundary's name when the office stands there. */
  readonly standing: Promise<string>;
  go(): void;
  /** Says something to the entry itself, beside the office's own channel. */
  tell(message: { readonly kind: string } & Readonly<Record<string, unknown>>): void;
  /** SIGSTOP or any other signal. */
  signal(name: NodeJS.Signals): void;
  attachToken(libraryId: string, port: Port): void;
  tokenGone(libraryId: string, failure: Failure): void;
  kill(): Promise<void>;
  /** Asks it to close and waits until it has ended; answers its exit code. */
  close(): Promise<number | null>;
  /** What it wrote to its log. */
  output(): string;
  readonly exited: Promise<number | null>;
}

export async function startOfficeChild(options: {
  readonly config: OfficeConfig;
  readonly storeKey?: string;
  readonly stopAt?: string;
  /** Default: the entry that can stand still. */
  readonly entry?: string;
  /** How it is started elsewhere than here, as in a network namespace. */
  readonly start?: { readonly execPath: string; readonly execArgv: readonly string[] };
  readonly environment?: Readonly<Record<string, string>>;
}): Promise<OfficeChild | Failure> {
  const entry = options.entry ?? join(import.meta.dirname, 'office-entry.ts');
  const { execPath = process.execPath, execArgv = [] } = options.start ?? {};
  const child = fork(entry, [], {
    ...{ serialization: 'advanced', stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execPath, execArgv: [...execArgv] },
    env: { ...process.env, FOJAS_TEST_STOP_AT: options.stopAt ?? '', ...options.environment },
  });
  let written = '';
  child.stderr?.on('data', (chunk: Buffer) => (written += chunk.toString()));
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const channel = muxChannel(
    {
      send: (message) => void (child.connected && child.send(message, () => undefined)),
      onMessage: (run) => void child.on('message', run),
      onClose: (run) => void child.on('exit', run),
    },
    'odd',
  );
  const standing = new Promise<string>((resolve) => {
    child.on('message', (message: { kind?: unknown; at?: unknown }) => {
      if (message.kind === 'standing') resolve(String(message.at));
    });
  });
  const opened = new Promise<Failure | null>((resolve, reject) => {
    channel.onControl((body) => {
      const control = OfficeControl.parse(body);
      if (control.kind === 'opened') resolve(control.failure);
    });
    channel.onClose(() => reject(new Error(`the office ended: ${written}`)));
  });
  channel.send({ kind: 'open', config: options.config, storeKey: options.storeKey ?? storeKey, version: '0.0.0' });
  const failure = await opened;
  const end = async (how: () => void): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) how();
    return exited;
  };
  if (failure) {
    await end(() => void child.kill('SIGKILL'));
    return failure;
  }
  const window = client(channel.sendWithPort({ kind: 'windowPort' }), calls, events);
  const keptActs = new Set<string>();
  window.on('batch.item', ({ item }) => {
    if (item.state === 'kept') keptActs.add(item.actId);
  });
  return {
    ...{ client: window, keptActs, standing, exited },
    async call(name, input) {
      const outcome = await window.call(name, input);
      if (!outcome.ok) throw new Error(`${name}: ${JSON.stringify(outcome.failure)}\n${written}`);
      return outcome.value;
    },
    go: () => void child.send({ kind: 'go' }),
    tell: (message) => void (child.connected && child.send(message, () => undefined)),
    signal: (name) => void child.kill(name),
    attachToken: (libraryId, port) => relay(channel.sendWithPort({ kind: 'tokenPort', libraryId }), port),
    tokenGone: (libraryId, gone) => channel.send({ kind: 'tokenGone', libraryId, failure: gone }),
    kill: async () => void (await end(() => void child.kill('SIGKILL'))),
    close: () => end(() => channel.send({ kind: 'close' })),
    output: () => written,
  };
}

export function isOpen(child: OfficeChild | Failure): asserts child is OfficeChild {
  if (!('client' in child)) throw new Error(`the office did not open: ${JSON.stringify(child)}`);
}

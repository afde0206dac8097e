import { fork, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { constants } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Readable } from 'node:stream';
import type { ChildMessage } from '../child/messages.ts';
import type { MessagePortMain } from '../message-ports.ts';
import { Relay } from '../relay.ts';
import type { Warden } from '../warden.ts';

interface ForkOptions {
  env?: NodeJS.ProcessEnv;
  execArgv?: string[];
  cwd?: string;
  stdio?: 'pipe' | 'ignore' | 'inherit' | ('pipe' | 'ignore' | 'inherit')[];
  serviceName?: string;
}

export interface Gone {
  readonly type: 'Utility';
  readonly reason: 'killed' | 'crashed' | 'abnormal-exit';
  readonly exitCode: number;
  readonly serviceName: string;
  readonly name: string;
}

const shim = fileURLToPath(new URL('../child/parent-port.ts', import.meta.url));

/** Electron's utilityProcess over Node's fork. Ports are relayed through this process, which real Electron does not do. */
export class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess;
  readonly #relay: Relay;
  pid: number | undefined;
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;

  constructor(modulePath: string, args: string[], options: ForkOptions, warden: Warden, onGone: (gone: Gone) => void) {
    super();
    const stdio = options.stdio ?? 'inherit';
    const [, out, err] = Array.isArray(stdio) ? stdio : ['ignore' as const, stdio, stdio];
    this.#child = fork(modulePath, args, {
      execArgv: [...(options.execArgv ?? []), '--import', pathToFileURL(shim).href],
      serialization: 'advanced',
      stdio: ['ignore', out ?? 'inherit', err ?? 'inherit', 'ipc'],
      ...(options.env ? { env: options.env } : {}),
      ...(options.cwd ? { cwd: options.cwd } : {}),
    });
    this.stdout = this.#child.stdout;
    this.stderr = this.#child.stderr;
    this.pid = this.#child.pid;
    this.#relay = new Relay('odd', (message) => this.#say({ kind: 'port', message }));
    const unwatch = this.pid === undefined ? () => undefined : warden.watch('child', this.pid);

    this.#child.on('spawn', () => this.emit('spawn'));
    this.#child.on('message', (message: ChildMessage) => {
      if (message.kind === 'port') this.#relay.receive(message.message);
      else this.emit('message', message.data);
    });
    this.#child.on('error', () => undefined);
    this.#child.on('exit', (code, signal) => {
      unwatch();
      this.pid = undefined;
      const exitCode = code ?? (signal ? constants.signals[signal] : 1);
      this.emit('exit', exitCode);
      this.#relay.closeAll();
      if (exitCode === 0) return;
      const name = options.serviceName ?? 'Node Utility Process';
      const reason = signal === 'SIGKILL' || signal === 'SIGTERM' ? 'killed' : signal ? 'crashed' : 'abnormal-exit';
      onGone({ type: 'Utility', reason, exitCode, serviceName: 'node.mojom.NodeService', name });
    });
  }

  postMessage(message: unknown, transfer: readonly MessagePortMain[] = []): void {
    const ends = transfer.map((port) => port.detach());
    this.#relay.give(ends, (ports) => this.#say({ kind: 'message', data: message, ports }));
  }

  kill(): boolean {
    return this.pid !== undefined && this.#child.kill('SIGTERM');
  }

  #say(message: ChildMessage): void {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }
}

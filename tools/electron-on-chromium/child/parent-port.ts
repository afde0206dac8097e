/**
 * Loaded into a forked Node process before its own code (`--import`), so that it finds what Electron's utility processes have:
 * `process.parentPort`, with message ports that arrive through it.
 */
import { EventEmitter } from 'node:events';
import { MessagePortMain } from '../message-ports.ts';
import { Relay } from '../relay.ts';
import type { ChildMessage } from './messages.ts';

const say = (message: ChildMessage): void => {
  if (process.connected) process.send?.(message);
};
const relay = new Relay('even', (message) => say({ kind: 'port', message }));

class ParentPort extends EventEmitter {
  #early: unknown[] | null = [];

  constructor() {
    super();
    this.on('newListener', (name) => {
      if (name === 'message') setImmediate(() => this.#start());
    });
  }

  postMessage(data: unknown): void {
    say({ kind: 'message', data, ports: [] });
  }

  /** Messages wait until somebody listens, as Electron's do. */
  deliver(event: unknown): void {
    if (this.#early) this.#early.push(event);
    else this.emit('message', event);
  }

  #start(): void {
    const early = this.#early ?? [];
    this.#early = null;
    for (const event of early) this.emit('message', event);
  }
}

const parentPort = new ParentPort();
process.on('message', (message: ChildMessage) => {
  if (message.kind === 'port') relay.receive(message.message);
  else
    parentPort.deliver({
      data: message.data,
      ports: message.ports.map((port) => new MessagePortMain(relay.take(port))),
    });
});
// Electron ends its utility processes with itself, without asking them.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

Object.assign(process, { parentPort, type: 'utility' });

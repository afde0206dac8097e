import { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';

export type Params = Record<string, unknown>;

/** One DevTools protocol connection over Chromium's pipe (`--remote-debugging-pipe`): JSON messages ended by a NUL byte. */
export class Cdp {
  readonly #out: Writable;
  readonly #waiting = new Map<number, { method: string; resolve(result: never): void; reject(error: Error): void }>();
  readonly #events = new EventEmitter();
  #next = 1;
  #closed = false;

  constructor(out: Writable, input: Readable) {
    this.#out = out;
    this.#events.setMaxListeners(0);
    const parts: Buffer[] = [];
    input.on('data', (chunk: Buffer) => {
      let rest = chunk;
      for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
        parts.push(rest.subarray(0, end));
        const text = Buffer.concat(parts.splice(0)).toString('utf8');
        rest = rest.subarray(end + 1);
        this.#receive(JSON.parse(text) as Message);
      }
      if (rest.length > 0) parts.push(rest);
    });
    input.on('close', () => this.#close());
    input.on('error', () => this.#close());
    out.on('error', () => this.#close());
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Sends a command; rejects with the protocol's message, or when Chromium goes away. */
  send<R = Params>(method: string, params: Params = {}, sessionId?: string): Promise<R> {
    if (this.#closed) return Promise.reject(new Error(`${method}: Chromium is gone`));
    const id = this.#next++;
    return new Promise<R>((resolve, reject) => {
      this.#waiting.set(id, { method, resolve, reject });
      this.#out.write(`${JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) })}\0`);
    });
  }

  /** Listens to a protocol event of the browser (no session) or of one session. */
  on<P = Params>(method: string, listener: (params: P) => void, sessionId = ''): void {
    this.#events.on(`${sessionId} ${method}`, listener);
  }

  onClose(listener: () => void): void {
    this.#events.on('close', listener);
  }

  session(sessionId: string): CdpSession {
    return {
      id: sessionId,
      send: (method, params) => this.send(method, params, sessionId),
      on: (method, listener) => this.on(method, listener, sessionId),
    };
  }

  #receive(message: Message): void {
    if (message.id === undefined) {
      this.#events.emit(`${message.sessionId ?? ''} ${message.method}`, message.params);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.error) waiting?.reject(new Error(`${waiting.method}: ${message.error.message}`));
    else waiting?.resolve(message.result as never);
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const { method, reject } of this.#waiting.values()) reject(new Error(`${method}: Chromium is gone`));
    this.#waiting.clear();
    this.#events.emit('close');
  }
}

/** The commands and events of one attached target. */
export interface CdpSession {
  readonly id: string;
  send<R = Params>(method: string, params?: Params): Promise<R>;
  on<P = Params>(method: string, listener: (params: P) => void): void;
}

interface Message {
  id?: number;
  method: string;
  params: unknown;
  sessionId?: string;
  result?: unknown;
  error?: { message: string };
}

import { EventEmitter } from 'node:events';

/** What travels through a pipe. */
export interface Letter {
  readonly data: unknown;
  readonly ports: readonly End[];
}

export interface Receiver {
  message(letter: Letter): void;
  close(): void;
}

/** One end of a pipe. Letters wait in it until somebody receives; it may change hands, then the new holder receives. */
export class End {
  #peer: End | null = null;
  #waiting: Letter[] = [];
  #receiver: Receiver | null = null;
  #closed = false;

  static pair(): [End, End] {
    const a = new End();
    const b = new End();
    a.#peer = b;
    b.#peer = a;
    return [a, b];
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Puts a letter on its way to the other end; silently lost when that one is closed, as with any message port. */
  post(letter: Letter): void {
    const peer = this.#peer;
    if (!peer || peer.#closed || this.#closed) return;
    if (peer.#receiver) peer.#receiver.message(letter);
    else peer.#waiting.push(letter);
  }

  /** Takes the letters from here on, first those that wait; null lets them wait again. */
  receive(receiver: Receiver | null): void {
    this.#receiver = receiver;
    while (this.#receiver && this.#waiting.length > 0) this.#receiver.message(this.#waiting.shift() as Letter);
    if (this.#closed) this.#receiver?.close();
  }

  /** Closes both ends; each holder is told once. */
  close(): void {
    for (const end of [this, this.#peer]) {
      if (!end || end.#closed) continue;
      end.#closed = true;
      end.#receiver?.close();
    }
  }
}

/** Electron's MessagePortMain over an end of a pipe. */
export class MessagePortMain extends EventEmitter {
  #end: End | null;

  constructor(end: End) {
    super();
    this.#end = end;
  }

  postMessage(message: unknown, transfer: readonly MessagePortMain[] = []): void {
    if (transfer.includes(this)) throw new TypeError('Port at index 0 contains the source port');
    const data = structuredClone(message);
    this.#end?.post({ data, ports: transfer.map((port) => port.detach()) });
  }

  start(): void {
    this.#end?.receive({
      // A turn of its own for each message, as a real port gives.
      message: (letter) =>
        setImmediate(() =>
          this.emit('message', { data: letter.data, ports: letter.ports.map((end) => new MessagePortMain(end)) }),
        ),
      close: () => setImmediate(() => this.emit('close')),
    });
  }

  close(): void {
    this.#end?.close();
  }

  /** Gives the end away: this object is then of no more use, like any transferred port. */
  detach(): End {
    const end = this.#end;
    if (!end) throw new TypeError('Port is already neutered');
    this.#end = null;
    end.receive(null);
    return end;
  }
}

export class MessageChannelMain {
  readonly port1: MessagePortMain;
  readonly port2: MessagePortMain;

  constructor() {
    const [a, b] = End.pair();
    this.port1 = new MessagePortMain(a);
    this.port2 = new MessagePortMain(b);
  }
}

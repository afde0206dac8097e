import { End, type Letter } from './message-ports.ts';

/** What passes over the wire for a port that lives on the other side. */
export type RelayMessage =
  | { readonly kind: 'letter'; readonly port: number; readonly data: unknown; readonly ports: readonly number[] }
  | { readonly kind: 'closed'; readonly port: number };

/**
 * Carries ends of pipes across a border that knows no ports: each gets a number, and what is posted to it travels under that number.
 * Both sides of a border run one relay; odd numbers are given by one side, even ones by the other.
 */
export class Relay {
  readonly #send: (message: RelayMessage) => void;
  readonly #ends = new Map<number, End>();
  #next: number;

  constructor(side: 'odd' | 'even', send: (message: RelayMessage) => void) {
    this.#next = side === 'odd' ? 1 : 2;
    this.#send = send;
  }

  /**
   * Moves ends to the other side: `handOver` sends the message that brings their numbers there. Only then is sent what already
   * waits in them, since the other side knows no number before.
   */
  give(ends: readonly End[], handOver: (ports: number[]) => void): void {
    const ports = ends.map(() => {
      const port = this.#next;
      this.#next += 2;
      return port;
    });
    handOver(ports);
    ends.forEach((end, index) => this.#bind(ports[index] as number, end));
  }

  /** The end that the other side gave under this number. */
  take(port: number): End {
    const [near, far] = End.pair();
    this.#bind(port, near);
    return far;
  }

  receive(message: RelayMessage): void {
    const end = this.#ends.get(message.port);
    if (!end) return;
    if (message.kind === 'letter') {
      end.post({ data: message.data, ports: message.ports.map((port) => this.take(port)) });
      return;
    }
    this.#ends.delete(message.port);
    end.close();
  }

  /** The other side is gone: all that it held is closed. */
  closeAll(): void {
    const ends = [...this.#ends.values()];
    this.#ends.clear();
    for (const end of ends) end.close();
  }

  #bind(port: number, end: End): void {
    this.#ends.set(port, end);
    end.receive({
      message: (letter: Letter) =>
        this.give(letter.ports, (ports) => this.#send({ kind: 'letter', port, data: letter.data, ports })),
      close: () => {
        if (this.#ends.delete(port)) this.#send({ kind: 'closed', port });
      },
    });
  }
}

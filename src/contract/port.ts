/** Two ends that exchange structured-clonable messages, whatever carries them: a message port, a child process, memory. */
export interface Port {
  send(message: unknown): void;
  /** Calls `listener` for each message; answers the function that stops it. */
  onMessage(listener: (message: unknown) => void): () => void;
  /** Calls `listener` once when the other end is gone (at once if it already is). */
  onClose(listener: () => void): () => void;
  close(): void;
}

type Listener = (message: unknown) => void;

class MemoryPort implements Port {
  other!: MemoryPort;
  closed = false;
  readonly #messages = new Set<Listener>();
  readonly #closes = new Set<() => void>();

  send(message: unknown): void {
    if (this.closed) return;
    const copy = structuredClone(message);
    queueMicrotask(() => {
      if (!this.other.closed) for (const listener of [...this.other.#messages]) listener(copy);
    });
  }

  onMessage(listener: Listener): () => void {
    this.#messages.add(listener);
    return () => this.#messages.delete(listener);
  }

  onClose(listener: () => void): () => void {
    if (this.closed) queueMicrotask(listener);
    else this.#closes.add(listener);
    return () => this.#closes.delete(listener);
  }

  close(): void {
    for (const end of [this, this.other]) {
      if (end.closed) continue;
      end.closed = true;
      for (const listener of end.#closes) queueMicrotask(listener);
      end.#closes.clear();
    }
  }
}

/** Two joined ports in one process, copying messages as a process border would. */
export function createPortPair(): [Port, Port] {
  const a = new MemoryPort();
  const b = new MemoryPort();
  a.other = b;
  b.other = a;
  return [a, b];
}

/** Carries messages between two ports, both ways, until either closes. */
export function relay(a: Port, b: Port): void {
  a.onMessage((message) => b.send(message));
  b.onMessage((message) => a.send(message));
  a.onClose(() => b.close());
  b.onClose(() => a.close());
}

// The contract names neither the DOM nor Node: both have these two.
declare function structuredClone<T>(value: T): T;
declare function queueMicrotask(run: () => void): void;

import type { OfficeRepositoryControl } from './office-repository.ts';
import type { ReadersControl } from './readers.ts';
import type { HostControl } from './token.ts';
import { Muxed, type OfficeControl } from './processes.ts';
import type { Port } from './port.ts';

export type Control = OfficeControl | HostControl | ReadersControl | OfficeRepositoryControl;

/** A channel between a process and the one that started it: control messages, some of them handing over a port. */
export interface Channel {
  send(body: Control): void;
  /** Sends a control message that hands over a new port; answers the near end of it. */
  sendWithPort(body: Control): Port;
  onControl(listener: (body: unknown, port: Port | null) => void): void;
  onClose(listener: () => void): void;
}

/** What carries single messages under plain Node: a forked child seen from its parent, or `process` seen from the child. */
export interface Wire {
  send(message: Muxed): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
}

/** Several ports over one wire. `parity` keeps the port numbers of both ends apart: the parent makes odd ones, the child even ones. */
export function muxChannel(wire: Wire, parity: 'odd' | 'even'): Channel {
  interface End {
    readonly messages: Set<(message: unknown) => void>;
    readonly closes: Set<() => void>;
    /** Messages that came before anybody listened. */
    early: unknown[];
    closed: boolean;
  }
  const ends = new Map<number, End>();
  let next = parity === 'odd' ? 1 : 2;
  let wireClosed = false;
  let listener: ((body: unknown, port: Port | null) => void) | undefined;
  const early: [unknown, Port | null][] = [];
  const wireCloses = new Set<() => void>();

  const closeEnd = (number: number): void => {
    const end = ends.get(number);
    ends.delete(number);
    if (!end || end.closed) return;
    end.closed = true;
    for (const run of end.closes) run();
  };
  const openEnd = (number: number): Port => {
    const end: End = { messages: new Set(), closes: new Set(), early: [], closed: wireClosed };
    ends.set(number, end);
    return {
      send: (body) => {
        if (!end.closed) wire.send({ kind: 'data', port: number, body });
      },
      onMessage: (run) => {
        end.messages.add(run);
        const waiting = end.early;
        end.early = [];
        for (const message of waiting) run(message);
        return () => end.messages.delete(run);
      },
      onClose: (run) => {
        if (end.closed) run();
        else end.closes.add(run);
        return () => end.closes.delete(run);
      },
      close: () => {
        if (end.closed) return;
        wire.send({ kind: 'closed', port: number });
        closeEnd(number);
      },
    };
  };

  wire.onMessage((raw) => {
    const parsed = Muxed.safeParse(raw);
    if (!parsed.success) return;
    const message = parsed.data;
    if (message.kind === 'control') {
      const port = message.port === null ? null : openEnd(message.port);
      if (listener) listener(message.body, port);
      else early.push([message.body, port]);
      return;
    }
    if (message.kind === 'closed') return closeEnd(message.port);
    const end = ends.get(message.port);
    if (!end) return;
    if (end.messages.size === 0) end.early.push(message.body);
    else for (const run of [...end.messages]) run(message.body);
  });
  wire.onClose(() => {
    wireClosed = true;
    for (const number of [...ends.keys()]) closeEnd(number);
    for (const run of wireCloses) run();
  });

  return {
    send: (body) => wire.send({ kind: 'control', body, port: null }),
    sendWithPort(body) {
      const number = next;
      next += 2;
      const port = openEnd(number);
      wire.send({ kind: 'control', body, port: number });
      return port;
    },
    onControl(run) {
      listener = run;
      for (const [body, port] of early.splice(0)) run(body, port);
    },
    onClose(run) {
      if (wireClosed) run();
      else wireCloses.add(run);
    },
  };
}

/** The parts of Electron's MessagePortMain that are used. */
export interface TransferredPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

/** A `Port` over a transferred message port. */
export function portOf(transferred: TransferredPort): Port {
  const messages = new Set<(message: unknown) => void>();
  const closes = new Set<() => void>();
  let closed = false;
  let started = false;
  transferred.on('message', (event) => {
    for (const run of [...messages]) run(event.data);
  });
  transferred.on('close', () => {
    closed = true;
    for (const run of closes) run();
  });
  return {
    send: (message) => {
      if (!closed) transferred.postMessage(message);
    },
    onMessage(run) {
      messages.add(run);
      if (!started) {
        // Messages queue in the port until somebody listens.
        started = true;
        transferred.start();
      }
      return () => messages.delete(run);
    },
    onClose(run) {
      if (closed) run();
      else closes.add(run);
      return () => closes.delete(run);
    },
    close: () => transferred.close(),
  };
}

/** The parts of `process` that a child needs: Electron's `parentPort` in a utility process, or Node's fork channel. */
export interface ChildProcessSide {
  parentPort?: {
    postMessage(message: unknown): void;
    on(event: 'message', listener: (event: { data: unknown; ports: TransferredPort[] }) => void): unknown;
  };
  send?(message: unknown): unknown;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'disconnect', listener: () => void): unknown;
}

/**
 * The child's end of its channel to the process that started it, the same under Electron's `utilityProcess` and under
 * `child_process.fork` (with `serialization: 'advanced'`). A child never hands ports to its parent.
 */
export function channelToParent(own: ChildProcessSide): Channel {
  const { parentPort } = own;
  if (parentPort) {
    return {
      send: (body) => parentPort.postMessage(body),
      sendWithPort: () => {
        throw new Error('a child hands no ports to its parent');
      },
      onControl: (run) => {
        parentPort.on('message', ({ data, ports }) => run(data, ports[0] ? portOf(ports[0]) : null));
      },
      // Electron ends its utility processes itself.
      onClose: () => undefined,
    };
  }
  return muxChannel(
    {
      send: (message) => void own.send?.(message),
      onMessage: (run) => void own.on('message', run),
      onClose: (run) => void own.on('disconnect', run),
    },
    'even',
  );
}

/**
 * A line in this process: a TCP proxy with a token bucket, delay, loss, silence and resets. It needs no rights and no compiler, so it serves
 * where the real line cannot be laid. What it cannot do: connections end at the proxy, so a sender sees its bytes accepted earlier than a
 * modem would accept them, and a loss is a pause, not a packet that is sent again.
 */
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';
import process from 'node:process';
import { randomFrom } from '../../nemesis/random.ts';
import type { Line, LineMode, LineShape } from './line.ts';

const segmentBytes = 1448;
const queueBytes = 32 * 1024;
/** What a lost segment costs its connection beyond a round trip, in milliseconds (the shortest retransmission time-out of Linux). */
const resendMs = 200;

/** Null bytes: who sends has ended, and what it sent before arrives first. */
interface Segment {
  readonly bytes: Buffer | null;
  readonly to: Socket;
}

export function openProxyLine(shape: LineShape): Line {
  const random = randomFrom(shape.seed ?? 1);
  const pairs = new Set<readonly [Socket, Socket]>();
  const servers = new Map<string, { readonly server: Server; readonly url: string }>();
  const traffic: Traffic = { mode: 'pass', closed: false, bitsPerSecond: shape.bitsPerSecond };
  const up = way(shape, random, traffic);
  const down = way(shape, random, traffic);

  const join = (near: Socket, target: URL): void => {
    if (traffic.mode === 'reset') return void near.resetAndDestroy();
    const far = connect({ host: target.hostname, port: Number(target.port), noDelay: true });
    const pair = [near, far] as const;
    pairs.add(pair);
    const end = (how: (socket: Socket) => void) => () => {
      if (!pairs.delete(pair)) return;
      for (const socket of pair) how(socket);
    };
    for (const [socket, other, direction] of [
      [near, far, up],
      [far, near, down],
    ] as const) {
      socket.on('data', (bytes) => direction.take(bytes, socket, other));
      socket.on('end', () => direction.finish(other));
      socket.on(
        'error',
        end((one) => one.resetAndDestroy()),
      );
      socket.on('close', () => socket.readableEnded || end((one) => one.resetAndDestroy())());
    }
  };
  return {
    ...{ kind: 'proxy', shape, serverHost: '127.0.0.1' },
    start: () => ({ execPath: process.execPath, execArgv: [] }),
    async fromClient(serverUrl) {
      const known = servers.get(serverUrl);
      if (known) return known.url;
      const server = createServer({ noDelay: true, allowHalfOpen: true }, (near) => join(near, new URL(serverUrl)));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      servers.set(serverUrl, { server, url });
      return url;
    },
    fromHere: (url) => url,
    aside: (url) => url,
    set(mode: LineMode) {
      traffic.mode = mode;
      if (mode !== 'reset') return;
      for (const pair of pairs) for (const socket of pair) socket.resetAndDestroy();
      pairs.clear();
    },
    pace: (bitsPerSecond) => void (traffic.bitsPerSecond = bitsPerSecond),
    carried: async () => ({ up: up.carried(), down: down.carried() }),
    async close() {
      traffic.closed = true;
      for (const pair of pairs) for (const socket of pair) socket.destroy();
      await Promise.all([...servers.values()].map(({ server }) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

interface Traffic {
  mode: LineMode;
  closed: boolean;
  bitsPerSecond: number | null;
}

interface Way {
  take(bytes: Buffer, from: Socket, to: Socket): void;
  finish(to: Socket): void;
  carried(): number;
}

/** One direction, shared by all connections: first come, first carried, and who fills the queue waits. */
function way({ rttMs, lossPerMillion = 0 }: LineShape, random: () => number, traffic: Traffic): Way {
  const queue: Segment[] = [];
  const paused = new Set<Socket>();
  const opened = new WeakSet<Socket>();
  const notBefore = new WeakMap<Socket, number>();
  const onTheWay = new WeakMap<Socket, (Buffer | null)[]>();
  let queued = 0;
  let freeAt = 0;
  let carried = 0;
  let busy = false;

  const lag = (to: Socket): number => {
    // The first bytes of a connection wait for its handshake.
    const handshake = opened.has(to) ? 0 : rttMs;
    opened.add(to);
    const lost = random() * 1_000_000 < lossPerMillion ? rttMs + resendMs : 0;
    const due = Math.max(performance.now() + rttMs / 2 + handshake + lost, notBefore.get(to) ?? 0);
    notBefore.set(to, due);
    return Math.max(0, due - performance.now());
  };
  const next = (): void => {
    busy = queue.length > 0 && !traffic.closed;
    if (!busy) return;
    // A silent line holds what it has, as the ends' own retransmission would.
    if (traffic.mode === 'silence') return void setTimeout(next, 20);
    const { bytes, to } = queue.shift()!;
    const size = bytes?.length ?? 0;
    const now = performance.now();
    const { bitsPerSecond } = traffic;
    freeAt = Math.max(now, freeAt) + (bitsPerSecond === null ? 0 : (size * 8000) / bitsPerSecond);
    setTimeout(() => {
      queued -= size;
      carried += size;
      // Timers of one moment may change places; what is delivered keeps its order.
      const way = onTheWay.get(to) ?? [];
      onTheWay.set(to, way);
      way.push(bytes);
      setTimeout(() => {
        const arrived = way.shift();
        if (arrived === undefined || !to.writable) return;
        if (arrived) to.write(arrived);
        else to.end();
      }, lag(to));
      if (queued < queueBytes / 2) for (const one of paused) if (paused.delete(one)) one.resume();
      next();
    }, freeAt - now);
  };
  const add = (segment: Segment): void => {
    queue.push(segment);
    if (!busy) next();
  };
  return {
    take(bytes, from, to) {
      queued += bytes.length;
      if (queued >= queueBytes) paused.add(from.pause());
      for (let at = 0; at < bytes.length; at += segmentBytes) {
        add({ bytes: bytes.subarray(at, at + segmentBytes), to });
      }
    },
    finish: (to) => add({ bytes: null, to }),
    carried: () => carried,
  };
}

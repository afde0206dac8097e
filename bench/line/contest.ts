/** What a peer takes to bring a folder of files over a line of its own. */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Line, type LineShape, layNetworkLine } from '../../test/helpers/link/index.ts';
import { type PeerName, installLinePeers } from './peers.ts';

/** How the line breaks: every so often, for so long. */
export interface Breaks {
  readonly everyMs: number;
  readonly forMs: number;
}

export interface Passage {
  /** Null when it was not through when it was given up. */
  readonly seconds: number | null;
  /** Whole IP packets. */
  readonly up: number;
  readonly down: number;
  readonly breaks: number;
}

/** In a namespace of its own any port is free. */
const port = 8080;

/** Breaks the line until told to stop; answers how often it was broken. */
export function breaking(line: Line, breaks: Breaks | null): () => number {
  let times = 0;
  let mending: NodeJS.Timeout | undefined;
  if (!breaks) return () => 0;
  const timer = setInterval(() => {
    times += 1;
    line.set('reset');
    mending = setTimeout(() => line.set('pass'), breaks.forMs);
  }, breaks.everyMs);
  return () => {
    clearInterval(timer);
    clearTimeout(mending);
    return times;
  };
}

export async function peerPassage(
  peer: PeerName,
  files: string,
  shape: LineShape,
  options: { readonly breaks?: Breaks; readonly givenUpSeconds: number },
): Promise<Passage> {
  const line = await layNetworkLine(shape);
  const folder = mkdtempSync(join(tmpdir(), 'fojas-peer-'));
  const running: ChildProcess[] = [];
  try {
    const there = join(folder, 'there');
    mkdirSync(there);
    running.push(await serve(line, peer, there));
    const url = await line.fromClient(`http://127.0.0.1:${port}`);
    const client = send(line, peer, files, url);
    running.push(client);
    if (peer === 'PouchDB') await once(client, 'message');
    const before = await line.carried();
    const from = performance.now();
    const stop = breaking(line, options.breaks ?? null);
    const ended = once(client, 'exit').then(([code]) => code === 0);
    const givenUp = new Promise<false>((resolve) => setTimeout(resolve, options.givenUpSeconds * 1000, false).unref());
    const isThrough = await Promise.race([ended, givenUp]);
    const seconds = (performance.now() - from) / 1000;
    const after = await line.carried();
    return {
      seconds: isThrough ? seconds : null,
      ...{ up: after.up - before.up, down: after.down - before.down, breaks: stop() },
    };
  } finally {
    for (const child of running) child.kill('SIGKILL');
    await line.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const script = join(import.meta.dirname, 'peer-process.ts');

async function serve(line: Line, peer: PeerName, folder: string): Promise<ChildProcess> {
  const { execPath, execArgv } = line.start('server');
  if (peer !== 'rclone') {
    const child = fork(script, ['server', peer, installLinePeers(), folder, String(port)], {
      ...{ execPath, execArgv: [...execArgv], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] },
    });
    await once(child, 'message');
    return child;
  }
  const args = ['serve', 'webdav', folder, '--addr', `0.0.0.0:${port}`, '--config', '/dev/null'];
  const child = spawn(execPath, [...inNamespace(execArgv), 'rclone', ...args], { stdio: 'ignore' });
  const own = new URL(line.fromHere(`http://127.0.0.1:${port}`)).hostname;
  for (let tries = 0; !(await answers(own)); tries += 1) {
    if (tries > 200) throw new Error('rclone does not serve');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return child;
}

function send(line: Line, peer: PeerName, files: string, url: string): ChildProcess {
  const { execPath, execArgv } = line.start('client');
  if (peer !== 'rclone') {
    const args = ['client', peer, installLinePeers(), files, url];
    return fork(script, args, { execPath, execArgv: [...execArgv], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  }
  const patient = ['--transfers', '4', '--retries', '100', '--low-level-retries', '100', '--retries-sleep', '1s'];
  const args = ['copy', files, ':webdav:', '--webdav-url', url, '--config', '/dev/null', ...patient];
  return spawn(execPath, [...inNamespace(execArgv), 'rclone', ...args], { stdio: 'ignore' });
}

/** `ip netns exec NAME`, without the Node that comes after it. */
const inNamespace = (execArgv: readonly string[]): string[] => execArgv.slice(0, 3);

const answers = (host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

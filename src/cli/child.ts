/** Processes of our own under plain Node: forked, with several ports over one channel. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { muxChannel, type Channel } from '../contract/channel.ts';

export interface Child {
  readonly channel: Channel;
  readonly process: ChildProcess;
  readonly gone: Promise<void>;
}

/** Forks a file, named relative to this one. */
export function startChild(module: string, env: Readonly<Record<string, string>>): Child {
  const forked = fork(fileURLToPath(new URL(module, import.meta.url)), [], {
    serialization: 'advanced',
    // Standard output belongs to the command's own answer.
    stdio: ['ignore', 2, 'pipe', 'ipc'],
    env: { ...process.env, ...env },
    execArgv: [],
  });
  if (forked.stderr) forwardLog(forked.stderr);
  const gone = once(forked, 'exit').then(() => undefined);
  const channel = muxChannel(
    {
      send: (message) => {
        // A child that died between two messages is noticed by its exit, not by an exception here.
        if (forked.connected) forked.send(message, () => undefined);
      },
      onMessage: (listener) => void forked.on('message', listener),
      onClose: (listener) => void forked.on('disconnect', listener),
    },
    'odd',
  );
  return { channel, process: forked, gone };
}

/** A child's log goes on to standard error where it tells of trouble, and whole where FOJAS_LOG asks for it. */
function forwardLog(stream: NodeJS.ReadableStream): void {
  const wholeLog = ['1', 'stderr'].includes(process.env['FOJAS_LOG'] ?? '');
  createInterface({ input: stream, crlfDelay: Infinity }).on('line', (line) => {
    if (wholeLog || !isRoutine(line)) process.stderr.write(`${line}\n`);
  });
}

/** A line of the office's log (JSON with an `event`) about nothing that went wrong. */
export function isRoutine(line: string): boolean {
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === 'object' && entry !== null && 'event' in entry && entry.event !== 'incident';
  } catch {
    return false;
  }
}

/** A host ends when its channel does, after logging out. */
export function endChild(child: Child, patienceMs = 5000): Promise<void> {
  if (child.process.connected) child.process.disconnect();
  return waitForEnd(child, patienceMs);
}

/** Waits for a child that was told to end; what does not end in time is killed. */
export async function waitForEnd(child: Child, patienceMs: number): Promise<void> {
  const timer = setTimeout(() => child.process.kill('SIGKILL'), patienceMs);
  await child.gone;
  clearTimeout(timer);
}

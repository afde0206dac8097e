import { fork } from 'node:child_process';
import { muxChannel } from '../../../src/contract/channel.ts';
import type { Launched } from '../../../src/main/child.ts';

/** Starts a file of a build under plain Node, behind the interface that main knows. */
export function launchUnpacked(file: string): Launched<never> {
  const child = fork(file, [], { serialization: 'advanced', stdio: ['ignore', 2, 'ignore', 'ipc'], execArgv: [] });
  const channel = muxChannel(
    {
      send: (message) => void (child.connected && child.send(message as object, () => undefined)),
      onMessage: (listener) => void child.on('message', listener),
      onClose: (listener) => void child.on('disconnect', listener),
    },
    'odd',
  );
  return {
    post: (body) => channel.send(body),
    onControl: (listener) => channel.onControl(listener),
    onExit: (listener) => void child.on('exit', listener),
    kill: () => void child.kill('SIGKILL'),
    pid: () => child.pid,
  };
}

import type { Readable } from 'node:stream';
import { app, utilityProcess, type MessagePortMain } from 'electron';
import type { Launched } from './child.ts';
import { childEnvironment } from './environment.ts';

export interface UtilityOptions {
  readonly foreignLibraries?: boolean;
  /** Gets what it writes on standard error. */
  readonly hear: (stream: Readable) => void;
}

/**
 * Starts a file of the build as an Electron utility process. The service name is unique among those that run. `foreignLibraries`: it
 * loads libraries that are not signed by us, which macOS allows in a helper of its own only (hardened runtime).
 */
export function launchUtility(
  file: string,
  serviceName: string,
  { foreignLibraries = false, hear }: UtilityOptions,
): Launched<MessagePortMain> {
  const child = utilityProcess.fork(file, [], {
    serviceName,
    env: childEnvironment(process.env),
    // What it prints goes through a gate; nothing reaches a terminal or a file by itself.
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(process.platform === 'darwin' && foreignLibraries ? { allowLoadingUnsignedLibraries: true } : {}),
  });
  if (child.stderr) hear(child.stderr as Readable);
  return {
    post: (body, ports = []) => child.postMessage(body, [...ports]),
    onControl: (listener) => void child.on('message', listener),
    onExit(listener) {
      // Either signal has been seen missing or lying about the code, so both are heard and neither code is.
      child.on('exit', () => {
        app.off('child-process-gone', gone);
        listener();
      });
      const gone = (_event: unknown, details: Electron.Details): void => {
        // Electron puts the name that was given into `name`.
        if (details.type !== 'Utility' || details.name !== serviceName || child.pid !== undefined) return;
        app.off('child-process-gone', gone);
        listener();
      };
      app.on('child-process-gone', gone);
    },
    kill: () => void child.kill(),
    pid: () => child.pid,
  };
}

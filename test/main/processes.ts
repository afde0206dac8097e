import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import type { OfficeConfig } from '../../src/contract/config.ts';
import type { TokenLibrary } from '../../src/contract/token.ts';
import type { Launched } from '../../src/main/child.ts';
import { UtilityProcess } from '../../tools/electron-on-chromium/api/utility-process.ts';
import { MessageChannelMain, type MessagePortMain } from '../../tools/electron-on-chromium/message-ports.ts';

/** Real processes behind the interface that main knows: Node's fork with Electron's ports relayed. */
export interface Forks {
  launch(fixture: string, args?: string[]): Launched<MessagePortMain>;
  /** Process ids of all that were launched, in order. */
  readonly pids: number[];
  killAll(): void;
}

export const makeChannel = (): MessageChannelMain => new MessageChannelMain();

export function makeForks(): Forks {
  const children: UtilityProcess[] = [];
  const pids: number[] = [];
  return {
    pids,
    launch(fixture, args = []) {
      const file = fileURLToPath(new URL(`./fixtures/${fixture}.ts`, import.meta.url));
      const child = new UtilityProcess(
        file,
        args,
        {},
        { watch: () => () => undefined, sweep: () => undefined },
        () => undefined,
      );
      children.push(child);
      pids.push(child.pid ?? 0);
      return {
        post: (body, ports = []) => child.postMessage(body, ports),
        onControl: (listener) => void child.on('message', listener),
        onExit: (listener) => void child.on('exit', listener),
        pid: () => child.pid,
        kill: () => {
          if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
        },
      };
    },
    killAll() {
      for (const { pid } of children) if (pid !== undefined) process.kill(pid, 'SIGKILL');
    },
  };
}

/** Waits until it no longer throws; generous, because processes start slowly on a busy machine. */
export const eventually = (check: () => unknown): Promise<unknown> =>
  vi.waitFor(check, { timeout: 15_000, interval: 20 });

export const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

export function library(id: string, behaviour: string): TokenLibrary {
  return { kind: 'pkcs11', id, path: behaviour };
}

export function officeConfig(name = 'Dra. Ficticia'): OfficeConfig {
  return {
    version: 1,
    mode: 'practice',
    dataDir: path.join('nowhere', 'at-all'),
    deviceId: 'device',
    office: { officeId: 'office', name: 'UFI 1' },
    person: { personId: 'person', name, role: 'magistrate', capacity: 'Agente Fiscal', cuil: null },
    repository: null,
    tokenLibraries: [],
    trustAnchors: [],
  };
}

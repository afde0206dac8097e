import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, watch, writeFileSync, type FSWatcher } from 'node:fs';
import path from 'node:path';

export interface InstanceLock {
  readonly held: boolean;
  release(): void;
}

/**
 * One running app per folder. The first writes its pid into a file; the next leaves its command line beside it and is refused.
 * Synchronous, as Electron's call is.
 */
export function takeInstanceLock(
  folder: string,
  argv: readonly string[],
  data: object,
  onSecond: (argv: string[], cwd: string, data: unknown) => void,
): InstanceLock {
  const knocks = path.join(folder, 'SecondInstances');
  const file = path.join(folder, 'SingleInstance.json');
  mkdirSync(knocks, { recursive: true });
  if (!claim(file)) {
    writeFileSync(path.join(knocks, `${randomUUID()}.json`), JSON.stringify({ argv, cwd: process.cwd(), data }));
    return { held: false, release: () => undefined };
  }
  const watcher: FSWatcher = watch(knocks, (_kind, name) => {
    if (!name?.endsWith('.json')) return;
    const knock = take(path.join(knocks, name));
    if (knock) onSecond(knock.argv, knock.cwd, knock.data);
  });
  watcher.unref();
  return {
    held: true,
    release() {
      watcher.close();
      rmSync(file, { force: true });
    },
  };
}

function claim(file: string): boolean {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return true;
    } catch {
      if (isAlive(Number(readFileSync(file, 'utf8')))) return false;
      // Left behind by one that was killed.
      rmSync(file, { force: true });
    }
  }
  return false;
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Reads and removes a knock; null while it is being written, or when it was taken already. */
function take(file: string): { argv: string[]; cwd: string; data: unknown } | null {
  try {
    const knock = JSON.parse(readFileSync(file, 'utf8')) as { argv: string[]; cwd: string; data: unknown };
    rmSync(file, { force: true });
    return knock;
  } catch {
    return null;
  }
}

import { closeSync, fsync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { platform } from 'node:process';
import { promisify } from 'node:util';
import { ownFolder } from '../private.ts';

/** Folders whose names, and the names in them, are made durable without holding up the process. */
export interface DurableFolders {
  /** Makes the folder where it is missing, only its owner's. It is on the disk when this answers; the second time it costs nothing. */
  ready(path: string): Promise<void>;
  /** Answers when every name that is in the folder now is on the disk. Whoever asks meanwhile shares the next turn. */
  sync(path: string): Promise<void>;
}

/** @param top has to be there; folders below it are made on the way to the one that is asked for. */
export function durableFolders(top: string): DurableFolders {
  const made = new Map<string, Promise<void>>([[top, Promise.resolve()]]);
  const turns = new Map<string, { running: Promise<void>; next: Promise<void> | null }>();

  const begin = (path: string): Promise<void> => {
    const running = syncNames(path).finally(() => {
      if (turns.get(path)?.next === null) turns.delete(path);
    });
    turns.set(path, { running, next: null });
    return running;
  };
  const sync: DurableFolders['sync'] = (path) => {
    const turn = turns.get(path);
    if (!turn) return begin(path);
    // What is running may have begun before the name was there.
    turn.next ??= turn.running.then(
      () => begin(path),
      () => begin(path),
    );
    return turn.next;
  };
  const make = async (path: string): Promise<void> => {
    const above = dirname(path);
    await ready(above);
    ownFolder(path);
    await sync(above);
  };
  const ready: DurableFolders['ready'] = (path) => {
    const known = made.get(path);
    if (known) return known;
    const making = make(path);
    made.set(path, making);
    // What failed (a full disk) is tried again by whoever comes next.
    making.catch(() => made.delete(path));
    return making;
  };
  return { ready, sync };
}

/** Windows keeps names in its own journal and has no call for it. */
async function syncNames(path: string): Promise<void> {
  if (platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    await toDisk(folder);
  } finally {
    closeSync(folder);
  }
}

const toDisk = promisify(fsync);

import { closeSync, fsyncSync, openSync } from 'node:fs';
import { platform } from 'node:process';

/** Makes the names in a folder durable. Windows keeps them in its own journal and has no call for it. */
export function syncFolder(path: string): void {
  if (platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

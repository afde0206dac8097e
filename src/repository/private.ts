import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';

/** Makes a folder, and those above it that are missing, or takes an existing one back: only its owner may look into it. */
export function ownFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  chmodSync(path, 0o700);
}

/**
 * Makes a file that only its owner may read, or takes an existing one back, with its companions (the same name and a suffix). Captions
 * and names stand in them, and the folder they lie in may have been there before, open to others.
 */
export function ownFile(path: string, suffixes: readonly string[] = []): void {
  // An existing one is not opened: closing it would drop the locks that SQLite may hold on it in this process.
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
  for (const each of [path, ...suffixes.map((suffix) => path + suffix)]) if (existsSync(each)) chmodSync(each, 0o600);
}

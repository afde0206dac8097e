import { readFileSync } from 'node:fs';
import { HomeMemory } from '../../contract/home-files.ts';
import { writeDurablySync } from '../../at-rest/durable.ts';

/** What was remembered; nothing where the file is lost or not ours. */
export function recall(path: string): HomeMemory {
  try {
    const read = HomeMemory.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    if (read.success) return read.data;
  } catch (error) {
    if (!(error instanceof SyntaxError) && (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return { v: 1, places: [], lastCopyAt: null };
}

export function remember(path: string, memory: HomeMemory): void {
  writeDurablySync(path, `${JSON.stringify(memory)}\n`);
}

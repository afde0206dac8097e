import { mkdir, open, rename } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import type { Failure } from '../contract/failures.ts';

/** Writes a file whole or not at all, for its owner alone: it may hold what opens the repository. */
export async function writeWhole(file: string, text: string): Promise<Failure | null> {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    const handle = await open(temporary, 'w', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
    return null;
  } catch (error) {
    const code = codeOf(error);
    return code === 'ENOSPC' || code === 'EDQUOT' ? { kind: 'diskFull' } : { kind: 'fileUnreadable', file, code };
  }
}

export const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'EIO';

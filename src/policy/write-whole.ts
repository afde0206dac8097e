import { writeDurably } from '../at-rest/durable.ts';
import type { Failure } from '../contract/failures.ts';

/** Writes a file whole or not at all, for its owner alone: it may hold what opens the repository. */
export async function writeWhole(file: string, text: string): Promise<Failure | null> {
  try {
    await writeDurably(file, text);
    return null;
  } catch (error) {
    const code = codeOf(error);
    return code === 'ENOSPC' || code === 'EDQUOT' ? { kind: 'diskFull' } : { kind: 'fileUnreadable', file, code };
  }
}

export const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'EIO';

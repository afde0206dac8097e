import { failed, type Failure, type Outcome } from '../contract/failures.ts';

export const diskFull: Failure = { kind: 'diskFull' };

/** Whether a thrown error says that there is no room: on the disk, or of what this account may use of it. */
export const isFull = (error: unknown): boolean =>
  ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException | null)?.code ?? '');

/**
 * What a disk may answer that is nobody's bug: no room (`diskFull`), or a folder that is another account's alone (`fileUnreadable`, with its
 * path). Null: anything else, which goes on.
 */
export function troubleOf(error: unknown): Failure | null {
  if (isFull(error)) return diskFull;
  const { code = '', path = '' } = (error ?? {}) as NodeJS.ErrnoException;
  return ['EACCES', 'EPERM', 'EROFS'].includes(code) ? { kind: 'fileUnreadable', file: path, code } : null;
}

/** What is thrown for want of room is expected trouble; anything else is a bug and goes on. */
export async function orFull<T>(work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await work();
  } catch (error) {
    if (isFull(error)) return failed(diskFull);
    throw error;
  }
}

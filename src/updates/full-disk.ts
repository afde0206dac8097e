import { failed, type Failure, type Outcome } from '../contract/failures.ts';

export const diskFull: Failure = { kind: 'diskFull' };

/** Whether a thrown error says that there is no room: on the disk, or of what this account may use of it. */
export const isFull = (error: unknown): boolean =>
  ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException | null)?.code ?? '');

/** What is thrown for want of room is expected trouble; anything else is a bug and goes on. */
export async function orFull<T>(work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await work();
  } catch (error) {
    if (isFull(error)) return failed(diskFull);
    throw error;
  }
}

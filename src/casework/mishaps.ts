import type { Tell } from '../contract/diary.ts';
import { tellThrown } from '../contract/diary-fields.ts';
import type { Failure } from '../contract/failures.ts';
import { troubleOf } from './store/index.ts';

/**
 * Where background work ends that threw. A machine that does not cooperate (a full disk, a store that is busy) is no bug (law 10): the strip
 * says it, and what was tried is tried again. Everything else is a bug, and told to the diary with the places it went through.
 */
export function mishapTeller(rooms: {
  readonly log: Tell;
  readonly tell: (trouble: Failure) => void;
  readonly store: string;
}): (error: unknown) => void {
  return (error) => {
    const trouble = troubleOf(error, rooms.store);
    if (!trouble) return rooms.log('bug', tellThrown(error));
    rooms.log('trouble', { failure: trouble.kind });
    try {
      rooms.tell(trouble);
    } catch (again) {
      // Who tells it reads the same store, and may meet the same trouble: the log has it.
      if (!troubleOf(again, rooms.store)) throw again;
    }
  };
}

import type { Failure } from '../contract/failures.ts';
import { troubleOf } from './store/index.ts';

/**
 * Where background work ends that threw. A machine that does not cooperate (a full disk, a store that is busy) is no bug (law 10): the strip
 * says it, and what was tried is tried again. Everything else is a bug, and told to the log with its stack.
 */
export function mishapTeller(rooms: {
  readonly log: (event: string, facts: Readonly<Record<string, string>>) => void;
  readonly tell: (trouble: Failure) => void;
  readonly store: string;
}): (error: unknown) => void {
  return (error) => {
    const trouble = troubleOf(error, rooms.store);
    if (!trouble) return rooms.log('bug', { stack: stackOf(error) });
    rooms.log('trouble of this machine', { kind: trouble.kind });
    try {
      rooms.tell(trouble);
    } catch (again) {
      // Who tells it reads the same store, and may meet the same trouble: the log has it.
      if (!troubleOf(again, rooms.store)) throw again;
    }
  };
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.name) : 'not an error';
}

import { readFileSync } from 'node:fs';
import { LockNote } from '../contract/lock.ts';
import { writeDurably } from '../at-rest/durable.ts';

/** What of a lock outlives the program. Whoever may write this account's files may change it: so does the keychain's key lie open to them. */
export interface LockNotes {
  readonly now: Omit<LockNote, 'version'>;
  change(part: Partial<Omit<LockNote, 'version'>>): Promise<void>;
}

/** Text that something else spoilt is as good as none. */
export function lockNotes(file: string): LockNotes {
  let now: LockNote = read(file) ?? { version: 1, token: false, locked: false };
  let written = Promise.resolve();
  return {
    get now() {
      return now;
    },
    change(part) {
      const next = { ...now, ...part };
      if (next.token === now.token && next.locked === now.locked) return written;
      now = next;
      // A disk that is full locks no less: it is locked for as long as the program runs.
      written = written.then(() => writeDurably(file, Buffer.from(`${JSON.stringify(next)}\n`))).catch(() => undefined);
      return written;
    },
  };
}

function read(file: string): LockNote | null {
  try {
    return LockNote.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

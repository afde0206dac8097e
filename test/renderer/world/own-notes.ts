import type { Calls } from '../../../src/contract/calls.ts';
import { done } from '../../../src/contract/failures.ts';
import type { OwnNote } from '../../../src/contract/own-notes.ts';
import type { Handlers } from '../../../src/contract/rpc.ts';

type Answered = Pick<Handlers<Calls>, 'ownNotes.read' | 'ownNotes.write' | 'ownNotes.remove'>;

/** A person's notes, in memory. */
export function ownNoteHandlers(): Answered {
  let notes: readonly OwnNote[] = [];
  const of = (actId: string) => done({ notes: notes.filter((note) => note.actId === actId) });
  return {
    'ownNotes.read': async ({ actId }) => of(actId),
    'ownNotes.write': async (given) => {
      const rest = notes.filter(({ noteId }) => noteId !== given.noteId);
      notes = [...rest, { ...given, writtenAt: new Date().toISOString() } as OwnNote];
      return of(given.actId);
    },
    'ownNotes.remove': async ({ noteId, actId }) => {
      notes = notes.filter((note) => note.noteId !== noteId);
      return of(actId);
    },
  };
}

import type { Failure } from '../../contract/failures.ts';
import type { ActId } from '../../contract/ids.ts';
import type { OwnNote, OwnNoteId } from '../../contract/own-notes.ts';
import type { Desk } from '../desk.ts';
import { createStore, type Store } from './store.ts';

/** What is being written of an act: kept while one looks elsewhere, whatever closes the panel. */
export interface NoteWriting {
  /** The note that is changed; null for a new one. */
  readonly noteId: OwnNoteId | null;
  readonly text: string;
  readonly page: number | null;
}
export interface OwnNotesView {
  readonly actId: ActId | null;
  readonly notes: readonly OwnNote[];
  readonly failure: Failure | null;
}

/** A person's own notes of the act in hand. */
export interface OwnNotesDesk {
  readonly view: Store<OwnNotesView>;
  readonly writing: Store<ReadonlyMap<ActId, NoteWriting>>;
  read(actId: ActId): Promise<void>;
  write(actId: ActId, part: Partial<NoteWriting>): void;
  /** Keeps what is written; answers whether it is kept. */
  keep(actId: ActId): Promise<boolean>;
  remove(note: OwnNote): Promise<void>;
  /** Another person sits down. */
  forget(): void;
}

export const blankNote: NoteWriting = { noteId: null, text: '', page: null };

export function createOwnNotes(desk: Desk): OwnNotesDesk {
  const blank: OwnNotesView = { actId: null, notes: [], failure: null };
  const view = createStore<OwnNotesView>(blank);
  const writing = createStore<ReadonlyMap<ActId, NoteWriting>>(new Map());
  const show = (actId: ActId, answer: Awaited<ReturnType<typeof read>>): void => {
    if (view.get().actId !== actId) return;
    view.set((now) =>
      answer.ok ? { actId, notes: answer.value.notes, failure: null } : { ...now, failure: answer.failure },
    );
  };
  const read = (actId: ActId) => desk.call('ownNotes.read', { actId });
  return {
    view,
    writing,
    async read(actId) {
      view.set((now) => (now.actId === actId ? now : { ...blank, actId }));
      show(actId, await read(actId));
    },
    write: (actId, part) =>
      writing.set((now) => new Map(now).set(actId, { ...(now.get(actId) ?? blankNote), ...part })),
    async keep(actId) {
      const { noteId, text, page } = writing.get().get(actId) ?? blankNote;
      if (text.trim() === '') return false;
      const id = noteId ?? (crypto.randomUUID() as OwnNoteId);
      const kept = await desk.call('ownNotes.write', { noteId: id, actId, page, text: text.trim() });
      show(actId, kept);
      if (!kept.ok) return false;
      writing.set((now) => {
        const rest = new Map(now);
        rest.delete(actId);
        return rest;
      });
      return true;
    },
    async remove({ actId, noteId }) {
      show(actId, await desk.call('ownNotes.remove', { noteId, actId }));
    },
    forget() {
      view.set(() => blank);
      writing.set(new Map());
    },
  };
}

import type { Calls } from '../../contract/calls.ts';
import { type Outcome, done, failed } from '../../contract/failures.ts';
import { OwnNote } from '../../contract/own-notes.ts';
import type { Handlers } from '../../contract/rpc.ts';
import { type Viewer, isVisible } from '../acts/viewer.ts';
import { readAct } from '../casefile/act-rows.ts';
import { type ReadableDB, type Store, sql } from '../store/index.ts';

/** A person's notes of an act, those of the act itself first, then sheet by sheet. `db` is the store's reader. */
export function ownNotes(db: ReadableDB, actId: string, personId: string): OwnNote[] {
  return db
    .all<OwnNote>(
      sql`select note_id as noteId, act_id as actId, page, text, written_at as writtenAt from main.own_notes
        where act_id = ${actId} and person_id = ${personId} order by coalesce(page, 0), written_at, note_id`,
    )
    .map((row) => OwnNote.parse(row));
}

export interface OwnNoteRooms {
  readonly store: Store;
  readonly clock: () => Date;
}

type Answered = Pick<Handlers<Calls>, 'ownNotes.read' | 'ownNotes.write' | 'ownNotes.remove'>;

export function aboutOwnNotes({ store, clock }: OwnNoteRooms, viewer: Viewer): Answered {
  const { personId } = viewer;
  const answer = (actId: string) => done({ notes: ownNotes(store.reader, actId, personId) });
  return {
    'ownNotes.read': async ({ actId }) => answer(actId),
    'ownNotes.write': async ({ noteId, actId, page, text }): Promise<Outcome<{ notes: OwnNote[] }>> => {
      const act = readAct(store.reader, actId);
      if (!act) return failed({ kind: 'actUnknown', actId });
      if (!isVisible(act, viewer)) return failed({ kind: 'notAllowed' });
      const at = clock().toISOString();
      // An id of somebody else's note changes nothing.
      const changed = store.journal.write((tx) =>
        tx.run(sql`insert into own_notes (note_id, person_id, act_id, page, text, written_at)
          values (${noteId}, ${personId}, ${actId}, ${page}, ${text}, ${at})
          on conflict (note_id) do update set page = excluded.page, text = excluded.text, written_at = excluded.written_at
            where person_id = ${personId} and act_id = ${actId}`),
      );
      return changed === 0 ? failed({ kind: 'notAllowed' }) : answer(actId);
    },
    'ownNotes.remove': async ({ noteId, actId }) => {
      store.journal.write((tx) =>
        tx.run(sql`delete from own_notes where note_id = ${noteId} and person_id = ${personId} and act_id = ${actId}`),
      );
      return answer(actId);
    },
  };
}

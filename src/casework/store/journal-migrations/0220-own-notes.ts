import type { Migration } from '../migrate.ts';

/** What a person notes of an act for himself. It only exists here: no errand carries it, no entry of the journal tells of it. */
export const migration0220: Migration = {
  version: 220,
  name: 'own-notes',
  up: `
create table own_notes (
  note_id text primary key,
  person_id text not null,
  act_id text not null,
  page integer,
  text text not null,
  written_at text not null
) strict, without rowid;
create index own_notes_by_act on own_notes (act_id, person_id);
`,
};

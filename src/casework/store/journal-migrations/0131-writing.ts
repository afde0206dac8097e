import type { Migration } from '../migrate.ts';

/** What belongs to a person who writes: short forms of words, and words that are right though no dictionary has them. */
export const migration0131: Migration = {
  version: 131,
  name: 'writing',
  up: `
create table macros (
  person_id text not null,
  short text not null,
  text text not null,
  primary key (person_id, short)
) strict, without rowid;
create table own_words (
  person_id text not null,
  word text not null,
  primary key (person_id, word)
) strict, without rowid;
`,
};

import type { Migration } from '../migrate.ts';

/** Ways of looking at a tray that a person gave a name. */
export const migration0201: Migration = {
  version: 201,
  name: 'saved filters',
  up: `
create table saved_filters (
  person_id text not null,
  name text not null,
  filter text not null,
  primary key (person_id, name)
) strict, without rowid;
`,
};

import type { Migration } from '../migrate.ts';

/** Models of acts as the repository signed them, by their profile. */
export const migration0305: Migration = {
  version: 305,
  name: 'models of acts',
  up: `
create table templates (
  profile_id text primary key,
  version integer not null check (version >= 1),
  statement text not null,
  profile text not null
) strict, without rowid;
`,
};

import type { Migration } from '../migrate.ts';

/** What the repository signed of this desk's office: its letterhead, town and models, and who may sign in it. */
export const migration0275: Migration = {
  version: 275,
  name: 'what is known of the office',
  up: `
create table office_facts (
  one integer primary key check (one = 1),
  at text not null,
  statement text not null,
  facts text not null
) strict;
`,
};

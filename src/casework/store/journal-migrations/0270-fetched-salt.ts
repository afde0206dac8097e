import type { Migration } from '../migrate.ts';

/**
 * What the keys of the cache and of fetched files are derived with, beside the store key. Whoever changes it destroys both keys: what was
 * fetched cannot be read any more, wherever a copy of it lies. Hexadecimal; empty in a store that had its cache before there was this.
 */
export const migration0270: Migration = {
  version: 270,
  name: 'fetched salt',
  up: `
create table fetched_salt (
  one integer primary key check (one = 1),
  salt text not null
) strict;
`,
};

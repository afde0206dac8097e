import type { Migration } from '../migrate.ts';

/** Court calendars as the repository signed them: the office's own, and the one for all offices. */
export const migration0255: Migration = {
  version: 255,
  name: 'court calendars',
  up: `
create table calendars (
  scope text primary key check (scope in ('own', 'all')),
  version integer not null check (version >= 1),
  statement text not null,
  calendar text not null
) strict, without rowid;
`,
};

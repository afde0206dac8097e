import type { Migration } from '../migrate.ts';

/** Renditions of acts as the feed told of them, with the repository's receipt. The feed is read again: it may have told of some before. */
export const migration0030: Migration = {
  version: 30,
  name: 'renditions',
  up: `
create table renditions (
  act_id text not null,
  n integer not null,
  level text not null check (level in ('B', 'T', 'LT', 'LTA')),
  sha256 text not null,
  size integer not null,
  receipt text not null,
  primary key (act_id, n)
) strict, without rowid;
update line set cursor = '';
`,
};

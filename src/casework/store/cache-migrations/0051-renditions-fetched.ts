import type { Migration } from '../migrate.ts';

/** Renditions made elsewhere of acts that were signed here: fetched, held against our own bytes, and what they prove. */
export const migration0051: Migration = {
  version: 51,
  name: 'renditions-fetched',
  up: `
create table renditions_here (
  act_id text not null,
  n integer not null,
  sha256 text not null,
  verdict text not null check (verdict in ('good', 'refused')),
  primary key (act_id, n)
) strict, without rowid;
`,
};

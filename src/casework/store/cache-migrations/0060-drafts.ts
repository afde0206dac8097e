import type { Migration } from '../migrate.ts';

/** What the feed told of drafts: which versions are open, and who is said to be writing. The texts themselves are kept in the journal. */
export const migration0060: Migration = {
  version: 60,
  name: 'drafts',
  up: `
create table draft_news (
  draft_id text primary key,
  revision integer not null,
  state text not null
) strict, without rowid;
create table draft_leases (
  draft_id text primary key,
  lease text
) strict, without rowid;
update line set cursor = '';
`,
};

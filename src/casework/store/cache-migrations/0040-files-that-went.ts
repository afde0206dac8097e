import type { Migration } from '../migrate.ts';

/** Files that were here and went to make room (`away`), and when each was looked at last: the longest unseen goes first. */
export const migration0040: Migration = {
  version: 40,
  name: 'files that went',
  up: `
create table blobs_new (
  sha256 text primary key,
  size integer not null,
  state text not null check (state in ('wanted', 'here', 'failed', 'away')),
  trouble text,
  used_at text not null default ''
) strict, without rowid;
insert into blobs_new (sha256, size, state, trouble) select sha256, size, state, trouble from blobs;
drop table blobs;
alter table blobs_new rename to blobs;
create index blobs_wanted on blobs (sha256) where state <> 'here';
create index blobs_oldest on blobs (used_at) where state = 'here';
create index proposals_by_signed on proposals (signed_sha256) where signed_sha256 is not null;
`,
};

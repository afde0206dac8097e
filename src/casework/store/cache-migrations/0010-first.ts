import type { Migration } from '../migrate.ts';

/**
 * The first shape of cache.db: cases and acts as the repository's feed tells them, and how far the feed was read. All of it can
 * be fetched again. `sort` and `search` are made by the code when a row is written, so that a tray is one walk along an index.
 */
export const migration0010: Migration = {
  version: 10,
  name: 'first',
  up: `
create table line (
  only_row integer primary key check (only_row = 1),
  cursor text not null,
  source text,
  pinned_keys text,
  last_contact_at text,
  clock_offset_ms real
) strict;
insert into line (only_row, cursor) values (1, '');

create table cases (
  case_id text primary key,
  case_number text not null,
  caption text not null,
  office_id text not null,
  confidentiality_level integer not null,
  detained integer not null
) strict, without rowid;

create table proposals (
  act_id text primary key,
  case_id text not null,
  type text not null,
  title text not null,
  author text not null,
  confidentiality_level integer not null,
  due_at text,
  document_sha256 text not null,
  size integer not null,
  vouched_by text,
  received_at text not null,
  state text not null check (state in ('toSign', 'returned', 'arriving', 'registered')),
  sort text not null,
  search text not null,
  remark text,
  returned_at text,
  receipt text,
  signed_sha256 text,
  signed_size integer,
  registration text,
  registered_at text
) strict, without rowid;
create index proposals_to_sign on proposals (sort) where state = 'toSign';
create index proposals_returned on proposals (returned_at, act_id) where state = 'returned';
create index proposals_registered on proposals (registered_at, act_id) where state = 'registered';
create index proposals_by_case on proposals (case_id);
create index proposals_by_document on proposals (document_sha256);
create index proposals_arriving on proposals (signed_sha256) where state = 'arriving';

create table blobs (
  sha256 text primary key,
  size integer not null,
  state text not null check (state in ('wanted', 'here', 'failed')),
  trouble text
) strict, without rowid;
create index blobs_wanted on blobs (sha256) where state <> 'here';
`,
};

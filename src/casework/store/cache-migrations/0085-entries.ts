import type { Migration } from '../migrate.ts';

/**
 * What the feed told of cases and acts beside the acts themselves, and what makes a case urgent. An act's place in the tray begins with
 * three digits from here on: detained, fatal deadline, vulnerable victim. The feed is read again.
 */
export const migration0085: Migration = {
  version: 85,
  name: 'entries',
  up: `
alter table cases add column opening text;
alter table cases add column fatal integer not null default 0;
alter table cases add column vulnerable integer not null default 0;
alter table cases add column series text not null default 'case';
alter table cases add column opened_at text not null default '';
alter table cases add column search text not null default '';
create index cases_in_order on cases (series, opened_at desc, case_id desc);
update proposals set sort = substr(sort, 1, 1) || '11' || substr(sort, 2);
create table case_entries (
  seq integer primary key,
  entry_id text not null unique,
  case_id text not null,
  act_id text,
  kind text not null,
  document_sha256 text,
  entry text not null
) strict;
create index case_entries_by_case on case_entries (case_id, seq);
create index case_entries_by_act on case_entries (act_id, kind) where act_id is not null;
update line set cursor = '';
`,
};

import type { Migration } from '../migrate.ts';

/**
 * The words of what lies on this PC. `search_wanted` names what is to be read (again), put there by whoever changes it; `search_sources`
 * what was read; `search_text` holds a row for each sheet, its rowid being `search_pages.page_id`.
 */
export const migration0120: Migration = {
  version: 120,
  name: 'search',
  up: `
create table search_wanted (
  kind text not null check (kind in ('act', 'piece', 'draft', 'case')),
  ref text not null,
  turn integer not null default 1,
  primary key (kind, ref)
) strict, without rowid;
create table search_sources (
  source integer primary key,
  kind text not null check (kind in ('act', 'piece', 'draft', 'case')),
  ref text not null,
  case_id text not null,
  stamp text not null,
  state text not null check (state in ('read', 'elsewhere', 'silent')),
  unique (kind, ref)
) strict;
create index search_sources_open on search_sources (state) where state <> 'read';
create table search_pages (
  page_id integer primary key,
  source integer not null,
  page integer not null
) strict;
create index search_pages_by_source on search_pages (source, page);
create virtual table search_text using fts5(head, body, tokenize = 'unicode61 remove_diacritics 2');

create trigger search_act_came after insert on proposals begin
  insert into search_wanted (kind, ref) values ('act', new.act_id) on conflict (kind, ref) do update set turn = turn + 1;
end;
create trigger search_act_changed after update of title, document_sha256, signed_sha256 on proposals begin
  insert into search_wanted (kind, ref) values ('act', new.act_id) on conflict (kind, ref) do update set turn = turn + 1;
end;
create trigger search_act_went after delete on proposals begin
  insert into search_wanted (kind, ref) values ('act', old.act_id) on conflict (kind, ref) do update set turn = turn + 1;
end;
create trigger search_case_came after insert on cases begin
  insert into search_wanted (kind, ref) values ('case', new.case_id) on conflict (kind, ref) do update set turn = turn + 1;
end;
create trigger search_case_changed after update of case_number, caption, opening on cases
when new.case_number <> old.case_number or new.caption <> old.caption or new.opening is not old.opening begin
  insert into search_wanted (kind, ref) values ('case', new.case_id) on conflict (kind, ref) do update set turn = turn + 1;
  insert into search_wanted (kind, ref)
    select kind, ref from search_sources where case_id = new.case_id and kind <> 'case'
    on conflict (kind, ref) do update set turn = turn + 1;
end;
create trigger search_case_went after delete on cases begin
  insert into search_wanted (kind, ref) values ('case', old.case_id) on conflict (kind, ref) do update set turn = turn + 1;
end;
create trigger search_piece_came after insert on case_entries when new.kind = 'piece' begin
  insert into search_wanted (kind, ref) values ('piece', new.entry_id) on conflict (kind, ref) do update set turn = turn + 1;
end;
create trigger search_piece_went after delete on case_entries when old.kind = 'piece' begin
  insert into search_wanted (kind, ref) values ('piece', old.entry_id) on conflict (kind, ref) do update set turn = turn + 1;
end;
create index search_sources_by_case on search_sources (case_id);
create index case_entries_by_file on case_entries (entry ->> '$.sha256') where kind = 'piece';
create trigger search_file_came after update of state on blobs when new.state = 'here' and old.state <> 'here' begin
  insert into search_wanted (kind, ref)
    select 'act', act_id from proposals where document_sha256 = new.sha256
    union select 'act', act_id from proposals where signed_sha256 = new.sha256
    union select 'piece', entry_id from case_entries where kind = 'piece' and entry ->> '$.sha256' = new.sha256
    on conflict (kind, ref) do update set turn = turn + 1;
end;

insert into search_wanted (kind, ref) select 'case', case_id from cases;
insert into search_wanted (kind, ref) select 'act', act_id from proposals;
insert into search_wanted (kind, ref) select 'piece', entry_id from case_entries where kind = 'piece';
`,
};

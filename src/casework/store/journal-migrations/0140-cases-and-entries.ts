import type { Migration } from '../migrate.ts';

/**
 * Cases that were opened at this desk, with the numbers that were used up, and what was noted here of cases and acts: kept word for word as it
 * is sent to the repository. `case_number` is the repository's, once it told it.
 */
export const migration0140: Migration = {
  version: 140,
  name: 'cases and entries',
  up: `
create table own_cases (
  n integer primary key,
  case_id text not null unique,
  provisional_number text not null unique,
  case_number text,
  record text not null,
  code text not null,
  state text not null check (state in ('waiting', 'sent', 'refused')),
  trouble text,
  made_at text not null
) strict;
create trigger own_cases_stand before update of n, case_id, provisional_number, record, code, made_at on own_cases
  begin select raise(abort, 'a case is opened once'); end;
create trigger own_cases_number before update of case_number on own_cases
  when old.case_number is not null and new.case_number is not old.case_number
  begin select raise(abort, 'a case has one number'); end;
create trigger own_cases_stay before delete on own_cases
  begin select raise(abort, 'a case that was opened stays'); end;

create table own_entries (
  n integer primary key,
  entry_id text not null unique,
  case_id text not null,
  act_id text,
  kind text not null,
  entry text not null,
  sha256 text,
  state text not null check (state in ('waiting', 'sent', 'refused')),
  trouble text
) strict;
create index own_entries_open on own_entries (n) where state = 'waiting';
create index own_entries_by_file on own_entries (sha256) where sha256 is not null;
create trigger own_entries_stand before update of n, entry_id, case_id, act_id, kind, entry, sha256 on own_entries
  begin select raise(abort, 'an entry does not change'); end;
create trigger own_entries_forward before update of state on own_entries when old.state <> 'waiting'
  begin select raise(abort, 'an entry that came to its end stays there'); end;
create trigger own_entries_stay before delete on own_entries
  begin select raise(abort, 'an entry stays'); end;
`,
};

import type { Migration } from '../migrate.ts';

/**
 * When the line was down, and what a person wants to have here. An outage says how it ended: the line came back, or the office was
 * closed (or died) before anybody could know. The minutes of a contingency are drawn up from these rows, so none is changed or lost.
 */
export const migration0055: Migration = {
  version: 55,
  name: 'line and pins',
  up: `
create table line_outages (
  id integer primary key,
  from_at text not null,
  seen_at text not null,
  until_at text,
  ended text check (ended in ('back', 'officeClosed', 'officeGone')),
  reason text not null,
  check ((until_at is null) = (ended is null))
) strict;
create index line_outages_open on line_outages (id) where ended is null;
create trigger line_outages_not_deleted before delete on line_outages
  begin select raise(abort, 'an outage stays'); end;
create trigger line_outages_fixed before update of id, from_at, reason on line_outages
  begin select raise(abort, 'an outage does not change'); end;
create trigger line_outages_end_once before update on line_outages when old.ended is not null
  begin select raise(abort, 'an outage ends once'); end;

create table pins (
  case_id text primary key,
  hearing_at text,
  pinned_at text not null
) strict, without rowid;
`,
};

import type { Migration } from '../migrate.ts';

/**
 * Signed acts are raised after they were signed: `renditions` are the longer files, each grown from the one before and each with a way and
 * a receipt of its own; `raises` is what every signed act wants and how far it got. When the next attempt is due is kept in memory, by
 * durations: a wrong clock delays nothing. `superseded`: another desk's rendition of the act came first.
 */
export const migration0030: Migration = {
  version: 30,
  name: 'renditions',
  up: `
create table renditions (
  act_id text not null references signed_acts (act_id),
  n integer not null check (n >= 1),
  level text not null check (level in ('B', 'T', 'LT', 'LTA')),
  sha256 text not null unique,
  size integer not null,
  prefix_sha256 text not null,
  prefix_size integer not null check (prefix_size < size),
  made_at text not null,
  state text not null check (state in ('waiting', 'registered', 'refused', 'superseded')),
  trouble text,
  receipt text,
  primary key (act_id, n),
  check ((state = 'registered') = (receipt is not null))
) strict, without rowid;
create index renditions_open on renditions (act_id, n) where state = 'waiting';
create trigger renditions_grow before insert on renditions
  when not exists (
    select 1 from signed_acts s where new.n = 1 and s.act_id = new.act_id and s.signed_sha256 = new.prefix_sha256
      and s.signed_size = new.prefix_size
    union all
    select 1 from renditions r where r.act_id = new.act_id and r.n = new.n - 1 and r.sha256 = new.prefix_sha256
      and r.size = new.prefix_size)
  begin select raise(abort, 'a rendition grows from the file before it'); end;
create trigger renditions_not_deleted before delete on renditions
  begin select raise(abort, 'a rendition stays'); end;
create trigger renditions_bytes_fixed before update of act_id, n, sha256, size, prefix_sha256, prefix_size, made_at, level
  on renditions
  begin select raise(abort, 'a rendition does not change'); end;
create trigger renditions_forward before update of state on renditions
  when old.state <> 'waiting' and new.state <> old.state
  begin select raise(abort, 'a rendition only moves forward'); end;
create trigger renditions_receipt_fixed before update of receipt on renditions
  when old.receipt is not null
  begin select raise(abort, 'a receipt does not change'); end;

create table raises (
  act_id text primary key references signed_acts (act_id),
  wanted text not null check (wanted in ('B', 'T', 'LT', 'LTA')),
  reached text not null default 'B' check (reached in ('B', 'T', 'LT', 'LTA')),
  open integer not null check (open in (0, 1)),
  renew integer not null default 0 check (renew in (0, 1)),
  attempts integer not null default 0 check (attempts >= 0),
  reason text,
  provable_until text,
  looked integer not null default 0 check (looked in (0, 1)),
  queued_at text not null
) strict, without rowid;
create index raises_open on raises (act_id) where open = 1;
create trigger raises_not_deleted before delete on raises
  begin select raise(abort, 'what an act wants is not forgotten'); end;
create trigger raises_reached_forward before update of reached on raises
  when instr('B,T,LT,LTA', new.reached) < instr('B,T,LT,LTA', old.reached)
  begin select raise(abort, 'a level that was reached is not lost'); end;
insert into raises (act_id, wanted, open, queued_at)
  select act_id, 'B', 0, signed_at from signed_acts;
`,
};

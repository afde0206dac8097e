import type { Migration } from '../migrate.ts';

/**
 * A desk may raise any registered act whose file lies here, not only those that were signed at it. `care` says why a row is here: signed
 * here (`own`), examined because its case was asked about (`looked`), renewed here by a person's wish (`taken`). `raised_from` are files
 * made elsewhere from which a longer one grew. Of one number there may be files that another's took the place of; one of them stands.
 */
export const migration0190: Migration = {
  version: 190,
  name: 'raised here',
  up: `
create table raised_from (
  act_id text not null,
  n integer not null check (n >= 0),
  sha256 text not null,
  size integer not null,
  primary key (act_id, n, sha256)
) strict, without rowid;
create trigger raised_from_stands before update on raised_from
  begin select raise(abort, 'what a rendition grew from does not change'); end;
create trigger raised_from_stays before delete on raised_from
  begin select raise(abort, 'what a rendition grew from stays'); end;

create table renditions_anew (
  act_id text not null,
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
  primary key (act_id, n, sha256),
  check ((state = 'registered') = (receipt is not null))
) strict, without rowid;
insert into renditions_anew (act_id, n, level, sha256, size, prefix_sha256, prefix_size, made_at, state, trouble, receipt)
  select act_id, n, level, sha256, size, prefix_sha256, prefix_size, made_at, state, trouble, receipt from renditions;
drop table renditions;
alter table renditions_anew rename to renditions;
create index renditions_open on renditions (act_id, n) where state = 'waiting';
create unique index renditions_standing on renditions (act_id, n) where state in ('waiting', 'registered');
create trigger renditions_grow before insert on renditions
  when not exists (
    select 1 from signed_acts s where new.n = 1 and s.act_id = new.act_id and s.signed_sha256 = new.prefix_sha256
      and s.signed_size = new.prefix_size
    union all
    select 1 from renditions r where r.act_id = new.act_id and r.n = new.n - 1 and r.sha256 = new.prefix_sha256
      and r.size = new.prefix_size
    union all
    select 1 from raised_from f where f.act_id = new.act_id and f.n = new.n - 1 and f.sha256 = new.prefix_sha256
      and f.size = new.prefix_size)
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

create table raises_anew (
  act_id text primary key,
  care text not null default 'own' check (care in ('own', 'looked', 'taken')),
  wanted text not null check (wanted in ('B', 'T', 'LT', 'LTA')),
  reached text not null default 'B' check (reached in ('B', 'T', 'LT', 'LTA')),
  open integer not null check (open in (0, 1)),
  renew integer not null default 0 check (renew in (0, 1)),
  attempts integer not null default 0 check (attempts >= 0),
  reason text,
  provable_until text,
  looked integer not null default 0 check (looked in (0, 1)),
  queued_at text not null,
  elsewhere integer not null default 0 check (elsewhere in (0, 1))
) strict, without rowid;
insert into raises_anew (act_id, wanted, reached, open, renew, attempts, reason, provable_until, looked, queued_at, elsewhere)
  select act_id, wanted, reached, open, renew, attempts, reason, provable_until, looked, queued_at, elsewhere from raises;
drop table raises;
alter table raises_anew rename to raises;
create index raises_open on raises (act_id) where open = 1;
create trigger raises_of_acts before insert on raises
  when new.care = 'own' and not exists (select 1 from signed_acts s where s.act_id = new.act_id)
  begin select raise(abort, 'no act of this number was signed here'); end;
create trigger raises_not_deleted before delete on raises
  begin select raise(abort, 'what an act wants is not forgotten'); end;
create trigger raises_reached_forward before update of reached on raises
  when instr('B,T,LT,LTA', new.reached) < instr('B,T,LT,LTA', old.reached)
  begin select raise(abort, 'a level that was reached is not lost'); end;
`,
};

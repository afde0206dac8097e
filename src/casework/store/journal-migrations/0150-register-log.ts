import type { Migration } from '../migrate.ts';

/**
 * What this workstation saw for itself of the register's log: checkpoints that grew out of each other, where receipts stand in them, which
 * keys its root vouches for, what others were shown, and every time that something did not agree. An era ends only when a person accepts
 * another past; receipts that were held then need not be in it (their place is -1 where they are not).
 */
export const migration0150: Migration = {
  version: 150,
  name: 'register log',
  up: `
create table log_checkpoints (
  era integer not null,
  size integer not null check (size >= 0),
  origin text not null,
  root blob not null check (length(root) = 32),
  checkpoint text not null,
  checked_at text not null,
  primary key (era, size)
) strict, without rowid;
create trigger log_checkpoints_grow before insert on log_checkpoints
  when new.size < (select max(size) from log_checkpoints where era = new.era)
  begin select raise(abort, 'the log only grows'); end;
create trigger log_checkpoints_stand before update of era, size, origin, root, checkpoint on log_checkpoints
  begin select raise(abort, 'a checkpoint stands'); end;
create table log_places (
  act_id text not null,
  leaf blob not null check (length(leaf) = 32),
  era integer not null,
  place integer not null,
  size integer not null,
  proof text not null,
  checked_at text not null,
  primary key (act_id, era),
  foreign key (era, size) references log_checkpoints (era, size)
) strict, without rowid;
create index log_places_by_size on log_places (era, size);
create table log_accepted (
  era integer not null,
  act_id text not null,
  primary key (era, act_id)
) strict, without rowid;
create table log_keys (
  one integer primary key check (one = 1),
  history text not null,
  kept_at text not null
) strict;
create table log_seen (
  checkpoint text primary key,
  origin text not null,
  size integer not null,
  root blob not null check (length(root) = 32),
  source text not null,
  seen_at text not null,
  state text not null check (state in ('waiting', 'agrees', 'forked'))
) strict, without rowid;
create index log_seen_waiting on log_seen (size) where state = 'waiting';
create table log_stamps (
  size integer primary key,
  checkpoint text not null,
  token text not null,
  stamped_at text not null,
  consistency text not null,
  of_era integer not null,
  of_size integer not null,
  foreign key (of_era, of_size) references log_checkpoints (era, size)
) strict;
create table log_alarms (
  id integer primary key,
  kind text not null check (kind in ('rewritten', 'rolledBack', 'forked', 'leafMissing', 'unsigned')),
  raised_at text not null,
  known integer not null,
  told integer,
  source text,
  evidence text not null,
  ended_at text,
  ended_by text
) strict;
create unique index log_alarms_one on log_alarms (kind) where ended_at is null;
create trigger log_alarms_stand before update of kind, raised_at, known, told, source, evidence on log_alarms
  begin select raise(abort, 'an alarm stands'); end;
create trigger log_alarms_stay before delete on log_alarms begin select raise(abort, 'an alarm stays'); end;
`,
};

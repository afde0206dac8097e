import type { Migration } from '../migrate.ts';

/**
 * The first shape of journal.db: the hash-chained journal, who was shown what, returns, signed acts, their way to the
 * repository, receipts, batches, settings. What must never change or vanish is guarded by triggers, so that no later code can.
 */
export const migration0010: Migration = {
  version: 10,
  name: 'first',
  up: `
create table journal (
  seq integer primary key,
  at text not null,
  body text not null,
  prev text not null,
  hash text not null unique
) strict;
create trigger journal_in_order before insert on journal
  when new.seq is not (select coalesce(max(seq), 0) + 1 from journal)
  begin select raise(abort, 'the journal has no gaps'); end;
create trigger journal_not_changed before update on journal
  begin select raise(abort, 'the journal is append-only'); end;
create trigger journal_not_deleted before delete on journal
  begin select raise(abort, 'the journal is append-only'); end;

create table settings (
  name text primary key,
  value text not null
) strict, without rowid;

create table shown (
  act_id text not null,
  document_sha256 text not null,
  via text not null check (via in ('window', 'terminal')),
  person_id text not null,
  at text not null,
  primary key (act_id, document_sha256)
) strict, without rowid;

create table returns (
  act_id text not null,
  document_sha256 text not null,
  case_id text not null,
  snapshot text not null,
  search text not null,
  remark text not null,
  returned_at text not null,
  primary key (act_id, document_sha256)
) strict, without rowid;
create index returns_newest on returns (returned_at, act_id);
create trigger returns_not_deleted before delete on returns
  begin select raise(abort, 'a return stays'); end;

create table signed_acts (
  seq integer primary key,
  act_id text not null unique,
  case_id text not null,
  state text not null check (state in ('signed', 'queued', 'registered', 'rejectedByRegistry')),
  snapshot text not null,
  search text not null,
  document_sha256 text not null,
  document_size integer not null,
  signed_sha256 text not null unique,
  signed_size integer not null,
  certificate_sha256 text not null,
  signer text not null,
  signed_at text not null,
  batch_id text not null,
  registration text,
  registered_at text,
  check ((state = 'registered') = (registration is not null)),
  check ((state = 'registered') = (registered_at is not null))
) strict;
create index signed_acts_by_case on signed_acts (case_id);
create index signed_acts_registered on signed_acts (registered_at, act_id) where registered_at is not null;
create trigger signed_acts_not_deleted before delete on signed_acts
  begin select raise(abort, 'a signed act stays'); end;
create trigger signed_acts_bytes_fixed before update of
    seq, act_id, case_id, document_sha256, document_size, signed_sha256, signed_size, certificate_sha256, signed_at
  on signed_acts
  begin select raise(abort, 'what was signed does not change'); end;

create table outbox (
  id integer primary key,
  kind text not null check (kind in ('act', 'return')),
  act_id text not null,
  document_sha256 text not null,
  case_id text not null,
  payload text not null,
  state text not null check (state in ('waiting', 'sent', 'received', 'registered', 'refused')),
  trouble text,
  changed_at text not null,
  unique (kind, act_id, document_sha256)
) strict;
create index outbox_open on outbox (id) where state <> 'registered';
create index outbox_by_act on outbox (act_id);
create trigger outbox_not_deleted before delete on outbox
  begin select raise(abort, 'outbox rows stay'); end;
create trigger outbox_errand_fixed before update of id, kind, act_id, document_sha256, case_id, payload on outbox
  begin select raise(abort, 'an errand does not change'); end;
create trigger outbox_forward before update of state on outbox
  when instr('waiting,sent,received,registered', new.state) < instr('waiting,sent,received,registered', old.state)
    and new.state <> 'refused' or old.state in ('registered', 'refused') and new.state <> old.state
  begin select raise(abort, 'outbox rows only move forward'); end;

create table receipts (
  act_id text primary key,
  jws text not null,
  kept_at text not null
) strict, without rowid;
create trigger receipts_not_changed before update on receipts
  begin select raise(abort, 'a receipt does not change'); end;
create trigger receipts_not_deleted before delete on receipts
  begin select raise(abort, 'a receipt stays'); end;

create table batches (
  batch_id text primary key,
  state text not null check (state in ('running', 'finished', 'stopped')),
  stopped_by text,
  signer text not null,
  token_label text not null,
  prepared integer not null default 0,
  started_at text not null,
  finished_at text
) strict, without rowid;
create index batches_running on batches (batch_id) where state = 'running';

create table batch_items (
  batch_id text not null references batches (batch_id),
  position integer not null,
  act_id text not null,
  title text not null,
  caption text not null,
  state text not null check (state in ('waiting', 'kept', 'failed', 'leftOut')),
  failure text,
  signed_sha256 text,
  primary key (batch_id, position)
) strict, without rowid;
`,
};

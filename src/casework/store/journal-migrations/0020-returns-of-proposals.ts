import type { Migration } from '../migrate.ts';

/**
 * A return is of one proposal, not of bytes for ever: the same bytes may be proposed again, and returned again. `proposal` is the mark
 * of that proposal; empty in rows that were written before it was kept, which stand for any.
 */
export const migration0020: Migration = {
  version: 20,
  name: 'returns of proposals',
  up: `
create table returns_new (
  act_id text not null,
  document_sha256 text not null,
  proposal text not null default '',
  case_id text not null,
  snapshot text not null,
  search text not null,
  remark text not null,
  returned_at text not null,
  primary key (act_id, document_sha256, proposal)
) strict, without rowid;
insert into returns_new (act_id, document_sha256, case_id, snapshot, search, remark, returned_at)
  select act_id, document_sha256, case_id, snapshot, search, remark, returned_at from returns;
drop table returns;
alter table returns_new rename to returns;
create index returns_newest on returns (returned_at, act_id);
create trigger returns_not_deleted before delete on returns
  begin select raise(abort, 'a return stays'); end;

create table outbox_new (
  id integer primary key,
  kind text not null check (kind in ('act', 'return')),
  act_id text not null,
  document_sha256 text not null,
  proposal text not null default '',
  case_id text not null,
  payload text not null,
  state text not null check (state in ('waiting', 'sent', 'received', 'registered', 'refused')),
  trouble text,
  changed_at text not null,
  unique (kind, act_id, document_sha256, proposal)
) strict;
insert into outbox_new (id, kind, act_id, document_sha256, case_id, payload, state, trouble, changed_at)
  select id, kind, act_id, document_sha256, case_id, payload, state, trouble, changed_at from outbox;
drop table outbox;
alter table outbox_new rename to outbox;
create index outbox_open on outbox (id) where state <> 'registered';
create index outbox_by_act on outbox (act_id);
create trigger outbox_not_deleted before delete on outbox
  begin select raise(abort, 'outbox rows stay'); end;
create trigger outbox_errand_fixed
  before update of id, kind, act_id, document_sha256, proposal, case_id, payload on outbox
  begin select raise(abort, 'an errand does not change'); end;
create trigger outbox_forward before update of state on outbox
  when instr('waiting,sent,received,registered', new.state) < instr('waiting,sent,received,registered', old.state)
    and new.state <> 'refused' or old.state in ('registered', 'refused') and new.state <> old.state
  begin select raise(abort, 'outbox rows only move forward'); end;
`,
};

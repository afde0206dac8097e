import type { Migration } from '../migrate.ts';

/**
 * What it takes to go on with a batch after a crash, and to report on it: with what it was signed, how often the PIN was asked for,
 * when each act was settled and how long the token took. Older batches know their certificate from the journal. From here on a fate,
 * once settled, does not change.
 */
export const migration0040: Migration = {
  version: 40,
  name: 'batches to go on with',
  up: `
alter table batches add column library_id text not null default '';
alter table batches add column token_serial text not null default '';
alter table batches add column certificate_sha256 text not null
  default '0000000000000000000000000000000000000000000000000000000000000000';
alter table batches add column capacity text not null default '';
alter table batches add column pin text not null default 'asCard' check (pin in ('asCard', 'each'));
alter table batches add column pin_per_signature integer check (pin_per_signature in (0, 1));
alter table batches add column ms_per_act real;
alter table batches add column dismissed_at text;
alter table batch_items add column settled_at text;
alter table batch_items add column token_ms real;
update batches set
  certificate_sha256 = coalesce((select json_extract(j.body, '$.certificateSha256') from journal j
    where json_extract(j.body, '$.kind') = 'batchStarted' and json_extract(j.body, '$.batchId') = batches.batch_id),
    certificate_sha256),
  token_serial = coalesce((select json_extract(j.body, '$.tokenSerial') from journal j
    where json_extract(j.body, '$.kind') = 'batchStarted' and json_extract(j.body, '$.batchId') = batches.batch_id),
    token_serial);
create index batches_newest on batches (started_at);
create trigger batch_items_settled_once before update of state, failure, signed_sha256 on batch_items
  when old.state <> 'waiting'
  begin select raise(abort, 'a fate does not change'); end;
create trigger batch_items_not_deleted before delete on batch_items
  begin select raise(abort, 'the items of a batch stay'); end;
`,
};

import type { Migration } from '../migrate.ts';

/**
 * Returns, and signatures that others come after, which the registry refused for good and a person set aside: of which proposal, why they were
 * refused, by whom and when. What was refused stays as it was; it waits in the queue no more.
 */
export const migration0440: Migration = {
  version: 440,
  name: 'set aside',
  up: `
create table set_aside (
  act_id text not null,
  what text not null check (what in ('return', 'signature')),
  document_sha256 text not null,
  proposal text not null,
  reason text not null,
  person_id text not null,
  set_at text not null,
  primary key (act_id, what, document_sha256, proposal)
) strict, without rowid;
create trigger set_aside_were_refused before insert on set_aside
  when not (new.what = 'return' and exists (select 1 from outbox where kind = 'return' and state = 'refused'
      and act_id = new.act_id and document_sha256 = new.document_sha256 and proposal = new.proposal)
    or new.what = 'signature' and exists (select 1 from half_signed where state = 'refused'
      and act_id = new.act_id and document_sha256 = new.document_sha256 and proposal = new.proposal))
  begin select raise(abort, 'only what was refused is set aside'); end;
create trigger set_aside_stand before update on set_aside
  begin select raise(abort, 'what was set aside stays so'); end;
create trigger set_aside_stay before delete on set_aside
  begin select raise(abort, 'what was set aside stays so'); end;
`,
};

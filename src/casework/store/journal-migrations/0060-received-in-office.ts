import type { Migration } from '../migrate.ts';

/** What the office's own repository said it received: a statement it signed, kept beside the outbox. It registers nothing. */
export const migration0060: Migration = {
  version: 60,
  name: 'received-in-office',
  up: `
create table received_in_office (
  act_id text not null,
  sha256 text not null,
  statement text not null,
  received_at text not null,
  kept_at text not null,
  primary key (act_id, sha256)
) strict, without rowid;
create trigger received_in_office_stands before update on received_in_office
  begin select raise(abort, 'a statement does not change'); end;
create trigger received_in_office_stays before delete on received_in_office
  begin select raise(abort, 'a statement stays'); end;
`,
};

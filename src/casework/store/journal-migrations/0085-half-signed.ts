import type { Migration } from '../migrate.ts';

/**
 * Acts that were signed here and that others sign after: each with its file, its way to the repository and what that said of it.
 * `after_seq` is the newest signed act of the time: it gives the row its place in the tray of what was signed.
 */
export const migration0085: Migration = {
  version: 85,
  name: 'half-signed acts',
  up: `
create table half_signed (
  seq integer primary key,
  after_seq integer not null,
  act_id text not null,
  proposal text not null,
  case_id text not null,
  n integer not null check (n >= 1),
  joint text not null,
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
  request text not null,
  state text not null check (state in ('waiting', 'received', 'refused')),
  statement text,
  trouble text,
  unique (act_id, document_sha256, proposal),
  check ((state = 'received') = (statement is not null))
) strict;
create index half_signed_open on half_signed (seq) where state <> 'received';
create trigger half_signed_bytes_fixed before update of
    seq, after_seq, act_id, proposal, case_id, n, document_sha256, document_size, signed_sha256, signed_size, certificate_sha256,
    signed_at, request on half_signed
  begin select raise(abort, 'what was signed does not change'); end;
create trigger half_signed_forward before update of state on half_signed
  when old.state <> 'waiting' and new.state <> old.state
  begin select raise(abort, 'a half-signed act only moves forward'); end;
create trigger half_signed_stay before delete on half_signed
  begin select raise(abort, 'a half-signed act stays'); end;
`,
};

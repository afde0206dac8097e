import type { Migration } from '../migrate.ts';

/** Signed acts that lie in the office's own repository and are not registered yet, as its feed told. */
export const migration0050: Migration = {
  version: 50,
  name: 'in-office',
  up: `
create table in_office (
  act_id text primary key,
  sha256 text not null,
  received_at text not null
) strict, without rowid;
`,
};

import type { Migration } from '../migrate.ts';

/** Names that this desk gave itself, when the repository knew another history of the one in its configuration. The newest holds. */
export const migration0110: Migration = {
  version: 110,
  name: 'device names',
  up: `
create table device_names (
  id integer primary key,
  was text not null,
  device_id text not null unique,
  since text not null
) strict;
create index device_names_was on device_names (was, id);
create trigger device_names_fixed before update on device_names
  begin select raise(abort, 'a name stays'); end;
create trigger device_names_not_deleted before delete on device_names
  begin select raise(abort, 'a name stays'); end;
`,
};

import type { Migration } from '../migrate.ts';

/**
 * The key of this device, and what the repository said of it and its person: who was enrolled here, the grants in force as it signed them,
 * its clock at the last contact, and, at the end, that the device was revoked.
 */
export const migration0250: Migration = {
  version: 250,
  name: 'enrolment',
  up: `
create table enrolment (
  one integer primary key check (one = 1),
  device_key text not null,
  jkt text not null,
  person_id text,
  person_name text,
  enrolled_at text,
  grants text not null default '[]',
  server_time text,
  revocation text
) strict;
create trigger enrolment_not_deleted before delete on enrolment
  begin select raise(abort, 'the key of the device stays'); end;
`,
};

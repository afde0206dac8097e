import type { Migration } from '../migrate.ts';

/**
 * What the office's own repository said of a signature that others come after: it lies there until the central one took it. And what was noted
 * here and lies there may still be refused by the central one.
 */
export const migration0260: Migration = {
  version: 260,
  name: 'halves and entries in the office',
  up: `
alter table half_signed add column in_office text;
alter table half_signed add column in_office_at text;
drop trigger own_entries_forward;
create trigger own_entries_forward before update of state on own_entries
  when old.state = 'refused' or (old.state = 'sent' and new.state = 'waiting')
  begin select raise(abort, 'an entry only moves forward'); end;
`,
};

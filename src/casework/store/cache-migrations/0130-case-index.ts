import type { Migration } from '../migrate.ts';

/** A case's index in its order: the registered acts by their number, then those on their way as they came. Read by keyset. */
export const migration0130: Migration = {
  version: 130,
  name: 'case index',
  up: `
alter table proposals add column number integer generated always as
  (coalesce(registration ->> '$.number', 9007199254740991)) virtual;
drop index proposals_by_case;
create index proposals_by_case on proposals (case_id, number, received_at, act_id);
`,
};

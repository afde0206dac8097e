import type { Migration } from '../migrate.ts';

/** Whether the repository signs what it refuses of cases for good: once it said so, an unsigned no is nobody's. */
export const migration0250: Migration = {
  version: 250,
  name: 'signed entry refusals',
  up: `
alter table line add column signs_entry_refusals integer not null default 0;
`,
};

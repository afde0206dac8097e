import type { Migration } from '../migrate.ts';

/** Whether a case is open in an emergency is asked for every act of it that is read: found by index, and there are few. */
export const migration0240: Migration = {
  version: 240,
  name: 'exceptional access',
  up: `
create index exceptional_accesses on case_entries (case_id) where kind = 'breakGlass';
`,
};

import type { Migration } from '../migrate.ts';

/** What the feed proposed while more of it was to come: not shown before its end, which may say that it was signed long ago. */
export const migration0190: Migration = {
  version: 190,
  name: 'what is not settled yet',
  up: `
alter table proposals add column settling integer not null default 0 check (settling in (0, 1));
create index proposals_settling on proposals (act_id) where settling = 1;
`,
};

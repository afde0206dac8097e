import type { Migration } from '../migrate.ts';

/** Which batches and acts were signed electronically here, and not digitally (Ley 25.506, art. 5). */
export const migration0280: Migration = {
  version: 280,
  name: 'electronic signatures',
  up: `
alter table batches add column electronic integer not null default 0 check (electronic in (0, 1));
alter table signed_acts add column electronic integer not null default 0 check (electronic in (0, 1));
`,
};

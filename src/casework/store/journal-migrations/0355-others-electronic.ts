import type { Migration } from '../migrate.ts';

/** Which acts that were signed here another of their signers had signed electronically: no more than a time-stamp can be had of them. */
export const migration0355: Migration = {
  version: 355,
  name: 'electronic signatures of others',
  up: `
alter table signed_acts add column others_electronic integer not null default 0 check (others_electronic in (0, 1));
`,
};

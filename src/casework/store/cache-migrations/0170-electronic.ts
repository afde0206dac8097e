import type { Migration } from '../migrate.ts';

/** Which acts the feed says were signed electronically, and not digitally (Ley 25.506, art. 5). */
export const migration0170: Migration = {
  version: 170,
  name: 'electronic signatures',
  up: `
alter table proposals add column electronic integer not null default 0 check (electronic in (0, 1));
`,
};

import type { Migration } from '../migrate.ts';

/**
 * Which proposal of an act is in force: an act that was returned may be proposed again with the same bytes. The feed is read again,
 * because the rows that are here do not say.
 */
export const migration0020: Migration = {
  version: 20,
  name: 'proposal marks',
  up: `
alter table proposals add column mark text not null default '';
update line set cursor = '';
`,
};

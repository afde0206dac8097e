import type { Migration } from '../migrate.ts';

/** Acts that another desk makes anew, found without a walk over all that was noted. An earlier program was told of none: the feed is read again. */
export const migration0315: Migration = {
  version: 315,
  name: 'remade elsewhere',
  up: `
create index case_entries_remade on case_entries (act_id) where kind = 'remade';
update line set cursor = '';
`,
};

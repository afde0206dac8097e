import type { Migration } from '../migrate.ts';

/**
 * When each case is heard next, as was noted last (null: that none is). An earlier program was told nothing of hearings: the feed is read
 * again.
 */
export const migration0260: Migration = {
  version: 260,
  name: 'hearings',
  up: `
create table hearings (
  case_id text primary key,
  hearing_at text,
  what text not null,
  entry_id text not null
) strict, without rowid;
create index hearings_in_order on hearings (hearing_at) where hearing_at is not null;
create index hearings_noted on case_entries (case_id) where kind = 'hearing';
update line set cursor = '';
`,
};

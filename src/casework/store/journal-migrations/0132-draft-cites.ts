import type { Migration } from '../migrate.ts';

/** Acts that a draft's text in hand mentions: their files are worth having while somebody writes of them. */
export const migration0132: Migration = {
  version: 132,
  name: 'draft cites',
  up: `
create table draft_cites (
  draft_id text not null,
  act_id text not null,
  primary key (draft_id, act_id)
) strict, without rowid;
create index draft_cites_by_act on draft_cites (act_id);
`,
};

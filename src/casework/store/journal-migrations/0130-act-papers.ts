import type { Migration } from '../migrate.ts';

/**
 * What stands on an act's paper before anybody else knows of it: its identity and its provisional number, given once, when its sheets are
 * looked at for the first time. A number that was given is never given again, whatever became of the act.
 */
export const migration0130: Migration = {
  version: 130,
  name: 'act papers',
  up: `
create table act_papers (
  number integer primary key,
  act_id text not null unique,
  draft_id text not null,
  made_at text not null
) strict;
create index act_papers_by_draft on act_papers (draft_id, number);
create trigger act_papers_stand before update on act_papers
  begin select raise(abort, 'what stands on paper does not change'); end;
create trigger act_papers_stay before delete on act_papers
  begin select raise(abort, 'a number that was given stays'); end;
`,
};

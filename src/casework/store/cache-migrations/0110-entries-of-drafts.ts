import type { Migration } from '../migrate.ts';

/** What is noted of drafts, found by the draft; and how each stands, made anew with every entry, so that a list is one walk. */
export const migration0110: Migration = {
  version: 110,
  name: 'entries of drafts',
  up: `
alter table case_entries add column draft_id text;
create index case_entries_by_draft on case_entries (draft_id, seq) where draft_id is not null;
create table draft_reviews (
  draft_id text primary key,
  state text not null check (state in ('inReview', 'returned', 'frozen')),
  asked_by text,
  asked_name text not null,
  act_id text,
  remarks integer not null
) strict, without rowid;
`,
};

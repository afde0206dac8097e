import type { Migration } from '../migrate.ts';

/**
 * How many pages each piece of evidence has, as far as its file was read here; those that lie in the index of words are read once more for
 * it. What a draft became is found by its act.
 */
export const migration0295: Migration = {
  version: 295,
  name: 'pages of pieces',
  up: `
create table piece_pages (
  sha256 text primary key,
  pages integer not null check (pages > 0)
) strict, without rowid;
create index draft_reviews_by_act on draft_reviews (act_id) where act_id is not null;
update search_sources set stamp = '' where kind = 'piece';
insert into search_wanted (kind, ref) select 'piece', entry_id from case_entries where kind = 'piece'
  on conflict (kind, ref) do update set turn = turn + 1;
`,
};

import type { Migration } from '../migrate.ts';

/**
 * Drafts, each with every text that was ever saved here or fetched. `version` is the text in hand, `base` the version at the repository
 * that it grew from (the same, once it is there), `others` the texts beside it that a person has to bring together with it, `merged` those
 * that the text in hand has brought together and the repository does not know of yet.
 */
export const migration0080: Migration = {
  version: 80,
  name: 'drafts',
  up: `
create table draft_versions (
  seq integer primary key,
  version_id text not null unique,
  draft_id text not null,
  parents text not null,
  body blob not null,
  author text not null,
  saved_at text not null,
  made text not null check (made in ('here', 'elsewhere')),
  there integer not null check (there in (0, 1))
) strict;
create index draft_versions_by_draft on draft_versions (draft_id, seq);
create trigger draft_versions_stand before update of seq, version_id, draft_id, parents, body, author, saved_at, made on draft_versions
  begin select raise(abort, 'a saved text does not change'); end;
create trigger draft_versions_arrive before update of there on draft_versions when new.there < old.there
  begin select raise(abort, 'what arrived stays there'); end;
create trigger draft_versions_stay before delete on draft_versions
  begin select raise(abort, 'a saved text stays'); end;

create table drafts (
  draft_id text primary key,
  case_id text not null,
  version text not null references draft_versions (version_id),
  base text references draft_versions (version_id),
  others text not null default '[]',
  merged text not null default '[]',
  act_type text not null,
  title text not null,
  author text not null,
  revision integer not null default 0,
  archived integer not null check (archived in (0, 1)),
  trouble text,
  search text not null,
  changed_at text not null
) strict, without rowid;
create index drafts_newest on drafts (archived, changed_at, draft_id);
create trigger drafts_stay before delete on drafts
  begin select raise(abort, 'a draft stays'); end;
`,
};

import type { Migration } from '../migrate.ts';

/** What a person was shown of a draft, and when: the next time, what changed since is what is new. */
export const migration0200: Migration = {
  version: 200,
  name: 'draft reads',
  up: `
create table draft_reads (
  draft_id text not null,
  version_id text not null,
  person_id text not null,
  at text not null,
  primary key (draft_id, version_id, person_id)
) strict;
create index own_entries_by_act on own_entries (act_id, kind) where act_id is not null;
create trigger draft_reads_stand before update on draft_reads
  begin select raise(abort, 'what was read stays read'); end;
create trigger draft_reads_stay before delete on draft_reads
  begin select raise(abort, 'what was read stays read'); end;
`,
};

import type { Migration } from '../migrate.ts';

/** Acts that were put before their signer here: the draft's text that was frozen, and what is sent to the repository, word for word. */
export const migration0100: Migration = {
  version: 100,
  name: 'own proposals',
  up: `
create table own_proposals (
  act_id text not null,
  document_sha256 text not null unique,
  draft_id text not null,
  version_id text not null references draft_versions (version_id),
  case_id text not null,
  proposal text not null,
  state text not null check (state in ('waiting', 'sent', 'refused')),
  trouble text,
  made_at text not null,
  primary key (act_id, document_sha256)
) strict, without rowid;
create index own_proposals_by_draft on own_proposals (draft_id, made_at);
create trigger own_proposals_stand before update of act_id, document_sha256, draft_id, version_id, case_id, proposal, made_at
  on own_proposals begin select raise(abort, 'what was proposed does not change'); end;
create trigger own_proposals_forward before update of state on own_proposals when old.state <> 'waiting'
  begin select raise(abort, 'a proposal that came to its end stays there'); end;
create trigger own_proposals_stay before delete on own_proposals
  begin select raise(abort, 'what was proposed stays'); end;
`,
};

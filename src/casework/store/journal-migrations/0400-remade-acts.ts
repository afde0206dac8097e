import type { Migration } from '../migrate.ts';

/**
 * Acts that the registry refused for good and that were made anew: as which draft, by whom, and why the registry had refused them. The act
 * itself stays as it was signed; made anew it is once, and it waits for nobody from then on.
 */
export const migration0400: Migration = {
  version: 400,
  name: 'remade acts',
  up: `
create table remade_acts (
  act_id text primary key references signed_acts (act_id),
  draft_id text not null unique references drafts (draft_id),
  reason text not null,
  person_id text not null,
  remade_at text not null
) strict, without rowid;
create trigger remade_acts_were_refused before insert on remade_acts
  when not exists (select 1 from signed_acts where act_id = new.act_id and state = 'rejectedByRegistry')
  begin select raise(abort, 'only what was refused is made anew'); end;
create trigger remade_acts_stand before update on remade_acts
  begin select raise(abort, 'what was made anew stays so'); end;
create trigger remade_acts_stay before delete on remade_acts
  begin select raise(abort, 'what was made anew stays so'); end;
`,
};

import type { Migration } from '../migrate.ts';

/** Several people sit at one PC: what one of them was shown is nobody else's reading (law 2). Until now the first one's counted for all. */
export const migration0356: Migration = {
  version: 356,
  name: 'shown to each',
  up: `
create table shown_to_each (
  act_id text not null,
  document_sha256 text not null,
  via text not null check (via in ('window', 'terminal')),
  person_id text not null,
  at text not null,
  primary key (act_id, document_sha256, person_id)
) strict, without rowid;
insert into shown_to_each (act_id, document_sha256, via, person_id, at) select act_id, document_sha256, via, person_id, at from shown;
drop table shown;
alter table shown_to_each rename to shown;
`,
};

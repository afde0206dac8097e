import type { Migration } from '../migrate.ts';

/**
 * How each act stands with those who are to be told of it, as was noted last. What was noted until now are notices that were given. An
 * earlier program was told of no addressees: the feed is read again.
 */
export const migration0292: Migration = {
  version: 292,
  name: 'notices',
  up: `
create table act_notices (
  act_id text primary key,
  open integer not null,
  notices text not null
) strict, without rowid;
insert into act_notices (act_id, open, notices)
  select act_id, 0, json_object('chosen', json('false'), 'addressees',
    json_group_array(json_object('name', name, 'pole', null, 'state', 'done')))
  from (select act_id, entry ->> '$.addressee' as name from case_entries where kind = 'notified' group by act_id, name)
  group by act_id;
update line set cursor = '';
`,
};

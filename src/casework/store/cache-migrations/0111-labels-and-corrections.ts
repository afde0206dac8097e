import type { Migration } from '../migrate.ts';

/** The office's labels of acts, each as it was said last; `said` puts what was said in order. */
export const migration0111: Migration = {
  version: 111,
  name: 'labels',
  up: `
create table act_labels (
  act_id text not null,
  label text not null,
  is_on integer not null check (is_on in (0, 1)),
  said text not null,
  primary key (act_id, label)
) strict, without rowid;
create index act_labels_by_label on act_labels (label, act_id) where is_on = 1;
`,
};

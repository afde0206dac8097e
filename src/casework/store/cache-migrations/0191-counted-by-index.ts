import type { Migration } from '../migrate.ts';

/** Trays of thousands are counted in indexes alone: what is not for everybody's eyes is found by its level, and the rest is not read. */
export const migration0191: Migration = {
  version: 191,
  name: 'trays counted by index',
  up: `
create index proposals_by_level on proposals (confidentiality_level, act_id);
create index cases_by_level on cases (confidentiality_level, case_id);
create index case_entries_sealed on case_entries (act_id) where kind = 'sealed' and act_id is not null;
drop index proposals_to_sign;
create index proposals_to_sign on proposals (sort, act_id, names, document_sha256, mark, due_at) where state = 'toSign';
`,
};

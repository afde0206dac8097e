import type { Migration } from '../migrate.ts';

/** Whose a file is gets asked for every part of it that is read: found by index alone, however many acts there are. */
export const migration0215: Migration = {
  version: 215,
  name: 'files by index',
  up: `
create index proposals_by_proposed on proposals (proposed_sha256) where proposed_sha256 is not null;
create index proposals_partly_signed on proposals (act_id) where partly <> '[]';
create index renditions_by_file on renditions (sha256);
`,
};

import type { Migration } from '../migrate.ts';

/**
 * Who is named to sign an act, and who did: `document_sha256` is what the next signer is shown (the proposed document, or the file of the
 * signer before), `proposed_sha256` what was proposed. `names` holds the persons between bars, to be searched. The feed is read again.
 */
export const migration0065: Migration = {
  version: 65,
  name: 'signers',
  up: `
alter table proposals add column proposed_sha256 text;
alter table proposals add column proposed_size integer;
alter table proposals add column signers text;
alter table proposals add column names text;
alter table proposals add column partly text not null default '[]';
update proposals set mark = '';
update line set cursor = '';
`,
};

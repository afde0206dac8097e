import type { Migration } from '../migrate.ts';

/** Whose a file is gets asked for every part of it that is read: found by index alone, however many acts there are. */
export const migration0335: Migration = {
  version: 335,
  name: 'files by index',
  up: `
create index signed_acts_by_document on signed_acts (document_sha256);
create index half_signed_by_document on half_signed (document_sha256);
create index returns_by_document on returns (document_sha256);
`,
};

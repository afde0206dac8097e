import type { Migration } from '../migrate.ts';

/** Certificates on tokens with which the person of this desk has proved to be who he or she is: they open the desk when it is locked. */
export const migration0340: Migration = {
  version: 340,
  name: 'tokens that open the desk',
  up: `
create table desk_tokens (
  certificate_sha256 text primary key check (length(certificate_sha256) = 64),
  pinned_at text not null
) strict;
`,
};

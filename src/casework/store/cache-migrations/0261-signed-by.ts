import type { Migration } from '../migrate.ts';

/** Who signed a registered act, as the feed tells it (names, as JSON); null where it does not. It is read again: it may tell that of each. */
export const migration0261: Migration = {
  version: 261,
  name: 'signed by',
  up: `
alter table proposals add column signed_by text;
update line set cursor = '';
`,
};

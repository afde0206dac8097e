import type { Migration } from '../migrate.ts';

/** Who signed last in the place of whom the act names, as the feed tells it: `{personId, name}`. */
export const migration0286: Migration = {
  version: 286,
  name: 'substitutes',
  up: `alter table proposals add column substitute text;`,
};

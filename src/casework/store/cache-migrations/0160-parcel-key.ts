import type { Migration } from '../migrate.ts';

/** What the repository said of the key to which parcels for it are sealed: its JWS, held against the pinned keys whenever it is used. */
export const migration0160: Migration = {
  version: 160,
  name: 'key of parcels',
  up: `alter table line add column parcel_key text;`,
};

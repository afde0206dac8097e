import type { Migration } from '../migrate.ts';

/** The newest file of an act was made elsewhere (by the repository, or at another desk): this desk neither raises nor renews it. */
export const migration0061: Migration = {
  version: 61,
  name: 'raised-elsewhere',
  up: `alter table raises add column elsewhere integer not null default 0 check (elsewhere in (0, 1));`,
};

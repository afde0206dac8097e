import { createHash } from 'node:crypto';
import type { Failure } from '../../../contract/failures.ts';
import type { ReceiptKey } from '../../../contract/receipts.ts';
import { TemplateProfile } from '../../../contract/templates.ts';
import {
  PublishedProfiles,
  type PublishedProfile,
  TemplatesHeader,
  TemplatesStatement,
  askFor,
} from '../../../contract/wire-templates.ts';
import { openJws } from '../../../proof/index.ts';
import { type ReadableDB, type Store, sql } from '../../store/index.ts';
import type { RepositoryClient } from '../../sync/repository-client.ts';

export interface ProfileInForce {
  readonly profile: TemplateProfile;
  readonly version: number;
  readonly at: string;
  readonly by: string;
}

/** Models that were published through the repository: kept here, so that they are offered without a line. */
export interface PublishedTemplates {
  /** By the ids of the profiles; the same objects while nothing changed. */
  inForce(): readonly ProfileInForce[];
  /** Asks the repository for what is new of these profiles. Answers a failure of the line, or null. */
  look(line: Pick<RepositoryClient, 'small'>, profiles: readonly string[]): Promise<Failure | null>;
}

interface Row extends PublishedProfile {
  readonly profile_id: string;
  readonly version: number;
}

export function publishedTemplates(rooms: {
  readonly store: Pick<Store, 'cache'>;
  /** Whose word is believed. */
  readonly keys: readonly ReceiptKey[];
}): PublishedTemplates {
  const { store, keys } = rooms;
  let read: { readonly stamp: string; readonly inForce: readonly ProfileInForce[] } | null = null;
  const take = (published: PublishedProfile): void => {
    const found = opened(published, keys);
    if (!found) return;
    const { profile, version } = found;
    // An older one that is shown again changes nothing.
    store.cache.write((tx) =>
      tx.run(
        sql`insert into templates (profile_id, version, statement, profile)
          values (${profile.id}, ${version}, ${published.statement}, ${published.profile})
          on conflict (profile_id) do update set version = excluded.version, statement = excluded.statement,
            profile = excluded.profile where excluded.version > version`,
      ),
    );
  };
  return {
    inForce() {
      const versions = versionsIn(store.cache);
      const stamp = [...versions].flat().join(' ');
      if (read?.stamp !== stamp)
        read = { stamp, inForce: rowsIn(store.cache).flatMap((row) => opened(row, keys) ?? []) };
      return read.inForce;
    },
    async look(line, profiles) {
      const versions = versionsIn(store.cache);
      const known = new Map(profiles.map((id) => [id, versions.get(id) ?? 0]));
      const answer = await line.small({ method: 'GET', path: askFor(known) });
      // An older repository knows no such address: it has none.
      if (!answer.ok) return answer.failure.kind === 'registrationRefused' ? null : answer.failure;
      const told = PublishedProfiles.safeParse(answer.value.body);
      for (const one of told.success ? told.data.profiles : []) take(one);
      return null;
    },
  };
}

const versionsIn = (db: ReadableDB<'cache'>): ReadonlyMap<string, number> =>
  new Map(
    db
      .all<Omit<Row, keyof PublishedProfile>>(sql`select profile_id, version from templates order by profile_id`)
      .map((row) => [row.profile_id, row.version]),
  );

const rowsIn = (db: ReadableDB<'cache'>): Row[] =>
  db.all<Row>(sql`select profile_id, version, statement, profile from templates order by profile_id`);

/** What was published, where a believed key signed these very bytes, and they are the profile that they are said to be. */
function opened({ statement, profile: text }: PublishedProfile, keys: readonly ReceiptKey[]): ProfileInForce | null {
  const said = openJws(statement, keys, TemplatesHeader, TemplatesStatement);
  if (!said || createHash('sha256').update(text).digest('hex') !== said.sha256) return null;
  const profile = TemplateProfile.safeParse(JSON.parse(text));
  if (!profile.success || profile.data.id !== said.profile) return null;
  const { version, at, by } = said;
  return { profile: profile.data, version, at, by };
}

import { createHash } from 'node:crypto';
import { Sha256 } from '../../contract/ids.ts';
import type { TemplateProfile } from '../../contract/templates.ts';
import {
  ProfileRecord,
  type PublishedProfile,
  type TemplatesAnswer,
  type TemplatesOrder,
  TemplatesStatement,
} from '../../contract/wire-templates.ts';
import type { PeopleBook } from '../people/book.ts';
import { parsed } from '../people/records.ts';
import { type Publisher, type PublishingRooms, publishNext } from '../published.ts';
import type { SigningKey } from '../receipts.ts';

/** What is asked of models, by desks and by who publishes them: the central repository's own, or what one inside an office has of it. */
export interface TemplateSource {
  /** Of the profiles that the asker wants, those that are newer than what it has. */
  newer(asked: ReadonlyMap<string, number>): Promise<PublishedProfile[]>;
  /** Null: this repository publishes none, the central one does. */
  publish: ((order: TemplatesOrder, by: Publisher) => Promise<TemplatesAnswer>) | null;
}

/** Keeps the next version of a profile. */
export const publishTemplates = (
  rooms: PublishingRooms,
  { after, profile }: { readonly after: number; readonly profile: TemplateProfile },
  by: Publisher,
): Promise<TemplatesAnswer> =>
  publishNext(
    rooms,
    {
      ...{ kind: 'templates', id: profile.id, after },
      versionIn: (before) => parsed(ProfileRecord, before)?.version ?? 0,
      record: (told): ProfileRecord => ({ profile: profile.id, ...told, text: JSON.stringify(profile) }),
    },
    by,
  );

/** The newest version of a profile; null where none was published. */
export const profileAt = async (book: PeopleBook, id: string): Promise<ProfileRecord | null> =>
  parsed(ProfileRecord, await book.get('templates', id));

/** @param name how the repository calls itself */
export function ownTemplates(
  rooms: PublishingRooms & { readonly name: string; readonly signing: SigningKey },
): TemplateSource & { readonly publish: NonNullable<TemplateSource['publish']> } {
  const { book, name, signing } = rooms;
  const signed = ({ text, ...told }: ProfileRecord): PublishedProfile => {
    const sha256 = Sha256.parse(createHash('sha256').update(text).digest('hex'));
    const statement: TemplatesStatement = { v: 1, repository: name, ...told, sha256 };
    return { statement: signing.jws('fojas-templates+jws', TemplatesStatement.parse(statement)), profile: text };
  };
  return {
    async newer(asked) {
      const found = await Promise.all([...asked.keys()].map((id) => profileAt(book, id)));
      return found.flatMap((one) => (one && one.version > asked.get(one.profile)! ? [signed(one)] : []));
    },
    publish: (order, by) => publishTemplates(rooms, order, by),
  };
}

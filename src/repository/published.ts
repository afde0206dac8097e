import type { PeopleBook, PeopleKind } from './people/book.ts';
import type { Orderer } from './people/orders.ts';

/** Who publishes something; `name` is told with it. */
export interface Publisher extends Orderer {
  readonly name: string;
}

export interface PublishingRooms {
  readonly book: PeopleBook;
  readonly clock: () => Date;
}

export type PublishAnswer =
  { readonly kind: 'published'; readonly version: number } | { readonly kind: 'overtaken'; readonly version: number };

/** What is to stand as the next version: under which id, in the place of which version, and how its record reads. */
export interface Publication {
  readonly kind: PeopleKind;
  readonly id: string;
  readonly after: number;
  versionIn(before: string | null): number;
  record(told: { readonly version: number; readonly at: string; readonly by: string }): object;
}

/** Keeps the next version of something, and writes down who published it. The same at the console and over the line. */
export async function publishNext(
  { book, clock }: PublishingRooms,
  { kind, id, after, versionIn, record }: Publication,
  by: Publisher,
): Promise<PublishAnswer> {
  const at = clock().toISOString();
  const answer = await book.change<PublishAnswer>(kind, id, (before) => {
    const version = versionIn(before);
    if (version !== after) return { after: before, answer: { kind: 'overtaken', version } };
    const next = record({ version: version + 1, at, by: by.name });
    return { after: JSON.stringify(next), answer: { kind: 'published', version: version + 1 } };
  });
  await book.note([
    {
      ...{ at, officeId: by.officeId, personId: by.personId, device: by.device, what: `${kind}.publish` },
      ...{ subject: `${id} ${answer.version}`, status: answer.kind === 'published' ? 200 : 409 },
    },
  ]);
  return answer;
}

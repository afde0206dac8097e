import { createHash } from 'node:crypto';
import { Sha256 } from '../../contract/ids.ts';
import {
  type CalendarAnswer,
  type CalendarOrder,
  type CalendarQuery,
  CalendarRecord,
  CalendarStatement,
  type PublishedCalendar,
} from '../../contract/wire-calendars.ts';
import type { PeopleBook } from '../people/book.ts';
import type { Orderer } from '../people/orders.ts';
import { parsed } from '../people/records.ts';
import type { SigningKey } from '../receipts.ts';

/** What is asked of calendars, by desks and by who publishes one: the central repository's own, or what one inside an office has of it. */
export interface CalendarSource {
  /** Of this office and of all offices, each where it is newer than what the desk has. */
  newer(officeId: string, known: CalendarQuery): Promise<PublishedCalendar[]>;
  /** Null: the central repository, which alone publishes, does not answer. */
  publish(order: CalendarOrder, by: Publisher): Promise<CalendarAnswer | null>;
}

/** Who publishes a calendar; `name` is told with it. */
export interface Publisher extends Orderer {
  readonly name: string;
}

/** Under which id a calendar is kept. */
export const scopeOf = (officeId: string | null): string => (officeId === null ? 'all' : `office ${officeId}`);

/** Keeps the next version of a calendar, and writes down who published it. The same at the console and over the line. */
export async function publishCalendar(
  { book, clock }: { readonly book: PeopleBook; readonly clock: () => Date },
  { officeId, after, calendar }: Pick<CalendarOrder, 'officeId' | 'after' | 'calendar'>,
  by: Publisher,
): Promise<CalendarAnswer> {
  const at = clock().toISOString();
  const answer = await book.change<CalendarAnswer>('calendar', scopeOf(officeId), (before) => {
    const version = parsed(CalendarRecord, before)?.version ?? 0;
    if (version !== after) return { after: before, answer: { kind: 'overtaken', version } };
    const record: CalendarRecord = {
      ...{ officeId, version: version + 1, at, by: by.name, text: JSON.stringify(calendar) },
    };
    return { after: JSON.stringify(record), answer: { kind: 'published', version: record.version } };
  });
  await book.note([
    {
      ...{ at, officeId: by.officeId, personId: by.personId, device: by.device, what: 'calendar.publish' },
      ...{ subject: `${scopeOf(officeId)} ${answer.version}`, status: answer.kind === 'published' ? 200 : 409 },
    },
  ]);
  return answer;
}

/** What the console shows: the newest calendar of this scope, as its text; null where none was published. */
export const calendarAt = async (book: PeopleBook, officeId: string | null): Promise<CalendarRecord | null> =>
  parsed(CalendarRecord, await book.get('calendar', scopeOf(officeId)));

/** @param name how the repository calls itself */
export function ownCalendars(rooms: {
  readonly book: PeopleBook;
  readonly name: string;
  readonly signing: SigningKey;
  readonly clock: () => Date;
}): CalendarSource {
  const { book, name, signing } = rooms;
  const signed = ({ text, ...told }: CalendarRecord): PublishedCalendar => {
    const sha256 = Sha256.parse(createHash('sha256').update(text).digest('hex'));
    const statement: CalendarStatement = { v: 1, repository: name, ...told, sha256 };
    return { statement: signing.jws('fojas-calendar+jws', CalendarStatement.parse(statement)), calendar: text };
  };
  return {
    async newer(officeId, { own, all }) {
      const [ofOffice, ofAll] = [await calendarAt(book, officeId), await calendarAt(book, null)];
      return [
        ...(ofOffice && ofOffice.version > own ? [signed(ofOffice)] : []),
        ...(ofAll && ofAll.version > all ? [signed(ofAll)] : []),
      ];
    },
    publish: (order, by) => publishCalendar(rooms, order, by),
  };
}

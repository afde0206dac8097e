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
import { parsed } from '../people/records.ts';
import { type Publisher, type PublishingRooms, publishNext } from '../published.ts';
import type { SigningKey } from '../receipts.ts';

/** What is asked of calendars, by desks and by who publishes one: the central repository's own, or what one inside an office has of it. */
export interface CalendarSource {
  /** Of this office and of all offices, each where it is newer than what the desk has. */
  newer(officeId: string, known: CalendarQuery): Promise<PublishedCalendar[]>;
  /** Null: the central repository, which alone publishes, does not answer. */
  publish(order: CalendarOrder, by: Publisher): Promise<CalendarAnswer | null>;
}

/** Under which id a calendar is kept. */
export const scopeOf = (officeId: string | null): string => (officeId === null ? 'all' : `office ${officeId}`);

/** Keeps the next version of a calendar. */
export const publishCalendar = (
  rooms: PublishingRooms,
  { officeId, after, calendar }: Pick<CalendarOrder, 'officeId' | 'after' | 'calendar'>,
  by: Publisher,
): Promise<CalendarAnswer> =>
  publishNext(
    rooms,
    {
      ...{ kind: 'calendar', id: scopeOf(officeId), after },
      versionIn: (before) => parsed(CalendarRecord, before)?.version ?? 0,
      record: (told): CalendarRecord => ({ officeId, ...told, text: JSON.stringify(calendar) }),
    },
    by,
  );

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

import {
  CalendarAnswer,
  CalendarHeader,
  CalendarStatement,
  Calendars,
  type CalendarQuery,
  KeptCalendar,
  type PublishedCalendar,
} from '../../contract/wire-calendars.ts';
import type { ReceiptKey } from '../../contract/receipts.ts';
import { openJws } from '../../proof/index.ts';
import { type CalendarSource, scopeOf } from '../calendars/publish.ts';
import type { PeopleBook } from '../people/book.ts';
import { parsed } from '../people/records.ts';
import type { Upstream } from './upstream.ts';

/** What the office's repository has of the central one's calendars, and passes on as that one signed it. */
export interface OfficeCalendars extends CalendarSource {
  /** Asks for what is new, if that was long enough ago. @returns whether the line held */
  look(): Promise<boolean>;
}

export interface OfficeCalendarRooms {
  readonly book: Pick<PeopleBook, 'get' | 'change'>;
  readonly upstream: Pick<Upstream, 'read' | 'relay'>;
  readonly officeId: string;
  readonly isAway: () => boolean;
  /** Whose word is believed. */
  readonly pins: readonly ReceiptKey[];
  /** Between two questions, in milliseconds. */
  readonly everyMs: number;
}

export function openOfficeCalendars(rooms: OfficeCalendarRooms): OfficeCalendars {
  const { book, upstream, officeId, pins, everyMs } = rooms;
  let lookedAt = Number.NEGATIVE_INFINITY;
  const kept = async (of: string | null): Promise<KeptCalendar | null> =>
    parsed(KeptCalendar, await book.get('calendar', scopeOf(of)));
  const versions = async (): Promise<CalendarQuery> => ({
    own: (await kept(officeId))?.version ?? 0,
    all: (await kept(null))?.version ?? 0,
  });
  /** Each desk holds the text against what was signed; here the signature says of whom it is, and how new. */
  const take = async (published: PublishedCalendar): Promise<void> => {
    const said = openJws(published.statement, pins, CalendarHeader, CalendarStatement);
    if (!said || (said.officeId !== null && said.officeId !== officeId)) return;
    await book.change('calendar', scopeOf(said.officeId), (before) => {
      const isNewer = said.version > (parsed(KeptCalendar, before)?.version ?? 0);
      return { after: isNewer ? JSON.stringify({ version: said.version, published }) : before, answer: null };
    });
  };
  const fetchNewer = async (): Promise<boolean> => {
    const { own, all } = await versions();
    const told = await upstream.read(`/v1/calendars?own=${own}&all=${all}`, Calendars);
    if (told.kind === 'line') return false;
    lookedAt = performance.now();
    // One of before calendars were told answers no: there are none.
    if (told.kind === 'ok') for (const one of told.value.calendars) await take(one);
    return true;
  };
  return {
    look: async () => performance.now() - lookedAt < everyMs || fetchNewer(),
    async newer(asking, { own, all }) {
      const found = [
        { kept: await kept(asking), known: own },
        { kept: await kept(null), known: all },
      ];
      return found.flatMap((one) => (one.kept && one.kept.version > one.known ? [one.kept.published] : []));
    },
    async publish(order, by) {
      if (rooms.isAway()) return null;
      const answer = await upstream.relay({
        ...{ method: 'POST', path: '/v1/calendars', headers: {} },
        body: JSON.stringify({ ...order, by: by.name }),
      });
      const said = answer && answer.status < 300 ? CalendarAnswer.safeParse(JSON.parse(answer.body)) : null;
      if (!said?.success) return null;
      await fetchNewer();
      return said.data;
    },
  };
}

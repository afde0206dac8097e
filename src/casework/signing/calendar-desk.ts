import type { CalendarDay, CalendarStanding } from '../../contract/calendar.ts';
import type { Calls } from '../../contract/calls.ts';
import type { OfficeConfig } from '../../contract/config.ts';
import { done, failed } from '../../contract/failures.ts';
import { may } from '../../contract/permissions.ts';
import type { Handlers } from '../../contract/rpc.ts';
import { CalendarAnswer, mostCalendarText } from '../../contract/wire-calendars.ts';
import type { RepositoryClient } from '../sync/repository-client.ts';
import { officeCalendar } from './calendar-file.ts';
import type { PublishedCalendars } from './calendar-published.ts';
import { type Calendar, type DayKind, bundledCalendar } from './calendar.ts';

/** The calendar that counts at a desk: what was published through the repository or, where nothing was, the file of this PC. */
export function deskCalendar(file: string | undefined, published: PublishedCalendars): Calendar {
  const ofFile = officeCalendar(file);
  let read: { readonly of: unknown; readonly calendar: Calendar } | null = null;
  const now = (): Calendar => {
    const amendments = published.amendments();
    if (amendments === null) return ofFile;
    if (read?.of !== amendments) read = { of: amendments, calendar: bundledCalendar(amendments) };
    return read.calendar;
  };
  return {
    dayOf: (instant, locality) => now().dayOf(instant, locality),
    trouble: () => now().trouble?.() ?? null,
  };
}

export interface CalendarRooms {
  readonly config: OfficeConfig;
  readonly calendar: Calendar;
  readonly published: PublishedCalendars;
  /** The repository; null where none is configured. */
  readonly client: Pick<RepositoryClient, 'small'> | null;
}

type Names = 'calendar.read' | 'calendar.day' | 'calendar.publish';

export function aboutCalendars({ config, calendar, published, client }: CalendarRooms): Pick<Handlers<Calls>, Names> {
  const { office, person } = config;
  const standing = (): CalendarStanding => {
    const inForce = published.inForce();
    const file = office.calendarFile ?? null;
    const source = inForce.length > 0 ? 'published' : file === null ? 'program' : 'file';
    return { source, published: [...inForce], file, trouble: calendar.trouble?.()?.detail ?? null };
  };
  return {
    'calendar.read': async () => done(standing()),
    // Noon of Greenwich is the same day wherever an office lies.
    'calendar.day': async ({ date }) =>
      done(dayOf(calendar.dayOf(new Date(`${date}T12:00:00Z`), office.locality ?? null))),
    'calendar.publish': async ({ scope, after, calendar: wish }) => {
      if (!may(person, scope === 'own' ? 'setCalendars' : 'configure')) return failed({ kind: 'notAllowed' });
      if (!client) return failed({ kind: 'repositoryNotConfigured' });
      if (JSON.stringify(wish).length > mostCalendarText)
        return failed({ kind: 'badInput', detail: `calendar: more than ${mostCalendarText} characters` });
      const officeId = scope === 'own' ? office.officeId : null;
      const answer = await client.small({
        ...{ method: 'POST', path: '/v1/calendars' },
        body: { officeId, after, calendar: wish, by: person.name },
      });
      if (!answer.ok) {
        const { failure } = answer;
        const isForbidden = failure.kind === 'registrationRefused' && failure.problem === 'forbidden';
        return isForbidden ? failed({ kind: 'notAllowed' }) : answer;
      }
      const said = CalendarAnswer.safeParse(answer.value.body);
      if (!said.success) return failed({ kind: 'repositoryGarbage', detail: 'not of protocol version 1' });
      // Whoever published sees it at this desk at once, and so does who was overtaken.
      const trouble = await published.look(client);
      if (trouble) return failed(trouble);
      return done({ answer: said.data, standing: standing() });
    },
  };
}

function dayOf(day: DayKind): CalendarDay {
  const { kind, date } = day;
  const grounds = { name: 'name' in day ? day.name : '', source: 'source' in day ? day.source : '' };
  return { kind, date, ...grounds, unverified: 'unverified' in day && day.unverified };
}

import type { FastifyInstance } from 'fastify';
import { CalendarOrder, CalendarQuery, mostCalendarText } from '../../contract/wire-calendars.ts';
import { isForbidden } from '../access.ts';
import { problem } from '../problems.ts';
import { parseOrRefuse } from '../routes/parse.ts';
import type { CalendarSource } from './publish.ts';

export interface CalendarRooms {
  readonly calendars: CalendarSource;
  /** Null inside an office: it knows its own. */
  readonly knowsOffice: ((officeId: string) => Promise<boolean>) | null;
}

/** Court calendars: told to every desk of the office, published by whom the matrix lets. */
export function calendarRoutes(app: FastifyInstance, { calendars, knowsOffice }: CalendarRooms): void {
  app.get('/v1/calendars', async (request, reply) => {
    const known = await parseOrRefuse(reply, CalendarQuery, request.query);
    return known ? reply.send({ calendars: await calendars.newer(request.officeId, known) }) : reply;
  });

  app.post('/v1/calendars', async (request, reply) => {
    const order = await parseOrRefuse(reply, CalendarOrder, request.body);
    if (!order) return reply;
    const { officeId, calendar } = order;
    // Another office's calendar, or that of all, is for whoever looks after them all.
    const isOwn = officeId === request.officeId;
    if (await isForbidden(request, reply, isOwn ? 'setCalendars' : 'configure')) return reply;
    if (officeId !== null && !isOwn && !(await knowsOffice?.(officeId)))
      return problem(reply, 'office-unknown', 'no office of that name is known here');
    if (JSON.stringify(calendar).length > mostCalendarText)
      return problem(reply, 'bad-request', `a calendar has at most ${mostCalendarText} characters`);
    const { holder, device } = request;
    const name = holder?.name ?? order.by ?? request.officeId;
    const answer = await calendars.publish(order, {
      ...{ officeId: request.officeId, personId: holder?.personId ?? null, device, name },
    });
    return answer
      ? reply.send(answer)
      : problem(reply, 'centre-away', 'the central repository alone publishes calendars');
  });
}

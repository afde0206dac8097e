import { createHash } from 'node:crypto';
import { CalendarAmendments, type CalendarInForce } from '../../contract/calendar.ts';
import type { Failure } from '../../contract/failures.ts';
import type { ReceiptKey } from '../../contract/receipts.ts';
import { CalendarHeader, CalendarStatement, Calendars, type PublishedCalendar } from '../../contract/wire-calendars.ts';
import { openJws } from '../../proof/index.ts';
import { type ReadableDB, type Store, sql } from '../store/index.ts';
import type { RepositoryClient } from '../sync/repository-client.ts';

/** Calendars that were published through the repository: kept here, so that they count without a line. */
export interface PublishedCalendars {
  /** The office's own first. */
  inForce(): readonly CalendarInForce[];
  /** Both in one, null where none was published; the same object while nothing changed. */
  amendments(): CalendarAmendments | null;
  /** Asks the repository for what is new. Answers a failure of the line, or null. */
  look(line: Pick<RepositoryClient, 'small'>): Promise<Failure | null>;
}

interface Row extends PublishedCalendar {
  readonly scope: 'own' | 'all';
  readonly version: number;
}

export function publishedCalendars(rooms: {
  readonly store: Pick<Store, 'cache'>;
  readonly officeId: string;
  /** Whose word is believed. */
  readonly keys: readonly ReceiptKey[];
}): PublishedCalendars {
  const { store, officeId, keys } = rooms;
  let read: { stamp: string; inForce: readonly CalendarInForce[]; amendments: CalendarAmendments | null } | null = null;
  const now = (): NonNullable<typeof read> => {
    const rows = rowsIn(store.cache);
    const stamp = rows.map(({ scope, version }) => `${scope} ${version}`).join(' ');
    if (read?.stamp === stamp) return read;
    const inForce = rows.flatMap((row) => opened(row, { officeId, keys }) ?? []);
    read = { stamp, inForce, amendments: mergedOf(inForce.map(({ calendar }) => calendar)) };
    return read;
  };
  const take = (published: PublishedCalendar): void => {
    const found = opened(published, { officeId, keys });
    if (!found) return;
    const { scope, version } = found;
    // An older one that is shown again changes nothing.
    store.cache.write((tx) =>
      tx.run(
        sql`insert into calendars (scope, version, statement, calendar)
          values (${scope}, ${version}, ${published.statement}, ${published.calendar})
          on conflict (scope) do update set version = excluded.version, statement = excluded.statement,
            calendar = excluded.calendar where excluded.version > version`,
      ),
    );
  };
  return {
    inForce: () => now().inForce,
    amendments: () => now().amendments,
    async look(line) {
      const rows = rowsIn(store.cache);
      const version = (scope: Row['scope']): number => rows.find((row) => row.scope === scope)?.version ?? 0;
      const path = `/v1/calendars?own=${version('own')}&all=${version('all')}`;
      const answer = await line.small({ method: 'GET', path });
      // An older repository knows no such address: it has none.
      if (!answer.ok) return answer.failure.kind === 'registrationRefused' ? null : answer.failure;
      const told = Calendars.safeParse(answer.value.body);
      for (const one of told.success ? told.data.calendars : []) take(one);
      return null;
    },
  };
}

const rowsIn = (db: ReadableDB<'cache'>): Row[] =>
  db.all<Row>(sql`select scope, version, statement, calendar from calendars order by scope desc`);

/** What was published, where a believed key signed these very bytes for this office or for all. */
function opened(
  { statement, calendar: text }: PublishedCalendar,
  { officeId, keys }: { readonly officeId: string; readonly keys: readonly ReceiptKey[] },
): CalendarInForce | null {
  const said = openJws(statement, keys, CalendarHeader, CalendarStatement);
  if (!said || (said.officeId !== null && said.officeId !== officeId)) return null;
  if (createHash('sha256').update(text).digest('hex') !== said.sha256) return null;
  const calendar = CalendarAmendments.safeParse(JSON.parse(text));
  if (!calendar.success) return null;
  const { version, at, by } = said;
  return { scope: said.officeId === null ? 'all' : 'own', version, at, by, calendar: calendar.data };
}

/** What the office says of a day goes before what is said for all. */
function mergedOf([first, ...others]: readonly CalendarAmendments[]): CalendarAmendments | null {
  if (!first) return null;
  return others.reduce((own, all) => {
    const closed = new Set(own.closed.flatMap((day) => (day.locality === undefined ? [day.date] : [])));
    return {
      version: 1,
      ...(own.until === undefined && all.until === undefined
        ? {}
        : { until: Math.max(own.until ?? 0, all.until ?? 0) }),
      closed: [...own.closed, ...all.closed],
      open: [...own.open, ...all.open.filter(({ date }) => !closed.has(date))],
      recess: [...own.recess, ...all.recess],
    };
  }, first);
}

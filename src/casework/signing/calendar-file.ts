import { readFileSync, statSync } from 'node:fs';
import { CalendarAmendments } from '../../contract/calendar.ts';
import { type Calendar, bundledCalendar } from './calendar.ts';

/**
 * The calendar that comes with the program, amended by the office's own file, which is read anew whenever it changed: nobody has to
 * start the program again because a day off was decreed. A file that is not there or does not parse is told and not heeded.
 */
export function officeCalendar(file: string | undefined): Calendar {
  if (file === undefined) return bundledCalendar();
  let read: { readonly stamp: string; readonly calendar: Calendar; readonly detail: string | null } | null = null;
  const now = (): NonNullable<typeof read> => {
    const stamp = stampOf(file);
    if (read?.stamp === stamp) return read;
    try {
      const amendments = CalendarAmendments.safeParse(JSON.parse(readFileSync(file, 'utf8')));
      read = amendments.success
        ? { stamp, calendar: bundledCalendar(amendments.data), detail: null }
        : { stamp, calendar: bundledCalendar(), detail: whereOf(amendments.error.issues[0]) };
    } catch (error) {
      read = { stamp, calendar: bundledCalendar(), detail: error instanceof Error ? error.message.slice(0, 200) : '' };
    }
    return read;
  };
  return {
    dayOf: (instant, locality) => now().calendar.dayOf(instant, locality),
    trouble() {
      const { detail } = now();
      return detail === null ? null : { file, detail };
    },
  };
}

const whereOf = (issue?: { readonly path: readonly PropertyKey[]; readonly message: string }): string =>
  issue ? `${issue.path.join('.')}: ${issue.message}` : '';

/** When it was written and how long it is; a file that is not there has a stamp as well. */
function stampOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs} ${stat.size}` : 'none';
}

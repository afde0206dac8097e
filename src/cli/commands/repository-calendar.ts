import { z } from 'zod';
import { CalendarAmendments, type CalendarInForce } from '../../contract/calendar.ts';
import type { CalendarAnswer } from '../../contract/wire-calendars.ts';
import { createFormats } from '../../contract/words/formats.ts';
import { calendarAt, publishCalendar } from '../../repository/calendars/publish.ts';
import { atConsole } from '../../repository/people/orders.ts';
import { defineCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { jsonIn } from '../json-file.ts';
import { peopleOptions, peopleValues, withEngines } from '../repository/people.ts';
import type { Office } from '../processes.ts';
import type { Ui } from '../ui.ts';
import { withOffice } from '../with-office.ts';

const name = z.string().min(1).max(200);

function said(answer: CalendarAnswer, ui: Ui): ExitCode {
  ui.answer(answer);
  if (answer.kind === 'published') {
    ui.print(ui.words.calendar.published(answer.version));
    return exitCodes.ok;
  }
  ui.note(`fojas: ${ui.words.calendar.overtaken(answer.version)}`);
  return exitCodes.no;
}

export const calendarPublish = defineCommand('repository calendar publish', {
  options: {
    ...peopleOptions,
    ...{ office: { type: 'string' }, all: { type: 'boolean' }, after: { type: 'string' } },
  },
  values: z.object({
    ...peopleValues,
    office: name.optional(),
    all: z.boolean().default(false),
    after: z.coerce.number().int().min(0).optional(),
  }),
  files: 'some',
  async run({ dir, register, config, 'store-key-file': storeKeyFile, seat, office, all, after }, files, ui) {
    const [file, ...others] = files;
    if (file === undefined || others.length > 0) return ui.misuse(ui.words.calendar.oneFile);
    const read = await jsonIn(file, CalendarAmendments, (where) => ui.words.calendar.badFile(file, where), ui);
    if (typeof read === 'number') return read;
    const calendar = read.value;
    if (dir !== undefined && config === undefined) {
      if (all === (office !== undefined)) return ui.misuse(ui.words.calendar.whose);
      const officeId = office ?? null;
      return withEngines({ dir, register }, ui, ui.words.people.runs, async (engines, clock) => {
        const book = engines.register.people;
        const known = (await calendarAt(book, officeId))?.version ?? 0;
        const order = { officeId, after: after ?? known, calendar };
        return said(await publishCalendar({ book, clock }, order, { ...atConsole, name: atConsole.officeId }), ui);
      });
    }
    if (config === undefined || storeKeyFile === undefined || dir !== undefined)
      return ui.misuse(ui.words.people.whereFlags);
    if (office !== undefined) return ui.misuse(ui.words.calendar.ownOnly);
    const scope = all ? 'all' : 'own';
    return withOffice({ config, 'store-key-file': storeKeyFile, seat }, ui, async ({ client }) => {
      const publish = (at: number) => client.call('calendar.publish', { scope, after: at, calendar });
      const versionIn = (published: readonly CalendarInForce[]): number =>
        published.find((one) => one.scope === scope)?.version ?? 0;
      const standing = await client.call('calendar.read', {});
      if (!standing.ok) return ui.fail(standing.failure);
      let answer = await publish(after ?? versionIn(standing.value.published));
      // A desk that had not heard of the newest yet has by now; who named a version meant that one.
      if (after === undefined && answer.ok && answer.value.answer.kind === 'overtaken')
        answer = await publish(answer.value.answer.version);
      return answer.ok ? said(answer.value.answer, ui) : ui.fail(answer.failure);
    });
  },
});

/** A calendar in one line and what is in it in another; `office`: whose it is, null for that of all. */
function show({ version, at, by, calendar }: Omit<CalendarInForce, 'scope'>, office: string | null, ui: Ui): void {
  const words = ui.words.calendar;
  ui.print(words.inForce(office, version, createFormats(ui.locale).dateTime(at), by));
  ui.print(`  ${words.days(calendar.closed.length, calendar.open.length, calendar.recess.length)}`);
}

export const calendarShow = defineCommand('repository calendar show', {
  options: { ...peopleOptions, office: { type: 'string' } },
  values: z.object({ ...peopleValues, office: name.optional() }),
  async run({ dir, register, config, 'store-key-file': storeKeyFile, seat, office }, _files, ui) {
    if (dir !== undefined && config === undefined)
      return withEngines({ dir, register }, ui, ui.words.people.runs, async (engines) => {
        const book = engines.register.people;
        const scopes = office === undefined ? [null] : [office, null];
        const found = (await Promise.all(scopes.map((one) => calendarAt(book, one)))).flatMap((one) =>
          one ? [{ ...one, calendar: CalendarAmendments.parse(JSON.parse(one.text)) }] : [],
        );
        ui.answer({ calendars: found.map(({ text: _text, ...one }) => one) });
        for (const one of found) show(one, one.officeId, ui);
        if (found.length === 0) ui.print(ui.words.calendar.none);
        return exitCodes.ok;
      });
    if (config === undefined || storeKeyFile === undefined || dir !== undefined)
      return ui.misuse(ui.words.people.whereFlags);
    return withOffice({ config, 'store-key-file': storeKeyFile, seat }, ui, async ({ client }) => {
      const standing = await client.call('calendar.read', {});
      if (!standing.ok) return ui.fail(standing.failure);
      const { source, published, file, trouble } = standing.value;
      ui.answer(standing.value);
      for (const one of published) show(one, one.scope === 'own' ? ui.words.calendar.own : null, ui);
      if (source === 'file' && file !== null) ui.print(ui.words.calendar.ofFile(file));
      if (source === 'program') ui.print(ui.words.calendar.ofProgram);
      if (trouble !== null && file !== null) ui.note(`fojas: ${ui.words.calendar.badFile(file, trouble)}`);
      return exitCodes.ok;
    });
  },
});

/** Says of a day that was typed what is worth knowing: that it counts for nothing, or that nobody knows. */
export async function noteDay(client: Pick<Office['client'], 'call'>, date: string, ui: Ui): Promise<void> {
  const day = await client.call('calendar.day', { date });
  const note = day.ok ? ui.words.calendar.day(day.value) : null;
  if (note !== null) ui.note(note);
}

import { z } from 'zod';
import type { AgendaRow } from '../../contract/agenda.ts';
import { HearingWhat } from '../../contract/wire-entries.ts';
import { createFormats } from '../../contract/words/formats.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { caseNamed } from '../find-case-number.ts';
import { notedEntry } from '../noted-entry.ts';
import type { Ui } from '../ui.ts';
import { officeOptions, officeValues, withOffice } from '../with-office.ts';

/** When a case is heard next, told to the whole office; or that no hearing is set. */
export const caseHearing = defineCommand('case hearing', {
  options: {
    ...officeOptions,
    case: { type: 'string' },
    at: { type: 'string' },
    what: { type: 'string' },
    none: { type: 'boolean' },
  },
  values: z
    .object({
      ...officeValues,
      case: z.string().min(1),
      // As it is said in this town: the computer's own time.
      at: z.iso.datetime({ local: true, offset: true }).optional(),
      what: HearingWhat.default(''),
      none: z.boolean().default(false),
    })
    .refine(({ at, none }) => (at === undefined) === none, '--at, --none'),
  run: (values, _files, ui) =>
    withOffice(values, ui, async (office) => {
      const found = await caseNamed(office, values.case);
      if (!found.ok) return ui.fail(found.failure);
      if (!found.value) return ui.misuse(ui.words.cases.unknownCase(values.case));
      const { caseId } = found.value;
      const hearingAt = values.at === undefined ? null : new Date(values.at).toISOString();
      const noted = await notedEntry(office, caseId, () =>
        office.client.call('cases.setHearing', { caseId, hearingAt, what: values.what }),
      );
      if (!noted.ok) return ui.fail(noted.failure);
      const made = noted.value;
      ui.answer(made?.entry);
      if (made?.trouble) return ui.fail(made.trouble);
      const when = hearingAt === null ? null : createFormats(ui.locale).dateTime(hearingAt);
      ui.print(ui.words.cases.hearingSet(values.case, when));
      if (made?.place === 'here') ui.print(ui.words.cases.unsent);
      return exitCodes.ok;
    }),
});

const mostDays = 366;

/** The hearings of the office by day, and what of their cases lies on this PC. */
export const caseAgenda = defineCommand('case agenda', {
  options: { ...officeOptions, from: { type: 'string' }, days: { type: 'string' } },
  values: z.object({
    ...officeValues,
    from: z.iso.date().optional(),
    days: z.coerce.number().int().min(1).max(mostDays).default(7),
  }),
  run: (values, _files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      const [from, until] = daysFrom(values.from ?? null, values.days);
      const answer = await client.call('cases.agenda', { from: from.toISOString(), until: until.toISOString() });
      if (!answer.ok) return ui.fail(answer.failure);
      ui.answer(answer.value);
      for (const line of agendaLines(answer.value.rows, ui)) ui.print(line);
      if (answer.value.more) ui.note(ui.words.cases.hearingsMore);
      return exitCodes.ok;
    }),
});

/** From midnight of a day (today's where none is named) until midnight so many days later, by this computer's clock. */
function daysFrom(day: string | null, days: number): readonly [Date, Date] {
  const [year, month, date] = (day ?? '').split('-').map(Number);
  const now = new Date();
  const from =
    day === null
      ? new Date(now.getFullYear(), now.getMonth(), now.getDate())
      : new Date(year ?? 0, (month ?? 1) - 1, date);
  return [from, new Date(from.getFullYear(), from.getMonth(), from.getDate() + days)];
}

function agendaLines(rows: readonly AgendaRow[], ui: Ui): string[] {
  const { cases: words } = ui.words;
  const formats = createFormats(ui.locale);
  if (rows.length === 0) return [words.hearingsNone];
  return rows.map(({ hearingAt, caseNumber, caption, what, files, lacking, place }) =>
    [
      `${formats.dateTime(hearingAt)}  ${caseNumber}  ${caption}`,
      ...(what === '' ? [] : [what]),
      words.hearingFiles(files - lacking, files),
      ...(place === 'there' ? [] : [words.hearingPlace[place]]),
    ].join(' · '),
  );
}

import { z } from 'zod';
import type { KeptFiles } from '../../contract/line.ts';
import { createFormats } from '../../contract/words/formats.ts';
import { defineCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { findCase } from '../find-case.ts';
import type { Office } from '../processes.ts';
import type { Ui } from '../ui.ts';
import { officeOptions, officeValues, withOffice } from '../with-office.ts';

export const caseKeep = defineCommand('case keep', {
  options: {
    ...officeOptions,
    case: { type: 'string' },
    hearing: { type: 'string' },
    'let-go': { type: 'boolean' },
  },
  values: z.object({
    ...officeValues,
    case: z.string().min(1).optional(),
    // As it is said in this town: the computer's own time.
    hearing: z.iso.datetime({ local: true, offset: true }).optional(),
    'let-go': z.boolean().default(false),
  }),
  async run(values, _files, ui) {
    const isAboutCase = values.case !== undefined;
    if (!isAboutCase && (values.hearing !== undefined || values['let-go']))
      return ui.misuse(ui.words.missingOption('--case'));
    if (values.hearing !== undefined && values['let-go']) return ui.misuse(ui.words.badValue('--hearing'));
    const wish = { hearing: values.hearing ?? null, pinned: !values['let-go'] };
    const { case: number } = values;
    return withOffice(values, ui, (office) =>
      number === undefined ? show(office, ui) : keep(office, number, wish, ui),
    );
  },
});

async function keep(
  office: Office,
  caseNumber: string,
  { hearing, pinned }: { readonly hearing: string | null; readonly pinned: boolean },
  ui: Ui,
): Promise<ExitCode> {
  const before = await office.client.call('line.read', {});
  if (!before.ok) return ui.fail(before.failure);
  const known = before.value.kept.pins.find((pin) => pin.caseNumber === caseNumber)?.caseId;
  const caseId = known ?? (await findCase(office, caseNumber, ['toSign', 'signed', 'queue', 'registered', 'returned']));
  if (caseId === null) {
    ui.note(`fojas: ${ui.words.carried.notInTrays(caseNumber)}`);
    return exitCodes.no;
  }
  const hearingAt = hearing === null ? null : new Date(hearing).toISOString();
  const changed = await office.client.call('line.pin', { caseId, hearingAt, pinned });
  if (!changed.ok) return ui.fail(changed.failure);
  return show(office, ui);
}

async function show(office: Office, ui: Ui): Promise<ExitCode> {
  const detail = await office.client.call('line.read', {});
  if (!detail.ok) return ui.fail(detail.failure);
  const { kept } = detail.value;
  ui.answer({ kept });
  for (const line of keptLines(kept, ui)) ui.print(line);
  return exitCodes.ok;
}

/** What is kept, as lines for a person. */
export function keptLines({ items, bytes, mostBytes, away, pins }: KeptFiles, ui: Ui): string[] {
  const { carried: words } = ui.words;
  const formats = createFormats(ui.locale);
  const rows = pins.map(({ caseNumber, caption, hearingAt, files, lacking }) => {
    const at = hearingAt === null ? null : formats.dateTime(hearingAt);
    return words.keptCase(caseNumber, caption, at, files - lacking, files);
  });
  const sum = words.keptSum(items, formats.size(bytes), formats.size(mostBytes), away);
  return [sum, ...(rows.length === 0 ? [words.keptNone] : rows)];
}

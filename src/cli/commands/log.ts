import { z } from 'zod';
import { ReceiptFile, type LogStanding } from '../../contract/log.ts';
import { createFormats } from '../../contract/words/formats.ts';
import { defineCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { readText } from '../refusals.ts';
import type { Ui } from '../ui.ts';
import { officeOptions, officeValues, withOffice } from '../with-office.ts';

export const logShow = defineCommand('log show', {
  options: officeOptions,
  values: z.object(officeValues),
  run: (values, _files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      const checked = await client.call('log.check', {});
      // Without a line, what was seen is shown all the same.
      const standing = checked.ok ? checked : await client.call('log.standing', {});
      if (!standing.ok) return ui.fail(standing.failure);
      return sayStanding(standing.value, ui);
    }),
});

export const logAccept = defineCommand('log accept', {
  options: { ...officeOptions, reason: { type: 'string' } },
  values: z.object({ ...officeValues, reason: z.string().trim().min(10).max(500) }),
  run: (values, _files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      const accepted = await client.call('log.accept', { reason: values.reason });
      if (!accepted.ok) return ui.fail(accepted.failure);
      ui.answer(accepted.value);
      ui.print(ui.words.log.accepted(accepted.value.size ?? 0));
      return exitCodes.ok;
    }),
});

export const logSeen = defineCommand('log seen', {
  options: officeOptions,
  values: z.object(officeValues),
  files: 'some',
  run: (values, files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      // The keys that vouch for it may have changed since this office looked last.
      await client.call('log.check', {});
      let all = true;
      for (const file of files) {
        const text = await readText(file);
        if (!text.ok) return ui.fail(text.failure);
        const checkpoint = checkpointIn(text.value);
        const taken = await client.call('log.seen', { checkpoint, source: file.slice(-300) });
        if (!taken.ok) return ui.fail(taken.failure);
        all &&= taken.value.believed;
        ui.print(`${file}: ${taken.value.believed ? ui.words.log.believed : ui.words.log.notBelieved}`);
      }
      const checked = await client.call('log.check', {});
      if (checked.ok) return Math.max(sayStanding(checked.value, ui), all ? exitCodes.ok : exitCodes.no) as ExitCode;
      ui.answer({ believed: all });
      return all ? exitCodes.ok : exitCodes.no;
    }),
});

/** Of a receipt that was exported elsewhere, or the checkpoint itself. */
function checkpointIn(text: string): string {
  try {
    const file = ReceiptFile.safeParse(JSON.parse(text));
    if (file.success) return file.data.checkpoint;
  } catch {
    // Not JSON: the note itself.
  }
  return text.slice(0, 16_384) || '-';
}

function sayStanding(standing: LogStanding, ui: Ui): ExitCode {
  const { size, checkpoint, checkedAt, stampedAt, alarm } = standing;
  const words = ui.words.log;
  const formats = createFormats(ui.locale);
  ui.answer(standing);
  if (size === null || checkedAt === null) ui.print(words.nothingSeen);
  else {
    ui.print(words.seen(size, formats.dateTime(checkedAt)));
    if (stampedAt !== null) ui.print(words.lastStamp(formats.dateTime(stampedAt)));
    for (const line of (checkpoint ?? '').trimEnd().split('\n')) ui.print(`    ${line}`);
  }
  if (alarm === null) {
    if (size !== null) ui.print(words.agrees);
    return exitCodes.ok;
  }
  ui.print(words.alarm(alarm.kind, formats.dateTime(alarm.at)));
  const { kind: found, known, told } = alarm;
  return ui.fail({ kind: 'registerRewritten', found, known, told });
}

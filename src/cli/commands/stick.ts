import { z } from 'zod';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { officeOptions, officeValues, withOffice } from '../with-office.ts';

export const stickExport = defineCommand('stick export', {
  options: { ...officeOptions, to: { type: 'string' } },
  values: z.object({ ...officeValues, to: z.string().min(1) }),
  run: (values, _files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      const made = await client.call('stick.export', { folder: values.to });
      if (!made.ok) return ui.fail(made.failure);
      const { path, acts, returns, renditions, leftOut } = made.value;
      const { cases, proposals, signatures, drafts, entries, sealedTo } = made.value;
      const words = ui.words.carried;
      ui.answer(made.value);
      ui.print(words.exported(path, acts, returns, renditions));
      if (sealedTo !== null) ui.print(words.sealedTo(sealedTo));
      if (cases + proposals + signatures + drafts + entries > 0)
        ui.print(words.besides(cases, proposals, signatures, drafts, entries));
      if (leftOut > 0) ui.print(words.leftOut(leftOut));
      ui.print(words.carryIt);
      return leftOut > 0 ? exitCodes.no : exitCodes.ok;
    }),
});

export const stickImport = defineCommand('stick import', {
  options: { ...officeOptions, file: { type: 'string' } },
  values: z.object({ ...officeValues, file: z.string().min(1) }),
  run: (values, _files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      const taken = await client.call('stick.import', { path: values.file });
      if (!taken.ok) return ui.fail(taken.failure);
      const { kind, registered, received, refused, later, delivered, cases, acts, files } = taken.value;
      const words = ui.words.carried;
      ui.answer(taken.value);
      ui.print(
        kind === 'seed' ? words.seedTaken(cases, acts, files) : words.answerTaken(registered, received, refused, later),
      );
      if (delivered > 0) ui.print(words.delivered(delivered));
      return refused + later > 0 ? exitCodes.no : exitCodes.ok;
    }),
});

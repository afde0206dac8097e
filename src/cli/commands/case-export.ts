import { resolve } from 'node:path';
import { z } from 'zod';
import { sayLeftOut } from '../../contract/words/left-out.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { caseNamed } from '../find-case-number.ts';
import { officeOptions, officeValues, withOffice } from '../with-office.ts';

/** A whole case as one PDF file: exit code 1 where something of it could not be shown in its place. */
export const caseExport = defineCommand('case export', {
  options: { ...officeOptions, case: { type: 'string' }, out: { type: 'string' }, originals: { type: 'boolean' } },
  values: z.object({
    ...officeValues,
    case: z.string().min(1),
    out: z.string().min(1),
    originals: z.boolean().default(false),
  }),
  run: (values, _files, ui) =>
    withOffice(values, ui, async (office) => {
      const found = await caseNamed(office, values.case);
      if (!found.ok) return ui.fail(found.failure);
      if (!found.value) return ui.misuse(ui.words.cases.unknownCase(values.case));
      const { caseId } = found.value;
      const bar = ui.progress(ui.words.cases.exporting);
      office.client.on('binding.changed', ({ line, lines }) => bar.update(line, lines));
      const bound = await office.client.call('cases.bind', {
        ...{ caseId, to: resolve(values.out), originals: values.originals },
      });
      bar.finish();
      if (!bound.ok) return ui.fail(bound.failure);
      ui.answer(bound.value);
      if (bound.value.state !== 'bound') return exitCodes.no;
      const { path, sheets, sha256, leftOut } = bound.value;
      ui.print(ui.words.cases.exported(path, sheets, sha256));
      for (const one of leftOut) ui.print(`${one.title}: ${sayLeftOut(one.leftOut, ui.locale)}`);
      return leftOut.length > 0 ? exitCodes.no : exitCodes.ok;
    }),
});

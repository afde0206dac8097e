import { copyFile } from 'node:fs/promises';
import { constants } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { BatchId } from '../../contract/ids.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { failureOfSystem } from '../refusals.ts';
import { officeOptions, officeValues, withOffice } from '../with-office.ts';

export const batchReport = defineCommand('batch report', {
  options: { ...officeOptions, batch: { type: 'string' }, text: { type: 'boolean' }, out: { type: 'string' } },
  values: z.object({
    ...officeValues,
    batch: BatchId.optional(),
    text: z.boolean().default(false),
    out: z.string().min(1).optional(),
  }),
  run: (values, _files, ui) =>
    withOffice(values, ui, async (office) => {
      const batchId = values.batch ?? null;
      const saved = await office.client.call('signing.saveReport', { batchId, as: values.text ? 'text' : 'pdf' });
      if (!saved.ok) return ui.fail(saved.failure);
      const path = values.out === undefined ? saved.value.path : resolve(values.out);
      try {
        if (path !== saved.value.path) await copyFile(saved.value.path, path, constants.COPYFILE_EXCL);
      } catch (error) {
        const failure = failureOfSystem(error, path);
        if (failure === null) throw error;
        return ui.fail(failure);
      }
      ui.answer({ path });
      ui.print(path);
      return exitCodes.ok;
    }),
});

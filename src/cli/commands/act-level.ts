import { z } from 'zod';
import { ActId } from '../../contract/ids.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { officeOptions, officeValues, withOffice } from '../with-office.ts';

/** Makes one registered act less confidential, or asks for it. */
export const actLevel = defineCommand('act level', {
  options: { ...officeOptions, act: { type: 'string' }, level: { type: 'string' }, reason: { type: 'string' } },
  values: z.object({
    ...officeValues,
    act: ActId,
    level: z
      .string()
      .regex(/^[0-5]$/)
      .transform(Number),
    reason: z.string().trim().min(1).max(1000),
  }),
  run: ({ act: actId, level, reason, ...values }, _files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      const before = await client.call('acts.notes', { actId });
      const set = await client.call('acts.setLevel', { actId, level, reason });
      if (!set.ok) return ui.fail(set.failure);
      await client.call('sync.now', {});
      const known = new Set(before.ok ? before.value.entries.map(({ entry }) => entry.entryId) : []);
      const after = await client.call('acts.notes', { actId });
      const made = after.ok ? after.value.entries.find(({ entry }) => !known.has(entry.entryId)) : undefined;
      ui.answer(made?.entry);
      if (made?.trouble) return ui.fail(made.trouble);
      ui.print(ui.words.cases[made?.entry.kind === 'actLevelSet' ? 'actLevelSet' : 'actLevelAsked'](level));
      return exitCodes.ok;
    }),
});

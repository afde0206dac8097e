import { z } from 'zod';
import type { HomeStatus } from '../../contract/home.ts';
import { createFormats } from '../../contract/words/formats.ts';
import { defineCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { type Ui, failureJson } from '../ui.ts';
import { officeOptions, officeValues, withOffice } from '../with-office.ts';

export const homeStatus = defineCommand('home status', {
  options: officeOptions,
  values: z.object(officeValues),
  run: (values, _files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      let status = await client.call('home.status', {});
      // An office that was just opened looks at the place first.
      while (status.ok && status.value.copying) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        status = await client.call('home.status', {});
      }
      return status.ok ? say(status.value, ui) : ui.fail(status.failure);
    }),
});

export const homeCopyNow = defineCommand('home copy-now', {
  options: { ...officeOptions, adopt: { type: 'boolean' } },
  values: z.object({ ...officeValues, adopt: z.boolean().default(false) }),
  run: (values, _files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      const status = await client.call('home.copyNow', { adopt: values.adopt });
      return status.ok ? say(status.value, ui) : ui.fail(status.failure);
    }),
});

export const homeCheck = defineCommand('home check', {
  options: officeOptions,
  values: z.object(officeValues),
  run: (values, _files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      const check = await client.call('home.check', {});
      if (!check.ok) return ui.fail(check.failure);
      const { generations } = check.value;
      ui.answer(check.value);
      const words = ui.words.carried;
      if (generations.length === 0) ui.print(words.noGenerations);
      for (const { name, files, damaged } of generations) ui.print(words.generation(name, files, damaged));
      const isGood = generations.length > 0 && generations.every(({ damaged }) => damaged.length === 0);
      return isGood ? exitCodes.ok : exitCodes.no;
    }),
});

function say(status: HomeStatus, ui: Ui): ExitCode {
  const words = ui.words.carried;
  ui.answer({ ...status, failure: failureJson(status.failure, ui.locale) });
  ui.print(words.states[status.state]);
  if (status.folder !== null) ui.print(status.folder);
  if (status.repository) ui.print(words.atRepository);
  ui.print(words.lastCopy(status.lastCopyAt === null ? null : createFormats(ui.locale).dateTime(status.lastCopyAt)));
  ui.print(words.uncovered(status.uncovered, status.unsent));
  if (status.sameDisk) ui.print(words.sameDisk);
  if (status.failure) return ui.fail(status.failure);
  return status.uncovered > 0 ? exitCodes.no : exitCodes.ok;
}

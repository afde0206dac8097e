import { z } from 'zod';
import type { DeskHealth } from '../../contract/health.ts';
import { healthWords } from '../../contract/words/health.ts';
import { defineCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Ui } from '../ui.ts';
import { officeOptions, officeValues, withOffice } from '../with-office.ts';

/** Whether a desk is well: exit code 0 when it is, 1 when somebody should look, for the tools that look after many. */
export const health = defineCommand('health', {
  options: officeOptions,
  values: z.object(officeValues),
  run: (values, _files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      const read = await client.call('health.read', {});
      if (!read.ok) return ui.fail(read.failure);
      ui.answer(read.value);
      print(read.value, ui);
      return read.value.level === 'good' ? exitCodes.ok : (exitCodes.no satisfies ExitCode);
    }),
});

function print({ level, checks, standing }: DeskHealth, ui: Ui): void {
  const words = healthWords(ui.locale);
  ui.print(`${words.overall[level]} Fojas ${standing.version}, ${standing.ring}.`);
  for (const check of checks) {
    const count = check.count > 0 ? ` ${check.count}` : '';
    const since = check.since === null ? '' : ` (${check.since.slice(0, 16).replace('T', ' ')})`;
    ui.print(`  ${words.check[check.id]}: ${words.level[check.level]}${count}${since}`);
    if (check.level === 'warning' || check.level === 'error') ui.print(`       ${words.fix[check.id]}`);
  }
}

import { existsSync, readdirSync } from 'node:fs';
import { z } from 'zod';
import { destroyDeskKeys } from '../../diagnostics/desk-keys.ts';
import { destroyFile } from '../../diagnostics/destroy-file.ts';
import type { Leaving } from '../../contract/home.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { readOfficeConfig } from '../office-config.ts';
import { failureOfSystem } from '../refusals.ts';
import type { Ui } from '../ui.ts';
import { userData } from '../user-data.ts';
import { officeOptions, officeValues, withOffice } from '../with-office.ts';

/** Empties a desk: says first what only exists there, and with --really takes everything else and the keys. */
export const wipe = defineCommand('wipe', {
  options: { ...officeOptions, 'user-data': { type: 'string' }, really: { type: 'boolean' } },
  values: z.object({
    ...officeValues,
    'user-data': z.string().min(1).optional(),
    really: z.boolean().default(false),
  }),
  async run(values, _files, ui) {
    const config = await readOfficeConfig(values.config, values.seat);
    if (!config.ok) return ui.fail(config.failure);
    let leaving: Leaving | null = null;
    const code = await withOffice(values, ui, async ({ client }) => {
      const asked = await client.call('home.leave', { really: values.really });
      if (!asked.ok) return ui.fail(asked.failure);
      leaving = asked.value;
      return exitCodes.ok;
    });
    if (leaving === null || code !== exitCodes.ok) return code;
    say(leaving, ui);
    if (!values.really) return exitCodes.ok;
    // The office put the folder aside when it closed; the keys go once there is nothing left that they open here.
    const there = existsSync(config.value.dataDir) ? readdirSync(config.value.dataDir) : [];
    if (there.length > 0) return ui.fail({ kind: 'fileExists', file: config.value.dataDir });
    const ownFiles = values['user-data'] ?? userData();
    try {
      // The window's, too: sealed by the keychain or by a passphrase, it would open what somebody copied before.
      for (const folder of new Set([config.value.dataDir, config.value.grantedAt ?? config.value.dataDir]))
        await destroyDeskKeys(ownFiles, folder);
      for (const file of [values['store-key-file'], values.config]) await destroyFile(file);
    } catch (error) {
      const at = error instanceof Error && 'path' in error ? String(error.path) : ownFiles;
      const failure = failureOfSystem(error, at);
      if (failure === null) throw error;
      return ui.fail(failure);
    }
    ui.print(ui.words.carried.wiped);
    return exitCodes.ok;
  },
});

function say(leaving: Leaving, ui: Ui): void {
  const words = ui.words.carried;
  ui.answer(leaving);
  ui.print(words.waiting(leaving.files, leaving.drafts, leaving.copied));
  if (!leaving.recoverable) ui.print(words.nobodyOpens);
  for (const folder of leaving.left) ui.print(words.leftAt(folder));
  if (leaving.left.length === 0) ui.print(words.sayReally);
}

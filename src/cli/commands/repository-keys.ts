import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { officeKeyFile, receiptKeyFile } from '../../repository/receipts.ts';
import { openLogSigner } from '../../repository/log/keys.ts';
import { RegisterError } from '../../repository/refusal.ts';
import { openParcelKey } from '../../repository/stick/key.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';

export const repositoryKeys = defineCommand('repository keys', {
  options: { dir: { type: 'string' } },
  values: z.object({ dir: z.string().min(1) }),
  async run({ dir }, _files, ui) {
    const isRepository = existsSync(join(dir, receiptKeyFile)) || existsSync(join(dir, officeKeyFile));
    if (!isRepository) return ui.fail({ kind: 'fileUnreadable', file: join(dir, receiptKeyFile), code: 'ENOENT' });
    try {
      const { recipient } = await openParcelKey(dir);
      // A repository inside an office promises nothing itself: the keys to pin are those of the central one.
      const receiptKeys = existsSync(join(dir, receiptKeyFile)) ? [openLogSigner(dir).root] : [];
      const words = ui.words.carried;
      ui.answer({ receiptKeys, parcelRecipient: recipient });
      if (receiptKeys.length > 0) {
        ui.print(words.receiptKeys);
        ui.print(JSON.stringify(receiptKeys));
      }
      ui.print(words.parcelRecipient);
      ui.print(recipient);
      return exitCodes.ok;
    } catch (error) {
      if (!(error instanceof RegisterError)) throw error;
      return ui.fail({ kind: 'storeDamaged', store: 'register', detail: `${error.kind}: ${error.message}` });
    }
  },
});

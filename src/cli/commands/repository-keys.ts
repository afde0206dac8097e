import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { officeKeyFile, receiptKeyFile } from '../../repository/receipts.ts';
import { openLogSigner } from '../../repository/log/keys.ts';
import { RegisterError } from '../../repository/refusal.ts';
import { plainShelf, sealedName } from '../../repository/sealed/shelf.ts';
import { openParcelKey, parcelKeyFile, recipientNamedIn } from '../../repository/stick/key.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';

export const repositoryKeys = defineCommand('repository keys', {
  options: { dir: { type: 'string' } },
  values: z.object({ dir: z.string().min(1) }),
  async run({ dir }, _files, ui) {
    const isRepository = [receiptKeyFile, officeKeyFile, sealedName(officeKeyFile)].some((name) =>
      existsSync(join(dir, name)),
    );
    if (!isRepository) return ui.fail({ kind: 'fileUnreadable', file: join(dir, receiptKeyFile), code: 'ENOENT' });
    try {
      const recipient = await recipientOfParcels(dir);
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

/** Inside an office the key is sealed, and says in the open to whom parcels go: no folder key is wanted for that. */
async function recipientOfParcels(dir: string): Promise<string> {
  const sealed = join(dir, sealedName(parcelKeyFile));
  if (!existsSync(sealed)) return (await openParcelKey(plainShelf(dir))).recipient;
  const named = recipientNamedIn(readFileSync(sealed, 'utf8'));
  if (named === null) throw new RegisterError('damaged', `${sealed} names no recipient`);
  return named;
}

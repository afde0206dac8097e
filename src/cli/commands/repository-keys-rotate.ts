import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { openEngines } from '../../repository/engines.ts';
import { openLogSigner, rootKeyFile, rotateReceiptKey } from '../../repository/log/keys.ts';
import { receiptKeyFile } from '../../repository/receipts.ts';
import { RegisterError } from '../../repository/refusal.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { failureOfSystem } from '../refusals.ts';
import { refuseRegister } from '../repository/engines.ts';

export const repositoryKeysRotate = defineCommand('repository keys rotate', {
  options: { dir: { type: 'string' }, root: { type: 'string' }, register: { type: 'string' } },
  values: z.object({
    dir: z.string().min(1),
    root: z.string().min(1).optional(),
    register: z.string().min(1).optional(),
  }),
  async run({ dir, root, register: registerUrl }, _files, ui) {
    if (!existsSync(join(dir, receiptKeyFile)))
      return ui.fail({ kind: 'fileUnreadable', file: join(dir, receiptKeyFile), code: 'ENOENT' });
    try {
      const at = new Date();
      // Held open until the key is changed: nothing is signed with the old one behind its end.
      const engines = await openEngines({ dir, registerUrl, clock: () => at });
      try {
        await engines.agreeOnKeys(openLogSigner(dir).root.kid);
        const size = await engines.register.log.integrate();
        const { retired, key, rootMoved } = rotateReceiptKey(dir, { rootFile: root, size, at });
        ui.answer({ retired: retired.kid, key: key.kid, size, root: rootMoved ? join(dir, rootKeyFile) : null });
        ui.print(ui.words.log.rotated(retired.kid, key.kid));
        if (rootMoved) ui.print(ui.words.log.rootMoved(join(dir, rootKeyFile)));
      } finally {
        await engines.close();
      }
      return exitCodes.ok;
    } catch (error) {
      if (error instanceof RegisterError) {
        if (error.kind === 'otherRoot') return ui.misuse(ui.words.log.otherRoot(root ?? join(dir, rootKeyFile)));
        return refuseRegister(error, ui);
      }
      const failure = failureOfSystem(error, root ?? join(dir, rootKeyFile));
      if (failure === null) throw error;
      return ui.fail(failure);
    }
  },
});

import { resolve } from 'node:path';
import { z } from 'zod';
import { installCatalogue } from '../../token-host/readers/catalogue/install.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { ownCatalogue } from '../libraries.ts';
import { failureOfSystem } from '../refusals.ts';

export const driversInstall = defineCommand('drivers install', {
  options: { to: { type: 'string' } },
  values: z.object({ to: z.string().min(1).optional() }),
  files: 'some',
  run: (values, [file = '', ...more], ui) => {
    if (more[0] !== undefined) return Promise.resolve(ui.misuse(ui.words.unknownWord(more[0])));
    const files = ownCatalogue();
    const to = resolve(values.to ?? files.updated[0] ?? '');
    try {
      const verdict = installCatalogue(file, to, files);
      if (verdict.kind === 'refused') {
        ui.answer({ path: null, refused: verdict.reason });
        ui.note(`fojas: ${ui.words.catalogueRefused(file, verdict.reason)}`);
        return Promise.resolve(exitCodes.no);
      }
      const { version, issued } = verdict.catalogue;
      ui.answer({ path: to, version, issued });
      ui.print(to);
      return Promise.resolve(exitCodes.ok);
    } catch (error) {
      const failure = failureOfSystem(error, file);
      if (failure === null) throw error;
      return Promise.resolve(ui.fail(failure));
    }
  },
});

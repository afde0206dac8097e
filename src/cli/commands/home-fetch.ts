import { z } from 'zod';
import { fetchCopies } from '../../casework/home/fetch.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { readOfficeConfig } from '../office-config.ts';
import { failureOfSystem } from '../refusals.ts';

export const homeFetch = defineCommand('home fetch', {
  options: { config: { type: 'string' }, to: { type: 'string' }, all: { type: 'boolean' } },
  values: z.object({ config: z.string().min(1), to: z.string().min(1), all: z.boolean().default(false) }),
  async run({ config: file, to, all }, _files, ui) {
    const config = await readOfficeConfig(file);
    if (!config.ok) return ui.fail(config.failure);
    try {
      const fetched = await fetchCopies(config.value, { to, all });
      if (!fetched.ok) return ui.fail(fetched.failure);
      const { folder, generations } = fetched.value;
      ui.answer({ folder, generations });
      ui.print(ui.words.carried.fetched(folder, generations));
      return exitCodes.ok;
    } catch (error) {
      const failure = failureOfSystem(error, to);
      if (failure === null) throw error;
      return ui.fail(failure);
    }
  },
});

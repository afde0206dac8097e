import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type Heard, listen } from '../../casework/discovery/find.ts';
import { proveOffice } from '../../casework/discovery/prove.ts';
import type { OfficeConfig } from '../../contract/config.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { readOfficeConfig } from '../office-config.ts';

export const repositoryFind = defineCommand('repository find', {
  options: { config: { type: 'string' }, seconds: { type: 'string' } },
  values: z.object({
    config: z.string().min(1).optional(),
    seconds: z
      .string()
      .regex(/^\d{1,3}$/)
      .transform(Number)
      .default(3),
  }),
  async run(values, _files, ui) {
    const config = values.config === undefined ? null : await readOfficeConfig(values.config);
    if (config && !config.ok) return ui.fail(config.failure);
    ui.note(ui.words.repository.searching);
    const search = listen(
      () => undefined,
      (error) => ui.note(error.message),
    );
    await sleep(values.seconds * 1000);
    const heard = search.heard();
    await search.close();
    const found = await Promise.all(heard.map((one) => judge(one, config?.value ?? null)));
    ui.answer(found);
    for (const { officeId, url, proven } of found) ui.print(ui.words.repository.found(officeId, url, proven));
    if (found.length === 0) ui.print(ui.words.repository.foundNone);
    return found.some(({ proven }) => proven !== false) ? exitCodes.ok : exitCodes.no;
  },
});

/** The first address at which a pinned key answers; without a configuration, the first heard. */
async function judge(
  { officeId, kid, urls }: Heard,
  config: OfficeConfig | null,
): Promise<{ officeId: string; kid: string; url: string; proven: boolean | null }> {
  const first = urls[0] ?? '';
  const keys = config?.repository?.office?.keys ?? [];
  if (keys.length === 0 || !config) return { officeId, kid, url: first, proven: null };
  for (const url of urls) {
    if (await proveOffice(url, { officeId: config.office.officeId, keys })) return { officeId, kid, url, proven: true };
  }
  return { officeId, kid, url: first, proven: false };
}

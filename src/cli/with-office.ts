import { z } from 'zod';
import type { ExitCode } from './exit-codes.ts';
import { readOfficeConfig, readStoreKey } from './office-config.ts';
import { type Office, startOffice } from './processes.ts';
import type { Ui } from './ui.ts';
import { programVersion } from './version.ts';

/** The options of every command that works in an office. */
export const officeOptions = {
  config: { type: 'string' },
  'store-key-file': { type: 'string' },
  /** Where the person sits (`fojas seats`). */
  seat: { type: 'string' },
} as const;
export const officeValues = {
  ...{ config: z.string().min(1), 'store-key-file': z.string().min(1) },
  seat: z.string().min(1).max(60).optional(),
};

/** Opens the office that the files name, without tokens, for one piece of work; closes it whatever happens. */
export async function withOffice(
  values: { readonly config: string; readonly 'store-key-file': string; readonly seat?: string | undefined },
  ui: Ui,
  work: (office: Office) => Promise<ExitCode>,
): Promise<ExitCode> {
  const config = await readOfficeConfig(values.config, values.seat);
  if (!config.ok) return ui.fail(config.failure);
  const storeKey = await readStoreKey(values['store-key-file']);
  if (!storeKey.ok) return ui.fail(storeKey.failure);
  const office = await startOffice({
    ...{ config: { ...config.value, tokenLibraries: [] }, storeKey: storeKey.value },
    ...{ version: programVersion(), hosts: [] },
  });
  if (!office.ok) return ui.fail(office.failure);
  try {
    return await work(office.value);
  } finally {
    await office.value.close();
  }
}

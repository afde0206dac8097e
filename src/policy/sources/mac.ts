import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { PolicyTrouble } from '../../contract/policy.ts';
import type { Heard, Voice } from '../resolve.ts';
import { readPlist } from './plist.ts';
import type { RunProgram } from './windows.ts';

/** The domain of this program's preferences: also its bundle's name. */
export const macDomain = 'ar.fojas.workstation';
/** Only the system writes here, from profiles that an administrator or an MDM server installed. */
const managed = '/Library/Managed Preferences';

export interface MacPlaces {
  readonly root: string;
  readonly account: string;
}

/**
 * Reads what profiles decided for the machine and for the account. The files may be binary, so the system's own `plutil` writes them
 * as XML.
 */
export async function hearMac(
  run: RunProgram,
  { root, account }: MacPlaces = { root: managed, account: process.env['USER'] ?? '' },
): Promise<Heard> {
  const voices: Voice[] = [];
  const troubles: PolicyTrouble[] = [];
  const safeAccount = /^[A-Za-z0-9._-]+$/.test(account) && !account.startsWith('.');
  const wanted = [
    ...(safeAccount ? [{ level: 'account', folder: path.join(root, account) } as const] : []),
    { level: 'machine', folder: root } as const,
  ];
  for (const { level, folder } of wanted) {
    const file = path.join(folder, `${macDomain}.plist`);
    const names = await readdir(folder).catch((): string[] => []);
    if (!names.includes(path.basename(file))) continue;
    const { code, stdout } = await run('/usr/bin/plutil', ['-convert', 'xml1', '-o', '-', '--', file]);
    const says = code === 0 ? readPlist(stdout) : null;
    if (says === null)
      troubles.push({ kind: 'unreadable', place: file, name: null, detail: `plutil: ${String(code)}` });
    else voices.push({ level, place: file, says: withoutPayload(says) });
  }
  return { voices, troubles };
}

/** What a profile carries beside the settings. */
const withoutPayload = (says: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(says).filter(([name]) => !/^(Payload|PFC_|_)/.test(name)));

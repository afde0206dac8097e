import path from 'node:path';
import { z } from 'zod';
import { Policy, PolicyName, type PolicyTrouble } from '../../contract/policy.ts';
import type { Heard, Voice } from '../resolve.ts';

/** Runs a program of the system by its full path; its output, or null with the exit code where it failed. */
export type RunProgram = (
  program: string,
  args: readonly string[],
) => Promise<{ readonly code: number | string; readonly stdout: string }>;

/** Where group policy writes (ADMX: `registry/…`). Users cannot write below `Policies`, not even their own. */
export const policyKey = 'Software\\Policies\\Fojas';
const keys = [
  { level: 'recommended', key: `HKLM\\${policyKey}\\Recommended` },
  { level: 'account', key: `HKCU\\${policyKey}` },
  { level: 'machine', key: `HKLM\\${policyKey}` },
] as const;

/** Reads the three keys with `reg.exe query /s /reg:64`. A key that is not there is silence. */
export async function hearWindows(run: RunProgram, env: NodeJS.ProcessEnv): Promise<Heard> {
  const program = path.win32.join(env['SYSTEMROOT'] ?? 'C:\\Windows', 'System32', 'reg.exe');
  const voices: Voice[] = [];
  const troubles: PolicyTrouble[] = [];
  for (const { level, key } of keys) {
    const { code, stdout } = await run(program, ['query', key, '/s', '/reg:64']);
    // reg.exe ends with 1 where there is no such key, and says nothing on its output then.
    if (code !== 0) {
      if (code !== 1) troubles.push({ kind: 'unreadable', place: key, name: null, detail: `reg.exe: ${String(code)}` });
      continue;
    }
    const says = readRegistry(stdout, key);
    if (Object.keys(says).length > 0) voices.push({ level, place: key, says });
  }
  return { voices, troubles };
}

/**
 * What `reg query KEY /s` prints: a line with each key's full name, then a line for each value, four blanks before and between name, type
 * and data (Microsoft's reference of reg query). Names may hold blanks, so the type is what tells them apart. A list may also come as
 * a subkey with one value for each entry, as ADMX lists write it.
 */
export function readRegistry(printed: string, key: string): Record<string, unknown> {
  const says: Record<string, unknown> = {};
  let below = '';
  for (const line of printed.split(/\r?\n/)) {
    const value = /^ {4}(.*?) {4}(REG_[A-Z_]+)(?: {4}(.*))?$/.exec(line);
    if (value === null) {
      if (/^HKEY_/.test(line)) below = subkeyOf(line.trim(), key);
      continue;
    }
    const [, name = '', type = '', data = ''] = value;
    // Recommendations are read by a query of their own.
    if (below.toLowerCase() === 'recommended' || below.includes('\\')) continue;
    // A key’s own value, named in parentheses in the language of the system.
    if (/^\(.*\)$/.test(name)) continue;
    if (below === '') says[name] = asFlag(name, dataOf(type, data));
    else if (type === 'REG_SZ') says[below] = [...((says[below] as string[] | undefined) ?? []), data];
  }
  return says;
}

/** A key's name below the one that was asked for; empty for that one itself. */
function subkeyOf(printed: string, key: string): string {
  const bare = key.replace(/^HK(LM|CU)/, '');
  const at = printed.toLowerCase().indexOf(bare.toLowerCase());
  return at < 0 ? '' : printed.slice(at + bare.length).replace(/^\\/, '');
}

/** Yes and no are the numbers 1 and 0 there; what else stands in such a place is left as it is, and refused by the schema. */
function asFlag(name: string, data: unknown): unknown {
  const known = PolicyName.safeParse(name);
  const isFlag = known.success && Policy.shape[known.data] instanceof z.ZodBoolean;
  return isFlag && (data === 0 || data === 1) ? data === 1 : data;
}

function dataOf(type: string, data: string): unknown {
  switch (type) {
    case 'REG_DWORD':
    case 'REG_QWORD':
      return Number.parseInt(data, 16);
    case 'REG_MULTI_SZ':
      return data.split('\\0').filter((text) => text !== '');
    default:
      return data;
  }
}

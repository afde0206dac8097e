/** The files an office starts from: its configuration, and (where no keychain keeps it) the key of its store. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { OfficeConfig } from '../contract/config.ts';
import { type Outcome, done, failed } from '../contract/failures.ts';
import { failureOfSystem } from './refusals.ts';

/** Reads and parses an office's configuration. */
export async function readOfficeConfig(path: string): Promise<Outcome<OfficeConfig>> {
  const text = await readText(path);
  if (!text.ok) return text;
  let value: unknown;
  try {
    value = JSON.parse(text.value);
  } catch {
    return failed({ kind: 'badInput', detail: `${path}: not JSON` });
  }
  const config = OfficeConfig.safeParse(value);
  return config.success
    ? done(config.data)
    : failed({ kind: 'badInput', detail: `${path}: ${z.prettifyError(config.error).slice(0, 400)}` });
}

/** Reads a store key: 64 hexadecimal digits alone in a file. */
export async function readStoreKey(path: string): Promise<Outcome<string>> {
  const text = await readText(path);
  if (!text.ok) return text;
  const key = text.value.trim();
  return /^[0-9a-f]{64}$/.test(key) ? done(key) : failed({ kind: 'storeKeyWrong' });
}

async function readText(path: string): Promise<Outcome<string>> {
  try {
    return done(await readFile(path, 'utf8'));
  } catch (error) {
    const failure = failureOfSystem(error, path);
    if (failure === null) throw error;
    return failed(failure);
  }
}

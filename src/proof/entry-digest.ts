import { createHash } from 'node:crypto';
import { Sha256 } from '../contract/ids.ts';
import type { CaseEntry } from '../contract/wire-entries.ts';

/** What stands for an entry in a signed no: SHA-256 of its JSON with keys in order and without spaces, so that it is the same wherever it is read. */
export const entryDigest = (entry: CaseEntry): Sha256 =>
  Sha256.parse(createHash('sha256').update(JSON.stringify(entry, inOrder)).digest('hex'));

function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

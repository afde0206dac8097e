import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { CatalogueFiles } from '../../../contract/readers.ts';
import { type LoadOptions, loadCatalogue } from './load.ts';
import { type CatalogueVerdict, pinnedKeys, readSigned } from './signed.ts';

/**
 * Lays a signed catalogue where every program of this machine finds it, if it holds and is newer than what is in force there.
 * @param to one of the places of `files.updated`, or another
 * @throws the system's error when a file cannot be read or written
 */
export function installCatalogue(
  file: string,
  to: string,
  files: CatalogueFiles,
  { keys = pinnedKeys, ...options }: LoadOptions = {},
): CatalogueVerdict {
  const text = readFileSync(file, 'utf8');
  const verdict = readSigned(text, keys);
  if (verdict.kind === 'refused') return verdict;
  const known = loadCatalogue({ ...files, updated: [...files.updated, to] }, { keys, ...options });
  const inForce = known.facts?.version ?? 0;
  const { version } = verdict.catalogue;
  if (version <= inForce) return { kind: 'refused', reason: `version ${version} is not newer than ${inForce}` };
  mkdirSync(dirname(to), { recursive: true, mode: 0o755 });
  const temp = `${to}.new`;
  writeFileSync(temp, text, { flush: true });
  // For everybody to read, whatever the umask of whoever administers this machine.
  chmodSync(temp, 0o644);
  renameSync(temp, to);
  return verdict;
}

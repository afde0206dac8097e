import { readFileSync, statSync, writeFileSync } from 'node:fs';
import type { CatalogueFacts, CatalogueFiles } from '../../../contract/readers.ts';
import { type Catalogue, type CatalogueEntry, LocalEntries, whyNot } from '../../../contract/catalogue.ts';
import { type PinnedKeys, pinnedKeys, readSigned } from './signed.ts';

/** The catalogue in force, and how it came to be. `facts` is null when none could be read; entries of IT may still be there. */
export interface LoadedCatalogue {
  readonly entries: readonly CatalogueEntry[];
  readonly facts: CatalogueFacts | null;
}

export interface LoadOptions {
  readonly keys?: PinnedKeys;
  /** Whether only administrators may write a file; by default asked of the file system. */
  readonly isAdministrators?: (file: string) => boolean;
}

/**
 * Reads the catalogue: the one that came with the program, or the newest signed one; IT's own entries stand before all others and may
 * replace one of the same id. A version older than one that was in force here before is refused, so that nobody can bring back a
 * path that was taken out.
 */
export function loadCatalogue(files: CatalogueFiles, options: LoadOptions = {}): LoadedCatalogue {
  const refusedFiles: { file: string; reason: string }[] = [];
  const take = (file: string): Catalogue | null => {
    const text = readText(file);
    if (text === null) return null;
    const verdict = readSigned(text, options.keys ?? pinnedKeys);
    if (verdict.kind === 'good') return verdict.catalogue;
    refusedFiles.push({ file, reason: verdict.reason });
    return null;
  };
  const bundled = take(files.bundled);
  const updated = files.updated
    .flatMap((file) => notOlder(take(file), bundled, file, refusedFiles) ?? [])
    .reduce<Catalogue | null>((best, one) => (best === null || one.version > best.version ? one : best), null);
  const chosen = updated ?? bundled;
  const local = readLocal(files.local, options.isAdministrators ?? onlyAdministratorsWrite, refusedFiles);
  const localIds = new Set(local.map(({ id }) => id));
  return {
    entries: [...local, ...(chosen?.entries ?? []).filter(({ id }) => !localIds.has(id))],
    facts: chosen && {
      ...{ version: chosen.version, issued: chosen.issued, local: local.length, refused: refusedFiles },
      source: updated ? 'updated' : 'bundled',
    },
  };
}

/** The newer of two. The highest version that was ever in force stands in a file beside the updated one. */
function notOlder(
  updated: Catalogue | null,
  bundled: Catalogue | null,
  file: string,
  refusedFiles: { file: string; reason: string }[],
): Catalogue | null {
  if (updated === null) return null;
  const mark = `${file}.highest`;
  const highest = Math.max(Number(readText(mark) ?? 0) || 0, bundled?.version ?? 0);
  if (updated.version < highest) {
    // One that was simply overtaken by a newer program is no trouble; one that goes back is.
    refusedFiles.push({ file, reason: `version ${updated.version} is older than ${highest}` });
    return null;
  }
  if (updated.version === bundled?.version) return null;
  try {
    writeFileSync(mark, `${updated.version}\n`);
  } catch {
    // A folder that cannot be written to keeps no mark; the signature still guards what is read.
  }
  return updated;
}

function readLocal(
  file: string | null,
  isAdministrators: (file: string) => boolean,
  refusedFiles: { file: string; reason: string }[],
): readonly CatalogueEntry[] {
  const text = file === null ? null : readText(file);
  if (file === null || text === null) return [];
  if (!isAdministrators(file)) {
    refusedFiles.push({ file, reason: 'others than administrators may write it' });
    return [];
  }
  const parsed = LocalEntries.safeParse(parse(text));
  if (parsed.success) return parsed.data.entries;
  refusedFiles.push({ file, reason: whyNot(parsed.error) });
  return [];
}

/** On Windows the folder of ProgramData is made by the installer, with rights for administrators only. */
function onlyAdministratorsWrite(file: string): boolean {
  if (process.platform === 'win32') return true;
  const { uid, mode } = statSync(file);
  const othersMayWrite = 0o022;
  return uid === 0 && (mode & othersMayWrite) === 0;
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

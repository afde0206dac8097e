/** Where PKCS#11 libraries lie on this machine, as the driver catalogue knows. Paths only: nothing is loaded here. */
import { existsSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { catalogueFiles } from '../contract/catalogue-files.ts';
import { type DriverCare, usualCare } from '../contract/drivers.ts';
import type { CatalogueFiles } from '../contract/readers.ts';
import type { TokenLibrary } from '../contract/token.ts';
import { discover, libraryOf, thisMachine } from '../token-host/readers/catalogue/discover.ts';
import { loadCatalogue } from '../token-host/readers/catalogue/load.ts';

export interface FoundLibrary {
  readonly id: string;
  readonly name: string;
  readonly path: string;
}

/** The catalogue as the command line reads it: the one of the program, and what IT added. */
export function ownCatalogue(): CatalogueFiles {
  const resources = fileURLToPath(new URL('../../resources', import.meta.url));
  return catalogueFiles({ platform: process.platform, resources, userData: null, env: process.env });
}

/** The known libraries that are on this machine, one path each; software last, as the catalogue has it. */
export function findLibraries(exists: (path: string) => boolean = existsSync): FoundLibrary[] {
  const machine = { ...thisMachine(), exists };
  return loadCatalogue(ownCatalogue()).entries.flatMap((entry) => {
    const path = libraryOf(entry, machine);
    return path === null ? [] : [{ id: entry.id, name: entry.name, path }];
  });
}

/** How a library is to be handled, as the catalogue knows it by its path. */
export function careFor(library: TokenLibrary): DriverCare {
  const [configured] = discover(loadCatalogue(ownCatalogue()).entries, [library], thisMachine());
  return configured?.care ?? usualCare;
}

/** SoftHSM's library, or null where it is not installed. */
export function findSoftHsm(): string | null {
  return findLibraries().find(({ id }) => id === 'softhsm2')?.path ?? null;
}

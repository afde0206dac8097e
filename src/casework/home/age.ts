import { join } from 'node:path';
import type { OfficeConfig } from '../../contract/config.ts';
import { recall } from './memory.ts';

/** Where this desk's second copy goes, and of when the newest whole one is. */
export interface CopyFacts {
  /** The repository's address where it keeps them alone. Null where none is configured. */
  readonly folder: string | null;
  /** Null before the first. */
  readonly lastCopyAt: string | null;
}

/** Asks for no key and opens no store: what the keeper of copies remembers is enough. */
export function copyFacts({
  secondCopy,
  dataDir,
  repository,
}: Pick<OfficeConfig, 'secondCopy' | 'dataDir' | 'repository'>): CopyFacts {
  if (!secondCopy) return { folder: null, lastCopyAt: null };
  return {
    folder: secondCopy.folder ?? repository?.url ?? '-',
    lastCopyAt: recall(join(dataDir, 'home.json')).lastCopyAt,
  };
}

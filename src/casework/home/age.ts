import { join } from 'node:path';
import type { OfficeConfig } from '../../contract/config.ts';
import { recall } from './memory.ts';

/** Where this desk's second copy goes, and of when the newest whole one is. */
export interface CopyFacts {
  /** Null where none is configured. */
  readonly folder: string | null;
  /** Null before the first. */
  readonly lastCopyAt: string | null;
}

/** Asks for no key and opens no store: what the keeper of copies remembers is enough. */
export function copyFacts({ secondCopy, dataDir }: Pick<OfficeConfig, 'secondCopy' | 'dataDir'>): CopyFacts {
  if (!secondCopy) return { folder: null, lastCopyAt: null };
  return { folder: secondCopy.folder, lastCopyAt: recall(join(dataDir, 'home.json')).lastCopyAt };
}

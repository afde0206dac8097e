import type { DocumentStore } from './document-store.ts';

export interface SweepResult {
  /** Sealed files that the journal names as kept and that had no address yet. */
  readonly adopted: readonly string[];
  /** Whole files that nobody names: a crash came between file and journal, and nobody was told they were kept. */
  readonly orphans: readonly string[];
  readonly leftovers: number;
}

/**
 * Puts the folder in order after whatever ended the last run: every file left is one that `isNamed` knows.
 * To be run before anything new is written.
 */
export async function sweep(store: DocumentStore, isNamed: (sha256: string) => boolean): Promise<SweepResult> {
  const adopted: string[] = [];
  const leftovers = store.leftovers();
  for (const path of leftovers) {
    const document = store.openLeftover(path);
    document?.close();
    if (document && isNamed(document.sha256) && !store.has(document.sha256)) {
      await store.adopt(path, document.sha256);
      adopted.push(document.sha256);
    } else {
      await store.removeLeftover(path);
    }
  }
  const orphans: string[] = [];
  for (const sha256 of store.list()) if (!isNamed(sha256)) orphans.push(sha256);
  for (const sha256 of orphans) await store.remove(sha256);
  return { adopted, orphans, leftovers: leftovers.length - adopted.length };
}

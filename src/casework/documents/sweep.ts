import type { DocumentStore } from './document-store.ts';

export interface SweepResult {
  /** Sealed files that the journal names as kept and that had no address, or were set aside before. */
  readonly adopted: readonly string[];
  /** Whole files that nobody names, in place or sealed under a temporary name. */
  readonly orphans: readonly string[];
  /** Files that were never whole. */
  readonly leftovers: number;
}

/**
 * Puts the folder in order after whatever ended the last run: every file left in its place is one that `isNamed` knows, and every half
 * one is on its way to be.
 * To be run before anything new is written.
 * @param orphans `setAside` where nothing may be lost: whoever names the files may be older than they are (a copy put back), and
 * finds them again here when the right one is back. `remove` where everything can be fetched again.
 */
export async function sweep(
  store: DocumentStore,
  isNamed: (sha256: string) => boolean,
  orphans: 'setAside' | 'remove',
): Promise<SweepResult> {
  const adopted: string[] = [];
  const unnamed: string[] = [];
  const dispose = async (path: string, sha256: string): Promise<void> => {
    unnamed.push(sha256);
    await (orphans === 'setAside' ? store.setAside(path, sha256) : store.removeFile(path));
  };
  const isMissing = (sha256: string): boolean => isNamed(sha256) && !store.has(sha256);

  for (const { path, sha256 } of store.asideList()) {
    if (!isMissing(sha256)) continue;
    await store.adopt(path, sha256);
    adopted.push(sha256);
  }
  let halves = 0;
  for (const path of store.leftovers()) {
    const document = store.openLeftover(path);
    document?.close();
    const begun = document ? null : store.begunFor(path);
    // It goes on where it was left, when its turn comes.
    if (begun !== null && isMissing(begun)) continue;
    if (!document) {
      halves += 1;
      await store.removeFile(path);
    } else if (isMissing(document.sha256)) {
      await store.adopt(path, document.sha256);
      adopted.push(document.sha256);
    } else {
      await dispose(path, document.sha256);
    }
  }
  const inPlace = [...store.list()].filter((sha256) => !isNamed(sha256));
  for (const sha256 of inPlace) await dispose(store.pathOf(sha256), sha256);
  return { adopted, orphans: unnamed, leftovers: halves };
}

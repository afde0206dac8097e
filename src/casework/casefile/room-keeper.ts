import type { DocumentStore } from '../documents/index.ts';
import { type Spaced, spaced } from '../spaced.ts';
import type { Store } from '../store/index.ts';
import { blobStays, blobWentAway, filesToLetGo } from './keeping.ts';

/** Files that come are looked at together. */
const everyMs = 20_000;

/**
 * Lets fetched files go when more are here than may be. The cache says first that a file is away: a crash in between leaves a file that
 * the next start removes, never one that is called here and is not.
 */
export function keepRoom(options: {
  readonly store: Store;
  readonly fetched: Pick<DocumentStore, 'pathOf' | 'removeFile'>;
  readonly mostBytes: number;
  readonly clock: () => Date;
  readonly onBug: (error: unknown) => void;
  readonly closing: AbortSignal;
  readonly everyMs?: number;
}): Pick<Spaced, 'soon'> {
  const { store, fetched, mostBytes, clock, onBug, closing } = options;
  const letGo = async (): Promise<void> => {
    for (;;) {
      const going = closing.aborted ? [] : filesToLetGo(store.reader, mostBytes, clock());
      if (going.length === 0) return;
      store.cache.write((tx) => going.forEach(({ sha256 }) => blobWentAway(tx, sha256)));
      const stayed: string[] = [];
      for (const { sha256 } of going) {
        await fetched.removeFile(fetched.pathOf(sha256)).catch((error: unknown) => {
          // Windows keeps what somebody has open.
          if (codeOf(error) !== 'ENOENT') stayed.push(sha256);
        });
      }
      if (stayed.length === 0) continue;
      if (!closing.aborted) store.cache.write((tx) => stayed.forEach((sha256) => blobStays(tx, sha256, clock())));
      return;
    }
  };
  let running = Promise.resolve();
  const work = spaced(() => void (running = running.then(letGo).catch(onBug)), options.everyMs ?? everyMs);
  closing.addEventListener('abort', () => work.stop(), { once: true });
  if (!closing.aborted) work.soon();
  return work;
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

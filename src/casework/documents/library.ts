import type { DocumentStore } from './document-store.ts';
import type { OpenDocument } from '../../at-rest/reader.ts';

/** Reads slices of documents wherever they lie; a few stay open, because a page viewer asks again and again. */
export interface DocumentLibrary {
  /** @throws DocumentError */
  read(sha256: string, offset: number, length: number): { bytes: Uint8Array<ArrayBuffer>; size: number };
  close(): void;
}

const mostOpen = 6;

/** Looks in each store in turn. */
export function documentLibrary(stores: readonly DocumentStore[]): DocumentLibrary {
  const open = new Map<string, OpenDocument>();
  const find = (sha256: string): OpenDocument => {
    const cached = open.get(sha256);
    const source = cached ?? (stores.find((store) => store.has(sha256)) ?? stores[0]!).open(sha256);
    open.delete(sha256);
    open.set(sha256, source);
    if (open.size > mostOpen) {
      const [oldest, unused] = open.entries().next().value!;
      open.delete(oldest);
      unused.close();
    }
    return source;
  };
  return {
    read(sha256, offset, length) {
      const source = find(sha256);
      try {
        return { bytes: Uint8Array.from(source.readSync(offset, length)), size: source.size };
      } catch (error) {
        // The next time it is looked at anew: it may have been fetched again.
        open.delete(sha256);
        source.close();
        throw error;
      }
    },
    close() {
      for (const source of open.values()) source.close();
      open.clear();
    },
  };
}

import type { ActRow } from '../../contract/acts.ts';
import type { Sha256 } from '../../contract/ids.ts';
import { createStore, type Store } from './store.ts';

/**
 * Passwords of encrypted documents, as this person typed them: in this window's memory, by the document they open, until the window is
 * closed. They go out with the wish to sign or to verify that very document, and nowhere else.
 */
export interface Passwords {
  /** Changes with every password that is given. */
  readonly view: Store<number>;
  give(sha256: Sha256, password: string): void;
  of(sha256: Sha256): string | undefined;
  /** The act with what opens it, where that is known. */
  toSign(row: Pick<ActRow, 'actId' | 'documentSha256'>): {
    readonly actId: ActRow['actId'];
    readonly documentSha256: Sha256;
    readonly password?: string;
  };
}

export function createPasswords(): Passwords {
  const known = new Map<Sha256, string>();
  const view = createStore(0);
  return {
    view,
    give(sha256, password) {
      known.set(sha256, password);
      view.set((n) => n + 1);
    },
    of: (sha256) => known.get(sha256),
    toSign({ actId, documentSha256 }) {
      const password = known.get(documentSha256);
      return { actId, documentSha256, ...(password === undefined ? {} : { password }) };
    },
  };
}

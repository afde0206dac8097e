import type { Outcome } from '../../contract/failures.ts';
import type { Sha256 } from '../../contract/ids.ts';
import type { Desk } from '../desk.ts';
import type { PaperFrames } from './frames.ts';
import { openPaper, type Drawn, type Paper } from './open.ts';

/**
 * Where the document lies that is likely to be asked for next: fetched, hashed, opened and its first page drawn while the person still
 * reads the one before. One at a time. What counts as shown is decided when it is put before the person, not here.
 */
export interface Shelf {
  /** Opens this one aside and draws its first page, `scale` pixels to the point; what lay here before is closed. */
  prepare(sha256: Sha256, scale: number): void;
  /** It, where it lies here open: to be looked at by whoever is about to take it. */
  open(sha256: Sha256): Paper | null;
  /** Hands it over, to be closed by whoever took it; null where it is not here. A promise where it is not open yet. */
  take(sha256: Sha256): Outcome<Paper> | Promise<Outcome<Paper>> | null;
  /** The drawing of a paper's first page at just this scale, where there is one. */
  firstPage(paper: Paper, scale: number): Drawn | null;
}

interface Lying {
  readonly sha256: Sha256;
  readonly opening: Promise<Outcome<Paper>>;
  /** What that came to, once it has. */
  opened: Outcome<Paper> | null;
}

export function createShelf(desk: Desk, frames: PaperFrames): Shelf {
  const drawings = new WeakMap<Paper, { readonly scale: number; readonly drawn: Drawn }>();
  let lying: Lying | null = null;

  const drawFirst = async (paper: Paper, scale: number): Promise<void> => {
    try {
      drawings.set(paper, { scale, drawn: await paper.draw(1, scale).promise });
    } catch {
      // Closed meanwhile, or it cannot be drawn: whoever opens it will see why.
    }
  };
  const clear = (): void => {
    void lying?.opening.then((opened) => {
      if (opened.ok) opened.value.close();
    });
    lying = null;
  };

  return {
    prepare(sha256, scale) {
      if (lying?.sha256 === sha256) return;
      clear();
      const opening = openPaper(desk, frames, sha256, { whole: true, password: undefined }, () => undefined);
      const lies: Lying = { sha256, opening, opened: null };
      lying = lies;
      void opening.then(async (opened) => {
        lies.opened = opened;
        if (opened.ok) await drawFirst(opened.value, scale);
      });
    },
    open: (sha256) => (lying?.sha256 === sha256 && lying.opened?.ok ? lying.opened.value : null),
    take(sha256) {
      if (lying?.sha256 !== sha256) return null;
      const { opening, opened } = lying;
      lying = null;
      return opened ?? opening;
    },
    firstPage(paper, scale) {
      const lies = drawings.get(paper);
      return lies?.scale === scale ? lies.drawn : null;
    },
  };
}

import { useLayoutEffect, useState } from 'react';
import type { Failure, Outcome } from '../../contract/failures.ts';
import type { Sha256 } from '../../contract/ids.ts';
import { useHouse } from '../app/context.tsx';
import { openPaper, type Paper } from './open.ts';

export type Opening =
  | { readonly kind: 'reading'; readonly sha256: Sha256; readonly bytes: number; readonly size: number }
  | { readonly kind: 'open'; readonly sha256: Sha256; readonly paper: Paper }
  | { readonly kind: 'failed'; readonly sha256: Sha256; readonly failure: Failure };

/** The document with this hash, opened; closed again when another is asked for. `attempt` asks for the same once more. */
export function usePaper(sha256: Sha256, whole: boolean, attempt: number, password: string | undefined): Opening {
  const { model, frames, shelf } = useHouse();
  const asIs = whole && attempt === 0 && password === undefined;
  const [opening, setOpening] = useState<Opening>(() => {
    const paper = asIs ? shelf.open(sha256) : null;
    return paper ? { kind: 'open', sha256, paper } : { kind: 'reading', sha256, bytes: 0, size: 0 };
  });

  // Before the frame, not after it: what was made ready is on the screen in the first one.
  useLayoutEffect(() => {
    let left = false;
    let mine: Paper | null = null;
    const show = (opened: Outcome<Paper>): void => {
      if (opened.ok) mine = opened.value;
      if (left) return mine?.close();
      setOpening((now) => {
        if (!opened.ok) return { kind: 'failed', sha256, failure: opened.failure };
        return now.kind === 'open' && now.paper === opened.value ? now : { kind: 'open', sha256, paper: opened.value };
      });
    };
    const ready = asIs ? shelf.take(sha256) : null;
    if (ready && 'ok' in ready) show(ready);
    else
      void (
        ready ??
        openPaper(model.desk, frames, sha256, { whole, password }, (bytes, size) => {
          if (!left) setOpening({ kind: 'reading', sha256, bytes, size });
        })
      ).then(show);
    return () => {
      left = true;
      mine?.close();
    };
  }, [model, frames, shelf, sha256, whole, password, attempt, asIs]);

  // What belongs to another document is never shown under this one's name.
  return opening.sha256 === sha256 ? opening : { kind: 'reading', sha256, bytes: 0, size: 0 };
}

import { useEffect, useState } from 'react';
import type { Failure } from '../../contract/failures.ts';
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
  const [opening, setOpening] = useState<Opening>({ kind: 'reading', sha256, bytes: 0, size: 0 });

  useEffect(() => {
    let left = false;
    let mine: Paper | null = null;
    void (async () => {
      const ready = whole && attempt === 0 && password === undefined ? shelf.take(sha256) : null;
      const opened = await (ready ??
        openPaper(model.desk, frames, sha256, { whole, password }, (bytes, size) => {
          if (!left) setOpening({ kind: 'reading', sha256, bytes, size });
        }));
      if (opened.ok) mine = opened.value;
      if (left) return mine?.close();
      setOpening(
        opened.ok ? { kind: 'open', sha256, paper: opened.value } : { kind: 'failed', sha256, failure: opened.failure },
      );
    })();
    return () => {
      left = true;
      mine?.close();
    };
  }, [model, frames, shelf, sha256, whole, attempt, password]);

  // What belongs to another document is never shown under this one's name.
  return opening.sha256 === sha256 ? opening : { kind: 'reading', sha256, bytes: 0, size: 0 };
}

import { useEffect, useRef, useState } from 'react';
import type { Failure, Outcome } from '../../../contract/failures.ts';
import type { Sha256 } from '../../../contract/ids.ts';
import { useHouse, useStore, useWords } from '../../app/context.tsx';
import type { Piece } from '../../model/cases.ts';
import { readRange } from '../../paper/bytes.ts';
import { openPaper } from '../../paper/open.ts';
import { FailureNote } from '../../parts/FailureNote.tsx';
import { mostCopied, printCopy, type Printable } from '../../parts/printCopy.ts';
import { Button } from '../../parts/small.tsx';

type Kind = 'simple' | 'certified';
type Open = Printable & { close(): void };

/** The verbs by which a piece of evidence is put on paper: simply, or certified with a sheet before it. The file itself is only read. */
export function PieceCopy({ piece }: { piece: Piece }) {
  const { model } = useHouse();
  const { status } = useStore(model.office.view);
  const { say } = useWords();
  const { print, busy, failure, tooMany } = usePieceCopy(piece);
  const mayCertify = status?.person.permits?.includes('certifyCopy') ?? false;
  return (
    <>
      <span role="status">
        {busy ? say('copy.preparing', busy) : null}
        {tooMany ? <span data-tone="bad">{say('copy.tooManyOfPiece', { most: String(mostCopied) })}</span> : null}
      </span>
      {failure ? <FailureNote failure={failure} /> : null}
      <Button isDisabled={busy !== null} onPress={() => void print('simple')} data-copy-piece>
        {say('copy.printSimple')}
      </Button>
      {mayCertify ? (
        <Button isDisabled={busy !== null} onPress={() => void print('certified')}>
          {say('copy.printCertified')}
        </Button>
      ) : null}
    </>
  );
}

/** Asks the office for the copy (which writes it down), draws its pages and prints them. */
function usePieceCopy(piece: Piece) {
  const { model, frames } = useHouse();
  const { say, formats } = useWords();
  const [busy, setBusy] = useState<{ page: string; pages: string } | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [tooMany, setTooMany] = useState(false);
  const isHere = useRef(true);
  // Whoever leaves does not want the rest of the pages.
  useEffect(() => {
    isHere.current = true;
    return () => void (isHere.current = false);
  }, []);

  const document = (sha256: Sha256): Promise<Outcome<Open>> =>
    openPaper(model.desk, frames, sha256, { whole: true, password: model.passwords.of(sha256) }, () => undefined);
  const open = (): Promise<Outcome<Open>> => {
    const isPicture = piece.mediaType === 'image/jpeg' || piece.mediaType === 'image/png';
    return isPicture ? picture() : document(piece.sha256);
  };
  const picture = async (): Promise<Outcome<Open>> => {
    const read = await readRange(model.desk, piece.sha256, 0, piece.size);
    if (!read.ok) return read;
    try {
      return { ok: true, value: onePage(await createImageBitmap(new Blob([read.value], { type: piece.mediaType }))) };
    } catch {
      return { ok: false, failure: { kind: 'pieceNotThis', mediaType: piece.mediaType } };
    }
  };
  const print = async (kind: Kind): Promise<void> => {
    setFailure(null);
    setTooMany(false);
    const { caseId, entryId } = piece;
    const opened = await open();
    if (!opened.ok) return setFailure(opened.failure);
    const papers: Open[] = [opened.value];
    try {
      const { pages } = opened.value;
      if (pages > mostCopied) return setTooMany(true);
      const copy = await model.desk.call('pieces.copy', { caseId, entryId, kind, pages });
      if (!copy.ok) return setFailure(copy.failure);
      const { code, cover, madeAt } = copy.value;
      const legend = (page: number, of: number): string =>
        say(kind === 'certified' ? 'copy.pieceCertified' : 'copy.pieceSimple', {
          ...{ code, page: formats.number(page), pages: formats.number(of), when: formats.dateTime(madeAt) },
        });
      const front = cover === null ? null : await document(cover);
      if (front && !front.ok) return setFailure(front.failure);
      if (front) papers.push(front.value);
      const parts = [...(front ? [{ paper: front.value, legend: null }] : []), { paper: opened.value, legend }];
      await printCopy(parts, kind === 'simple' ? say('copy.watermark') : null, (page, of) => {
        setBusy({ page: formats.number(page), pages: formats.number(of) });
        return isHere.current;
      });
    } finally {
      for (const paper of papers) paper.close();
      setBusy(null);
    }
  };
  return { print, busy, failure, tooMany };
}

/** Dots of a sheet of A4, as it is printed: a photograph is made no larger than that. */
const sheet = { width: 1240, height: 1754 };

/** A picture as a document of one page, as large as the sheet allows. */
function onePage(whole: ImageBitmap): Open {
  const scale = Math.min(1, sheet.width / whole.width, sheet.height / whole.height);
  const [resizeWidth, resizeHeight] = [whole.width, whole.height].map((side) => Math.max(1, Math.round(side * scale)));
  const resize = { resizeWidth: resizeWidth!, resizeHeight: resizeHeight!, resizeQuality: 'high' } as const;
  return {
    pages: 1,
    draw: () => ({ promise: createImageBitmap(whole, resize).then((bitmap) => ({ bitmap })) }),
    close: () => whole.close(),
  };
}

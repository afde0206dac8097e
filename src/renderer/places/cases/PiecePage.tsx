import { useEffect, useMemo, useState } from 'react';
import type { Failure } from '../../../contract/failures.ts';
import { useModel, useStore, useWords } from '../../app/context.tsx';
import type { Piece } from '../../model/cases.ts';
import { PaperView } from '../../paper/PaperView.tsx';
import { readRange } from '../../paper/bytes.ts';
import { FailureNote } from '../../parts/FailureNote.tsx';
import { Button } from '../../parts/small.tsx';
import { PieceCopy } from './PieceCopy.tsx';

const seen = (): void => undefined;

/** A piece of evidence as it came: leafed through, or looked at. */
export function PiecePage() {
  const model = useModel();
  const { piece, pieceAt } = useStore(model.cases.view);
  const at = useMemo(() => (pieceAt > 1 ? { page: pieceAt, words: '' } : null), [pieceAt]);
  const { say } = useWords();
  if (!piece) return null;
  return (
    <>
      <header className="place-head">
        <h2>{piece.title}</h2>
        <p className="place-note">
          {say('piece.line', { who: piece.broughtBy, place: piece.place, origin: say(`piece.origin.${piece.origin}`) })}
        </p>
      </header>
      <div className="place-body case-receipt">
        {piece.mediaType === 'application/pdf' ? (
          <PaperView key={piece.sha256} sha256={piece.sha256} at={at} onShown={seen} />
        ) : null}
        {piece.mediaType === 'image/tiff' ? (
          <PaperView
            key={piece.sha256}
            sha256={piece.sha256}
            at={at}
            refused={`${say('piece.noScan')} SHA-256 ${piece.sha256}`}
            onShown={seen}
          />
        ) : null}
        {piece.mediaType === 'image/jpeg' || piece.mediaType === 'image/png' ? (
          <Picture key={piece.sha256} piece={piece} />
        ) : null}
      </div>
      <footer className="decision" aria-label={say('decision.label')}>
        <p className="decision-about">{piece.fileName}</p>
        <div className="decision-verbs">
          <Button command="back" onPress={() => model.cases.page('sheet')}>
            {say('action.back')}
          </Button>
          <PieceCopy key={piece.entryId} piece={piece} />
        </div>
      </footer>
    </>
  );
}

function Picture({ piece }: { piece: Piece }) {
  const model = useModel();
  const { say } = useWords();
  const [address, setAddress] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    let made: string | null = null;
    let left = false;
    void readRange(model.desk, piece.sha256, 0, piece.size).then((read) => {
      if (left) return;
      if (!read.ok) return setFailure(read.failure);
      made = URL.createObjectURL(new Blob([read.value], { type: piece.mediaType }));
      setAddress(made);
    });
    return () => {
      left = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [model, piece]);
  if (failure) return <FailureNote failure={failure} />;
  if (broken) return <p className="hint">{say('piece.noPicture')}</p>;
  return address ? (
    <img className="piece-picture" src={address} alt={piece.title} onError={() => setBroken(true)} />
  ) : null;
}

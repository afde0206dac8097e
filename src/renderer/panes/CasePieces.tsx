import { useEffect, useState } from 'react';
import type { EntryRow } from '../../contract/cases.ts';
import type { CaseId } from '../../contract/ids.ts';
import { useModel, useStore, useWords } from '../app/context.tsx';
import { focusPaneSoon } from '../app/focus.ts';
import type { Piece } from '../model/cases.ts';
import { Button, Hash } from '../parts/small.tsx';

interface Line {
  readonly piece: Piece;
  readonly pages: number | null;
}
const piecesIn = (entries: readonly EntryRow[]): Line[] =>
  entries.flatMap(({ entry, place, pages = null }) =>
    entry.kind === 'piece' && place !== 'refused' ? [{ piece: entry, pages }] : [],
  );

/** The pieces of evidence of the case whose index is open, below its acts: each with its pages and its hash. Nothing where there is none. */
export function CasePieces({ caseId }: { caseId: CaseId }) {
  const model = useModel();
  const { say, formats } = useWords();
  const [lines, setLines] = useState<readonly Line[]>([]);
  // Told anew whenever something is noted of a case.
  const { sheet } = useStore(model.cases.view);
  useEffect(() => {
    let left = false;
    // Who may not read it has its index without them: the acts are there, and say so themselves.
    void model.desk.call('cases.read', { caseId }).then((read) => {
      if (!left) setLines(read.ok ? piecesIn(read.value.entries) : []);
    });
    return () => {
      left = true;
    };
  }, [model, caseId, sheet]);
  if (lines.length === 0) return null;
  const open = async (piece: Piece): Promise<void> => {
    await model.cases.open(caseId);
    model.cases.look(piece);
    model.go({ work: 'cases', listOver: false });
    focusPaneSoon('work');
  };
  return (
    <section className="case-pieces" aria-label={say('piece.index')}>
      <h2 className="group-label">
        {say('piece.index')} <span className="list-total">{formats.number(lines.length)}</span>
      </h2>
      <ul className="entry-list">
        {lines.map(({ piece, pages }) => (
          <li key={piece.entryId} className="case-piece">
            <Button look="quiet" aria-label={`${say('piece.read')}: ${piece.title}`} onPress={() => void open(piece)}>
              {piece.title}
            </Button>
            <span className="hint">
              {formats.dateTime(piece.at)}
              {pages === null ? '' : ` · ${say('piece.pages', { n: pages })}`} · {formats.size(piece.size)} ·{' '}
              <Hash sha256={piece.sha256} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

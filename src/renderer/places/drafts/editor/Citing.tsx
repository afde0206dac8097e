import type { Editor } from '@tiptap/core';
import { useEffect, useState } from 'react';
import { Input, Label, ListBox, ListBoxItem, TextField } from 'react-aria-components';
import type { ActRow } from '../../../../contract/acts.ts';
import type { CaseSheet, EntryRow } from '../../../../contract/cases.ts';
import type { Failure, Outcome } from '../../../../contract/failures.ts';
import type { CaseId } from '../../../../contract/ids.ts';
import { useModel, useWords } from '../../../app/context.tsx';
import { citablePieces, citationLabel, citable, pieceLabel } from '../../../model/citing.ts';
import { FailureNote } from '../../../parts/FailureNote.tsx';
import { Button } from '../../../parts/small.tsx';

interface IndexPage {
  readonly acts: readonly ActRow[];
  readonly next: string | null;
}

/** More than these nobody reads: a word more finds the act, or the piece. */
const mostShown = { acts: 200, pieces: 50 };

/** What may be mentioned, as one line of the list. */
interface Mention {
  readonly id: string;
  readonly label: string;
  /** What stands first and strong: the sheets, or that it is a piece of evidence and of how many pages. */
  readonly lead: string;
  readonly title: string;
}

/** Chooses an act or a piece of the case to be mentioned, by its words or by the number of a sheet or page. Enter puts it into the text. */
export function Citing({ editor, caseId, onDone }: { editor: Editor; caseId: CaseId; onDone: () => void }) {
  const model = useModel();
  const { say } = useWords();
  const [acts, setActs] = useState<readonly ActRow[]>([]);
  const [entries, setEntries] = useState<readonly EntryRow[]>([]);
  const [search, setSearch] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    let left = false;
    // Page after page: what is looked for is mostly among the first, and shown before the last is here.
    void (async () => {
      let after: string | null = null;
      do {
        const answer: Outcome<IndexPage> = await model.desk.call('cases.index', { caseId, after });
        if (left) return;
        if (!answer.ok) return setFailure(answer.failure);
        const page: IndexPage = answer.value;
        setActs((before) => [...before, ...page.acts]);
        after = page.next;
      } while (after !== null);
    })();
    return () => {
      left = true;
    };
  }, [model, caseId]);
  useEffect(() => {
    let left = false;
    void model.desk.call('cases.read', { caseId }).then((answer: Outcome<CaseSheet>) => {
      if (left) return;
      if (answer.ok) setEntries(answer.value.entries);
      else setFailure(answer.failure);
    });
    return () => {
      left = true;
    };
  }, [model, caseId]);
  const found: readonly Mention[] = [
    ...citable(acts, search)
      .slice(0, mostShown.acts)
      .map((act) => {
        const label = citationLabel(act, search);
        return { id: act.actId as string, label, lead: act.registration ? label : '', title: act.title };
      }),
    ...citablePieces(entries, search)
      .slice(0, mostShown.pieces)
      .map(({ piece, pages }) => {
        const lead = pages === null ? say('prose.citePiece') : say('prose.citePiecePages', { n: pages });
        return { id: piece.entryId as string, label: pieceLabel(piece, search), lead, title: piece.title };
      }),
  ];
  const cite = (mention: Mention | undefined): void => {
    if (!mention) return;
    editor
      .chain()
      .focus()
      .insertContent({ type: 'cite', attrs: { actId: mention.id, label: mention.label } })
      .run();
    onDone();
  };
  return (
    <form
      className="citing"
      role="search"
      aria-label={say('prose.cite')}
      onSubmit={(event) => {
        event.preventDefault();
        cite(found[0]);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        onDone();
      }}
    >
      <h3>{say('prose.cite')}</h3>
      {failure ? <FailureNote failure={failure} /> : null}
      <TextField className="field" value={search} onChange={setSearch} autoFocus>
        <Label>{say('prose.citeSearch')}</Label>
        <Input />
      </TextField>
      <ListBox
        className="draft-cases"
        aria-label={say('prose.citeActs')}
        items={found}
        onAction={(key) => cite(found.find(({ id }) => id === key))}
        renderEmptyState={() => <p className="hint">{say('prose.citeNone')}</p>}
      >
        {({ id, lead, title }) => (
          <ListBoxItem id={id} textValue={title} className="draft-case">
            {lead === '' ? null : <strong>{lead}</strong>} {title}
          </ListBoxItem>
        )}
      </ListBox>
      <Button onPress={onDone}>{say('drafts.toText')}</Button>
    </form>
  );
}

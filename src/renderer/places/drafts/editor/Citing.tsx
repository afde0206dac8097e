import type { Editor } from '@tiptap/core';
import { useEffect, useState } from 'react';
import { Input, Label, ListBox, ListBoxItem, TextField } from 'react-aria-components';
import type { ActRow } from '../../../../contract/acts.ts';
import type { Failure, Outcome } from '../../../../contract/failures.ts';
import type { CaseId } from '../../../../contract/ids.ts';
import { useModel, useWords } from '../../../app/context.tsx';
import { citationLabel, citable } from '../../../model/citing.ts';
import { FailureNote } from '../../../parts/FailureNote.tsx';
import { Button } from '../../../parts/small.tsx';

interface IndexPage {
  readonly acts: readonly ActRow[];
  readonly next: string | null;
}

/** More than these nobody reads: a word more finds the act. */
const mostShown = 200;

/** Chooses an act of the case to be mentioned, by its words or by the number of a sheet. Enter puts it into the text. */
export function Citing({ editor, caseId, onDone }: { editor: Editor; caseId: CaseId; onDone: () => void }) {
  const model = useModel();
  const { say } = useWords();
  const [acts, setActs] = useState<readonly ActRow[]>([]);
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
  const found = citable(acts, search).slice(0, mostShown);
  const cite = (act: ActRow | undefined): void => {
    if (!act) return;
    const label = citationLabel(act, search);
    editor
      .chain()
      .focus()
      .insertContent({ type: 'cite', attrs: { actId: act.actId, label } })
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
        items={found.map((act) => ({ ...act, id: act.actId }))}
        onAction={(key) => cite(found.find(({ actId }) => actId === key))}
        renderEmptyState={() => <p className="hint">{say('prose.citeNone')}</p>}
      >
        {(act) => (
          <ListBoxItem id={act.actId} textValue={act.title} className="draft-case">
            {act.registration ? <strong>{citationLabel(act, search)}</strong> : null} {act.title}
          </ListBoxItem>
        )}
      </ListBox>
      <Button onPress={onDone}>{say('drafts.toText')}</Button>
    </form>
  );
}

import { Suspense, lazy, useEffect } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { useModel, useStore, useWords } from '../../app/context.tsx';
import type { Writing } from '../../model/drafts.ts';
import { FailureNote } from '../../parts/FailureNote.tsx';
import { Note } from '../../parts/Note.tsx';
import { Button } from '../../parts/small.tsx';
import { DraftMarks } from './DraftMarks.tsx';
import { ProposedNote } from './ProposedNote.tsx';
import { RemakesNote } from './RemakesNote.tsx';
import { ReviewNote } from './ReviewNote.tsx';

/** Loaded with the first draft: a window that only signs does not wait for an editor. */
const ProseDesk = lazy(() => import('./editor/ProseDesk.tsx').then((file) => ({ default: file.ProseDesk })));

/** The text in hand. What is written is kept by itself; no key and no way out loses it. */
export function DraftEditor({ writing }: { writing: Writing }) {
  const model = useModel();
  const { say } = useWords();
  const { failure, proposed } = useStore(model.drafts.view);
  const { text, draft, dirty, load } = writing;
  const { row, beside } = draft;
  const { sheet: found, failure: refused, busy } = useStore(model.review.view);
  useEffect(() => void model.review.open(row.draftId), [model, row.draftId]);
  const sheet = found?.row.draftId === row.draftId ? found : null;
  const { status } = useStore(model.office.view);
  // Whose word is enough sends it to be signed; whose is not, to whoever looks it over.
  const vouches = status?.person.permits?.includes('vouch') ?? true;
  const ask = async (): Promise<void> => {
    // What was written a moment ago goes too.
    if (!(await model.drafts.flush())) return;
    await model.review.open(row.draftId);
    await model.review.ask();
  };
  return (
    <>
      <header className="place-head draft-head">
        <h2>{text.title === '' ? say('drafts.untitled') : text.title}</h2>
        <p className="place-note">
          {row.caseNumber} {row.caption}
        </p>
        <DraftMarks row={row} dirty={dirty} refused={dirty && failure?.kind === 'draftTooLong'} />
        <div className="draft-head-verbs">
          <Button look="quiet" onPress={() => void model.drafts.page('history')}>
            {say('drafts.history')}
          </Button>
          <Button look="quiet" onPress={() => void model.drafts.archive(!text.archived)}>
            {text.archived ? say('drafts.takeOut') : say('drafts.archive')}
          </Button>
        </div>
      </header>
      {/* Not in what scrolls: it is said wherever in the text the cursor is. */}
      <div className="draft-refused">
        {failure ? <FailureNote failure={failure} /> : null}
        {row.trouble && row.place === 'here' ? <FailureNote failure={row.trouble} /> : null}
        {refused ? <FailureNote failure={refused} /> : null}
      </div>
      <div className="place-body drafts">
        {sheet ? <ReviewNote sheet={sheet} /> : null}
        {draft.remakes ? <RemakesNote remakes={draft.remakes} /> : null}
        {proposed ? <ProposedNote proposed={proposed} /> : null}
        {row.beside > 0 ? (
          <Note tone="bad" what={say('drafts.conflict', { name: beside[0]?.author ?? row.changedBy })}>
            <Button look="main" isDisabled={beside.length === 0} onPress={() => void model.drafts.page('merge')}>
              {say('drafts.compare')}
            </Button>
          </Note>
        ) : null}
        <TextField
          className="field"
          value={text.title}
          onChange={(title) => model.drafts.write({ title })}
          maxLength={300}
        >
          <Label>{say('drafts.titleLabel')}</Label>
          <Input />
        </TextField>
        <Suspense fallback={<p className="hint">{say('drafts.opening')}</p>}>
          <ProseDesk key={load} writing={writing} />
        </Suspense>
      </div>
      <footer className="decision" aria-label={say('decision.label')}>
        <p className="decision-about" role="status">
          {dirty ? '' : row.place === 'sent' ? say('drafts.keptAndSent') : say('drafts.keptHere')}
        </p>
        <div className="decision-verbs">
          <Button command="back" onPress={() => void model.drafts.page('list')}>
            {say('drafts.toList')}
          </Button>
          {sheet?.may.ask ? (
            <Button
              look={vouches ? 'plain' : 'main'}
              {...(vouches ? {} : { command: 'primary' })}
              isDisabled={busy}
              onPress={() => void ask()}
            >
              {say('review.ask')}
            </Button>
          ) : null}
          {sheet?.may.recall ? (
            <Button isDisabled={busy} onPress={() => void model.review.recall()}>
              {say('review.recall')}
            </Button>
          ) : null}
          {sheet?.state === 'inReview' ? (
            sheet.may.freeze || sheet.may.giveBack ? (
              <Button look="main" command="primary" onPress={() => void model.drafts.page('review')}>
                {say('review.open')}
              </Button>
            ) : null
          ) : (
            <Button
              look={vouches || !sheet?.may.ask ? 'main' : 'plain'}
              {...(vouches || !sheet?.may.ask ? { command: 'primary' } : {})}
              onPress={() => void model.drafts.preview()}
            >
              {say('drafts.propose')}
            </Button>
          )}
        </div>
      </footer>
    </>
  );
}

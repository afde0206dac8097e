import { useEffect, useState } from 'react';
import { Button as AriaButton, ToggleButton } from 'react-aria-components';
import type { DraftSaved, DraftVersionRow } from '../../../contract/drafts.ts';
import type { Failure } from '../../../contract/failures.ts';
import { useModel, useWords } from '../../app/context.tsx';
import { differsInLook, pairsOf, wordsOf } from '../../model/compare.ts';
import type { Writing } from '../../model/drafts.ts';
import { FailureNote } from '../../parts/FailureNote.tsx';
import { Button } from '../../parts/small.tsx';
import { Stretches } from './Stretches.tsx';

const restMs = 5 * 60_000;

/** Texts kept one after another by the same person are one stretch of work: its last one stands for it. */
export function ofWork(versions: readonly DraftVersionRow[]): DraftVersionRow[] {
  return versions.filter((version, index) => {
    const next = versions[index - 1];
    if (!next || version.merges || version.author !== next.author || version.made !== next.made) return true;
    return Date.parse(next.savedAt) - Date.parse(version.savedAt) > restMs;
  });
}

/** Every text that was ever kept of a draft; the one that is chosen stands compared with the one in hand, and can be taken up again. */
export function DraftHistory({ writing }: { writing: Writing }) {
  const model = useModel();
  const { say, formats } = useWords();
  const { draftId } = writing.draft.row;
  const hand = writing.draft.hand;
  const [versions, setVersions] = useState<readonly DraftVersionRow[]>([]);
  const [all, setAll] = useState(false);
  const [chosen, setChosen] = useState<DraftSaved | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  useEffect(() => {
    let left = false;
    void model.desk.call('drafts.history', { draftId }).then((answer) => {
      if (left) return;
      if (answer.ok) setVersions(answer.value.versions);
      else setFailure(answer.failure);
    });
    return () => {
      left = true;
    };
  }, [model, draftId, hand.versionId]);

  const look = async (versionId: DraftVersionRow['versionId']): Promise<void> => {
    const answer = await model.desk.call('drafts.version', { versionId });
    if (answer.ok) setChosen(answer.value);
    else setFailure(answer.failure);
  };
  const shown = all ? versions : ofWork(versions);
  return (
    <>
      <header className="place-head">
        <h2>{say('drafts.history')}</h2>
        <p className="place-note">{say('drafts.historyNote')}</p>
        <ToggleButton className="filter" isSelected={all} onChange={setAll}>
          {say('drafts.everyText', { n: versions.length })}
        </ToggleButton>
      </header>
      <div className="place-body drafts draft-history">
        {failure ? <FailureNote failure={failure} /> : null}
        <ul className="draft-versions" aria-label={say('drafts.history')}>
          {shown.map((version) => (
            <li key={version.versionId}>
              <AriaButton
                className="draft-version"
                {...(version.versionId === chosen?.versionId ? { 'aria-current': true } : {})}
                onPress={() => void look(version.versionId)}
              >
                <strong>{formats.dateTime(version.savedAt)}</strong>
                <span>{version.author}</span>
                <span>
                  {say('drafts.characters', { n: version.characters })}
                  {version.merges ? ` · ${say('drafts.merges')}` : ''}
                  {version.versionId === hand.versionId ? ` · ${say('drafts.inHand')}` : ''}
                </span>
              </AriaButton>
            </li>
          ))}
        </ul>
        <div className="draft-compare" role="region" aria-label={say('drafts.comparison')}>
          {chosen ? (
            <>
              <p className="hint">{say('drafts.comparedWithHand')}</p>
              {pairsOf(chosen.text, hand.text).map((pair, index) => (
                <p key={index} className="draft-compared">
                  <Stretches stretches={wordsOf(pair.left?.text ?? '', pair.right?.text ?? '')} />
                  {differsInLook(pair) ? <em className="hint"> {say('drafts.otherLook')}</em> : null}
                </p>
              ))}
            </>
          ) : (
            <p className="hint">{say('drafts.chooseVersion')}</p>
          )}
        </div>
      </div>
      <footer className="decision" aria-label={say('decision.label')}>
        <p className="decision-about" />
        <div className="decision-verbs">
          <Button command="back" onPress={() => void model.drafts.page('write')}>
            {say('drafts.toText')}
          </Button>
          <Button
            look="main"
            command="primary"
            isDisabled={chosen === null || chosen.versionId === hand.versionId}
            onPress={() => chosen && void model.drafts.restore(chosen)}
          >
            {say('drafts.restore')}
          </Button>
        </div>
      </footer>
    </>
  );
}

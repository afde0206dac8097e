import { useState } from 'react';
import { Checkbox, CheckboxGroup, Label } from 'react-aria-components';
import { useModel, useStore, useWords } from '../../app/context.tsx';
import type { Writing } from '../../model/drafts.ts';
import type { TypedDay } from '../../model/typed-day.ts';
import { PaperView } from '../../paper/PaperView.tsx';
import { DayField } from '../DayField.tsx';
import { FailureNote } from '../../parts/FailureNote.tsx';
import { Button } from '../../parts/small.tsx';
import { OpenRemarks } from './ReviewNote.tsx';

const seen = (): void => undefined;

/** The text on its sheets, who is to sign it and until when: the last look before it is frozen. */
export function DraftPropose({ writing }: { writing: Writing }) {
  const model = useModel();
  const { say } = useWords();
  const { proposing, failure } = useStore(model.drafts.view);
  const [due, setDue] = useState<TypedDay>(null);
  const { row } = writing.draft;
  const { sheet: reviewed } = useStore(model.review.view);
  const ownReview = reviewed?.row.draftId === row.draftId ? reviewed : null;
  const vouch = ownReview?.may.vouch ?? false;
  if (!proposing) return null;
  const { signers, order, sheet, busy } = proposing;
  const propose = (): void => {
    // The end of that day, by this computer's calendar.
    const dueAt = due === null ? null : new Date(`${due}T23:59:59`).toISOString();
    void model.drafts.propose(dueAt, vouch);
  };
  return (
    <>
      <header className="place-head">
        <h2>{say('drafts.proposeTitle')}</h2>
        <p className="place-note">
          {row.caseNumber} {row.caption}
        </p>
      </header>
      <div className="place-body drafts draft-propose">
        <div className="draft-propose-wishes">
          {failure ? <FailureNote failure={failure} /> : null}
          {/* What a colleague remarked and nobody answered is said before it is frozen; who reads it may let it go nevertheless. */}
          {ownReview ? <OpenRemarks sheet={ownReview} /> : null}
          <p className="hint">{say('drafts.proposeNote')}</p>
          <CheckboxGroup
            className="pin-choice"
            value={[...order]}
            onChange={(values) => {
              // Who is marked comes last; who is unmarked leaves the others in their order.
              const kept = order.filter((one) => values.includes(one));
              void model.drafts.preview([...kept, ...values.filter((one) => !order.includes(one))]);
            }}
          >
            <Label className="group-label">{say('drafts.proposeSigner')}</Label>
            {signers.map(({ personId, name, capacity }) => {
              const place = order.indexOf(personId);
              return (
                <Checkbox key={personId} value={personId} className="choose-option">
                  <span className="check-box" aria-hidden>
                    {place < 0 ? '' : place + 1}
                  </span>
                  <span>
                    {name} <span className="hint">{capacity}</span>
                    {place >= 0 && order.length > 1 ? (
                      <span className="heard">{say('drafts.proposeTurn', { turn: String(place + 1) })}</span>
                    ) : null}
                  </span>
                </Checkbox>
              );
            })}
          </CheckboxGroup>
          <p className="hint">
            {order.length === 0
              ? say('drafts.proposeNobody')
              : order.length > 1
                ? say('drafts.proposeOrder')
                : say('drafts.proposeOne')}
          </p>
          <DayField label={say('drafts.proposeDue')} onChange={setDue} />
        </div>
        <div className="draft-propose-paper" aria-busy={busy}>
          {sheet ? (
            <PaperView key={sheet.sha256} sha256={sheet.sha256} onShown={seen} />
          ) : busy ? (
            <p className="paper-reading">{say('drafts.proposeSetting')}</p>
          ) : null}
        </div>
      </div>
      <footer className="decision" aria-label={say('decision.label')}>
        <p className="decision-about" role="status">
          {busy ? say('drafts.proposeSetting') : ''}
        </p>
        <div className="decision-verbs">
          <Button command="back" onPress={() => void model.drafts.page(vouch ? 'review' : 'write')}>
            {say('drafts.toText')}
          </Button>
          <Button look="main" command="primary" isDisabled={!sheet || busy || due === 'unfinished'} onPress={propose}>
            {vouch ? say('review.vouchNow') : say('drafts.proposeNow')}
          </Button>
        </div>
      </footer>
    </>
  );
}

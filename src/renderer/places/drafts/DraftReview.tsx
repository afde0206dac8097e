import { useEffect, useState } from 'react';
import { ListBox, ListBoxItem, ToggleButton } from 'react-aria-components';
import type { ReviewSheet } from '../../../contract/review.ts';
import type { DraftParagraph } from '../../../contract/wire-drafts.ts';
import { useModel, useStore, useWords } from '../../app/context.tsx';
import { focusSoon } from '../../app/focus.ts';
import { differsInLook, pairsOf, wordsOf } from '../../model/compare.ts';
import type { Writing } from '../../model/drafts.ts';
import { pendingOf } from '../../model/review.ts';
import { FailureNote } from '../../parts/FailureNote.tsx';
import { Button } from '../../parts/small.tsx';
import { RemarkField, selectedWords, type Wanted } from './RemarkField.tsx';
import { RemarkList } from './RemarkList.tsx';
import { ReviewMark } from './ReviewMark.tsx';
import { Stretches } from './Stretches.tsx';

/** A colleague's draft, to be looked over: the text as it is, what changed since it was read, and remarks beside their words. */
export function DraftReview({ writing }: { writing: Writing }) {
  const model = useModel();
  const { draftId } = writing.draft.row;
  const { sheet, failure } = useStore(model.review.view);
  useEffect(() => void model.review.open(draftId), [model, draftId]);
  if (sheet?.row.draftId !== draftId)
    return <div className="place-body drafts">{failure ? <FailureNote failure={failure} /> : null}</div>;
  return <Sheet key={sheet.hand.versionId} sheet={sheet} />;
}

function Sheet({ sheet }: { sheet: ReviewSheet }) {
  const model = useModel();
  const { say, formats } = useWords();
  const view = useStore(model.review.view);
  const pending = pendingOf(useStore(model.review.pending), view);
  const { row, hand, may, asked, read, state } = sheet;
  const [wanted, setWanted] = useState<Wanted | null>(null);
  // What was read last is kept as it was when the screen was opened: reading now is what the next time begins from.
  const [before] = useState(read);
  const [compared, setCompared] = useState(read !== null);
  const { draftId } = row;
  const { versionId } = hand;
  useEffect(() => {
    void model.desk.call('review.markRead', { draftId, versionId });
  }, [model, draftId, versionId]);

  const giveBack = async (): Promise<void> => {
    if (await model.review.giveBack()) await model.drafts.page('list');
  };
  return (
    <>
      <header className="place-head draft-head">
        <h2>{hand.text.title === '' ? say('drafts.untitled') : hand.text.title}</h2>
        <p className="place-note">
          {row.caseNumber} {row.caption}
        </p>
        <p className="draft-marks">
          <ReviewMark state={state} />
          {asked ? <span>{say('review.asked', { name: asked.by, when: formats.dateTime(asked.at) })}</span> : null}
          {asked && asked.versionId !== versionId && state === 'inReview' ? (
            <span data-tone="wait">{say('review.changedSince')}</span>
          ) : null}
        </p>
      </header>
      <div className="place-body drafts draft-review">
        <div className="review-text">
          {view.failure ? <FailureNote failure={view.failure} /> : null}
          {before ? (
            <ToggleButton className="filter" isSelected={compared} onChange={setCompared}>
              {say('review.sinceRead', { when: formats.dateTime(before.at) })}
            </ToggleButton>
          ) : null}
          {before && compared ? (
            <div className="draft-compare" role="region" aria-label={say('review.changes')} tabIndex={0}>
              <p className="hint">{say('drafts.comparedWithHand')}</p>
              {pairsOf(before.saved.text, hand.text).map((pair, index) => (
                <p key={index} className="draft-compared">
                  <Stretches stretches={wordsOf(pair.left?.text ?? '', pair.right?.text ?? '')} />
                  {differsInLook(pair) ? <em className="hint"> {say('drafts.otherLook')}</em> : null}
                </p>
              ))}
            </div>
          ) : (
            <Paragraphs
              sheet={sheet}
              wanted={wanted?.paragraph.id ?? null}
              onChoose={(paragraph) => setWanted(paragraph && { paragraph, ...selectedWords(paragraph) })}
            />
          )}
        </div>
        <aside className="review-beside">
          {may.giveBack ? (
            <RemarkField
              key={wanted ? `${wanted.paragraph.id} ${wanted.from}` : ''}
              wanted={wanted}
              onDone={() => {
                if (wanted) focusSoon('.review-paragraphs [role="option"][tabindex="0"]');
                setWanted(null);
              }}
            />
          ) : null}
          <RemarkList sheet={sheet} pending={pending} />
        </aside>
      </div>
      <footer className="decision" aria-label={say('decision.label')}>
        <p className="decision-about" role="status">
          {pending.length > 0 ? say('review.pending', { n: pending.length }) : ''}
        </p>
        <div className="decision-verbs">
          <Button command="back" onPress={() => void model.drafts.page('list')}>
            {say('drafts.toList')}
          </Button>
          <Button onPress={() => void model.drafts.page('write')}>{say('review.toText')}</Button>
          {may.giveBack ? (
            <Button isDisabled={pending.length === 0 || view.busy} onPress={() => void giveBack()}>
              {say('review.giveBack')}
            </Button>
          ) : null}
          {may.freeze ? (
            <Button
              look="main"
              command="primary"
              isDisabled={pending.length > 0 || view.busy}
              onPress={() => void model.drafts.preview()}
            >
              {say(may.vouch ? 'review.vouch' : 'drafts.propose')}
            </Button>
          ) : null}
        </div>
      </footer>
    </>
  );
}

/** The text, one paragraph after another: arrows move, Enter writes a remark about the one in hand. */
function Paragraphs({
  sheet,
  wanted,
  onChoose,
}: {
  sheet: ReviewSheet;
  wanted: string | null;
  onChoose: (paragraph: DraftParagraph | null) => void;
}) {
  const { say } = useWords();
  const paragraphs = sheet.hand.text.paragraphs.filter(({ text }) => text.trim() !== '');
  return (
    <ListBox
      className="review-paragraphs"
      aria-label={say('drafts.text')}
      items={paragraphs}
      selectionMode="single"
      selectedKeys={wanted === null ? [] : [wanted]}
      onSelectionChange={(keys) => {
        const [key] = keys === 'all' ? [] : [...keys];
        onChoose(paragraphs.find(({ id }) => id === key) ?? null);
      }}
    >
      {(paragraph) => {
        const said = sheet.remarks.filter(({ remark, resolved }) => !resolved && remark.paragraphId === paragraph.id);
        return (
          <ListBoxItem
            id={paragraph.id}
            className="review-paragraph"
            textValue={paragraph.text.slice(0, 300)}
            data-style={paragraph.style}
            data-remarks={said.length > 0 || undefined}
          >
            <Marked paragraph={paragraph} stretches={said.flatMap(({ stretch }) => stretch ?? [])} />
            {said.length > 0 ? <span className="heard">{say('review.hasRemarks', { n: said.length })}</span> : null}
          </ListBoxItem>
        );
      }}
    </ListBox>
  );
}

function Marked({
  paragraph: { text },
  stretches,
}: {
  paragraph: DraftParagraph;
  stretches: readonly { readonly from: number; readonly to: number }[];
}) {
  const cuts = [...new Set([0, ...stretches.flatMap(({ from, to }) => [from, to]), text.length])].sort((a, b) => a - b);
  return (
    <span data-paragraph-text>
      {cuts.slice(0, -1).map((from, index) => {
        const to = cuts[index + 1]!;
        const inside = stretches.some((one) => one.from <= from && to <= one.to);
        const words = text.slice(from, to);
        return inside ? (
          <mark key={from} className="review-words">
            {words}
          </mark>
        ) : (
          <span key={from}>{words}</span>
        );
      })}
    </span>
  );
}

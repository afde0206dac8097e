import { useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import type { DraftSaved } from '../../../contract/drafts.ts';
import { useModel, useStore, useWords } from '../../app/context.tsx';
import {
  beginMerge,
  choose,
  decided,
  differsInLook,
  edit,
  mergedParagraphs,
  undecided,
  wordsOf,
  type Choice,
  type Merging,
  type Pair,
} from '../../model/compare.ts';
import type { Writing } from '../../model/drafts.ts';
import { FailureNote } from '../../parts/FailureNote.tsx';
import { Button } from '../../parts/small.tsx';
import { Stretches } from './Stretches.tsx';

/** Two texts side by side, to be brought together by a person. Where they agree nothing is asked; where they differ nothing is guessed. */
export function DraftMerge({ writing }: { writing: Writing }) {
  const { draft } = writing;
  const [beside] = draft.beside;
  return beside ? (
    <Both key={`${draft.hand.versionId} ${beside.versionId}`} hand={draft.hand} beside={beside} />
  ) : (
    <Nothing />
  );
}

function Nothing() {
  const model = useModel();
  const { say } = useWords();
  return (
    <div className="place-body drafts">
      <p className="hint">{say('drafts.nothingBeside')}</p>
      <Button look="main" command="primary" onPress={() => void model.drafts.page('write')}>
        {say('drafts.toText')}
      </Button>
    </div>
  );
}

const titleId = 'title';

/** The title is the first pair, so that it is decided like the rest. */
const texts = ({ text }: DraftSaved) => ({ paragraphs: [{ id: titleId, text: text.title }, ...text.paragraphs] });

function Both({ hand, beside }: { hand: DraftSaved; beside: DraftSaved }) {
  const model = useModel();
  const { say, formats } = useWords();
  const { failure } = useStore(model.drafts.view);
  const [merging, setMerging] = useState<Merging>(() => beginMerge(texts(hand), texts(beside)));
  const left = undecided(merging);
  const save = async (): Promise<void> => {
    const all = mergedParagraphs(merging);
    const title = all.find(({ id }) => id === titleId)?.text ?? '';
    const paragraphs = all.filter(({ id }) => id !== titleId);
    await model.drafts.merge(paragraphs, title.replace(/\s*\n\s*/g, ' ').slice(0, 300), beside);
  };
  return (
    <>
      <header className="place-head">
        <h2>{say('drafts.mergeTitle')}</h2>
        <p className="place-note">{say('drafts.mergeNote')}</p>
      </header>
      <div className="place-body drafts">
        {failure ? <FailureNote failure={failure} /> : null}
        <div className="draft-sides">
          <p>
            <strong>{say('drafts.left')}</strong> {hand.author}, {formats.dateTime(hand.savedAt)}
          </p>
          <p>
            <strong>{say('drafts.right')}</strong> {beside.author}, {formats.dateTime(beside.savedAt)}
          </p>
        </div>
        {merging.pairs.map((pair, at) =>
          pair.same ? (
            <p key={at} className="draft-agreed">
              {pair.left!.text}
            </p>
          ) : (
            <Differing
              key={at}
              pair={pair}
              number={at + 1}
              first={at === merging.pairs.findIndex(({ same }) => !same)}
              choice={merging.choices.get(at) ?? null}
              text={decided(merging, at)}
              onChoice={(choice) => setMerging((now) => choose(now, at, choice))}
              onEdit={(text) => setMerging((now) => edit(now, at, text))}
            />
          ),
        )}
      </div>
      <footer className="decision" aria-label={say('decision.label')}>
        <p className="decision-about" role="status">
          {left > 0 ? say('drafts.undecided', { n: left }) : say('drafts.allDecided')}
        </p>
        <div className="decision-verbs">
          <Button command="back" onPress={() => void model.drafts.page('write')}>
            {say('drafts.mergeLater')}
          </Button>
          <Button look="main" command="primary" isDisabled={left > 0} onPress={() => void save()}>
            {say('drafts.saveMerged')}
          </Button>
        </div>
      </footer>
    </>
  );
}

const options = ['left', 'right', 'both', 'none'] as const;

function Differing({
  pair,
  number,
  first,
  choice,
  text,
  onChoice,
  onEdit,
}: {
  pair: Pair;
  number: number;
  /** The first question takes the focus, however one came here. */
  first: boolean;
  choice: Choice | null;
  text: string | null;
  onChoice: (choice: Choice) => void;
  onEdit: (text: string) => void;
}) {
  const { say } = useWords();
  const stretches = wordsOf(pair.left?.text ?? '', pair.right?.text ?? '');
  const isLook = differsInLook(pair);
  const isTitle = (pair.left ?? pair.right)?.id === titleId;
  return (
    <section className="draft-pair" data-undecided={choice === null || undefined}>
      <div className="draft-sides">
        <p>{pair.left ? <Stretches stretches={stretches} only="left" /> : <em>{say('drafts.absent')}</em>}</p>
        <p>{pair.right ? <Stretches stretches={stretches} only="right" /> : <em>{say('drafts.absent')}</em>}</p>
      </div>
      {isLook ? <p className="hint">{say('drafts.otherLook')}</p> : null}
      <RadioGroup
        className="draft-choice"
        orientation="horizontal"
        value={choice}
        onChange={(value) => onChoice(value as Choice)}
      >
        <Label>{isTitle ? say('drafts.titleLabel') : say('drafts.whichStays', { number: String(number) })}</Label>
        {options.map((option) => (
          <Radio key={option} value={option} className="draft-option" autoFocus={first && option === 'left'}>
            <span className="radio-dot" aria-hidden />
            {say(`drafts.stays.${option}`)}
          </Radio>
        ))}
      </RadioGroup>
      {choice !== null && choice !== 'none' ? (
        <textarea
          className="draft-paragraph"
          aria-label={say('drafts.result', { number: String(number) })}
          rows={1}
          value={text ?? ''}
          maxLength={20_000}
          onChange={({ target }) => onEdit(target.value)}
        />
      ) : null}
    </section>
  );
}

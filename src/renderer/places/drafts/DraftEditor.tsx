import type { ClipboardEvent, KeyboardEvent } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import type { DraftParagraph } from '../../../contract/wire-drafts.ts';
import { useModel, useStore, useWords } from '../../app/context.tsx';
import { emptyParagraph, type Writing } from '../../model/drafts.ts';
import { FailureNote } from '../../parts/FailureNote.tsx';
import { Note } from '../../parts/Note.tsx';
import { Button } from '../../parts/small.tsx';
import { DraftMarks } from './DraftMarks.tsx';
import { ProposedNote } from './ProposedNote.tsx';

const at = (index: number): HTMLTextAreaElement | null =>
  document.querySelector<HTMLTextAreaElement>(`[data-paragraph="${index}"]`);

/** After React drew what changed: the cursor into this paragraph, at this place. */
function caretSoon(index: number, place: number): void {
  requestAnimationFrame(() => {
    const field = at(index);
    field?.focus();
    field?.setSelectionRange(place, place);
  });
}

/** The text in hand, paragraph by paragraph. What is written is kept by itself; no key and no way out loses it. */
export function DraftEditor({ writing }: { writing: Writing }) {
  const model = useModel();
  const { say } = useWords();
  const { failure, proposed } = useStore(model.drafts.view);
  const { text, draft, dirty } = writing;
  const { row, beside } = draft;
  const { paragraphs } = text;
  const put = (next: readonly DraftParagraph[]): void => model.drafts.write({ paragraphs: [...next] });

  const onKey = (index: number) => (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const { selectionStart, selectionEnd, value } = event.currentTarget;
    const one = paragraphs[index]!;
    if (event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      const rest = emptyParagraph(value.slice(selectionEnd));
      put([
        ...paragraphs.slice(0, index),
        { ...one, text: value.slice(0, selectionStart) },
        rest,
        ...paragraphs.slice(index + 1),
      ]);
      caretSoon(index + 1, 0);
    } else if (event.key === 'Backspace' && selectionStart === 0 && selectionEnd === 0 && index > 0) {
      event.preventDefault();
      const before = paragraphs[index - 1]!;
      put([
        ...paragraphs.slice(0, index - 1),
        { ...before, text: before.text + value },
        ...paragraphs.slice(index + 1),
      ]);
      caretSoon(index - 1, before.text.length);
    } else if (event.key === 'ArrowUp' && selectionStart === 0 && index > 0) {
      event.preventDefault();
      caretSoon(index - 1, paragraphs[index - 1]!.text.length);
    } else if (event.key === 'ArrowDown' && selectionEnd === value.length && index < paragraphs.length - 1) {
      event.preventDefault();
      caretSoon(index + 1, 0);
    }
  };
  /** Lines that are pasted become paragraphs. */
  const onPaste = (index: number) => (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const lines = event.clipboardData.getData('text/plain').split(/(?:\r?\n)+/);
    if (lines.length < 2) return;
    event.preventDefault();
    const { selectionStart, selectionEnd, value } = event.currentTarget;
    const all = [value.slice(0, selectionStart) + lines[0]!, ...lines.slice(1)];
    const last = all.length - 1;
    const place = all[last]!.length;
    all[last] += value.slice(selectionEnd);
    const pasted = all.map((line, n) => (n === 0 ? { ...paragraphs[index]!, text: line } : emptyParagraph(line)));
    put([...paragraphs.slice(0, index), ...pasted, ...paragraphs.slice(index + 1)]);
    caretSoon(index + last, place);
  };

  return (
    <>
      <header className="place-head">
        <h2>{text.title === '' ? say('drafts.untitled') : text.title}</h2>
        <p className="place-note">
          {row.caseNumber} {row.caption}
        </p>
        <DraftMarks row={row} dirty={dirty} />
      </header>
      <div className="place-body drafts">
        {failure ? <FailureNote failure={failure} /> : null}
        {row.trouble && row.place === 'here' ? <FailureNote failure={row.trouble} /> : null}
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
        <div className="draft-sheet" role="group" aria-label={say('drafts.text')}>
          {paragraphs.map((one, index) => (
            <textarea
              key={one.id}
              data-paragraph={index}
              {...(index === 0 ? { 'data-focus': '' } : {})}
              className="draft-paragraph"
              aria-label={say('drafts.paragraph', { number: String(index + 1), of: String(paragraphs.length) })}
              rows={1}
              spellCheck
              value={one.text}
              maxLength={20_000}
              onChange={({ target }) =>
                put(paragraphs.map((each) => (each.id === one.id ? { ...each, text: target.value } : each)))
              }
              onKeyDown={onKey(index)}
              onPaste={onPaste(index)}
              onBlur={() => void model.drafts.flush()}
            />
          ))}
        </div>
        <p className="hint">{say('drafts.keysHint')}</p>
      </div>
      <footer className="decision" aria-label={say('decision.label')}>
        <p className="decision-about" role="status">
          {dirty ? '' : row.place === 'sent' ? say('drafts.keptAndSent') : say('drafts.keptHere')}
        </p>
        <div className="decision-verbs">
          <Button command="back" onPress={() => void model.drafts.page('list')}>
            {say('drafts.toList')}
          </Button>
          <Button onPress={() => void model.drafts.archive(!text.archived)}>
            {text.archived ? say('drafts.takeOut') : say('drafts.archive')}
          </Button>
          <Button onPress={() => void model.drafts.page('history')}>{say('drafts.history')}</Button>
          <Button look="main" onPress={() => void model.drafts.preview()}>
            {say('drafts.propose')}
          </Button>
        </div>
      </footer>
    </>
  );
}

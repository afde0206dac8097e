import { useState, type FormEvent } from 'react';
import { Input, Label, TextArea, TextField } from 'react-aria-components';
import type { DraftParagraph } from '../../../contract/wire-drafts.ts';
import { useModel, useStore, useWords } from '../../app/context.tsx';
import { useKept } from '../../app/kept.ts';
import { Button } from '../../parts/small.tsx';

/** The paragraph that a remark is about, and the words of it that were selected. */
export interface Wanted {
  readonly paragraph: DraftParagraph;
  readonly from: number;
  readonly words: string;
}

/** What is selected on the screen, where it lies in this paragraph. */
export function selectedWords({ text }: DraftParagraph): { from: number; words: string } {
  const words = window.getSelection()?.toString().trim() ?? '';
  const from = words === '' ? -1 : text.indexOf(words);
  return from < 0 ? { from: 0, words: '' } : { from, words: words.slice(0, 400) };
}

const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);

/** A remark about the paragraph in hand, or about the whole text where none is; perhaps about some of its words only. */
export function RemarkField({ wanted, onDone }: { wanted: Wanted | null; onDone: () => void }) {
  const model = useModel();
  const { say } = useWords();
  const { sheet } = useStore(model.review.view);
  const about = `${sheet?.row.draftId ?? ''} ${wanted?.paragraph.id ?? ''}`;
  const [text, setText, forgetText] = useKept(`review.remark ${about}`, '');
  const [words, setWords, forgetWords] = useKept(`review.words ${about} ${wanted?.from ?? ''}`, wanted?.words ?? '');
  const [problem, setProblem] = useState<'review.empty' | 'review.noSuchWords' | null>(null);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const said = words.trim();
    const near = wanted && wanted.paragraph.text.startsWith(said, wanted.from) ? wanted.from : 0;
    const from = wanted && said !== '' ? wanted.paragraph.text.indexOf(said, near) : 0;
    if (text.trim() === '') return setProblem('review.empty');
    if (from < 0) return setProblem('review.noSuchWords');
    const to = wanted && said !== '' ? from + said.length : from;
    const quote = wanted ? (said === '' ? wanted.paragraph.text.slice(0, 120) : said) : '';
    model.review.add({ paragraphId: wanted?.paragraph.id ?? null, from, to, quote, text: text.trim() });
    forgetText();
    forgetWords();
    onDone();
  };
  return (
    <form className="remark-field" onSubmit={submit}>
      <p className="hint">
        {wanted ? say('review.about', { words: shortened(wanted.paragraph.text) }) : say('review.aboutAll')}
      </p>
      {wanted ? (
        <TextField
          className="field"
          value={words}
          onChange={(now) => {
            setWords(now);
            setProblem(null);
          }}
          isInvalid={problem === 'review.noSuchWords'}
        >
          <Label>{say('review.words')}</Label>
          <Input maxLength={400} />
        </TextField>
      ) : null}
      <TextField
        className="field"
        // Whoever chose a paragraph writes about it next.
        autoFocus={wanted !== null}
        value={text}
        onChange={(now) => {
          setText(now);
          setProblem(null);
        }}
        isInvalid={problem === 'review.empty'}
      >
        <Label>{say('review.remark')}</Label>
        <TextArea rows={3} maxLength={2000} data-remark />
      </TextField>
      {problem ? (
        <p className="hint" role="alert" data-tone="bad">
          {say(problem)}
        </p>
      ) : null}
      <Button type="submit">{say('review.add')}</Button>
    </form>
  );
}

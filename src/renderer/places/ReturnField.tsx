import { useEffect, useState, type FormEvent } from 'react';
import { Label, TextArea, TextField } from 'react-aria-components';
import type { ActRow } from '../../contract/acts.ts';
import type { Failure } from '../../contract/failures.ts';
import { useModel, useStore, useWords } from '../app/context.tsx';
import type { DraftParagraph } from '../../contract/wire-drafts.ts';
import type { RemarkPlace } from '../../contract/wire-review.ts';
import { Choose } from './cases/fields.tsx';
import { FailureNote } from '../parts/FailureNote.tsx';
import { Button } from '../parts/small.tsx';

const limit = 4000;
const whole = '-';

/** Where the remark stands in the text that the act was frozen from; nothing where it is about all of it. */
function placeOf(paragraphs: readonly DraftParagraph[], chosen: string): RemarkPlace | undefined {
  const paragraph = paragraphs.find(({ id }) => id === chosen);
  return paragraph && { paragraphId: paragraph.id, from: 0, to: 0, quote: paragraph.text.slice(0, 120) };
}

/** The remark an act is returned with, written under the paper it is about. Closing it keeps what was written. */
export function ReturnField({ row }: { row: ActRow }) {
  const model = useModel();
  const remarks = useStore(model.remarks);
  const { say } = useWords();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [sending, setSending] = useState(false);
  const [empty, setEmpty] = useState(false);
  const remark = remarks.get(row.actId) ?? '';
  const [paragraphs, setParagraphs] = useState<readonly DraftParagraph[]>([]);
  const [chosen, setChosen] = useState<string>(whole);
  const { actId } = row;
  useEffect(() => {
    let left = false;
    void model.desk.call('acts.text', { actId }).then((answer) => {
      if (!left && answer.ok)
        setParagraphs(answer.value.text?.text.paragraphs.filter(({ text }) => text.trim() !== '') ?? []);
    });
    return () => {
      left = true;
    };
  }, [model, actId]);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (remark.trim() === '') return setEmpty(true);
    if (sending) return;
    setSending(true);
    void model.returnAct(row, placeOf(paragraphs, chosen)).then((problem) => {
      setSending(false);
      setFailure(problem);
    });
  };
  return (
    <form className="return" data-return onSubmit={submit}>
      {failure ? <FailureNote failure={failure} /> : null}
      {paragraphs.length > 0 ? (
        <Choose
          label={say('return.about')}
          value={chosen}
          options={[
            { id: whole, name: say('return.aboutAll') },
            ...paragraphs.map(({ id, text }) => ({ id, name: text.length > 90 ? `${text.slice(0, 90)}…` : text })),
          ]}
          onChange={setChosen}
        />
      ) : null}
      <TextField
        className="field"
        value={remark}
        isInvalid={empty}
        onChange={(text) => {
          setEmpty(false);
          model.remarks.set((now) => new Map(now).set(row.actId, text));
        }}
      >
        <Label>{say('return.label', { author: row.author })}</Label>
        <TextArea rows={4} maxLength={limit} aria-describedby="return-hint" />
      </TextField>
      <p id="return-hint" className="hint" data-tone={empty ? 'bad' : undefined} role={empty ? 'alert' : undefined}>
        {empty ? say('return.empty') : say('return.hint')}
      </p>
      <div className="return-verbs">
        <Button command="back" onPress={() => model.go({ returning: false })}>
          {say('return.later')}
        </Button>
        <Button look="main" type="submit" command="primary" isDisabled={sending}>
          {say('return.send')}
        </Button>
      </div>
    </form>
  );
}

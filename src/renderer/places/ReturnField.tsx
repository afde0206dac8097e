import { useState, type FormEvent } from 'react';
import { Label, TextArea, TextField } from 'react-aria-components';
import type { ActRow } from '../../contract/acts.ts';
import type { Failure } from '../../contract/failures.ts';
import { useModel, useStore, useWords } from '../app/context.tsx';
import { FailureNote } from '../parts/FailureNote.tsx';
import { Button } from '../parts/small.tsx';

const limit = 4000;

/** The remark an act is returned with, written under the paper it is about. Closing it keeps what was written. */
export function ReturnField({ row }: { row: ActRow }) {
  const model = useModel();
  const remarks = useStore(model.remarks);
  const { say } = useWords();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [sending, setSending] = useState(false);
  const [empty, setEmpty] = useState(false);
  const remark = remarks.get(row.actId) ?? '';

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (remark.trim() === '') return setEmpty(true);
    if (sending) return;
    setSending(true);
    void model.returnAct(row).then((problem) => {
      setSending(false);
      setFailure(problem);
    });
  };
  return (
    <form className="return" data-return onSubmit={submit}>
      {failure ? <FailureNote failure={failure} /> : null}
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

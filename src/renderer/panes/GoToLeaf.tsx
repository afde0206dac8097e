import { X } from 'lucide-react';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import type { Failure } from '../../contract/failures.ts';
import type { CaseId } from '../../contract/ids.ts';
import { useModel, useWords } from '../app/context.tsx';
import { focusWhenThere } from '../app/focus.ts';
import { placeTyped } from '../model/go-to.ts';
import { FailureNote } from '../parts/FailureNote.tsx';
import { Button, IconButton } from '../parts/small.tsx';

/** Goes to a sheet or an act of the case at hand by its number, from what lies on this PC. Escape closes it. */
export function GoToLeaf({ caseId }: { caseId: CaseId }) {
  const model = useModel();
  const { say, formats } = useWords();
  const [text, setText] = useState('');
  const [said, setSaid] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const close = (): void => {
    model.go({ goingTo: null });
    focusWhenThere('.leaves');
  };
  const go = async (): Promise<void> => {
    const place = placeTyped(text);
    setFailure(null);
    if (!place) return setSaid(say('goTo.how'));
    const found = await model.desk.call('cases.leaf', { caseId, ...place });
    if (!found.ok) return setFailure(found.failure);
    const { act, last } = found.value;
    if (act?.sealedFor) return setSaid(say('goTo.sealed'));
    if (act) {
      model.go({ work: 'paper', goingTo: null, indexWide: false, listOver: false });
      await model.openAct(act.actId, place.what === 'sheet' ? String(place.number) : '');
      return focusWhenThere('.leaves');
    }
    const given = { number: formats.number(place.number), last: formats.number(last) };
    setSaid(last === 0 ? say('goTo.nothing') : say(place.what === 'sheet' ? 'goTo.noSheet' : 'goTo.noAct', given));
  };
  return (
    <form
      className="find-bar go-to-leaf"
      role="search"
      aria-label={say('command.goToLeaf')}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void go();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        close();
      }}
    >
      <TextField value={text} onChange={setText}>
        <Label>{say('goTo.label')}</Label> <Input ref={field} maxLength={20} />
      </TextField>
      <Button type="submit">{say('goTo.go')}</Button>
      <span role="status">{said}</span>
      {failure ? <FailureNote failure={failure} /> : null}
      <IconButton label={say('goTo.close')} onPress={close}>
        <X aria-hidden size={16} />
      </IconButton>
    </form>
  );
}

import { Input, Label, TextField } from 'react-aria-components';
import type { Macro as Short } from '../../../contract/writing.ts';
import { useModel, useStore, useWords } from '../../app/context.tsx';
import { useKept } from '../../app/kept.ts';
import { FailureNote } from '../../parts/FailureNote.tsx';
import { Button, Empty } from '../../parts/small.tsx';

/** A person's short forms of words: `;hs` and a space become what stands here. */
export function Macros() {
  const model = useModel();
  const { say } = useWords();
  const { macros, failure } = useStore(model.drafts.view);
  const [short, setShort] = useKept('macros.short', '');
  const [text, setText] = useKept('macros.text', '');
  const ready = /^[\p{L}\p{N}]{1,20}$/u.test(short) && text.trim() !== '';
  const keep = async (next: readonly Short[]): Promise<void> => {
    if (!(await model.drafts.putMacros(next))) return;
    setShort('');
    setText('');
  };
  const without = (gone: string): Short[] => macros.filter((one) => one.short !== gone.toLowerCase());
  return (
    <>
      <header className="place-head">
        <h2>{say('macros.title')}</h2>
        <p className="place-note">{say('macros.note')}</p>
      </header>
      <div className="place-body drafts">
        {failure ? <FailureNote failure={failure} /> : null}
        <form
          className="macro-new"
          onSubmit={(event) => {
            event.preventDefault();
            if (ready) void keep([...without(short), { short, text }]);
          }}
        >
          <TextField className="field" autoFocus value={short} onChange={setShort} maxLength={20}>
            <Label>{say('macros.short')}</Label>
            <Input data-focus />
          </TextField>
          <TextField className="field" value={text} onChange={setText} maxLength={4000}>
            <Label>{say('macros.text')}</Label>
            <Input />
          </TextField>
          <Button type="submit" isDisabled={!ready}>
            {say('macros.keep')}
          </Button>
        </form>
        {macros.length === 0 ? <Empty>{say('macros.none')}</Empty> : null}
        <ul className="macros" aria-label={say('macros.title')}>
          {macros.map((one) => (
            <li key={one.short}>
              <code>;{one.short}</code>
              <span>{one.text}</span>
              <Button
                look="quiet"
                onPress={() => {
                  setShort(one.short);
                  setText(one.text);
                }}
              >
                {say('macros.edit', { short: one.short })}
              </Button>
              <Button look="quiet" onPress={() => void keep(without(one.short))}>
                {say('macros.remove', { short: one.short })}
              </Button>
            </li>
          ))}
        </ul>
      </div>
      <footer className="decision" aria-label={say('decision.label')}>
        <p className="decision-about" />
        <div className="decision-verbs">
          <Button command="back" onPress={() => void model.drafts.page('list')}>
            {say('drafts.toList')}
          </Button>
        </div>
      </footer>
    </>
  );
}

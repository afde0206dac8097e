import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Input, Label, Radio, RadioGroup, Text, TextArea, TextField } from 'react-aria-components';
import type { Failure } from '../../contract/failures.ts';
import type { PolicySetting, PolicyValue } from '../../contract/policy.ts';
import { sayingsOf } from '../../contract/words/policy.ts';
import { useModel, useWords } from '../app/context.tsx';
import { FailureNote } from '../parts/FailureNote.tsx';
import { Button } from '../parts/small.tsx';
import { Decided } from './Decided.tsx';

/** One setting, changed by whoever may: in the form that its schema gives it. Nothing written takes the choice back. */
export function PolicyForm({ setting, onDone }: { setting: PolicySetting; onDone: () => void }) {
  const { office } = useModel();
  const { say, locale } = useWords();
  const { name, value, form, level } = setting;
  const [written, setWritten] = useState(() => textOf(value));
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const { title, help } = sayingsOf(name, locale);
  const whole = useRef<HTMLFormElement>(null);
  // It takes the place of a long list: the focus alone would leave its name out of sight.
  useEffect(() => void whole.current?.scrollIntoView({ block: 'center' }), []);
  const options = form.kind === 'flag' ? ['true', 'false'] : form.kind === 'choice' ? form.options : [];

  const choose = async (chosen: PolicyValue | null): Promise<void> => {
    setBusy(true);
    const refused = await office.choosePolicy(name, chosen);
    setBusy(false);
    setFailure(refused);
    if (refused === null) onDone();
  };
  const save = (event: FormEvent): void => {
    event.preventDefault();
    void choose(valueOf(form, written));
  };
  return (
    <form ref={whole} className="policy-form" onSubmit={save}>
      {form.kind === 'flag' || form.kind === 'choice' ? (
        <RadioGroup className="choose" orientation="horizontal" value={written} onChange={setWritten}>
          <Label className="group-label">{title}</Label>
          <Text slot="description" className="hint">
            {help}
          </Text>
          <div className="choose-options">
            {options.map((option, at) => (
              <Radio
                key={option}
                value={option}
                className="choose-option"
                autoFocus={options.includes(written) ? option === written : at === 0}
              >
                <span className="radio-dot" aria-hidden />
                {form.kind === 'choice' ? option : say(option === 'true' ? 'policy.yes' : 'policy.no')}
              </Radio>
            ))}
          </div>
        </RadioGroup>
      ) : (
        <TextField className="field" value={written} onChange={setWritten} maxLength={8000} autoFocus>
          <Label>{title}</Label>
          {form.kind === 'list' ? (
            <TextArea rows={4} spellCheck={false} />
          ) : (
            <Input spellCheck={false} {...(form.kind === 'number' ? { inputMode: 'numeric' } : {})} />
          )}
          <Text slot="description" className="hint">
            {help} {form.kind === 'list' ? say('policy.perLine') : null}
            {form.kind === 'number'
              ? say(form.most > 1_000_000 ? 'policy.from' : 'policy.range', {
                  ...{ least: String(form.least), most: String(form.most) },
                })
              : null}
          </Text>
        </TextField>
      )}
      {level === 'program' ? null : <Decided setting={setting} />}
      {failure === null ? null : failure.kind === 'badInput' ? (
        <p role="alert" className="hint" data-tone="wait">
          {say('policy.bad')}
        </p>
      ) : (
        <FailureNote failure={failure} tone="wait" />
      )}
      <p className="home-verbs">
        <Button type="submit" look="main" isDisabled={busy || written === ''}>
          {say('policy.save')}
        </Button>
        {level === 'person' ? (
          <Button isDisabled={busy} onPress={() => void choose(null)}>
            {say('policy.takeBack')}
          </Button>
        ) : null}
        <Button onPress={onDone}>{say('policy.leave')}</Button>
      </p>
    </form>
  );
}

const textOf = (value: PolicyValue | null): string => {
  if (value === null) return '';
  return typeof value === 'object' ? value.join('\n') : String(value);
};

/** What was written, in the form of policy; whether the setting can have it is judged where it is kept. */
function valueOf(form: PolicySetting['form'], written: string): PolicyValue {
  const text = written.trim();
  switch (form.kind) {
    case 'flag':
      return text === 'true';
    case 'number':
      return /^\d+$/.test(text) ? Number(text) : text;
    case 'list':
      return text
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '');
    default:
      return text;
  }
}

import { useState } from 'react';
import { Checkbox, Input, Label, NumberField, Radio, RadioGroup, TextField } from 'react-aria-components';
import type { VisibleChoice } from '../../contract/visible.ts';
import { useModel, useWords } from '../app/context.tsx';

const usual: VisibleChoice = { page: 'last', place: 'free', reason: '' };
const places = ['free', 'lowerLeft', 'lowerRight', 'upperLeft', 'upperRight'] as const;

/** Whether the signatures are to be seen on the page; on which, where on it, and with what reason. What was chosen last is offered again. */
export function VisibleSignature({ visible }: { visible: VisibleChoice | null }) {
  const model = useModel();
  const { say } = useWords();
  const see = (change: Partial<VisibleChoice>): void => model.signing.see({ ...(visible ?? usual), ...change });
  return (
    <section className="seen" aria-labelledby="seen-title">
      <Checkbox
        className="seen-toggle"
        isSelected={visible !== null}
        onChange={(on) => model.signing.see(on ? (model.office.view.get().settings.visible ?? usual) : null)}
      >
        <span className="check-box" aria-hidden />
        <span id="seen-title">{say('seen.title')}</span>
      </Checkbox>
      {visible ? (
        <>
          <p className="hint">{say('seen.says')}</p>
          <PageChoice page={visible.page} onPage={(page) => see({ page })} />
          <RadioGroup
            className="seen-row"
            value={visible.place}
            onChange={(place) => see({ place: place as VisibleChoice['place'] })}
          >
            <Label className="group-label">{say('seen.place')}</Label>
            {places.map((place) => (
              <Option key={place} value={place} word={say(`seen.${place}`)} />
            ))}
          </RadioGroup>
          <Reason reason={visible.reason} onReason={(reason) => see({ reason })} />
        </>
      ) : null}
    </section>
  );
}

function PageChoice({ page, onPage }: { page: VisibleChoice['page']; onPage: (page: VisibleChoice['page']) => void }) {
  const { say } = useWords();
  return (
    <div className="seen-row">
      <RadioGroup
        className="seen-row"
        value={typeof page === 'number' ? 'number' : page}
        onChange={(value) => onPage(value === 'number' ? 2 : (value as 'first' | 'last'))}
      >
        <Label className="group-label">{say('seen.page')}</Label>
        <Option value="last" word={say('seen.last')} />
        <Option value="first" word={say('seen.first')} />
        <Option value="number" word={say('seen.number')} />
      </RadioGroup>
      {typeof page === 'number' ? (
        <NumberField
          className="page-number"
          value={page}
          minValue={1}
          maxValue={99_999}
          onChange={(value) => {
            if (!Number.isNaN(value)) onPage(value);
          }}
        >
          <Label className="heard">{say('seen.number')}</Label>
          <Input />
        </NumberField>
      ) : null}
    </div>
  );
}

/** Told when it is whole: the documents are tried anew with each change. */
function Reason({ reason, onReason }: { reason: string; onReason: (reason: string) => void }) {
  const { say } = useWords();
  const [text, setText] = useState(reason);
  const done = (): void => {
    if (text.trim() !== reason) onReason(text.trim());
  };
  return (
    <TextField
      className="field seen-reason"
      value={text}
      onChange={setText}
      onBlur={done}
      onKeyDown={(event) => {
        if (event.key === 'Enter') done();
      }}
      maxLength={200}
    >
      <Label>{say('seen.reason')}</Label>
      <Input autoComplete="off" />
    </TextField>
  );
}

function Option({ value, word }: { value: string; word: string }) {
  return (
    <Radio value={value} className="choose-option">
      <span className="radio-dot" aria-hidden />
      <span>{word}</span>
    </Radio>
  );
}

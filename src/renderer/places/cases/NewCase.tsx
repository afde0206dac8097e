import { useState, type FormEvent } from 'react';
import { Group, Input, Label, NumberField } from 'react-aria-components';
import type { CaseWish } from '../../../contract/cases.ts';
import { useModel, useStore, useWords } from '../../app/context.tsx';
import { useKept } from '../../app/kept.ts';
import { FailureNote } from '../../parts/FailureNote.tsx';
import { Button } from '../../parts/small.tsx';
import { Choose, Line } from './fields.tsx';
import { Urgency } from './Urgency.tsx';

const origins = ['complaint', 'police', 'ownMotion', 'remission', 'flagrancy', 'other'] as const;
const poles = ['accused', 'victim', 'complainant', 'witness', 'defender', 'adviser', 'expert', 'other'] as const;

/** Opens a case: what is written here is kept while one looks elsewhere. */
export function NewCase() {
  const model = useModel();
  const { wish, series, busy, failure } = useStore(model.cases.view);
  const { say } = useWords();
  const ready = wish.caption.trim() !== '' && !busy;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready) void model.cases.begin();
  };
  return (
    <form className="draft-new" onSubmit={submit}>
      <header className="place-head">
        <h2>{say(series === 'office' ? 'cases.newOffice' : 'cases.new')}</h2>
        <p className="place-note">{say(series === 'office' ? 'cases.officeNote' : 'cases.captionHint')}</p>
      </header>
      <div className="place-body drafts">
        {failure ? <FailureNote failure={failure} /> : null}
        <Line
          label={say('cases.caption')}
          value={wish.caption}
          max={300}
          focus
          onChange={(caption) => model.cases.write({ caption })}
        />
        <div className="field-row">
          <Choose
            label={say('cases.origin')}
            value={wish.origin}
            options={origins.map((id) => ({ id, name: say(`cases.origin.${id}`) }))}
            onChange={(origin) => model.cases.write({ origin })}
          />
          <Level
            value={wish.confidentialityLevel}
            onChange={(confidentialityLevel) => model.cases.write({ confidentialityLevel })}
          />
        </div>
        {series === 'office' ? null : (
          <>
            <Urgency value={wish} onChange={(urgency) => model.cases.write(urgency)} />
            <Parties parties={wish.parties} onChange={(parties) => model.cases.write({ parties: [...parties] })} />
          </>
        )}
      </div>
      <footer className="decision" aria-label={say('decision.label')}>
        <p className="decision-about" role="status">
          {busy ? say('cases.opening') : ready ? '' : say('cases.lacks', { fields: say('cases.caption') })}
        </p>
        <div className="decision-verbs">
          <Button command="back" onPress={() => model.cases.page('list')}>
            {say('cases.toList')}
          </Button>
          <Button look="main" command="primary" type="submit" isDisabled={!ready}>
            {say(series === 'office' ? 'cases.newOffice' : 'cases.open')}
          </Button>
        </div>
      </footer>
    </form>
  );
}

/** A level of confidentiality, 0 to 5. */
export function Level({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  const { say } = useWords();
  return (
    <NumberField
      className="field level-field"
      value={value}
      minValue={0}
      maxValue={5}
      onChange={(level) => onChange(Number.isInteger(level) ? level : 1)}
    >
      <Label>{say('cases.levelLabel')}</Label>
      <Group>
        <Input />
      </Group>
    </NumberField>
  );
}

type Parties = CaseWish['parties'];

/** The parties of a case, one added or taken away at a time. `kept`: under what name is kept what is being written. */
export function Parties({
  parties,
  onChange,
  kept = 'cases.new',
}: {
  parties: Parties;
  onChange: (parties: Parties) => void;
  kept?: string;
}) {
  const { say } = useWords();
  const [name, setName] = useKept(`${kept}.party`, '');
  const [document, setDocument] = useKept(`${kept}.partyDocument`, '');
  const [pole, setPole] = useState<(typeof poles)[number]>('complainant');
  const add = (): void => {
    if (name.trim() === '') return;
    onChange([...parties, { pole, name: name.trim(), document: document.trim() }]);
    setName('');
    setDocument('');
  };
  return (
    <section aria-label={say('cases.parties')}>
      <h3 className="group-label">{say('cases.parties')}</h3>
      <ul className="party-list">
        {parties.map((party, at) => (
          <li key={`${party.pole} ${party.name} ${at}`}>
            <span>
              {party.name} <span className="hint">{say(`cases.pole.${party.pole}`)}</span>
              {party.document === '' ? null : <span className="hint"> · {party.document}</span>}
            </span>
            <Button look="quiet" onPress={() => onChange(parties.filter((_one, index) => index !== at))}>
              {say('cases.dropParty', { name: party.name })}
            </Button>
          </li>
        ))}
      </ul>
      <div className="field-row">
        <Line label={say('cases.party')} value={name} onChange={setName} />
        <Choose
          label={say('cases.pole')}
          value={pole}
          options={poles.map((id) => ({ id, name: say(`cases.pole.${id}`) }))}
          onChange={setPole}
        />
        <Line label={say('cases.document')} value={document} max={40} onChange={setDocument} />
        <Button isDisabled={name.trim() === ''} onPress={add}>
          {say('cases.addParty')}
        </Button>
      </div>
    </section>
  );
}

import { useEffect, useState, type FormEvent } from 'react';
import { Input, Label, ListBox, ListBoxItem, TextField } from 'react-aria-components';
import type { DraftCase } from '../../../contract/drafts.ts';
import type { CaseId } from '../../../contract/ids.ts';
import { useModel, useStore, useWords } from '../../app/context.tsx';
import { FailureNote } from '../../parts/FailureNote.tsx';
import { Button } from '../../parts/small.tsx';

/** Begins a draft: in which case, of what kind, under which title. The case of the act in hand is chosen already. */
export function NewDraft() {
  const model = useModel();
  const { say } = useWords();
  const { failure } = useStore(model.drafts.view);
  const { current } = useStore(model.places);
  const { source } = useStore(model.list.view);
  const atHand = source.kind === 'case' ? source.caseId : (current?.caseId ?? null);
  const [cases, setCases] = useState<readonly DraftCase[]>([]);
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<CaseId | null>(atHand);
  const [actType, setActType] = useState('providencia');
  const [title, setTitle] = useState('');

  useEffect(() => {
    let left = false;
    void model.desk.call('drafts.cases', { search }).then((answer) => {
      if (!left && answer.ok) setCases(answer.value.cases);
    });
    return () => {
      left = true;
    };
  }, [model, search]);

  const ready = chosen !== null && actType.trim() !== '';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready) void model.drafts.begin(chosen, actType.trim(), title.trim());
  };
  return (
    <form className="draft-new" onSubmit={submit}>
      <header className="place-head">
        <h2>{say('drafts.new')}</h2>
      </header>
      <div className="place-body drafts">
        {failure ? <FailureNote failure={failure} /> : null}
        <TextField className="field" value={title} onChange={setTitle} maxLength={300}>
          <Label>{say('drafts.titleLabel')}</Label>
          <Input data-focus />
        </TextField>
        <TextField className="field" value={actType} onChange={setActType} maxLength={80}>
          <Label>{say('drafts.typeLabel')}</Label>
          <Input />
        </TextField>
        <TextField className="field" value={search} onChange={setSearch}>
          <Label>{say('drafts.caseLabel')}</Label>
          <Input />
        </TextField>
        <ListBox
          className="draft-cases"
          aria-label={say('drafts.cases')}
          selectionMode="single"
          selectedKeys={chosen === null ? [] : [chosen]}
          onSelectionChange={(keys) => {
            const [key] = keys === 'all' ? [] : [...keys];
            setChosen((key as CaseId | undefined) ?? null);
          }}
          renderEmptyState={() => <p className="hint">{say('drafts.noCase')}</p>}
        >
          {cases.map(({ caseId, caseNumber, caption }) => (
            <ListBoxItem key={caseId} id={caseId} textValue={`${caseNumber} ${caption}`} className="draft-case">
              <strong>{caseNumber}</strong> {caption}
            </ListBoxItem>
          ))}
        </ListBox>
      </div>
      <footer className="decision" aria-label={say('decision.label')}>
        <p className="decision-about" />
        <div className="decision-verbs">
          <Button onPress={() => void model.drafts.page('list')}>{say('drafts.toList')}</Button>
          <Button look="main" type="submit" isDisabled={!ready}>
            {say('drafts.begin')}
          </Button>
        </div>
      </footer>
    </form>
  );
}

import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import { Input, Label, ListBox, ListBoxItem, TextField } from 'react-aria-components';
import type { DraftCase } from '../../../contract/drafts.ts';
import type { CaseId } from '../../../contract/ids.ts';
import { useModel, useSource, useStore, useWords } from '../../app/context.tsx';
import { findTemplates } from '../../model/templates.ts';
import { FailureNote } from '../../parts/FailureNote.tsx';
import { Button } from '../../parts/small.tsx';

const blank = 'blank';

/** Begins a draft: from which model, in which case. The case of the act in hand is chosen already. */
export function NewDraft() {
  const model = useModel();
  const { say } = useWords();
  const { failure, templates } = useStore(model.drafts.view);
  const { current } = useStore(model.places);
  const source = useSource();
  const atHand = source.kind === 'case' ? source.caseId : (current?.caseId ?? null);
  const [{ cases, of }, setCases] = useState<{ readonly cases: readonly DraftCase[]; readonly of: string | null }>({
    cases: [],
    of: null,
  });
  const [search, setSearch] = useState('');
  const [chosenCase, setChosenCase] = useState<CaseId | null>(atHand);
  const [words, setWords] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const [actType, setActType] = useState('escrito');

  useEffect(() => {
    let left = false;
    void model.desk.call('drafts.cases', { search }).then((answer) => {
      if (!left && answer.ok) setCases({ cases: answer.value.cases, of: search });
    });
    return () => {
      left = true;
    };
  }, [model, search]);

  const found = findTemplates(templates, words);
  // What Enter takes: the one that was chosen, or the only one that is left of the search.
  const key = chosen ?? (words.trim() !== '' && found.length > 0 ? keyOf(found[0]!) : null);
  // Of several cases none is taken by itself: an act in another's case is worse than one more key.
  const onlyCase = search.trim() !== '' && of === search && cases.length === 1 ? cases[0]!.caseId : null;
  const caseId = chosenCase ?? onlyCase;
  const template = templates.find((one) => keyOf(one) === key);
  const ready = caseId !== null && (template !== undefined || (key === blank && actType.trim() !== ''));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!ready || caseId === null) return;
    if (template) void model.drafts.beginFrom(caseId, { profile: template.profile, id: template.id });
    else void model.drafts.begin(caseId, actType.trim(), '');
  };
  // What the arrows come to is chosen, as everywhere; what Tab only passes on its way is not.
  const tabs = useRef(false);
  const choosing =
    <Key,>(take: (key: Key | null) => void) =>
    (keys: 'all' | Iterable<unknown>): void => {
      if (tabs.current || keys === 'all') return;
      const [first] = keys;
      take((first as Key | undefined) ?? null);
    };
  return (
    <form
      className="draft-new"
      onSubmit={submit}
      onKeyDownCapture={({ key: pressed }) => (tabs.current = pressed === 'Tab')}
      onPointerDownCapture={() => (tabs.current = false)}
    >
      <header className="place-head">
        <h2>{say('drafts.new')}</h2>
      </header>
      <div className="place-body drafts draft-choices">
        {failure ? <FailureNote failure={failure} /> : null}
        <div className="draft-choice-of">
          <TextField
            className="field"
            autoFocus
            onKeyDown={downToList<string>(setChosen)}
            value={words}
            onChange={(text) => {
              setWords(text);
              setChosen(null);
            }}
          >
            <Label>{say('drafts.templateSearch')}</Label>
            <Input data-focus />
          </TextField>
          <ListBox
            className="draft-cases"
            aria-label={say('drafts.templates')}
            selectionMode="single"
            selectionBehavior="replace"
            disallowEmptySelection
            selectedKeys={key === null ? [] : [key]}
            onSelectionChange={choosing(setChosen)}
            renderEmptyState={() => <p className="hint">{say('drafts.noTemplate')}</p>}
          >
            {found.map((one) => (
              <ListBoxItem key={keyOf(one)} id={keyOf(one)} textValue={one.name} className="draft-case">
                <strong>{one.name}</strong> <span className="hint">{one.family}</span>
              </ListBoxItem>
            ))}
            {words.trim() === '' ? (
              <ListBoxItem id={blank} textValue={say('drafts.blank')} className="draft-case">
                {say('drafts.blank')}
              </ListBoxItem>
            ) : null}
          </ListBox>
          {template ? (
            <p className="hint" role="status">
              {template.norms
                .map(({ text, unverified }) => text + (unverified ? ` ${say('prose.unverified')}` : ''))
                .join('; ')}
            </p>
          ) : null}
          {key === blank ? (
            <TextField className="field" value={actType} onChange={setActType} maxLength={80}>
              <Label>{say('drafts.typeLabel')}</Label>
              <Input />
            </TextField>
          ) : null}
        </div>
        <div className="draft-choice-of">
          <TextField
            className="field"
            onKeyDown={downToList<CaseId>(setChosenCase)}
            value={search}
            onChange={(text) => {
              setSearch(text);
              // What is not in the list any more is not what one means.
              setChosenCase(null);
            }}
          >
            <Label>{say('drafts.caseLabel')}</Label>
            <Input />
          </TextField>
          <ListBox
            className="draft-cases"
            aria-label={say('drafts.cases')}
            selectionMode="single"
            selectionBehavior="replace"
            disallowEmptySelection
            selectedKeys={caseId === null ? [] : [caseId]}
            onSelectionChange={choosing(setChosenCase)}
            renderEmptyState={() => <p className="hint">{say('drafts.noCase')}</p>}
          >
            {cases.map((one) => (
              <ListBoxItem
                key={one.caseId}
                id={one.caseId}
                textValue={`${one.caseNumber} ${one.caption}`}
                className="draft-case"
              >
                <strong>{one.caseNumber}</strong> {one.caption}
              </ListBoxItem>
            ))}
          </ListBox>
        </div>
      </div>
      <footer className="decision" aria-label={say('decision.label')}>
        <p className="decision-about" role="status">
          {ready ? '' : say(caseId === null ? 'drafts.chooseCase' : 'drafts.chooseTemplate')}
        </p>
        <div className="decision-verbs">
          <Button command="back" onPress={() => void model.drafts.page('list')}>
            {say('drafts.toList')}
          </Button>
          <Button look="main" command="primary" type="submit" isDisabled={!ready}>
            {say('drafts.begin')}
          </Button>
        </div>
      </footer>
    </form>
  );
}

/** From what is typed to what was found, which is chosen with it. */
const downToList =
  <Key extends string>(choose: (key: Key) => void) =>
  (event: KeyboardEvent<Element>): void => {
    if (event.key !== 'ArrowDown') return;
    const choice = event.currentTarget.closest('.draft-choice-of');
    const options = [...(choice?.querySelectorAll<HTMLElement>('[role="option"]') ?? [])];
    event.preventDefault();
    const option = options.find((one) => one.getAttribute('aria-selected') === 'true') ?? options[0];
    if (!option) return;
    choose(option.dataset['key'] as Key);
    option.focus();
  };

const keyOf = ({ profile, id }: { readonly profile: string; readonly id: string }): string => `${profile}/${id}`;

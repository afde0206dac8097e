import { useState } from 'react';
import { Checkbox } from 'react-aria-components';
import { sayLeftOut } from '../../../contract/words/left-out.ts';
import { useModel, useStore, useWords } from '../../app/context.tsx';
import { useKept } from '../../app/kept.ts';
import type { BindingView } from '../../model/binding.ts';
import { FailureNote } from '../../parts/FailureNote.tsx';
import { PlaceField } from '../../parts/PlaceField.tsx';
import { Button, Hash } from '../../parts/small.tsx';

/** A whole case as one PDF file: where it goes, how far it is, and what of it could not be shown. */
export function BindPage() {
  const model = useModel();
  const { sheet } = useStore(model.cases.view);
  const binding = useStore(model.binding.view);
  const { say } = useWords();
  const [to, setTo] = useKept('bind.to', '');
  const [originals, setOriginals] = useState(false);
  if (!sheet) return null;
  const { caseId } = sheet.row;
  const { busy } = binding;
  return (
    <>
      <header className="place-head">
        <h2>{say('bind.title')}</h2>
        <p className="place-note">{sheet.row.caption}</p>
      </header>
      <div className="place-body drafts">
        {binding.failure && binding.caseId === caseId ? <FailureNote failure={binding.failure} /> : null}
        <p>{say('bind.note')}</p>
        <p className="hint">{say('bind.outside')}</p>
        <PlaceField label={say('bind.to')} value={to} onChange={setTo} />
        <Checkbox className="check" isSelected={originals} onChange={setOriginals}>
          <span className="check-box" aria-hidden />
          {say('bind.originals')}
        </Checkbox>
        {binding.caseId === caseId ? <Result binding={binding} /> : null}
      </div>
      <footer className="decision" aria-label={say('decision.label')}>
        <p className="decision-about" role="status">
          <Progress binding={binding} here={binding.caseId === caseId} />
        </p>
        <div className="decision-verbs">
          <Button command="back" onPress={() => model.cases.page('sheet')}>
            {say('action.back')}
          </Button>
          {busy ? (
            <Button look="main" command="primary" onPress={() => void model.binding.stop()}>
              {say('bind.stop')}
            </Button>
          ) : (
            <Button
              look="main"
              command="primary"
              isDisabled={to.trim() === ''}
              onPress={() => void model.binding.bind(caseId, to.trim(), originals)}
            >
              {say('bind.save')}
            </Button>
          )}
        </div>
      </footer>
    </>
  );
}

function Progress({ binding: { busy, at, stopped }, here }: { binding: BindingView; here: boolean }) {
  const { say, formats } = useWords();
  if (!busy) return here && stopped ? say('bind.stopped') : say('bind.logged');
  if (!here) return say('bind.other');
  if (!at) return say('bind.begun');
  const { line, lines, sheet } = at;
  return say('bind.at', {
    ...{ line: formats.number(line + 1), lines: formats.number(lines), sheet: formats.number(sheet) },
  });
}

function Result({ binding: { bound } }: { binding: BindingView }) {
  const { say, formats, locale } = useWords();
  if (!bound) return null;
  const { path, sheets, size, archive, sha256, leftOut } = bound;
  return (
    <section aria-label={say('bind.done')}>
      <h3 className="group-label">{say('bind.done')}</h3>
      <p role="status">
        <code>{path}</code> · {say('bind.sheets', { n: sheets })} · {formats.size(size)}
        {archive === null ? '' : ` · PDF/A-${archive}b`} · <Hash sha256={sha256} />
      </p>
      {leftOut.length > 0 ? (
        <>
          <p data-tone="wait">{say('bind.leftOut', { n: leftOut.length })}</p>
          <ul className="entry-list">
            {leftOut.map(({ title, leftOut: why }, index) => (
              <li key={index} className="entry">
                <strong>{title}</strong>
                <span className="hint">{sayLeftOut(why, locale)}</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  );
}

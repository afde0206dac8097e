import { useEffect, useState } from 'react';
import type { CaseSheet, ExceptionalAccess } from '../../../contract/cases.ts';
import { exceptionalAccessMs } from '../../../contract/exceptional-access.ts';
import { useModel, useNow, useStore, useWords } from '../../app/context.tsx';
import { useKept } from '../../app/kept.ts';
import { Button } from '../../parts/small.tsx';
import { Line } from './fields.tsx';

/** The way into a case that is for other eyes, and who took it of late: shown to whoever might take it. */
export function Exceptional() {
  const model = useModel();
  const { rows } = useStore(model.cases.view);
  const { say, formats } = useWords();
  const [isOpen, setOpen] = useState(false);
  const [accesses, setAccesses] = useState<readonly ExceptionalAccess[]>([]);
  // Told anew whenever the list is: both change by what is noted of cases.
  useEffect(() => void model.cases.exceptional().then(setAccesses), [model, rows]);
  return (
    <section className="set-level" aria-label={say('exceptional.title')}>
      <p className="set-level-now">
        <span>{say('exceptional.title')}</span>
        <Button look="quiet" aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
          {say('exceptional.start')}
        </Button>
      </p>
      {isOpen ? <ExceptionalForm /> : null}
      {accesses.length === 0 ? null : (
        <ul className="entry-list" aria-label={say('exceptional.recent')}>
          {accesses.map(({ caseId, caseNumber, by, at, reason }) => (
            <li key={`${caseId} ${at} ${by}`} className="entry">
              <strong>{say('exceptional.line', { name: by, number: caseNumber })}</strong>
              <span className="hint">
                {formats.dateTime(at)} · {reason}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function ExceptionalForm() {
  const model = useModel();
  const { say } = useWords();
  const [number, setNumber, forgetNumber] = useKept('exceptional.number', '');
  const [reason, setReason, forgetReason] = useKept('exceptional.reason', '');
  const open = async (): Promise<void> => {
    if (!(await model.cases.breakGlass(number.trim(), reason.trim()))) return;
    forgetNumber();
    forgetReason();
  };
  return (
    <div className="set-level-form">
      <Line label={say('exceptional.number')} value={number} onChange={setNumber} max={60} />
      <Line
        label={say('notes.reason')}
        value={reason}
        onChange={setReason}
        max={1000}
        hint={say('exceptional.hint', { hours: String(exceptionalAccessMs / 3_600_000) })}
      />
      <Button isDisabled={number.trim() === '' || reason.trim() === ''} onPress={() => void open()}>
        {say('exceptional.open')}
      </Button>
    </div>
  );
}

/** Until when this case is open to whoever sits here, where it is by an exceptional access. */
export function ExceptionalUntil({ sheet }: { readonly sheet: CaseSheet }) {
  const model = useModel();
  const { status } = useStore(model.office.view);
  const { say, formats } = useWords();
  const now = useNow(60_000);
  const last = sheet.entries
    .flatMap(({ entry }) =>
      entry.kind === 'breakGlass' && entry.by.personId === status?.person.personId ? [entry] : [],
    )
    .at(-1);
  const ends = last ? Date.parse(last.at) + exceptionalAccessMs : 0;
  if (ends <= now) return null;
  return <p data-tone="wait">{say('exceptional.until', { when: formats.dateTime(new Date(ends).toISOString()) })}</p>;
}

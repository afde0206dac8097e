import { X } from 'lucide-react';
import { useState } from 'react';
import type { ActRow } from '../../contract/acts.ts';
import type { Outcome } from '../../contract/failures.ts';
import { useModel, useStore, useWords } from '../app/context.tsx';
import { useKept } from '../app/kept.ts';
import { canSign } from '../model/marks.ts';
import type { TypedDay } from '../model/typed-day.ts';
import { DayField } from './DayField.tsx';
import { Button, IconButton } from '../parts/small.tsx';
import { Line } from './cases/fields.tsx';

/** The office's own words for an act, and the day by which it is to be signed: both can be changed while it waits. */
export function ActLabels({ act, onDone }: { act: ActRow; onDone: (answer: Promise<Outcome<ActRow>>) => void }) {
  const model = useModel();
  const { say, formats } = useWords();
  const { status } = useStore(model.office.view);
  const [due, setDue] = useState<TypedDay>(null);
  const { actId, labels = [] } = act;
  const [label, setLabel, forgetLabel] = useKept(`label ${actId}`, '');
  if (!(status?.person.permits ?? []).includes('setFlags')) return null;
  const put = (wanted: string, on: boolean): void =>
    onDone(model.desk.call('acts.label', { actId, label: wanted, on }));
  const setDay = (dueAt: string | null): void => onDone(model.desk.call('acts.setDue', { actId, dueAt }));
  return (
    <section aria-label={say('labels.title')}>
      <h3 className="group-label">{say('labels.title')}</h3>
      <ul className="label-list">
        {labels.map((one) => (
          <li key={one}>
            <span className="label-mark">{one}</span>
            <IconButton label={say('labels.takeOff', { label: one })} onPress={() => put(one, false)}>
              <X aria-hidden size={14} />
            </IconButton>
          </li>
        ))}
      </ul>
      <div className="field-row">
        <Line label={say('labels.label')} value={label} max={40} onChange={setLabel} />
        <Button
          isDisabled={label.trim() === ''}
          onPress={() => {
            put(label.trim(), true);
            forgetLabel();
          }}
        >
          {say('labels.put')}
        </Button>
      </div>
      {canSign(act) ? (
        <div className="field-row">
          <DayField
            label={act.dueAt === null ? say('labels.due') : say('labels.dueNow', { when: formats.dateTime(act.dueAt) })}
            onChange={setDue}
          />
          <Button
            isDisabled={due === null || due === 'unfinished'}
            onPress={() => setDay(new Date(`${due ?? ''}T23:59:59`).toISOString())}
          >
            {say('labels.setDue')}
          </Button>
          {act.dueAt === null ? null : <Button onPress={() => setDay(null)}>{say('labels.noDue')}</Button>}
        </div>
      ) : null}
    </section>
  );
}

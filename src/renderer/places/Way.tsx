import { Check, Circle, CornerUpLeft } from 'lucide-react';
import type { ActRow } from '../../contract/acts.ts';
import { sayFailure } from '../../contract/words/failures.ts';
import { saySending, type Sending } from '../../contract/words/states.ts';
import { useWords } from '../app/context.tsx';
import { FailureNote } from '../parts/FailureNote.tsx';
import { Note } from '../parts/Note.tsx';

const steps: readonly Sending[] = ['waiting', 'sent', 'received', 'registered'];

/** What became of the act after the decision: how far it is on its way, what holds it up, or why it was returned. */
export function Way({ row }: { row: ActRow }) {
  const { say, locale, formats } = useWords();
  if (row.state === 'returned' && row.remark)
    return (
      <div className="way" role="note" aria-label={say('way.remark')}>
        <p className="way-remark">
          <CornerUpLeft aria-hidden size={16} />
          <span className="heard">{say('way.remark')}: </span>
          <q>{row.remark}</q>
        </p>
        {row.sending === 'refused' && row.trouble ? (
          // Nothing was signed: of the words for a refusal only what the registry said is true here.
          <Note tone="bad" what={sayFailure(row.trouble, locale).what}>
            <p className="hint">{say('setAside.first')}</p>
          </Note>
        ) : null}
      </div>
    );
  // Arrived: its number is in its head, its receipt a sheet away.
  if (row.registration && !row.trouble && !row.setAside) return null;
  if (row.sending === null && !row.trouble && !row.setAside) return null;
  const at = row.sending === null || row.sending === 'refused' ? -1 : steps.indexOf(row.sending);
  return (
    <div className="way">
      {row.sending !== null && row.sending !== 'refused' ? (
        <ol className="way-steps" aria-label={say('way.label')}>
          {steps.map((step, index) => (
            <li key={step} data-done={index <= at || undefined} aria-current={index === at ? 'step' : undefined}>
              {index <= at ? <Check aria-hidden size={14} /> : <Circle aria-hidden size={10} />}
              {step === 'received' && row.inOffice
                ? say('way.inOffice', { since: formats.dateTime(row.inOffice.since) })
                : saySending(step, locale)}
              <span className="heard">{index <= at ? say('way.done') : say('way.ahead')}</span>
            </li>
          ))}
        </ol>
      ) : null}
      {row.trouble ? (
        <FailureNote failure={row.trouble} tone={row.sending === 'refused' ? 'bad' : 'wait'} alert={false} />
      ) : null}
      {row.setAside ? <SetAsideNote setAside={row.setAside} isSaid={row.trouble !== null} /> : null}
      {row.remade ? (
        <p className="way-remade">{say('remake.done', { when: formats.dateTime(row.remade.at) })}</p>
      ) : null}
    </div>
  );
}

/** What was set aside, and what may be done now; its reason where that is not said beside it. */
function SetAsideNote({ setAside, isSaid }: { setAside: NonNullable<ActRow['setAside']>; isSaid: boolean }) {
  const { say, locale, formats } = useWords();
  return (
    <>
      {isSaid ? null : <Note tone="wait" what={sayFailure(setAside.reason, locale).what} />}
      <p className="way-remade">{say(`setAside.${setAside.what}`, { when: formats.dateTime(setAside.at) })}</p>
    </>
  );
}

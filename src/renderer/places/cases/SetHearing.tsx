import { hearingIn } from '../../model/agenda.ts';
import type { CaseSheet } from '../../../contract/cases.ts';
import { useModel, useStore, useWords } from '../../app/context.tsx';
import { useKept } from '../../app/kept.ts';
import { readDay } from '../../model/typed-day.ts';
import { Button } from '../../parts/small.tsx';
import { useDayHint } from '../DayField.tsx';
import { Line } from './fields.tsx';
import { clockOf } from './moment.ts';

/** When the case is heard next, and the way to set that for the whole office. */
export function SetHearing({ sheet, mayChange }: { sheet: CaseSheet; mayChange: boolean }) {
  const model = useModel();
  const { hearing: isOpen } = useStore(model.cases.view);
  const { say, formats } = useWords();
  const now = hearingIn(sheet.entries);
  const at = now?.hearingAt ?? null;
  const said =
    at === null ? say('hearing.none') : say('hearing.now', { when: `${formats.wholeDay(at)}, ${formats.time(at)}` });
  return (
    <section className="set-level" aria-label={say('hearing.title')}>
      <p className="set-level-now">
        <span>{[said, ...(now?.what ? [now.what] : [])].join(' · ')}</span>
        {mayChange ? (
          <Button look="quiet" aria-expanded={isOpen} onPress={() => model.cases.startHearing(!isOpen)}>
            {say('hearing.change')}
          </Button>
        ) : null}
        {mayChange && at !== null ? (
          <Button look="quiet" onPress={() => void model.cases.setHearing(null, '')}>
            {say('hearing.clear')}
          </Button>
        ) : null}
      </p>
      {mayChange && isOpen ? <HearingForm key={sheet.row.caseId} caseId={sheet.row.caseId} /> : null}
    </section>
  );
}

function HearingForm({ caseId }: Pick<CaseSheet['row'], 'caseId'>) {
  const model = useModel();
  const { say } = useWords();
  const [day, setDay, forgetDay] = useKept(`hearing.day ${caseId}`, '');
  const [hour, setHour, forgetHour] = useKept(`hearing.hour ${caseId}`, '');
  const [what, setWhat, forgetWhat] = useKept(`hearing.what ${caseId}`, '');
  const read = readDay(day, new Date());
  const clock = clockOf(hour);
  const known = read !== null && read !== 'unfinished' ? read : null;
  const at = known !== null && clock !== null ? new Date(`${known}T${clock}:00`) : null;
  const save = async (): Promise<void> => {
    if (at === null || !(await model.cases.setHearing(at.toISOString(), what.trim()))) return;
    for (const forget of [forgetDay, forgetHour, forgetWhat]) forget();
  };
  // Told, not forbidden: there are hearings in the recess, and not of every day does the calendar know.
  const dayHint = useDayHint(read);
  return (
    <div className="set-level-form set-hearing">
      <Line label={say('hearing.day')} value={day} onChange={setDay} max={10} hint={dayHint} focus />
      <Line label={say('hearing.hour')} value={hour} onChange={setHour} max={5} hint={say('hearing.hourHint')} />
      <Line label={say('hearing.what')} value={what} onChange={setWhat} max={160} hint={say('hearing.whatHint')} />
      <Button isDisabled={at === null} onPress={() => void save()}>
        {say('hearing.set')}
      </Button>
    </div>
  );
}

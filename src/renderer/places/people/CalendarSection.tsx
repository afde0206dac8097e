import { useEffect, useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import type { Failure } from '../../../contract/failures.ts';
import { useModel, useWords } from '../../app/context.tsx';
import type { Answer } from '../../desk.ts';
import { Button } from '../../parts/small.tsx';

type Standing = Answer<'calendar.read'>;
type Scope = Standing['published'][number]['scope'];

/** Which court calendar is in force at this desk, and how the next one is published: for secretaries, and for IT. */
export function CalendarSection({
  forAll,
  onFailure,
}: {
  /** Whether this person may publish the one for all offices. */
  readonly forAll: boolean;
  readonly onFailure: (failure: Failure | null) => void;
}) {
  const model = useModel();
  const { say, formats } = useWords();
  const [standing, setStanding] = useState<Standing | null>(null);
  const [said, setSaid] = useState('');
  useEffect(() => {
    void model.desk.call('calendar.read', {}).then((read) => {
      if (read.ok) setStanding(read.value);
      else onFailure(read.failure);
    });
  }, [model, onFailure]);
  if (!standing) return null;

  const publish = async (scope: Scope, file: File | undefined): Promise<void> => {
    if (!file) return;
    let calendar: unknown;
    try {
      calendar = JSON.parse(await file.text());
    } catch {
      return setSaid(say('calendar.badFile', { file: file.name }));
    }
    const after = standing.published.find((one) => one.scope === scope)?.version ?? 0;
    // The office holds what is in the file against the calendar's form.
    const outcome = await model.desk.call('calendar.publish', { scope, after, calendar: calendar as never });
    const isBad = !outcome.ok && outcome.failure.kind === 'badInput';
    onFailure(outcome.ok || isBad ? null : outcome.failure);
    if (isBad) return setSaid(say('calendar.badFile', { file: file.name }));
    if (!outcome.ok) return;
    const { answer, standing: now } = outcome.value;
    setStanding(now);
    setSaid(say(`calendar.${answer.kind}`, { version: String(answer.version) }));
  };
  return (
    <section aria-label={say('calendar.title')}>
      <h3 className="group-label">{say('calendar.title')}</h3>
      <p role="status">{said}</p>
      {standing.published.length > 0 ? (
        <dl className="facts">
          {standing.published.map(({ scope, version, at, by, calendar }) => (
            <div key={scope}>
              <dt>{say(`calendar.${scope}`)}</dt>
              <dd>
                {say('calendar.inForce', { version: String(version), at: formats.dateTime(at), by })} ·{' '}
                {say('calendar.days', {
                  closed: String(calendar.closed.length),
                  open: String(calendar.open.length),
                  recess: String(calendar.recess.length),
                })}
              </dd>
            </div>
          ))}
        </dl>
      ) : (
        <p className="place-note">
          {say(standing.source === 'file' ? 'calendar.ofFile' : 'calendar.ofProgram', { file: standing.file ?? '' })}
        </p>
      )}
      {standing.trouble === null ? null : (
        <p data-tone="wait">
          {say('rule.calendarFileBroken', { file: standing.file ?? '', detail: standing.trouble })}
        </p>
      )}
      <p className="home-verbs">
        {(forAll ? (['own', 'all'] as const) : (['own'] as const)).map((scope) => (
          <FileTrigger
            key={scope}
            acceptedFileTypes={['.json', 'application/json']}
            onSelect={(files) => void publish(scope, files?.[0])}
          >
            <Button>{say(scope === 'own' ? 'calendar.publishOwn' : 'calendar.publishAll')}</Button>
          </FileTrigger>
        ))}
      </p>
    </section>
  );
}

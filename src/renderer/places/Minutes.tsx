import { useState } from 'react';
import type { Failure } from '../../contract/failures.ts';
import type { Outage } from '../../contract/line.ts';
import { useModel, useStore, useWords, type Words } from '../app/context.tsx';
import { focusPaneSoon } from '../app/focus.ts';
import { FailureNote } from '../parts/FailureNote.tsx';
import { Button } from '../parts/small.tsx';
import { Choose } from './cases/fields.tsx';

/** From when to when the line was down, as far as it is known. */
export const spanOf = ({ from, until }: Outage, { say, formats }: Words): string =>
  until === null
    ? say('line.since', { from: formats.dateTime(from) })
    : say('line.span', { from: formats.dateTime(from), until: formats.dateTime(until) });

/** Begins the minutes of an outage, in the case in hand: what was done on paper meanwhile is put on record. */
export function Minutes({ outages }: { outages: readonly Outage[] }) {
  const model = useModel();
  const { current } = useStore(model.places);
  const { source } = useStore(model.list.view);
  const words = useWords();
  const { say } = words;
  const [failure, setFailure] = useState<Failure | null>(null);
  const [chosen, choose] = useState<string | null>(null);
  const caseId = source.kind === 'case' ? source.caseId : (current?.caseId ?? null);
  // A short one just now says nothing of the morning's: the person chooses, and the newest stands there until then.
  const outage = outages.find(({ from }) => from === chosen) ?? outages[0];
  if (!outage) return null;
  const begin = async (): Promise<void> => {
    if (caseId === null) return;
    const answer = await model.desk.call('cases.contingency', { caseId, from: outage.from });
    if (!answer.ok) return setFailure(answer.failure);
    await model.drafts.open(answer.value.row.draftId);
    model.go({ work: 'drafts' });
    focusPaneSoon('work');
  };
  return (
    <>
      {failure ? <FailureNote failure={failure} /> : null}
      {outages.length > 1 ? (
        <Choose
          label={say('line.minutesOf')}
          value={outage.from}
          options={outages.map((one) => ({ id: one.from, name: spanOf(one, words) }))}
          onChange={choose}
        />
      ) : null}
      <p>
        <Button isDisabled={caseId === null} onPress={() => void begin()}>
          {say('line.minutes')}
        </Button>{' '}
        <span className="hint">{say('line.minutesHint')}</span>
      </p>
    </>
  );
}

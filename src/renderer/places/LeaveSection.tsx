import { useState } from 'react';
import type { Failure } from '../../contract/failures.ts';
import { useModel, useWords } from '../app/context.tsx';
import type { Answer } from '../desk.ts';
import { FailureNote } from '../parts/FailureNote.tsx';
import { Button } from '../parts/small.tsx';

/** What one decides by is never left below the edge: it stands at the end of a long page. */
const showWhole = (group: HTMLElement | null): void => group?.scrollIntoView({ block: 'nearest' });

/** Empties this desk for whoever leaves it: first what only exists here is told, and only then does a second key do it. */
export function LeaveSection() {
  const { desk } = useModel();
  const { say } = useWords();
  const [asked, setAsked] = useState<Answer<'home.leave'> | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const leave = async (really: boolean): Promise<void> => {
    setBusy(true);
    setFailure(null);
    const answer = await desk.call('home.leave', { really });
    setBusy(false);
    setAsked(answer.ok ? answer.value : null);
    if (!answer.ok) setFailure(answer.failure);
  };
  const isWaiting = asked !== null && asked.files + asked.drafts > 0;
  return (
    <section aria-label={say('leave.title')}>
      <h3 className="group-label">{say('leave.title')}</h3>
      <p className="place-note">{say('leave.note')}</p>
      {failure ? <FailureNote failure={failure} tone="wait" /> : null}
      {asked === null ? (
        <p className="home-verbs">
          <Button isDisabled={busy} onPress={() => void leave(false)}>
            {say('leave.ask')}
          </Button>
        </p>
      ) : (
        <div role="group" aria-label={say('leave.title')} ref={showWhole}>
          <p role="status" data-tone={isWaiting && !asked.copied ? 'wait' : undefined}>
            {isWaiting
              ? `${say('leave.files', { n: asked.files })} · ${say('leave.drafts', { n: asked.drafts })}. ${say(asked.copied ? 'leave.copied' : 'leave.notCopied')}`
              : say('leave.nothing')}
          </p>
          <p>{say(asked.recoverable ? 'leave.recoverable' : 'leave.lost')}</p>
          <p className="home-verbs">
            <Button autoFocus onPress={() => setAsked(null)}>
              {say('leave.not')}
            </Button>
            <Button isDisabled={busy} onPress={() => void leave(true)}>
              {say(busy ? 'leave.going' : 'leave.really')}
            </Button>
          </p>
        </div>
      )}
    </section>
  );
}

import { useEffect, useRef } from 'react';
import { useWords } from '../../app/context.tsx';
import type { Answer } from '../../desk.ts';
import { Button } from '../../parts/small.tsx';
import { sayReason } from './ChooseCopy.tsx';

/** What came back, and what did not: read by a person before the trays are there again. */
export function BroughtBack({ restored, onFinish }: { restored: Answer<'recovery.bring'>; onFinish: () => void }) {
  const { say, formats } = useWords();
  const head = useRef<HTMLHeadingElement>(null);
  // Said by a screen reader, which stood on a button that is gone.
  useEffect(() => head.current?.focus(), []);
  const { generation, madeAt, signedActs, unsent, files, journalEntries, salvaged, passedOver, setAside } = restored;
  const { number } = formats;
  return (
    <main className="closed first-start recovery" aria-label={say('recovery.done')}>
      <h1 ref={head} tabIndex={-1}>
        {say('recovery.done')}
      </h1>
      <p>{say('recovery.from', { name: generation, at: formats.dateTime(madeAt) })}</p>
      <p>
        {say('recovery.back', {
          ...{
            acts: number(signedActs),
            unsent: number(unsent),
            files: number(files),
            entries: number(journalEntries),
          },
        })}
      </p>
      {salvaged > 0 ? <p>{say('recovery.salvaged', { n: salvaged })}</p> : null}
      <p data-tone="wait">{say('recovery.notBack')}</p>
      {passedOver.map(({ name, reason }) => (
        <p key={name} data-tone="bad">
          {say('recovery.passedOver', { name, reason: sayReason(reason, say) })}
        </p>
      ))}
      {setAside === null ? null : (
        <p>
          {say('recovery.aside')} <code>{setAside}</code>
        </p>
      )}
      <p className="home-verbs">
        <Button look="main" onPress={onFinish}>
          {say('recovery.finish')}
        </Button>
      </p>
    </main>
  );
}

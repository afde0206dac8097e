import { useEffect, useState } from 'react';
import type { Failure } from '../../contract/failures.ts';
import { FailureNote } from '../parts/FailureNote.tsx';
import { Button } from '../parts/small.tsx';
import { FirstStart, type SetupFacts } from '../places/FirstStart.tsx';
import { Recovery, type RecoveryFacts } from '../places/Recovery.tsx';
import { useModel, useWords } from './context.tsx';

interface Facts {
  readonly setup: SetupFacts | null;
  readonly recovery: RecoveryFacts | null;
}

/** The office is not open: because this PC was never set up, because its data have to be brought back, or for a reason that is told with what to do next. */
export function Closed({ failure }: { failure: Failure }) {
  const model = useModel();
  const { say } = useWords();
  const [facts, setFacts] = useState<Facts | 'asking'>('asking');
  useEffect(() => {
    let left = false;
    const { desk } = model;
    void Promise.all([desk.call('setup.read', {}), desk.call('recovery.read', {})]).then(([setup, recovery]) => {
      if (left) return;
      setFacts({
        setup: setup.ok && setup.value.wanted ? setup.value : null,
        recovery: recovery.ok && recovery.value.need !== null ? recovery.value : null,
      });
    });
    return () => {
      left = true;
    };
    // Asked anew with each way the office failed: a PC that was just set up may fail for another reason.
  }, [model, failure]);
  const isEmptied = failure.kind === 'deskEmptied';
  if (facts === 'asking') return null;
  // Whoever left is told so; the next one sets it up.
  if (facts.setup !== null && !isEmptied) return <FirstStart facts={facts.setup} />;
  if (facts.recovery !== null) return <Recovery facts={facts.recovery} failure={failure} />;
  return (
    <main className="closed" aria-label={say('app.closed')}>
      <h1>Fojas</h1>
      <FailureNote failure={failure} tone={isEmptied ? 'wait' : 'bad'}>
        {isEmptied ? null : (
          <Button look="main" onPress={() => void model.start()}>
            {say('action.retry')}
          </Button>
        )}
      </FailureNote>
    </main>
  );
}

import { useEffect, useState } from 'react';
import type { Failure } from '../../contract/failures.ts';
import { FailureNote } from '../parts/FailureNote.tsx';
import { RecoveryNote } from '../parts/RecoveryNote.tsx';
import { Button } from '../parts/small.tsx';
import { FirstStart, type SetupFacts } from '../places/FirstStart.tsx';
import { useModel, useWords } from './context.tsx';

/** The office is not open: because this PC was never set up, or for a reason that is told with what to do next. */
export function Closed({ failure }: { failure: Failure }) {
  const model = useModel();
  const { say } = useWords();
  const [facts, setFacts] = useState<SetupFacts | null | 'asking'>('asking');
  useEffect(() => {
    let left = false;
    void model.desk.call('setup.read', {}).then((answer) => {
      if (!left) setFacts(answer.ok && answer.value.wanted ? answer.value : null);
    });
    return () => {
      left = true;
    };
    // Asked anew with each way the office failed: a PC that was just set up may fail for another reason.
  }, [model, failure]);
  if (facts === 'asking') return null;
  if (facts !== null) return <FirstStart facts={facts} />;
  return (
    <main className="closed" aria-label={say('app.closed')}>
      <h1>Fojas</h1>
      <FailureNote failure={failure}>
        <Button look="main" onPress={() => void model.start()}>
          {say('action.retry')}
        </Button>
      </FailureNote>
      <RecoveryNote failure={failure} />
    </main>
  );
}

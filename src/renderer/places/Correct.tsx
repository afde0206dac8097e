import type { ActRow } from '../../contract/acts.ts';
import type { Failure } from '../../contract/failures.ts';
import { focusPaneSoon } from '../app/focus.ts';
import { useModel, useWords } from '../app/context.tsx';
import { Button } from '../parts/small.tsx';

const ways = ['clarifies', 'rectifies', 'replaces'] as const;

/** Begins the act that corrects a registered one: what is frozen is never edited. */
export function Correct({ act, onFailure }: { act: ActRow; onFailure: (failure: Failure) => void }) {
  const model = useModel();
  const { say } = useWords();
  const begin = async (how: (typeof ways)[number]): Promise<void> => {
    const answer = await model.desk.call('drafts.beginCorrection', { actId: act.actId, how });
    if (!answer.ok) return onFailure(answer.failure);
    model.go({ work: 'drafts', listOver: false });
    await model.drafts.open(answer.value.row.draftId);
    focusPaneSoon('work');
  };
  return (
    <section aria-label={say('correction.title')}>
      <h3 className="group-label">{say('correction.title')}</h3>
      <p className="hint">{say('correction.hint')}</p>
      <div className="field-row">
        {ways.map((how) => (
          <Button key={how} onPress={() => void begin(how)}>
            {say(`correction.begin.${how}`)}
          </Button>
        ))}
      </div>
    </section>
  );
}

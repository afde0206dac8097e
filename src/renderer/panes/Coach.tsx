import { GraduationCap } from 'lucide-react';
import { useEffect } from 'react';
import { place, rehearse } from '../app/commands.ts';
import { useModel, useStore, useWords } from '../app/context.tsx';
import { focusPaneSoon } from '../app/focus.ts';
import type { Model } from '../model/model.ts';
import { isFirstRun, nextStep } from '../model/practice.ts';
import { scenarios, type Aid } from '../model/scenarios.ts';
import { FailureNote } from '../parts/FailureNote.tsx';
import { Button } from '../parts/small.tsx';

/** The step in hand of the tour or of a scenario, above the status strip; on the very first day, the offer of the tour. */
export function Coach() {
  const model = useModel();
  const view = useStore(model.practice.view);
  const { status } = useStore(model.office.view);
  const { say, formats } = useWords();
  useNotice();
  const { running, done, failure } = view;
  if (!status) return null;
  if (!running) {
    if (!isFirstRun(view)) return null;
    return (
      <aside className="coach" data-pane="coach" aria-label={say('practice.coach')}>
        <GraduationCap aria-hidden size={16} />
        <p>{say('practice.first')}</p>
        <Button onPress={() => backToList(() => model.practice.start('tour'))}>{say('practice.begin')}</Button>
        <Button look="quiet" onPress={() => backToList(() => model.practice.decline())}>
          {say('practice.notNow')}
        </Button>
      </aside>
    );
  }
  const step = nextStep(running, done);
  const steps = scenarios[running];
  return (
    <aside className="coach" data-pane="coach" aria-label={say('practice.coach')}>
      <GraduationCap aria-hidden size={16} />
      <p role="status">
        <strong>{say(`practice.${running}`)}</strong>{' '}
        {step
          ? say('practice.step', {
              at: formats.number(steps.indexOf(step) + 1),
              of: formats.number(steps.length),
              what: say(step.word),
            })
          : say('practice.done')}
      </p>
      {failure ? <FailureNote failure={failure} /> : null}
      {step?.aid ? <AidButton aid={step.aid} /> : null}
      {step ? null : <Button onPress={() => place('practice')(model)}>{say('command.practice')}</Button>}
      <Button look="quiet" onPress={() => backToList(() => model.practice.stop())}>
        {say(step ? 'practice.stop' : 'practice.close')}
      </Button>
    </aside>
  );
}

/** The button that was pressed goes; the arrows then belong to the list, and not to nothing. */
function backToList(act: () => void): void {
  act();
  focusPaneSoon('list');
}

function AidButton({ aid }: { aid: Aid }) {
  const model = useModel();
  const { say } = useWords();
  return <Button onPress={() => void help(model, aid)}>{say(`practice.aid.${aid}`)}</Button>;
}

async function help(model: Model, aid: Aid): Promise<void> {
  if (aid === 'cut' || aid === 'join') return model.practice.cut(aid === 'cut');
  if (aid !== 'sample') return rehearse(model, aid);
  if (!(await model.practice.tamper())) return;
  model.go({ work: 'verify', listOver: false, returning: false });
}

/** Whatever the window does is looked at by the step in hand. */
function useNotice(): void {
  const model = useModel();
  useEffect(() => {
    const look = (): void => {
      const line = model.office.view.get().status?.line ?? null;
      model.practice.notice({
        ...{ places: model.places.get(), source: model.list.view.get().source, signing: model.signing.view.get() },
        ...{ rehearsal: model.rehearsal.now.get(), notice: model.notice.get(), line },
        sawTampered: model.practice.sawTampered.get(),
      });
    };
    const { places, list, signing, rehearsal, notice, office, practice } = model;
    const stores = [
      places,
      list.view,
      signing.view,
      rehearsal.now,
      notice,
      office.view,
      practice.sawTampered,
      practice.view,
    ];
    const stops = stores.map((store) => store.subscribe(look));
    return () => stops.forEach((stop) => stop());
  }, [model]);
}

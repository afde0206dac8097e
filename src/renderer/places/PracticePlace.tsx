import { CircleCheck, Circle } from 'lucide-react';
import { leave } from '../app/commands.ts';
import { useModel, useStore, useWords } from '../app/context.tsx';
import { nextStep, offeredScenarios } from '../model/practice.ts';
import { scenarios, stepKey, type ScenarioName } from '../model/scenarios.ts';
import { Button } from '../parts/small.tsx';

/** The tour, and in practice mode the guided scenarios, with what was done of each. */
export function PracticePlace() {
  const model = useModel();
  const { status } = useStore(model.office.view);
  const { say } = useWords();
  const isPractice = status?.mode === 'practice';
  return (
    <>
      <header className="place-head">
        <h2>{say('command.practice')}</h2>
        <p className="place-note">{say(isPractice ? 'practice.note' : 'practice.noteNormal')}</p>
      </header>
      <div className="place-body drafts" tabIndex={0} role="region" aria-label={say('command.practice')} data-focus>
        {offeredScenarios(isPractice).map((name) => (
          <Scenario key={name} name={name} />
        ))}
      </div>
      <footer className="decision" aria-label={say('decision.label')}>
        <p className="decision-about" />
        <div className="decision-verbs">
          <Button command="back" onPress={() => leave(model)}>
            {say('action.back')}
          </Button>
        </div>
      </footer>
    </>
  );
}

function Scenario({ name }: { name: ScenarioName }) {
  const model = useModel();
  const { done, running } = useStore(model.practice.view);
  const { say, formats } = useWords();
  const steps = scenarios[name];
  const count = steps.filter((step) => done.has(stepKey(name, step))).length;
  const isOver = nextStep(name, done) === null;
  const begin = (): void => {
    if (isOver) model.practice.restart(name);
    else model.practice.start(name);
    leave(model);
  };
  return (
    <section className="scenario" aria-label={say(`practice.${name}`)}>
      <h3 className="group-label">{say(`practice.${name}`)}</h3>
      <p className="hint">
        {say('practice.progress', { done: formats.number(count), of: formats.number(steps.length) })}
      </p>
      <ol className="scenario-steps">
        {steps.map((step) => {
          const isDone = done.has(stepKey(name, step));
          const Icon = isDone ? CircleCheck : Circle;
          return (
            <li key={step.id} data-tone={isDone ? 'ok' : undefined}>
              <Icon aria-hidden size={16} />
              <span>{say(step.word)}</span>
              {isDone ? <span className="heard"> {say('practice.stepDone')}</span> : null}
            </li>
          );
        })}
      </ol>
      <p className="entry-verbs">
        <Button isDisabled={running === name && !isOver} onPress={begin}>
          {say(isOver ? 'practice.again' : count > 0 ? 'practice.goOn' : 'practice.begin')}
          <span className="heard"> {say(`practice.${name}`)}</span>
        </Button>
        {count > 0 && !isOver ? (
          <Button
            look="quiet"
            onPress={() => {
              model.practice.restart(name);
              leave(model);
            }}
          >
            {say('practice.again')}
            <span className="heard"> {say(`practice.${name}`)}</span>
          </Button>
        ) : null}
      </p>
    </section>
  );
}

import { useState } from 'react';
import { lockDesk } from '../app/actions.ts';
import { ChoosePassphrase, OpenByToken, useLock } from '../app/LockScreen.tsx';
import { useModel, useWords } from '../app/context.tsx';
import { Button } from '../parts/small.tsx';

const lines = {
  'true-true': 'lock.hasBoth',
  'true-false': 'lock.has',
  'false-true': 'lock.hasToken',
  'false-false': 'lock.hasNone',
} as const;

/** What opens this desk when it is locked, a passphrase or the person's token: chosen, changed, and the desk locked. */
export function LockSection() {
  const model = useModel();
  const { say } = useWords();
  const state = useLock();
  const [choosing, setChoosing] = useState(false);
  const [chosen, setChosen] = useState(false);
  if (state === null) return null;
  return (
    <section aria-label={say('lock.title')} className="doctor">
      <h3 className="group-label">{say('lock.title')}</h3>
      {choosing ? (
        <ChoosePassphrase
          changes={state.passphrase}
          onDone={() => {
            setChoosing(false);
            setChosen(true);
          }}
        />
      ) : (
        <>
          <p className="hint" role="status">
            {say(chosen ? 'lock.chosen' : lines[`${state.passphrase}-${state.token}`])}
          </p>
          <p className="home-verbs">
            {state.passphrase || state.token ? (
              <Button onPress={() => void lockDesk(model)}>{say('lock.now')}</Button>
            ) : null}
            <Button onPress={() => setChoosing(true)}>{say(state.passphrase ? 'lock.change' : 'lock.choose')}</Button>
          </p>
          {state.token ? null : <OpenByToken isOnly={false} onOpen={() => undefined} />}
        </>
      )}
    </section>
  );
}

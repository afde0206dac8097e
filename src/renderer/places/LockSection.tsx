import { useState } from 'react';
import { ChoosePassphrase, useLock } from '../app/LockScreen.tsx';
import { useModel, useWords } from '../app/context.tsx';
import { Button } from '../parts/small.tsx';

/** The passphrase of this desk: chosen, changed, and the desk locked with it. */
export function LockSection() {
  const { desk } = useModel();
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
            {say(chosen ? 'lock.chosen' : state.passphrase ? 'lock.has' : 'lock.hasNone')}
          </p>
          <p className="home-verbs">
            {state.passphrase ? (
              <Button onPress={() => void desk.call('lock.now', {})}>{say('lock.now')}</Button>
            ) : null}
            <Button onPress={() => setChoosing(true)}>{say(state.passphrase ? 'lock.change' : 'lock.choose')}</Button>
          </p>
        </>
      )}
    </section>
  );
}

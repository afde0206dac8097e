import { useEffect, useState, type SubmitEvent } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import type { Failure } from '../../contract/failures.ts';
import type { LockState } from '../../contract/lock.ts';
import { isUnkept } from '../model/drafts.ts';
import { FailureNote } from '../parts/FailureNote.tsx';
import { Note } from '../parts/Note.tsx';
import { Button } from '../parts/small.tsx';
import { useModel, useStore, useWords } from './context.tsx';

/** Whether the desk is locked, as the program says it; null until it did. */
export function useLock(): LockState | null {
  const { desk } = useModel();
  const [state, setState] = useState<LockState | null>(null);
  useEffect(() => {
    let left = false;
    void desk.call('lock.read', {}).then((answer) => {
      if (!left && answer.ok) setState(answer.value);
    });
    const stops = [
      desk.on('lock.changed', setState),
      // The desk may have learnt only now that there is no keychain.
      desk.on('office.restarted', () => {
        void desk.call('lock.read', {}).then((answer) => {
          if (!left && answer.ok) setState(answer.value);
        });
      }),
    ];
    return () => {
      left = true;
      for (const stop of stops) stop();
    };
  }, [desk]);
  return state;
}

const titles = { passphrase: 'lock.locked', token: 'lock.locked', new: 'lock.new', way: 'lock.way' } as const;

/** In the place of everything else: nothing of a case is in the window while it is shown. */
export function LockScreen({ state }: { state: LockState & { readonly wants: keyof typeof titles } }) {
  const model = useModel();
  const { say } = useWords();
  const { wants, people = [] } = state;
  const drafts = useStore(model.drafts.view);
  const present = people.find((one) => one.present)?.seatId ?? '';
  const opened = (): void => void model.start().then(() => model.sitDown(present));
  const open = async (passphrase: string): Promise<Failure | null> => {
    const answer = await model.desk.call('lock.open', { passphrase });
    if (answer.ok) opened();
    return answer.ok ? null : answer.failure;
  };
  return (
    <main className="closed" aria-label={say(titles[wants])}>
      <h1>Fojas</h1>
      <h2>{say(titles[wants])}</h2>
      {people.map(({ seatId, name, present: sits }) => (sits ? <p key={seatId}>{name}</p> : null))}
      {isUnkept(drafts) ? <Note tone="wait" what={say('lock.unkept')} /> : null}
      {wants === 'way' ? <p className="hint">{say('lock.wayWhy')}</p> : null}
      {wants === 'new' || wants === 'way' ? (
        <ChoosePassphrase changes={false} onDone={opened} />
      ) : wants === 'passphrase' ? (
        // A field of each person's own: the next one finds nothing of what the last had begun to type, and the focus in it.
        <OpenForm key={present} onPassphrase={open} />
      ) : null}
      {state.token || wants === 'token' || wants === 'way' ? (
        <OpenByToken isOnly={wants === 'token'} onOpen={opened} />
      ) : null}
      {people.length === 0 ? null : (
        <section aria-label={say('lock.people')}>
          <h3>{say('lock.people')}</h3>
          <p className="hint">{say('lock.peopleNote')}</p>
          <p className="home-verbs">
            {people
              .filter((one) => !one.present)
              .map(({ seatId, name }) => (
                <Button key={seatId} onPress={() => void model.giveWay(present, seatId)}>
                  {say('lock.person', { name })}
                </Button>
              ))}
          </p>
        </section>
      )}
    </main>
  );
}

/** What becomes of a PIN is told of signing elsewhere; here nothing was signed. */
function pinWordsOf(failure: Failure, say: ReturnType<typeof useWords>['say']) {
  const isLocked = failure.kind === 'pinLocked' || (failure.kind === 'pinWrong' && failure.pinState === 'locked');
  if (isLocked) return { what: say('lock.pinLocked'), safe: say('lock.still'), next: say('lock.pinLockedNext') };
  if (failure.kind !== 'pinWrong') return undefined;
  const next = say(failure.pinState === 'finalTry' ? 'lock.pinLast' : 'lock.pinAgain');
  return { what: say('lock.pinWrong'), safe: say('lock.still'), next };
}

/** The PIN is asked for in its own window; this page learns only what became of it. `isOnly`: nothing else opens this desk. */
export function OpenByToken({ isOnly, onOpen }: { isOnly: boolean; onOpen: () => void }) {
  const { desk } = useModel();
  const { say } = useWords();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const prove = (): void => {
    // Not disabled meanwhile: the focus would be lost, and with it the keyboard's way to another try.
    if (busy) return;
    setBusy(true);
    setFailure(null);
    void desk.call('lock.openByToken', {}).then((answer) => {
      setBusy(false);
      if (answer.ok) onOpen();
      // Who closed the PIN window knows it.
      else setFailure(answer.failure.kind === 'pinCancelled' ? null : answer.failure);
    });
  };
  return (
    <div className="password-form">
      <p className="hint" role="status">
        {say(busy ? 'lock.tokenAsks' : 'lock.tokenWhy')}
      </p>
      {failure ? <FailureNote failure={failure} tone="wait" words={pinWordsOf(failure, say)} /> : null}
      <Button look={isOnly ? 'main' : 'plain'} autoFocus={isOnly} onPress={prove}>
        {say('lock.byToken')}
      </Button>
      {isOnly ? <p className="hint">{say('lock.tokenLost')}</p> : null}
    </div>
  );
}

function OpenForm({ onPassphrase }: { onPassphrase: (passphrase: string) => Promise<Failure | null> }) {
  const { say } = useWords();
  const [typed, setTyped] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setBusy(true);
    void onPassphrase(typed).then((refused) => {
      setBusy(false);
      setFailure(refused);
      setTyped('');
    });
  };
  return (
    <form className="password-form" onSubmit={submit}>
      <Secret label={say('lock.passphrase')} value={typed} onChange={setTyped} takesFocus />
      {failure ? <FailureNote failure={failure} tone="wait" /> : null}
      <Button type="submit" look="main" isDisabled={busy || typed === ''}>
        {say('lock.open')}
      </Button>
    </form>
  );
}

/** Chooses the passphrase, typed twice; `changes`: another in the place of the one that holds. */
export function ChoosePassphrase({ changes, onDone }: { changes: boolean; onDone: () => void }) {
  const { desk } = useModel();
  const { say } = useWords();
  const [present, setPresent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const fits = next.length >= 10 && next === again && (!changes || present !== '');
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (!fits) return;
    setBusy(true);
    void desk.call('lock.choose', { present: changes ? present : null, next }).then((answer) => {
      setBusy(false);
      setFailure(answer.ok ? null : answer.failure);
      if (!answer.ok) return;
      for (const clear of [setPresent, setNext, setAgain]) clear('');
      onDone();
    });
  };
  return (
    <form className="password-form" onSubmit={submit}>
      <p className="hint">{say('lock.why')}</p>
      {changes ? <Secret label={say('lock.present')} value={present} onChange={setPresent} /> : null}
      <Secret label={say('lock.next')} value={next} onChange={setNext} takesFocus={!changes} />
      <Secret label={say('lock.again')} value={again} onChange={setAgain} />
      {failure ? <FailureNote failure={failure} tone="wait" /> : null}
      <Button type="submit" look="main" isDisabled={busy || !fits}>
        {say('lock.choose')}
      </Button>
    </form>
  );
}

function Secret(props: { label: string; value: string; onChange: (value: string) => void; takesFocus?: boolean }) {
  return (
    <TextField
      className="field"
      type="password"
      value={props.value}
      onChange={props.onChange}
      maxLength={200}
      autoFocus={props.takesFocus ?? false}
    >
      <Label>{props.label}</Label>
      <Input autoComplete="off" />
    </TextField>
  );
}

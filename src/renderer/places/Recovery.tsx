import { useState } from 'react';
import type { Failure } from '../../contract/failures.ts';
import type { Outcome } from '../../contract/failures.ts';
import { useModel, useWords } from '../app/context.tsx';
import type { Answer } from '../desk.ts';
import { FailureNote } from '../parts/FailureNote.tsx';
import { PlaceField } from '../parts/PlaceField.tsx';
import { Button } from '../parts/small.tsx';
import { ChooseCopy, type SeenCopy } from './recovery/ChooseCopy.tsx';
import { BroughtBack } from './recovery/BroughtBack.tsx';

export type RecoveryFacts = Answer<'recovery.read'>;
type Busy = 'key' | 'look' | 'fetch' | 'errand' | 'open' | 'bring' | null;

/**
 * The data of this desk do not open, or lie in copies only: this screen leads from there to the trays. The institution's key, or its answer
 * to a request, is a file that the office's program reads: no secret is typed here.
 */
export function Recovery({ facts, failure: closed }: { facts: RecoveryFacts; failure: Failure }) {
  const { desk } = useModel();
  const { say } = useWords();
  const { need } = facts;
  const [folder, setFolder] = useState(facts.folder ?? '');
  const [keyFile, setKeyFile] = useState('');
  const [to, setTo] = useState('');
  const [busy, setBusy] = useState<Busy>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [copies, setCopies] = useState<readonly SeenCopy[] | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [errand, setErrand] = useState<Answer<'recovery.errand'> | null>(null);
  const [restored, setRestored] = useState<Answer<'recovery.bring'> | null>(null);

  const run = async <T,>(what: Busy, work: Promise<Outcome<T>>, take: (value: T) => void): Promise<void> => {
    setBusy(what);
    setFailure(null);
    const answer = await work;
    setBusy(null);
    if (answer.ok) take(answer.value);
    else setFailure(answer.failure);
  };
  const [place, key] = [folder.trim(), keyFile.trim()];
  const show = ({ generations }: Answer<'recovery.look'>): void => {
    setCopies(generations.map((one) => ({ ...one, usable: one.damaged === 0 })));
    setChosen(generations.find(({ damaged }) => damaged === 0)?.name ?? null);
  };
  const look = (): Promise<void> => run('look', desk.call('recovery.look', { folder: place }), show);
  const fetchThem = (): Promise<void> =>
    run('fetch', desk.call('recovery.fetch', {}), (seen) => {
      setFolder(seen.folder);
      show(seen);
    });
  const open = (): Promise<void> =>
    run('open', desk.call('recovery.open', { folder: place, keyFile: key }), ({ generations }) => {
      setCopies(generations);
      setChosen(generations.find(({ usable }) => usable)?.name ?? null);
    });
  const bring = (): Promise<void> =>
    run('bring', desk.call('recovery.bring', { folder: place, keyFile: key, generation: chosen }), setRestored);
  const ask = (): Promise<void> =>
    run('errand', desk.call('recovery.errand', { folder: place === '' ? null : place, to: to.trim() }), setErrand);
  const verb = (what: Exclude<Busy, null>, doing: string, idle: string): string => (busy === what ? doing : idle);

  if (restored) return <BroughtBack restored={restored} onFinish={() => void desk.call('recovery.finish', {})} />;
  return (
    <main className="closed first-start recovery" aria-label={say('recovery.title')}>
      <h1>{say('recovery.title')}</h1>
      <p>
        {need === 'newDesk'
          ? say('recovery.newDesk', { device: facts.deviceId })
          : say(need === 'keyLost' ? 'recovery.keyLost' : 'recovery.damaged')}
      </p>
      {failure ? (
        <FailureNote failure={failure} />
      ) : need === 'newDesk' ? null : (
        <FailureNote failure={closed} alert={false} />
      )}
      <section aria-label={say('recovery.keyTitle')}>
        <h2>{say('recovery.keyTitle')}</h2>
        <p className="place-note">{say('recovery.keyNote')}</p>
        <PlaceField label={say('recovery.keyFile')} value={keyFile} onChange={setKeyFile} ending=".respuesta" focus />
        <PlaceField label={say('recovery.to')} value={to} onChange={setTo} />
        <p className="home-verbs">
          <Button isDisabled={busy !== null || to.trim() === ''} onPress={() => void ask()}>
            {verb('errand', say('recovery.asking'), say('recovery.ask'))}
          </Button>
        </p>
        {errand ? (
          <p role="status">
            {say('recovery.asked')} <code>{errand.path}</code> {say('recovery.mark', { mark: errand.mark })}
          </p>
        ) : null}
        {need === 'keyLost' && facts.keyBeside ? (
          <>
            <p className="place-note">{say('recovery.withKeyNote')}</p>
            <p className="home-verbs">
              <Button
                look="main"
                isDisabled={busy !== null || key === ''}
                onPress={() => void run('key', desk.call('recovery.key', { keyFile: key }), () => undefined)}
              >
                {verb('key', say('recovery.opening'), say('recovery.withKey'))}
              </Button>
            </p>
          </>
        ) : null}
      </section>
      <section aria-label={say('recovery.copies')}>
        <h2>{say('recovery.copies')}</h2>
        <PlaceField label={say('recovery.folder')} value={folder} onChange={setFolder} />
        <p className="home-verbs">
          {facts.repository ? (
            <Button isDisabled={busy !== null} onPress={() => void fetchThem()}>
              {verb('fetch', say('recovery.fetching'), say('recovery.fetch'))}
            </Button>
          ) : null}
          <Button isDisabled={busy !== null || place === ''} onPress={() => void look()}>
            {verb('look', say('recovery.looking'), say('recovery.look'))}
          </Button>
          <Button isDisabled={busy !== null || place === '' || key === ''} onPress={() => void open()}>
            {verb('open', say('recovery.looking'), say('recovery.open'))}
          </Button>
        </p>
        {copies ? <ChooseCopy copies={copies} chosen={chosen} onChoose={setChosen} /> : null}
        <p className="home-verbs">
          <Button
            look="main"
            isDisabled={busy !== null || place === '' || key === '' || chosen === null}
            onPress={() => void bring()}
          >
            {verb('bring', say('recovery.bringing'), say('recovery.bring'))}
          </Button>
          {need === 'newDesk' ? (
            <Button look="quiet" isDisabled={busy !== null} onPress={() => void desk.call('recovery.finish', {})}>
              {say('recovery.without')}
            </Button>
          ) : null}
        </p>
      </section>
    </main>
  );
}

import { useEffect, useState } from 'react';
import type { Failure } from '../../contract/failures.ts';
import { sayFailure } from '../../contract/words/failures.ts';
import { useModel, useWords } from '../app/context.tsx';
import type { Answer } from '../desk.ts';
import { FailureNote } from '../parts/FailureNote.tsx';
import { PlaceField } from '../parts/PlaceField.tsx';
import { Button } from '../parts/small.tsx';
import { Line } from './cases/fields.tsx';

type State = Answer<'serving.read'>;

/** Whether this PC serves the office's repository to the others, how it stands, and what the others need to find it. */
export function ServingSection() {
  const { desk } = useModel();
  const { say } = useWords();
  const [state, setState] = useState<State | null>(null);
  const [port, setPort] = useState<string | null>(null);
  const [line, setLine] = useState('');
  const [keyFile, setKeyFile] = useState('');
  const [joined, setJoined] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    let left = false;
    void desk.call('serving.read', {}).then((answer) => {
      if (!left && answer.ok) setState(answer.value);
    });
    const stop = desk.on('serving.changed', setState);
    return () => {
      left = true;
      stop();
    };
  }, [desk]);
  if (!state) return null;

  const isOn = state.state !== 'off';
  const wanted = port ?? String(state.port);
  const isPort = /^\d{4,5}$/.test(wanted) && Number(wanted) >= 1024 && Number(wanted) <= 65_535;
  const turn = async (): Promise<void> => {
    setBusy(true);
    const answer = await desk.call('serving.set', { on: !isOn, port: Number(wanted) });
    setBusy(false);
    setFailure(answer.ok ? null : answer.failure);
    if (answer.ok) setState(answer.value);
  };
  const takeKey = async (): Promise<void> => {
    setBusy(true);
    const answer = await desk.call('serving.takeKey', { path: keyFile.trim() });
    setBusy(false);
    setFailure(answer.ok ? null : answer.failure);
    if (answer.ok) setState(answer.value);
  };
  const join = async (): Promise<void> => {
    setBusy(true);
    const answer = await desk.call('serving.join', { line });
    setBusy(false);
    setFailure(answer.ok ? null : answer.failure);
    setJoined(answer.ok);
  };
  return (
    <section aria-label={say('serving.title')}>
      <h3 className="group-label">{say('serving.title')}</h3>
      <p className="place-note">{say('serving.note')}</p>
      {failure ? <FailureNote failure={failure} /> : null}
      <ServingFacts state={state} />
      {state.bar === null ? (
        <>
          {isOn ? null : <Line label={say('serving.port')} value={wanted} max={5} onChange={setPort} />}
          <p className="home-verbs">
            <Button isDisabled={busy || !isPort} onPress={() => void turn()}>
              {say(isOn ? 'serving.offVerb' : 'serving.on')}
            </Button>
          </p>
        </>
      ) : (
        <p className="place-note">{say(`serving.bar.${state.bar}`)}</p>
      )}
      {state.bar === 'officeKey' && state.mayJoin ? (
        <>
          <PlaceField label={say('serving.keyFile')} value={keyFile} onChange={setKeyFile} ending="" />
          <p className="home-verbs">
            <Button isDisabled={busy || keyFile.trim() === ''} onPress={() => void takeKey()}>
              {say('serving.takeKey')}
            </Button>
          </p>
        </>
      ) : null}
      {state.mayJoin && !isOn ? (
        <>
          <Line label={say('serving.joinLine')} value={line} max={4000} onChange={setLine} />
          <p className="home-verbs">
            <Button isDisabled={busy || line.trim() === ''} onPress={() => void join()}>
              {say('serving.join')}
            </Button>
          </p>
          {joined ? <p role="status">{say('serving.joined')}</p> : null}
        </>
      ) : null}
    </section>
  );
}

/** The reasons that are about the key of its folder. */
const keyless = ['keychainMissing', 'storeKeyWrong', 'otherFolderKey'];

function ServingFacts({ state: { state, reason, addresses, invitation, standing } }: { state: State }) {
  const { say, formats, locale } = useWords();
  const facts: readonly (readonly [string, string])[] = [
    [
      say('serving.state'),
      state !== 'refused'
        ? say(`serving.${state}`)
        : keyless.includes(reason ?? '')
          ? say('serving.keyless')
          : say('serving.refused', { reason: reason ?? '-' }),
    ],
    ...(addresses.length > 0 ? [[say('serving.addresses'), addresses.join(' · ')] as const] : []),
    ...(standing
      ? ([
          [say('serving.desks'), formats.number(standing.desks)],
          [say('serving.waiting'), formats.number(standing.waiting)],
          [
            say('serving.centre'),
            standing.reached
              ? say('serving.reached')
              : say('serving.away', {
                  at: standing.lastContactAt ? formats.dateTime(standing.lastContactAt) : say('serving.never'),
                }),
          ],
        ] as const)
      : []),
  ];
  return (
    <>
      <div role="status">
        <dl className="facts">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd data-tone={state === 'refused' && name === say('serving.state') ? 'bad' : undefined}>{value}</dd>
            </div>
          ))}
        </dl>
      </div>
      {standing && standing.aside.length > 0 ? (
        <section aria-label={say('serving.aside')}>
          <h4>{say('serving.aside')}</h4>
          <p className="place-note">{say('serving.asideNote')}</p>
          <ul className="line-aside">
            {standing.aside.map(({ id, kind, reason }) => (
              <li key={id}>
                <strong>
                  {say(`serving.kind.${kind}`)} · {id}
                </strong>
                <span>{sayFailure({ kind: 'registrationRefused', problem: reason, detail: reason }, locale).what}</span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {invitation === null ? null : (
        <p className="recovery">
          {say('serving.invitation')}: <code>{invitation}</code>
        </p>
      )}
    </>
  );
}

import { useEffect, useState } from 'react';
import { ToggleButton } from 'react-aria-components';
import type { Failure } from '../../contract/failures.ts';
import type { UpdateStatus } from '../../contract/updates.ts';
import { useModel, useWords, type Words } from '../app/context.tsx';
import { FailureNote } from '../parts/FailureNote.tsx';
import { Ago, Button } from '../parts/small.tsx';

/** Which version this is, which one waits and what is new in it, when it is installed and what stands in the way. */
export function UpdatesSection() {
  const { desk } = useModel();
  const words = useWords();
  const { say } = words;
  const [status, setStatus] = useState<UpdateStatus | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [looking, setLooking] = useState(false);

  useEffect(() => {
    let left = false;
    void desk.call('updates.status', {}).then((answer) => {
      if (left) return;
      if (answer.ok) setStatus(answer.value);
      else setFailure(answer.failure);
    });
    const stop = desk.on('updates.changed', (news) => {
      if (!left) setStatus(news);
    });
    return () => {
      left = true;
      stop();
    };
  }, [desk]);

  const look = async (): Promise<void> => {
    setLooking(true);
    const answer = await desk.call('updates.check', {});
    setLooking(false);
    setFailure(answer.ok ? null : answer.failure);
    if (answer.ok) setStatus(answer.value);
  };
  const onQuit = async (install: boolean): Promise<void> => {
    const answer = await desk.call('updates.onQuit', { install });
    if (answer.ok) setStatus(answer.value);
    else setFailure(answer.failure);
  };

  const shown = failure ?? status?.lastFailure ?? null;
  return (
    <section aria-label={say('updates.title')} className="updates">
      <h3 className="group-label">{say('updates.title')}</h3>
      {status ? <Facts status={status} words={words} /> : null}
      {shown ? <FailureNote failure={shown} tone="wait" alert={false} /> : null}
      {status?.waiting ? <Waiting status={status} words={words} onQuit={(install) => void onQuit(install)} /> : null}
      {status?.mode === 'self' ? (
        <p className="home-verbs">
          <Button isDisabled={looking} onPress={() => void look()}>
            {looking ? say('updates.looking') : say('updates.look')}
          </Button>
        </p>
      ) : null}
    </section>
  );
}

function Facts({ status, words: { say } }: { status: UpdateStatus; words: Words }) {
  const { lastInstall } = status;
  return (
    <dl className="facts">
      <div>
        <dt>{say('settings.version')}</dt>
        <dd>
          {status.version}
          {status.standing === 'fine' ? null : <span data-tone="bad"> · {say(`updates.${status.standing}`)}</span>}
        </dd>
      </div>
      <div>
        <dt>{say('updates.how')}</dt>
        <dd>{status.mode === 'system' ? say('updates.system') : say('updates.self', { ring: status.ring })}</dd>
      </div>
      {status.mode === 'system' ? null : (
        <div>
          <dt>{say('updates.last')}</dt>
          <dd>{status.lastCheckAt === null ? say('updates.never') : <Ago at={status.lastCheckAt} />}</dd>
        </div>
      )}
      {lastInstall ? (
        <div>
          <dt>{say('updates.before')}</dt>
          <dd data-tone={lastInstall.end === 'returned' ? 'wait' : undefined}>
            {say(`updates.end.${lastInstall.end}`, { version: lastInstall.version, from: lastInstall.from })}{' '}
            <Ago at={lastInstall.at} />
          </dd>
        </div>
      ) : null}
    </dl>
  );
}

function Waiting({
  status,
  words,
  onQuit,
}: {
  status: UpdateStatus;
  words: Words;
  onQuit: (install: boolean) => void;
}) {
  const { say, formats, locale } = words;
  const { waiting, putOff, installOnQuit } = status;
  if (waiting === null) return null;
  const notes = waiting.notes[locale];
  return (
    <div className="update-waiting">
      <p className="update-head">
        <strong>{say(`updates.waits.${waiting.kind}`, { version: waiting.version })}</strong>
        {waiting.critical ? <span data-tone="wait"> · {say('updates.critical')}</span> : null}
      </p>
      <p className="hint">
        {waiting.stage === 'ready' || waiting.stage === 'installing'
          ? say(`updates.stage.${waiting.stage}`)
          : say(`updates.stage.${waiting.stage}`, {
              received: formats.size(waiting.received),
              bytes: formats.size(waiting.bytes),
            })}
      </p>
      {notes === '' ? null : (
        <div className="update-notes" aria-label={say('updates.notes')} role="region">
          {notes.split('\n').map((line, at) => (
            <p key={at}>{line}</p>
          ))}
        </div>
      )}
      <ToggleButton className="filter" isSelected={installOnQuit} onChange={onQuit}>
        {say('updates.onQuit')}
      </ToggleButton>
      {putOff.length > 0 ? (
        <p className="hint" data-tone="wait">
          {say('updates.putOff', { why: putOff.map((why) => say(`updates.putOff.${why}`)).join(', ') })}
        </p>
      ) : null}
    </div>
  );
}

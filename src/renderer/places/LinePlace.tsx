import { useCallback, useEffect, useState, type FormEvent } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import type { Failure } from '../../contract/failures.ts';
import type { LineItem, Outage } from '../../contract/line.ts';
import { sayFailure } from '../../contract/words/failures.ts';
import { leave } from '../app/commands.ts';
import { useModel, useStore, useWords, type Words } from '../app/context.tsx';
import { useKept } from '../app/kept.ts';
import type { Answer } from '../desk.ts';
import { denialOf, lineWords } from '../model/line-words.ts';
import { LogAlarmNote, LogSection } from '../parts/LogAlarm.tsx';
import { FailureNote } from '../parts/FailureNote.tsx';
import { Note } from '../parts/Note.tsx';
import { Button } from '../parts/small.tsx';
import { KeptCases } from './KeptCases.tsx';
import { Lines, type Line } from './Lines.tsx';
import { Minutes, spanOf } from './Minutes.tsx';
import { ServingSection } from './Serving.tsx';

type Detail = Answer<'line.read'>;
/** What moves is looked at again this often while somebody looks. */
const againMs = 2000;

/** The line: what it is doing, what stands in the way, what was set aside and why, when it was down. */
export function LinePlace() {
  const model = useModel();
  const words = useWords();
  const { say, formats } = words;
  const { status } = useStore(model.office.view);
  const [detail, setDetail] = useState<Detail | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  const read = useCallback(async (): Promise<void> => {
    const answer = await model.desk.call('line.read', {});
    if (!answer.ok) return setFailure(answer.failure);
    setFailure(null);
    setDetail(answer.value);
  }, [model]);
  useEffect(() => {
    let left = false;
    const look = (): void => {
      void model.desk.call('line.read', {}).then((answer) => {
        if (left) return;
        if (answer.ok) setDetail(answer.value);
        else setFailure(answer.failure);
      });
    };
    look();
    const timer = setInterval(look, againMs);
    const stop = model.desk.on('line.changed', look);
    return () => {
      left = true;
      clearInterval(timer);
      stop();
    };
  }, [model]);

  const line = status?.line ?? null;
  const aside = detail?.items.filter((item) => item.aside) ?? [];
  const next = detail?.items.filter((item) => !item.aside) ?? [];
  const retry = async (key: string): Promise<void> => {
    await model.desk.call('line.retry', { key });
    await read();
  };
  return (
    <>
      <header className="place-head">
        <h2>{say('line.title')}</h2>
        <p className="place-note">
          {line ? say(lineWords(line)) : ''}
          {line?.lastContactAt ? ` · ${say('strip.contact')} ${formats.dateTime(line.lastContactAt)}` : ''}
          {detail === null || detail.nextTrySeconds === null
            ? ''
            : ` · ${say('line.nextTry', { time: formats.duration(detail.nextTrySeconds) })}`}
        </p>
      </header>
      <div className="place-body signing health">
        {line?.forkedDevice ? (
          <Note tone="bad" what={say('forked.title')}>
            <p>
              {say('forked.what', {
                was: line.forkedDevice.was,
                name: line.forkedDevice.deviceId,
                since: formats.dateTime(line.forkedDevice.since),
              })}
            </p>
          </Note>
        ) : null}
        <LogAlarmNote />
        {failure ? <FailureNote failure={failure} /> : null}
        {line?.centre?.reached === false && line.state === 'online' ? (
          <>
            <FailureNote failure={{ kind: 'centreUnreachable' }} tone="wait" alert={false} />
            <p className="hint">
              {line.centre.lastContactAt
                ? say('line.centreLast', { at: formats.dateTime(line.centre.lastContactAt) })
                : say('line.centreNever')}
            </p>
          </>
        ) : null}
        {line?.lastFailure && (line.state === 'offline' || denialOf(line) !== null) ? (
          <FailureNote failure={line.lastFailure} tone="wait" alert={false} />
        ) : null}
        {detail?.proxy.wantsSignIn ? <SignIn onDone={() => void read()} /> : null}
        {detail === null ? (
          failure ? null : (
            <p className="hint">{say('line.reading')}</p>
          )
        ) : (
          <>
            <p className="health-sum">{planOf(detail, words)}</p>
            <p className="hint">{paceOf(detail, words)}</p>
            {aside.length > 0 ? (
              <section aria-label={say('line.aside')}>
                <h3>{say('line.asideTitle', { n: aside.length })}</h3>
                <ul className="line-aside">
                  {aside.map((item) => (
                    <li key={item.key}>
                      <strong>{titleOf(item, words)}</strong>
                      <span>{item.reason ? reasonOf(item.reason, words) : ''}</span>
                      <Button
                        aria-label={say('line.retry', { title: titleOf(item, words) })}
                        onPress={() => void retry(item.key)}
                      >
                        {say('line.again')}
                      </Button>
                    </li>
                  ))}
                </ul>
              </section>
            ) : null}
            {next.length > 0 ? (
              <section aria-label={say('line.next')}>
                <h3>{say('line.next')}</h3>
                <Lines
                  count={next.length}
                  label={say('line.next')}
                  line={(n) => lineOf(next[n]!, words)}
                  keepsCaption={next.some(({ behind, reason }) => behind !== undefined || reason !== null)}
                />
              </section>
            ) : null}
            <LogSection />
            <KeptCases kept={detail.kept} onChanged={() => void read()} />
            <section aria-label={say('line.outages')}>
              <h3>{say('line.outages')}</h3>
              {detail.outages.length === 0 ? (
                <p className="hint">{say('line.noOutages')}</p>
              ) : (
                <Lines
                  count={detail.outages.length}
                  label={say('line.outages')}
                  line={(n) => outageOf(detail.outages[n]!, words)}
                />
              )}
              <Minutes outages={detail.outages} />
            </section>
          </>
        )}
        <ServingSection />
      </div>
      <footer className="decision" aria-label={say('decision.label')}>
        <p className="decision-about" role="status">
          {line?.syncing ? say('strip.syncing') : ''}
        </p>
        <div className="decision-verbs">
          <Button command="back" onPress={() => leave(model)}>
            {say('action.back')}
          </Button>
          <Button look="main" command="sync" onPress={() => void model.office.syncNow()}>
            {say('command.sync')}
          </Button>
        </div>
      </footer>
    </>
  );
}

/** A proxy on the way asks who one is. What is typed goes to the office and is forgotten here. */
function SignIn({ onDone }: { onDone: () => void }) {
  const model = useModel();
  const { say } = useWords();
  const [user, setUser] = useKept('line.user', '');
  const [password, setPassword] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (user === '') return;
    void model.desk.call('line.signIn', { user, password }).then(onDone);
    setPassword('');
  };
  return (
    <form className="line-sign-in" onSubmit={submit}>
      <TextField className="field" value={user} onChange={setUser} autoComplete="username">
        <Label>{say('line.user')}</Label>
        <Input />
      </TextField>
      <TextField className="field" value={password} onChange={setPassword} type="password" autoComplete="off">
        <Label>{say('line.password')}</Label>
        <Input />
      </TextField>
      <Button type="submit">{say('line.signIn')}</Button>
    </form>
  );
}

function planOf({ up, down, deferred }: Detail, { say, formats }: Words): string {
  if (up.items + down.items === 0) return say('line.allDone');
  const left = say('line.left', { size: formats.size(up.bytes + down.bytes) });
  const ways = say('line.ways', { up: formats.number(up.items), down: formats.number(down.items) });
  return deferred.items === 0 ? `${left} ${ways}` : `${left} ${ways} ${say('line.deferred', { n: deferred.items })}`;
}

function paceOf({ cap, goodput, proxy }: Detail, { say, formats }: Words): string {
  const kbps = (bytes: number): string => formats.number(Math.round((bytes * 8) / 1000));
  const parts = [
    cap.kbps === null ? say('line.noCap') : say('line.cap', { kbps: formats.number(cap.kbps) }),
    cap.until === null ? '' : say('line.capUntil', { time: cap.until }),
    goodput.up === null ? '' : say('line.upPace', { kbps: kbps(goodput.up) }),
    goodput.down === null ? '' : say('line.downPace', { kbps: kbps(goodput.down) }),
    proxy.via === null ? '' : say('line.proxy', { proxy: proxy.via }),
  ];
  return parts.filter(Boolean).join(' · ');
}

const titleOf = ({ title, kind }: LineItem, { say }: Words): string =>
  title === '' ? say(`line.kind.${kind}`) : title;

function reasonOf(failure: Failure, { locale }: Words): string {
  const { what, next } = sayFailure(failure, locale);
  return `${what} ${next}`;
}

function behindWords({ title, reason }: NonNullable<LineItem['behind']>, { say, locale }: Words): string {
  return say('line.behind', { title, why: reason ? sayFailure(reason, locale).what : '' });
}

function lineOf(item: LineItem, words: Words): Line {
  const { say, formats } = words;
  const kind = say(`line.kind.${item.kind}`);
  return {
    key: item.key,
    tone: item.moving ? 'info' : item.urgent ? 'wait' : 'plain',
    title: titleOf(item, words),
    caption: item.reason
      ? sayFailure(item.reason, words.locale).what
      : item.behind
        ? behindWords(item.behind, words)
        : `${kind} · ${formats.size(item.bytes)}`,
    word: item.moving ? say('line.moving') : item.urgent ? say('line.urgent') : '',
  };
}

function outageOf(outage: Outage, words: Words): Line {
  const { from, ended, reason } = outage;
  const { say, locale } = words;
  return {
    key: from,
    tone: ended === null ? 'wait' : 'plain',
    title: spanOf(outage, words),
    caption: sayFailure(reason, locale).what,
    word: ended === null ? say('line.still') : say(`line.ended.${ended}`),
  };
}

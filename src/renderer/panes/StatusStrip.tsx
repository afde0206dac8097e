import {
  Ban,
  Cloud,
  CloudOff,
  HardDrive,
  House,
  PenLine,
  RefreshCw,
  Send,
  TriangleAlert,
  Unplug,
  Usb,
} from 'lucide-react';
import { useEffect } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import type { Failure } from '../../contract/failures.ts';
import { sayFailure } from '../../contract/words/failures.ts';
import { sayPinState } from '../../contract/words/states.ts';
import { commands, keysOf, openToken, place } from '../app/commands.ts';
import { useModel, useNow, useStore, useWords } from '../app/context.tsx';
import { isWorrying } from '../model/home.ts';
import { denialOf, lineWords } from '../model/line-words.ts';
import { isRunning } from '../model/signing.ts';
import { LogAlarmItem } from '../parts/LogAlarm.tsx';
import { Ago, hearKeys, Keys } from '../parts/small.tsx';
import { NoticeWords } from './NoticeWords.tsx';

/** A clock this far from the repository's deserves a word (law 6: it delays nothing and decides nothing). */
const clockWorryMs = 120_000;

/** Always there, always true: line, queue, last contact, token, clock; and what just happened. */
export function StatusStrip() {
  const model = useModel();
  const { status } = useStore(model.office.view);
  const signing = useStore(model.signing.view);
  const unfinished = useStore(model.signing.unfinished);
  const { say, formats } = useWords();
  const now = useNow(5000);
  if (!status) return <footer className="strip" data-pane="strip" aria-label={say('strip.label')} />;
  const { line } = status;
  const offset = line.clockOffsetMs;
  // What leads to acts on their way is for those whose role may read them: to anybody else its click would only be refused.
  const seesActs = status.person.permits?.includes('seeOpen') ?? true;
  return (
    <footer className="strip" data-pane="strip" aria-label={say('strip.label')}>
      <LineState />
      {seesActs ? (
        <AriaButton className="strip-item" onPress={() => void model.openTray('queue')}>
          <Send aria-hidden size={14} />
          <span>{say('strip.queue', { n: line.waiting })}</span>
          {line.refused > 0 ? <span data-tone="bad">· {say('strip.refused', { n: line.refused })}</span> : null}
          {line.others ? <span>· {say('strip.others', { n: line.others })}</span> : null}
        </AriaButton>
      ) : null}
      {line.forkedDevice ? (
        <AriaButton className="strip-item" data-tone="bad" onPress={() => place('line')(model)}>
          <TriangleAlert aria-hidden size={14} />
          {say('strip.forked')}
        </AriaButton>
      ) : null}
      <LogAlarmItem />
      {seesActs && line.aside > 0 ? (
        <AriaButton className="strip-item" data-tone="wait" onPress={() => place('line')(model)}>
          <TriangleAlert aria-hidden size={14} />
          {say('strip.aside', { n: line.aside })}
        </AriaButton>
      ) : null}
      <span className="strip-item">
        {line.lastContactAt === null ? (
          say('strip.neverContact')
        ) : (
          <>
            <span>{say('strip.contact')}</span> <Ago at={line.lastContactAt} />
          </>
        )}
      </span>
      {signing.kind === 'batch' && isRunning(signing.batch) ? (
        <AriaButton
          className="strip-item strip-batch"
          onPress={() => commands.find(({ id }) => id === 'batch')?.run(model)}
        >
          <PenLine aria-hidden size={14} />
          {say(signing.batch.state === 'paused' ? 'strip.paused' : 'strip.batch', {
            kept: formats.number(signing.batch.kept),
            total: formats.number(signing.batch.total - signing.batch.leftOut),
          })}
        </AriaButton>
      ) : null}
      {unfinished && signing.kind !== 'batch' ? (
        <AriaButton
          className="strip-item strip-batch"
          data-tone="wait"
          onPress={() => commands.find(({ id }) => id === 'batch')?.run(model)}
        >
          <PenLine aria-hidden size={14} />
          {say('strip.unfinished', { n: unfinished.rows.length })}
        </AriaButton>
      ) : null}
      <span className="strip-notice">
        <NoticeWords />
      </span>
      <CopyState />
      <TokenState />
      <span className="strip-item strip-clock">
        {offset !== null && Math.abs(offset) > clockWorryMs ? (
          <span data-tone="wait" title={say('strip.clockWorry', { time: formats.duration(Math.abs(offset) / 1000) })}>
            <TriangleAlert aria-hidden size={14} />
            <span className="heard">
              {say('strip.clockWorry', { time: formats.duration(Math.abs(offset) / 1000) })}
            </span>
          </span>
        ) : null}
        <time dateTime={new Date(now).toISOString()}>{formats.time(new Date(now).toISOString())}</time>
      </span>
    </footer>
  );
}

function LineState() {
  const model = useModel();
  const { status } = useStore(model.office.view);
  const { say, locale } = useWords();
  if (!status) return null;
  const { line } = status;
  // The office's own repository is no line to the central one: it must not look like one.
  const isDenied = denialOf(line) !== null;
  const officeOnly = !isDenied && line.state === 'online' && line.centre?.reached === false;
  const isWell = line.state === 'online' && !officeOnly && !isDenied;
  const Icon = line.syncing ? RefreshCw : isDenied ? Ban : officeOnly ? House : isWell ? Cloud : CloudOff;
  const failure: Failure | null = officeOnly ? { kind: 'centreUnreachable' } : line.lastFailure;
  const why = failure ? sayFailure(failure, locale) : null;
  const keys = keysOf('sync');
  return (
    <AriaButton className="strip-item" data-focus onPress={() => void model.office.syncNow()} ref={hearKeys(keys)}>
      <span
        className="strip-line"
        data-tone={isWell ? 'ok' : 'wait'}
        title={why ? `${why.what} ${why.next}` : undefined}
      >
        <Icon aria-hidden size={14} />
        <span>{line.syncing && !officeOnly ? say('strip.syncing') : say(lineWords(line))}</span>
      </span>
      <span className="heard">
        {why && !isWell ? `${why.what} ${why.next} ` : ''}
        {say('command.sync')}
      </span>
      {keys ? <Keys keys={keys} /> : null}
    </AriaButton>
  );
}

/** Heard of only when something is wrong: copies that are made need no word. */
function CopyState() {
  const model = useModel();
  const { status } = useStore(model.home.view);
  const { say } = useWords();
  useEffect(() => void model.home.read(), [model]);
  if (!status || !isWorrying(status)) return null;
  return (
    <AriaButton
      className="strip-item"
      data-tone="wait"
      onPress={() => commands.find(({ id }) => id === 'home')?.run(model)}
    >
      <HardDrive aria-hidden size={14} />
      {say('strip.copyWorry', { state: say(`home.state.${status.state}`) })}
    </AriaButton>
  );
}

function TokenState() {
  const model = useModel();
  const { libraries } = useStore(model.office.view);
  const { say, locale } = useWords();
  if (libraries === null) return <span className="strip-item">{say('strip.tokenReading')}</span>;
  const tokens = libraries.flatMap(({ listing }) => listing?.tokens ?? []);
  const failure = libraries.find((library) => library.failure)?.failure ?? null;
  const first = tokens[0];
  if (!first)
    return (
      <AriaButton className="strip-item" data-tone="wait" onPress={() => openToken(model)}>
        <Unplug aria-hidden size={14} />
        <span title={failure ? sayFailure(failure, locale).what : undefined}>{say('strip.noToken')}</span>
        <span className="heard">{say('strip.toToken')}</span>
      </AriaButton>
    );
  const alarm = first.pinState !== 'normal' && first.pinState !== 'unknown';
  return (
    <AriaButton className="strip-item strip-token" onPress={() => openToken(model)}>
      <Usb aria-hidden size={14} />
      <span className="strip-token-name" title={`${first.manufacturer} ${first.model} · ${first.serial}`}>
        {first.label}
      </span>
      {tokens.length > 1 ? <span>{say('strip.moreTokens', { n: tokens.length - 1 })}</span> : null}
      {alarm ? <span data-tone="bad">· {sayPinState(first.pinState, locale)}</span> : null}
      <span className="heard">{say('strip.toToken')}</span>
    </AriaButton>
  );
}

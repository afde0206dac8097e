import { Badge, Check, CircleX, Clock, Hourglass, Minus, PenLine, type LucideIcon } from 'lucide-react';
import { Label, ProgressBar } from 'react-aria-components';
import type { Batch, BatchItem } from '../../contract/acts.ts';
import type { Failure } from '../../contract/failures.ts';
import { sayFailure } from '../../contract/words/failures.ts';
import { sayBatchState, sayItemState } from '../../contract/words/states.ts';
import { goOn, hold, leave, openToken } from '../app/commands.ts';
import { useModel, useStore, useWords } from '../app/context.tsx';
import { wayOf } from '../model/line-words.ts';
import { printText } from '../parts/print.ts';
import { isRunning, isUnreached, isWorthAnotherTry, type BatchView } from '../model/signing.ts';
import { ElectronicMark } from '../parts/ElectronicMark.tsx';
import { FailureNote } from '../parts/FailureNote.tsx';
import { Note } from '../parts/Note.tsx';
import { Button } from '../parts/small.tsx';
import { Lines, type Line } from './Lines.tsx';

const icons: Readonly<Record<BatchItem['state'], LucideIcon>> = {
  waiting: Clock,
  prepared: Check,
  signing: PenLine,
  kept: Badge,
  failed: CircleX,
  leftOut: Minus,
};
const tones: Readonly<Record<BatchItem['state'], Line['tone']>> = {
  waiting: 'plain',
  prepared: 'plain',
  signing: 'info',
  kept: 'ok',
  failed: 'bad',
  leftOut: 'wait',
};

/** After the PIN: each act's fate as it happens, how to hold and stop it, and at the end what became of all, with one key for the rest. */
export function BatchPlace(view: BatchView) {
  const { batch, items, report } = view;
  return (
    <>
      <Head {...view} />
      <div className="place-body signing">
        <Progress batch={batch} />
        {isRunning(batch) ? null : <Summary batch={batch} items={items} />}
        {view.failure ? <FailureNote failure={view.failure} /> : null}
        {view.found && batch.stoppedBy?.kind === 'officeGone' ? (
          <Interrupted items={items} />
        ) : batch.stoppedBy ? (
          <FailureNote failure={batch.stoppedBy} alert={!view.found}>
            {isAboutToken(batch.stoppedBy) ? <ToToken /> : null}
          </FailureNote>
        ) : null}
        {report ? <Report text={report.text} path={report.path} /> : <Fates batch={batch} items={items} />}
      </div>
      <Foot {...view} />
    </>
  );
}

function Head({ batch, found }: BatchView) {
  const { say, formats } = useWords();
  const { signer, tokenLabel: token } = batch;
  const title = isRunning(batch)
    ? say(batch.state === 'paused' ? 'batch.titlePaused' : 'batch.title', { n: batch.total - batch.leftOut })
    : found
      ? say('batch.found')
      : say('batch.done', { n: batch.kept });
  return (
    <header className="place-head">
      <h2>{title}</h2>
      {batch.electronic ? <ElectronicMark /> : null}
      <p className="place-note">
        {found
          ? say('batch.foundWhen', { when: formats.dateTime(batch.startedAt), signer, token })
          : say('batch.with', { signer, token })}
      </p>
    </header>
  );
}

function Progress({ batch }: { batch: Batch }) {
  const { say, locale, formats } = useWords();
  const all = Math.max(1, batch.total - batch.leftOut);
  return (
    <ProgressBar className="progress" value={batch.kept} minValue={0} maxValue={all}>
      <Label>{batch.state === 'waitingForPin' ? say('batch.pin') : sayBatchState(batch.state, locale)}</Label>
      <span className="progress-count">
        {say('batch.count', { kept: formats.number(batch.kept), total: formats.number(all) })}
        {isRunning(batch) && batch.remainingSeconds !== null
          ? ` · ${say('batch.remaining', { time: formats.duration(batch.remainingSeconds) })}`
          : ''}
      </span>
      <Bar part={batch.kept / all} />
    </ProgressBar>
  );
}

/** A crash or a power cut came between: which act it caught, and that its state is certain. */
function Interrupted({ items }: Pick<BatchView, 'items'>) {
  const { say, formats } = useWords();
  const next = items.findIndex(isWorthAnotherTry);
  const item = items[next];
  return (
    <Note tone="wait" what={say('batch.foundWhy')}>
      {item ? <p>{say('batch.foundNext', { number: formats.number(next + 1), title: item.title })}</p> : null}
    </Note>
  );
}

function Summary({ batch, items }: Pick<BatchView, 'batch' | 'items'>) {
  const { say } = useWords();
  const rest = items.filter(isUnreached).length;
  return (
    <ul className="summary">
      <li data-tone="ok">{say('batch.kept', { n: batch.kept })}</li>
      {batch.failed > 0 ? <li data-tone="bad">{say('batch.failed', { n: batch.failed })}</li> : null}
      {batch.leftOut > 0 ? <li data-tone="wait">{say('batch.leftOut', { n: batch.leftOut })}</li> : null}
      {rest > 0 ? <li>{say('batch.rest', { n: rest })}</li> : null}
    </ul>
  );
}

function Fates({ batch, items }: Pick<BatchView, 'batch' | 'items'>) {
  const { say, locale } = useWords();
  return (
    <>
      <h3>{say('batch.fates')}</h3>
      <Lines
        count={items.length}
        label={say('batch.fates')}
        line={(index) => {
          const item = items[index]!;
          // A batch that ended leaves them as they were: neither signed nor refused.
          const left = !isRunning(batch) && isUnreached(item);
          const unread = item.state === 'leftOut' && item.failure?.kind === 'actNotShown';
          const Icon = left ? Clock : icons[item.state];
          return {
            key: item.actId,
            tone: tones[item.state],
            title: item.title,
            caption: item.failure && !unread ? sayFailure(item.failure, locale).what : item.caption,
            word: left ? say('batch.itemLeft') : unread ? say('batch.itemUnread') : sayItemState(item.state, locale),
            icon: <Icon aria-hidden size={16} fill={item.state === 'kept' ? 'currentColor' : 'none'} />,
          };
        }}
      />
    </>
  );
}

/** The report as it will be read by others: plain, to be selected, copied and written to a file. */
function Report({ text, path }: { text: string; path: string | null }) {
  const { say } = useWords();
  return (
    <>
      <h3>{say('batch.reportTitle')}</h3>
      {path === null ? null : (
        <p className="saved" role="status">
          {say('batch.savedReport', { path })}
        </p>
      )}
      <pre className="report" tabIndex={0} role="region" aria-label={say('batch.reportTitle')}>
        {text}
      </pre>
    </>
  );
}

const isAboutToken = ({ kind }: Failure): boolean => /^(token|driver|pin|certificate|loggedOut)/.test(kind);

function ToToken() {
  const model = useModel();
  const { say } = useWords();
  return (
    <Button command="token" onPress={() => openToken(model)}>
      {say('command.token')}
    </Button>
  );
}

function Foot(view: BatchView) {
  const { say } = useWords();
  return (
    <footer className="decision" aria-label={say('decision.label')}>
      {isRunning(view.batch) ? <WhileRunning {...view} /> : <Afterwards {...view} />}
    </footer>
  );
}

function WhileRunning({ batch, stopping }: BatchView) {
  const model = useModel();
  const { say, formats } = useWords();
  const paused = batch.state === 'paused';
  const rest = batch.total - batch.kept - batch.failed - batch.leftOut;
  return (
    <>
      <p className="decision-about" role="status">
        <Hourglass aria-hidden size={14} />{' '}
        {paused
          ? `${say('batch.paused', { n: rest })}. ${
              batch.pauseEndsAt
                ? say('batch.pauseEnds', { time: formats.time(batch.pauseEndsAt) })
                : say('batch.pausedSafe')
            }`
          : say(batch.pauseAsked ? 'batch.pausing' : 'batch.goesOn')}
      </p>
      <div className="decision-verbs">
        <Button isDisabled={stopping} onPress={() => void model.signing.stop()}>
          {say(stopping ? 'batch.stopping' : paused ? 'batch.stopNow' : 'batch.stop')}
        </Button>
        <Button
          look={paused ? 'main' : 'plain'}
          command="hold"
          isDisabled={stopping}
          onPress={() => hold(model)}
          data-focus
        >
          {say(batch.pauseAsked ? 'batch.resume' : 'batch.pause')}
        </Button>
      </div>
    </>
  );
}

function Afterwards({ items, found, report }: BatchView) {
  const model = useModel();
  const { say } = useWords();
  const { status } = useStore(model.office.view);
  const rest = items.filter(isWorthAnotherTry).length;
  return (
    <>
      <p className="decision-about">
        {rest > 0
          ? say(found ? 'batch.foundSafe' : 'batch.restSafe')
          : say(status ? wayOf(status.line) : 'batch.waits')}
      </p>
      <div className="decision-verbs">
        {report ? (
          <>
            <Button look="quiet" onPress={() => void model.signing.saveReport('pdf')}>
              {say('batch.savePdf')}
            </Button>
            <Button look="quiet" onPress={() => void model.signing.saveReport('text')}>
              {say('batch.saveReport')}
            </Button>
            <Button look="quiet" onPress={() => printText(say('batch.reportTitle'), report.text)}>
              {say('batch.printReport')}
            </Button>
          </>
        ) : null}
        <Button look="quiet" onPress={() => void model.signing.readReport()}>
          {say(report ? 'batch.fatesBack' : 'batch.report')}
        </Button>
        {found && rest > 0 ? (
          <Button look="quiet" onPress={() => void model.signing.dismiss().then(() => leave(model))}>
            {say('batch.dismiss')}
          </Button>
        ) : null}
        <Button look={rest > 0 ? 'plain' : 'main'} command="back" onPress={() => leave(model)}>
          {say('batch.close')}
        </Button>
        {rest > 0 ? (
          <Button look="main" command="primary" onPress={() => void goOn(model)} data-focus>
            {say('batch.continue', { n: rest })}
          </Button>
        ) : null}
      </div>
    </>
  );
}

function Bar({ part }: { part: number }) {
  return (
    <span className="bar" aria-hidden>
      <span className="bar-done" style={{ inlineSize: `${Math.round(part * 1000) / 10}%` }} />
    </span>
  );
}

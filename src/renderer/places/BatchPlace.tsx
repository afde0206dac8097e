import { Badge, Check, CircleX, Clock, Hourglass, Minus, PenLine, type LucideIcon } from 'lucide-react';
import { Label, ProgressBar } from 'react-aria-components';
import type { Batch, BatchItem } from '../../contract/acts.ts';
import { sayFailure } from '../../contract/words/failures.ts';
import { sayBatchState, sayItemState } from '../../contract/words/states.ts';
import { leave } from '../app/commands.ts';
import { useModel, useWords } from '../app/context.tsx';
import { isRunning, isWorthAnotherTry } from '../model/signing.ts';
import { FailureNote } from '../parts/FailureNote.tsx';
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

/** After the PIN: each act's fate as it happens, how to stop, and at the end what became of all, with one key for the rest. */
export function BatchPlace({
  batch,
  items,
  unread,
  stopping,
}: {
  batch: Batch;
  items: readonly BatchItem[];
  unread: number;
  stopping: boolean;
}) {
  const model = useModel();
  const { say, locale, formats } = useWords();
  const running = isRunning(batch);
  const rest = items.filter(isWorthAnotherTry).length;
  const leftOut = batch.leftOut + unread;

  return (
    <>
      <header className="place-head">
        <h2>{running ? say('batch.title', { n: batch.total }) : say('batch.done', { n: batch.kept })}</h2>
        <p className="place-note">{say('batch.with', { signer: batch.signer, token: batch.tokenLabel })}</p>
      </header>
      <div className="place-body signing">
        <ProgressBar className="progress" value={batch.kept} minValue={0} maxValue={Math.max(1, batch.total)}>
          <Label>{batch.state === 'waitingForPin' ? say('batch.pin') : sayBatchState(batch.state, locale)}</Label>
          <span className="progress-count">
            {say('batch.count', { kept: formats.number(batch.kept), total: formats.number(batch.total) })}
            {running && batch.remainingSeconds !== null
              ? ` · ${say('batch.remaining', { time: formats.duration(batch.remainingSeconds) })}`
              : ''}
          </span>
          <Bar part={batch.kept / Math.max(1, batch.total)} />
        </ProgressBar>
        {running ? null : (
          <ul className="summary">
            <li data-tone="ok">{say('batch.kept', { n: batch.kept })}</li>
            {batch.failed > 0 ? <li data-tone="bad">{say('batch.failed', { n: batch.failed })}</li> : null}
            {leftOut > 0 ? <li data-tone="wait">{say('batch.leftOut', { n: leftOut })}</li> : null}
            {rest > 0 ? <li>{say('batch.rest', { n: rest })}</li> : null}
          </ul>
        )}
        {batch.stoppedBy ? <FailureNote failure={batch.stoppedBy} /> : null}
        <h3>{say('batch.fates')}</h3>
        <Lines
          count={items.length}
          label={say('batch.fates')}
          line={(index) => {
            const item = items[index]!;
            // A batch that ended leaves them as they were: neither signed nor refused.
            const left = !running && isWorthAnotherTry(item) && item.state !== 'failed';
            const Icon = left ? Clock : icons[item.state];
            return {
              key: item.actId,
              tone: tones[item.state],
              title: item.title,
              caption: item.failure ? sayFailure(item.failure, locale).what : item.caption,
              word: left ? say('batch.itemLeft') : sayItemState(item.state, locale),
              icon: <Icon aria-hidden size={16} fill={item.state === 'kept' ? 'currentColor' : 'none'} />,
            };
          }}
        />
      </div>
      <footer className="decision" aria-label={say('decision.label')}>
        <p className="decision-about">
          {running ? (
            <>
              <Hourglass aria-hidden size={14} /> {say('batch.goesOn')}
            </>
          ) : rest > 0 ? (
            say('batch.restSafe')
          ) : (
            say('batch.queued')
          )}
        </p>
        <div className="decision-verbs">
          {running ? (
            <Button isDisabled={stopping} onPress={() => void model.signing.stop()} data-focus>
              {stopping ? say('batch.stopping') : say('batch.stop')}
            </Button>
          ) : (
            <>
              <Button look={rest > 0 ? 'plain' : 'main'} command="back" onPress={() => leave(model)}>
                {say('batch.close')}
              </Button>
              {rest > 0 ? (
                <Button look="main" command="primary" onPress={() => model.signing.continueWithRest()}>
                  {say('batch.continue', { n: rest })}
                </Button>
              ) : null}
            </>
          )}
        </div>
      </footer>
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

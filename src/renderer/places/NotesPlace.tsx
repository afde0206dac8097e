import { useCallback, useEffect, useState } from 'react';
import type { ActRow } from '../../contract/acts.ts';
import type { EntryRow } from '../../contract/cases.ts';
import type { Failure, Outcome } from '../../contract/failures.ts';
import { leave } from '../app/commands.ts';
import { useModel, useStore, useWords } from '../app/context.tsx';
import { useKept } from '../app/kept.ts';
import { ElectronicMark } from '../parts/ElectronicMark.tsx';
import { FailureNote } from '../parts/FailureNote.tsx';
import { Button, Empty } from '../parts/small.tsx';
import { Line } from './cases/fields.tsx';
import { NoteLine } from './cases/NoteLine.tsx';
import { Notices } from './cases/Notices.tsx';
import { ActLevel } from './ActLevel.tsx';
import { ActLabels } from './ActLabels.tsx';
import { Correct } from './Correct.tsx';

/** What was noted of the act in hand, and what this person may note of it now. */
export function NotesPlace() {
  const model = useModel();
  const { current } = useStore(model.places);
  const { say } = useWords();
  return (
    <>
      <header className="place-head">
        <h2>{say('notes.title')}</h2>
        <p className="place-note">
          {current ? `${current.title} · ${current.caseNumber}` : say('notes.note')}{' '}
          {current?.electronic ? <ElectronicMark row={current} /> : null}
        </p>
      </header>
      {current ? <Notes key={current.actId} act={current} /> : <Empty>{say('notes.none')}</Empty>}
      <footer className="decision" aria-label={say('decision.label')}>
        <p className="decision-about">{say('notes.note')}</p>
        <div className="decision-verbs">
          <Button command="back" onPress={() => leave(model)}>
            {say('action.back')}
          </Button>
        </div>
      </footer>
    </>
  );
}

function Notes({ act }: { act: ActRow }) {
  const model = useModel();
  const { status } = useStore(model.office.view);
  const { say } = useWords();
  const [entries, setEntries] = useState<readonly EntryRow[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [said, setSaid] = useState(false);
  const { actId, documentSha256, state } = act;
  const take = useCallback((answer: Outcome<{ readonly entries: readonly EntryRow[] }>) => {
    if (answer.ok) setEntries(answer.value.entries);
    else setFailure(answer.failure);
  }, []);
  const read = useCallback(() => model.cases.notesOf(actId).then(take), [model, actId, take]);
  useEffect(() => {
    void model.cases.notesOf(actId).then(take);
    return model.desk.on('cases.changed', () => void read());
  }, [model, actId, read, take]);
  const done = async (answer: Promise<Outcome<ActRow>>): Promise<boolean> => {
    const outcome = await answer;
    setFailure(outcome.ok ? null : outcome.failure);
    setSaid(outcome.ok);
    if (!outcome.ok) return false;
    model.go({ current: outcome.value });
    await read();
    return true;
  };
  const permits = status?.person.permits ?? [];
  const waits = state === 'toSign' || state === 'partiallySigned';
  const over = state === 'registered' || state === 'notified';
  const offers = {
    correct: over && permits.includes('draft'),
    vouch: waits && permits.includes('vouch') && act.vouchedBy === null,
    withdraw: (state === 'toSign' || state === 'returned') && permits.includes('withdraw'),
    notify: (waits || over) && permits.includes('notify'),
    lower: over && act.confidentialityLevel > 0 && permits.includes('setFlags'),
    seal: over && permits.includes('setConfidentiality'),
  };
  return (
    <div className="place-body drafts">
      {failure ? <FailureNote failure={failure} /> : null}
      <p role="status" className="heard">
        {said ? say('notes.done') : ''}
      </p>
      <section aria-label={say('notes.list')}>
        <h3 className="group-label">{say('notes.list')}</h3>
        {entries?.length === 0 ? <p className="hint">{say('notes.none')}</p> : null}
        <ul className="entry-list">
          {entries?.map((row) => (
            <NoteLine key={row.entry.entryId} row={row} />
          ))}
        </ul>
      </section>
      {Object.values(offers).includes(true) ? null : <p className="hint">{say('notes.nothing')}</p>}
      {offers.vouch ? (
        <section aria-label={say('notes.vouch')}>
          <h3 className="group-label">{say('notes.vouch')}</h3>
          <p className="hint">{say('notes.vouchHint')}</p>
          <Button look="main" onPress={() => void done(model.desk.call('acts.vouch', { actId, documentSha256 }))}>
            {say('notes.vouch')}
          </Button>
        </section>
      ) : null}
      {offers.notify ? <Notices act={act} canNote={over} onDone={done} /> : null}
      {offers.withdraw ? (
        <WithReason
          field={`withdraw ${actId}`}
          title={say('notes.withdraw')}
          hint={say('notes.withdrawHint')}
          onReason={(reason) => void done(model.desk.call('acts.withdraw', { actId, documentSha256, reason }))}
        />
      ) : null}
      <ActLabels key={act.labels?.join('|')} act={act} onDone={(answer) => void done(answer)} />
      {offers.correct ? <Correct act={act} onFailure={setFailure} /> : null}
      {offers.lower && entries ? <ActLevel act={act} entries={entries} onDone={done} /> : null}
      {offers.seal ? (
        <WithReason
          field={`seal ${actId}`}
          title={say('notes.seal')}
          hint={say('notes.sealHint')}
          onReason={(reason) => void done(model.desk.call('acts.seal', { actId, reason }))}
        />
      ) : null}
    </div>
  );
}

function WithReason({
  field,
  title,
  hint,
  onReason,
}: {
  /** Of which act, and what is done to it. */
  field: string;
  title: string;
  hint: string;
  onReason: (reason: string) => void;
}) {
  const { say } = useWords();
  const [reason, setReason] = useKept(`reason ${field}`, '');
  return (
    <section aria-label={title}>
      <h3 className="group-label">{title}</h3>
      <p className="hint">{hint}</p>
      <div className="field-row">
        <Line label={say('notes.reason')} value={reason} max={1000} onChange={setReason} />
        <Button isDisabled={reason.trim() === ''} onPress={() => onReason(reason.trim())}>
          {title}
        </Button>
      </div>
    </section>
  );
}

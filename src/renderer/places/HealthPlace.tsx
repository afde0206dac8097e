import { useCallback, useEffect, useState } from 'react';
import type { Failure } from '../../contract/failures.ts';
import type { CaseId } from '../../contract/ids.ts';
import type { HealthRow } from '../../contract/levels.ts';
import { leave } from '../app/commands.ts';
import { useModel, useSource, useStore, useWords, type Words } from '../app/context.tsx';
import type { Answer } from '../desk.ts';
import { FailureNote } from '../parts/FailureNote.tsx';
import { Button } from '../parts/small.tsx';
import { Lines, type Line } from './Lines.tsx';

type Health = Answer<'cases.health'>;
const pageSize = 200;

/** How long the signatures of a case can be proved, the shortest first, with the one action that prolongs them. */
export function HealthPlace() {
  const model = useModel();
  const { current } = useStore(model.places);
  const source = useSource();
  const caseId = source.kind === 'case' ? source.caseId : (current?.caseId ?? null);
  return caseId ? <CaseHealth key={caseId} caseId={caseId} /> : null;
}

function CaseHealth({ caseId }: { caseId: CaseId }) {
  const model = useModel();
  const words = useWords();
  const { say } = words;
  const [health, setHealth] = useState<Health | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [told, setTold] = useState('');

  const read = useCallback(
    async (after: string | null, before: readonly HealthRow[]): Promise<void> => {
      const limit = after === null ? Math.min(500, Math.max(pageSize, before.length)) : pageSize;
      const answer = await model.desk.call('cases.health', { caseId, after, limit });
      if (!answer.ok) return setFailure(answer.failure);
      setFailure(null);
      setHealth({ ...answer.value, rows: after === null ? answer.value.rows : [...before, ...answer.value.rows] });
    },
    [model, caseId],
  );
  useEffect(() => {
    let left = false;
    const look = (): void => {
      void model.desk.call('cases.health', { caseId, after: null, limit: pageSize }).then((answer) => {
        if (left) return;
        if (answer.ok) setHealth(answer.value);
        else setFailure(answer.failure);
      });
    };
    look();
    const stop = model.desk.on('trays.changed', look);
    return () => {
      left = true;
      stop();
    };
  }, [model, caseId]);

  const weak = (health?.rows ?? []).filter(({ renewable }) => renewable);
  const renew = async (): Promise<void> => {
    const answer = await model.desk.call('levels.renew', { actIds: weak.map(({ actId }) => actId) });
    if (!answer.ok) return setFailure(answer.failure);
    const { queued } = answer.value;
    setTold(queued === 0 ? say('health.nothing') : say('health.renewed', { n: queued }));
    await read(null, health?.rows ?? []);
  };

  return (
    <>
      <header className="place-head">
        <h2>{say('health.title')}</h2>
        <p className="place-note">{say('health.note')}</p>
      </header>
      <div className="place-body signing health">
        {failure ? <FailureNote failure={failure} /> : null}
        {health === null ? (
          failure ? null : (
            <p className="hint">{say('health.reading')}</p>
          )
        ) : health.total === 0 ? (
          <p className="hint">{say('health.none')}</p>
        ) : (
          <>
            <p className="health-sum" data-tone={health.worrying > 0 ? 'wait' : 'ok'}>
              {health.worrying > 0 ? say('health.worrying', { n: health.worrying }) : say('health.fine')}
            </p>
            <Lines
              count={health.rows.length}
              label={say('health.rows')}
              line={(n) => lineOf(health.rows[n]!, words)}
              keepsCaption
            />
            {health.next ? (
              <Button onPress={() => void read(health.next, health.rows)}>{say('health.more')}</Button>
            ) : null}
          </>
        )}
      </div>
      <footer className="decision" aria-label={say('decision.label')}>
        <p className="decision-about" role="status">
          {told}
        </p>
        <div className="decision-verbs">
          <Button command="back" onPress={() => leave(model)}>
            {say('action.back')}
          </Button>
          <Button look="main" command="primary" isDisabled={weak.length === 0} onPress={() => void renew()}>
            {say('health.renew', { n: weak.length })}
          </Button>
        </div>
      </footer>
    </>
  );
}

function lineOf(row: HealthRow, { say, formats }: Words): Line {
  const { level, because } = row;
  const date = level.provableUntil === null ? '' : formats.date(level.provableUntil);
  const reached = say('level.pending', { reached: level.reached, wanted: level.wanted });
  const short = level.reached === level.wanted ? say('level.short', { level: level.reached }) : reached;
  const until = because === 'lost' ? say('health.lostOn', { date }) : date === '' ? '' : say('health.until', { date });
  const tone = because === 'lost' ? 'bad' : row.renewable ? 'wait' : row.queued ? 'info' : 'plain';
  return {
    key: row.actId,
    tone,
    title: row.number === null ? row.title : `${say('row.number', { number: String(row.number) })} ${row.title}`,
    caption: `${short} · ${row.queued ? say('health.queued') : say(`health.${because}`)}`,
    word: until,
  };
}

import { useEffect, useState } from 'react';
import type { Failure } from '../../contract/failures.ts';
import { judgeFleet, type JudgedDesk } from '../../contract/fleet.ts';
import type { DeskHealth } from '../../contract/health.ts';
import { healthWords, sayNeed } from '../../contract/words/health.ts';
import { useModel, useStore, useWords } from '../app/context.tsx';
import type { Answer } from '../desk.ts';
import { FailureNote } from '../parts/FailureNote.tsx';
import { Button } from '../parts/small.tsx';

/** How this desk is, what is sent to whoever helps from afar, and for IT how the other desks are. */
export function DeskSection() {
  const { status } = useStore(useModel().office.view);
  return (
    <>
      <HealthSection />
      <BundleSection />
      {status?.person.permits?.includes('configure') ? <FleetSection /> : null}
    </>
  );
}

const tones = { good: 'ok', unknown: 'info', warning: 'wait', error: 'bad' } as const;

function HealthSection() {
  const { desk } = useModel();
  const { say, locale, formats } = useWords();
  const [health, setHealth] = useState<DeskHealth | null>(null);
  useEffect(() => {
    let left = false;
    void desk.call('health.read', {}).then((answer) => {
      if (!left && answer.ok) setHealth(answer.value);
    });
    return () => {
      left = true;
    };
  }, [desk]);
  const words = healthWords(locale);
  return (
    <section aria-label={say('desk.health')} className="doctor">
      <h3 className="group-label">{say('desk.health')}</h3>
      <p role="status">{health === null ? say('desk.looking') : words.overall[health.level]}</p>
      <ul>
        {health?.checks.map((check) => (
          <li key={check.id} className="finding" data-tone={tones[check.level]}>
            <div>
              <p>
                {words.check[check.id]}: {words.level[check.level]}
                {check.count > 0 ? ` · ${formats.number(check.count)}` : ''}
                {check.since === null ? '' : ` · ${formats.dateTime(check.since)}`}
              </p>
              {check.level === 'warning' || check.level === 'error' ? (
                <p className="finding-fix">{words.fix[check.id]}</p>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What would leave this PC is read here first, whole. */
function BundleSection() {
  const { desk } = useModel();
  const { say } = useWords();
  const [bundle, setBundle] = useState<Answer<'diagnostics.read'> | null>(null);
  const [path, setPath] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);

  const read = async (): Promise<void> => {
    setBusy(true);
    setPath(null);
    const answer = await desk.call('diagnostics.read', {});
    setBusy(false);
    setFailure(answer.ok ? null : answer.failure);
    if (answer.ok) setBundle(answer.value);
  };
  const save = async (): Promise<void> => {
    if (bundle === null) return;
    const answer = await desk.call('diagnostics.save', { sha256: bundle.sha256 });
    setFailure(answer.ok ? null : answer.failure);
    if (answer.ok) setPath(answer.value.path);
  };
  return (
    <section aria-label={say('bundle.title')} className="doctor">
      <h3 className="group-label">{say('bundle.title')}</h3>
      <p className="hint">{say('bundle.what')}</p>
      {failure ? <FailureNote failure={failure} tone="wait" /> : null}
      {bundle === null ? null : (
        // Scrolled by keyboard too: it has to be readable to the end.
        <pre className="bundle" tabIndex={0} aria-label={say('bundle.text')}>
          {bundle.text}
        </pre>
      )}
      <p className="home-verbs">
        <Button isDisabled={busy} onPress={() => void read()}>
          {say(busy ? 'desk.looking' : bundle === null ? 'bundle.read' : 'bundle.again')}
        </Button>
        {bundle === null ? null : <Button onPress={() => void save()}>{say('bundle.save')}</Button>}
      </p>
      <p className="hint" role="status">
        {path === null ? '' : say('bundle.saved', { path })}
      </p>
    </section>
  );
}

function FleetSection() {
  const { desk } = useModel();
  const { say } = useWords();
  const [desks, setDesks] = useState<readonly JudgedDesk[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    let left = false;
    void desk.call('fleet.read', {}).then((answer) => {
      if (left) return;
      if (answer.ok) setDesks(judgeFleet(answer.value.rows, new Date(answer.value.at)));
      else setFailure(answer.failure);
    });
    return () => {
      left = true;
    };
  }, [desk]);
  const wanting = desks?.filter(({ needs }) => needs.length > 0).length ?? 0;
  const isOfSeveral = new Set(desks?.map(({ row }) => row.officeId)).size > 1;
  const title = say(isOfSeveral ? 'fleet.titleAll' : 'fleet.title');
  return (
    <section aria-label={title} className="doctor">
      <h3 className="group-label">{title}</h3>
      {failure ? <FailureNote failure={failure} tone="wait" alert={false} /> : null}
      {desks === null ? null : (
        <>
          <p role="status">{say('fleet.sum', { n: desks.length, wanting: String(wanting) })}</p>
          <table className="fleet">
            <thead>
              <tr>
                {isOfSeveral ? <th scope="col">{say('fleet.office')}</th> : null}
                <th scope="col">{say('fleet.desk')}</th>
                <th scope="col">{say('fleet.ring')}</th>
                <th scope="col">{say('settings.version')}</th>
                <th scope="col">{say('fleet.queue')}</th>
                <th scope="col">{say('fleet.seen')}</th>
                <th scope="col">{say('fleet.needs')}</th>
              </tr>
            </thead>
            <tbody>
              {desks.map((one) => (
                <DeskRow key={`${one.row.officeId} ${one.row.deviceId}`} desk={one} namesOffice={isOfSeveral} />
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  );
}

function DeskRow({ desk: { row, needs }, namesOffice }: { desk: JudgedDesk; namesOffice: boolean }) {
  const { locale, formats } = useWords();
  const { ring, version, queue } = row.standing;
  return (
    <tr data-tone={needs.length > 0 ? 'wait' : 'ok'}>
      {namesOffice ? <td>{row.officeId}</td> : null}
      <th scope="row">{row.deviceId}</th>
      <td>{ring}</td>
      <td>{version}</td>
      <td>{formats.number(queue.waiting)}</td>
      <td>{formats.dateTime(row.seenAt)}</td>
      <td>{needs.map((need) => sayNeed(need, locale)).join(', ')}</td>
    </tr>
  );
}

import { type FormEvent, useCallback, useEffect, useState } from 'react';
import { Checkbox, FileTrigger } from 'react-aria-components';
import type { Role } from '../../../contract/config.ts';
import type { Failure } from '../../../contract/failures.ts';
import { endOf, lineOfRefusal, readOfficesCsv, readPeopleCsv } from '../../../contract/people-csv.ts';
import { sayLine, sayListFault } from '../../../contract/words/people-list.ts';
import { sayRole } from '../../../contract/words/states.ts';
import { useModel, useWords } from '../../app/context.tsx';
import { useKept } from '../../app/kept.ts';
import type { Answer } from '../../desk.ts';
import { Button } from '../../parts/small.tsx';
import { Line } from '../cases/fields.tsx';
import { Substitutes } from './Substitutes.tsx';

type Listing = Extract<Answer<'people.order'>, { kind: 'listing' }>['listing'];
type Order = Parameters<ReturnType<typeof useModel>['desk']['call']>[1];

const roles: readonly Role[] = ['magistrate', 'secretary', 'clerk', 'auxiliary', 'itAdmin', 'auditor'];
const empty = { person: '', office: '', clearance: '1', until: '', capacity: '' };
type Grant = Listing['people'][number]['grants'][number];

/** People, their grants and devices, for who looks after them: the same orders as at the terminal. */
export function PeopleSection({ onFailure }: { readonly onFailure: (failure: Failure | null) => void }) {
  const model = useModel();
  const { say, formats, locale } = useWords();
  const [listing, setListing] = useState<Listing | null>(null);
  const [said, setSaid] = useState('');
  const [form, setForm] = useKept('people.grant', empty);
  const [chosen, setChosen] = useKept<readonly Role[]>('people.roles', []);
  const [vouches, setVouches] = useKept<boolean | null>('people.validator', null);
  const [office, setOffice] = useKept('people.office', { officeId: '', name: '' });

  const read = useCallback(async () => {
    const outcome = await model.desk.call('people.order', { kind: 'list' });
    onFailure(outcome.ok ? null : outcome.failure);
    if (outcome.ok && outcome.value.kind === 'listing') setListing(outcome.value.listing);
  }, [model, onFailure]);
  useEffect(() => void Promise.resolve().then(read), [read]);
  // What this desk may ask may have changed.
  useEffect(() => model.desk.on('enrolment.changed', () => void read()), [model, read]);

  /** What came of an order, said on the screen; null where it could not be given. */
  const give = async (given: Order): Promise<Answer<'people.order'> | null> => {
    const outcome = await model.desk.call('people.order', given as never);
    onFailure(outcome.ok ? null : outcome.failure);
    if (!outcome.ok) return null;
    const answer = outcome.value;
    if (answer.kind === 'refused') setSaid(say(`people.refused.${answer.reason}`, { subject: answer.subject }));
    if (answer.kind === 'done') setSaid(say('people.done', { n: answer.changed }));
    if (answer.kind === 'code')
      setSaid(say('people.codeGiven', { code: answer.code, until: formats.dateTime(answer.expiresAt) }));
    return answer;
  };
  const order = async (given: Order): Promise<void> => {
    if (await give(given)) await read();
  };
  const importPeople = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    const list = readPeopleCsv(new Uint8Array(await file.arrayBuffer()));
    if (list.kind === 'fault') return setSaid(say('people.badList', { why: sayListFault(list, locale) }));
    const answer = await give({ kind: 'import', rows: list.rows as never });
    const line = answer && lineOfRefusal(list, answer);
    if (line !== null) setSaid((now) => `${sayLine(line, locale)}: ${now}`);
    await read();
  };
  const importOffices = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    const list = readOfficesCsv(new Uint8Array(await file.arrayBuffer()));
    if (list.kind === 'fault') return setSaid(say('people.badList', { why: sayListFault(list, locale) }));
    let changed = 0;
    for (const one of list.rows) {
      const answer = await give({ kind: 'office', office: one });
      if (answer?.kind !== 'done') break;
      changed += answer.changed;
    }
    if (changed > 0) setSaid(say('people.done', { n: changed }));
    await read();
  };
  const until = endOf(form.until.trim());
  const ready = form.person.trim() !== '' && form.office.trim() !== '' && chosen.length > 0 && until !== null;
  /** The grant that the form would take the place of: what the form says nothing of stays as it stands there. */
  const standing = listing?.people
    .find(({ personId }) => personId === form.person.trim())
    ?.grants.find(({ officeId }) => officeId === form.office.trim());
  const validator = vouches ?? standing?.validator ?? false;
  const change = (personId: string, one: Grant): void => {
    const { officeId, clearance, capacity = '' } = one;
    setForm({ person: personId, office: officeId, clearance: String(clearance), until: dayOf(one.until), capacity });
    setChosen(one.roles);
    setVouches(one.validator);
  };
  const grant = (event: FormEvent): void => {
    event.preventDefault();
    if (!ready || until === null) return;
    const clearance = Number(form.clearance);
    const given = {
      ...{ officeId: form.office.trim(), roles: [...chosen], clearance, validator, until },
      ...(form.capacity.trim() === '' ? {} : { capacity: form.capacity.trim() }),
    };
    void order({ kind: 'grant', personId: form.person.trim(), grant: given });
    // The next person's appointment is asked for anew.
    setVouches(null);
  };
  const addOffice = (event: FormEvent): void => {
    event.preventDefault();
    if (office.officeId.trim() && office.name.trim()) void order({ kind: 'office', office });
  };
  const write = (key: keyof typeof empty) => (value: string) => setForm((now) => ({ ...now, [key]: value }));

  return (
    <section aria-label={say('people.people')}>
      <h3 className="group-label">{say('people.people')}</h3>
      <p role="status">{said}</p>
      <p className="home-verbs">
        <FileTrigger acceptedFileTypes={['.csv', 'text/csv']} onSelect={(files) => void importPeople(files?.[0])}>
          <Button>{say('people.import')}</Button>
        </FileTrigger>
        <FileTrigger acceptedFileTypes={['.csv', 'text/csv']} onSelect={(files) => void importOffices(files?.[0])}>
          <Button>{say('people.importOffices')}</Button>
        </FileTrigger>
      </p>
      {listing?.people.length === 0 ? <p className="place-note">{say('people.nobody')}</p> : null}
      <ul className="people-list">
        {listing?.people.map(({ personId, name, grants }) => (
          <li key={personId}>
            <strong>{name}</strong> <code>{personId}</code>{' '}
            <Button look="quiet" onPress={() => void order({ kind: 'code', personId })}>
              {say('people.giveCode', { name })}
            </Button>
            <ul>
              {grants.map((one) => (
                <li key={one.officeId}>
                  {one.officeId}: {one.roles.map((role) => sayRole(role, locale)).join(', ')} ·{' '}
                  {say('people.clearedTo', { level: String(one.clearance) })} · {formats.date(one.until)}
                  {one.validator ? ` · ${say('people.vouches')}` : ''}{' '}
                  <Button look="quiet" onPress={() => change(personId, one)}>
                    {say('people.changeGrant', { name, office: one.officeId })}
                  </Button>{' '}
                  <Button
                    look="quiet"
                    onPress={() => void order({ kind: 'revokeGrant', personId, officeId: one.officeId })}
                  >
                    {say('people.revokeGrant', { name, office: one.officeId })}
                  </Button>
                </li>
              ))}
              {listing.devices
                .filter((device) => device.personId === personId)
                .map(({ jkt, deviceId, revoked, revocation }) => (
                  <li key={jkt}>
                    {deviceId} <code>{jkt.slice(0, 12)}</code>{' '}
                    {revocation === undefined ? null : <span data-tone="wait">{say('people.revocationUnknown')} </span>}
                    {revoked ? (
                      <span data-tone="bad">{say('people.revokedAt', { at: formats.dateTime(revoked.at) })}</span>
                    ) : (
                      <Button
                        look="quiet"
                        onPress={() => void order({ kind: 'revokeDevice', jkt, reason: say('people.reason') })}
                      >
                        {say('people.revokeDevice', { device: deviceId })}
                      </Button>
                    )}
                  </li>
                ))}
            </ul>
          </li>
        ))}
      </ul>
      <form onSubmit={grant} aria-label={say('people.grant')}>
        <h4 className="group-label">{say('people.grant')}</h4>
        <div className="field-row">
          <Line label={say('people.person')} value={form.person} onChange={write('person')} />
          <Line label={say('people.office')} value={form.office} onChange={write('office')} />
          <Line label={say('people.clearance')} value={form.clearance} onChange={write('clearance')} />
          <Line label={say('people.until')} value={form.until} onChange={write('until')} />
          <Line label={say('people.capacity')} value={form.capacity} onChange={write('capacity')} />
        </div>
        <div className="home-verbs people-roles">
          {roles.map((role) => (
            <Checkbox
              key={role}
              className="choose-option"
              isSelected={chosen.includes(role)}
              onChange={(on) => setChosen((now) => (on ? [...now, role] : now.filter((one) => one !== role)))}
            >
              <span className="check-box" aria-hidden>
                {chosen.includes(role) ? '✓' : ''}
              </span>
              <span>{sayRole(role, locale)}</span>
            </Checkbox>
          ))}
          <Checkbox className="choose-option" isSelected={validator} onChange={setVouches}>
            <span className="check-box" aria-hidden>
              {validator ? '✓' : ''}
            </span>
            <span>{say('people.validator')}</span>
          </Checkbox>
        </div>
        <Button type="submit" isDisabled={!ready}>
          {say('people.grant')}
        </Button>
      </form>
      <Substitutes people={listing?.people ?? []} onOrder={(given) => void order(given as Order)} />
      <form onSubmit={addOffice} aria-label={say('people.addOffice')}>
        <h4 className="group-label">{say('people.offices')}</h4>
        <p>{listing?.offices.map(({ officeId, name }) => `${officeId} · ${name}`).join(' — ')}</p>
        <div className="field-row">
          <Line
            label={say('people.office')}
            value={office.officeId}
            onChange={(officeId) => setOffice((now) => ({ ...now, officeId }))}
          />
          <Line
            label={say('people.officeName')}
            value={office.name}
            onChange={(name) => setOffice((now) => ({ ...now, name }))}
          />
        </div>
        <Button type="submit" isDisabled={office.officeId.trim() === '' || office.name.trim() === ''}>
          {say('people.addOffice')}
        </Button>
      </form>
    </section>
  );
}

/** The day of an instant by this computer's calendar (YYYY-MM-DD), as the form takes it back. */
function dayOf(instant: string): string {
  const at = new Date(instant);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

import { useState, type FormEvent } from 'react';
import { Checkbox, Input as Field, Label, TextField } from 'react-aria-components';
import type { Role } from '../../contract/config.ts';
import type { Failure } from '../../contract/failures.ts';
import type { Input } from '../../contract/rpc.ts';
import type { WindowCalls } from '../../contract/window-calls.ts';
import { sayRole } from '../../contract/words/states.ts';
import { useModel, useWords } from '../app/context.tsx';
import type { Answer } from '../desk.ts';
import { FailureNote } from '../parts/FailureNote.tsx';
import { Button } from '../parts/small.tsx';
import { Choose, Line } from './cases/fields.tsx';
import { Decided } from './Decided.tsx';

export type SetupFacts = Answer<'setup.read'>;

const roles: readonly Role[] = ['magistrate', 'secretary', 'clerk', 'auxiliary', 'itAdmin', 'auditor'];
const blank = {
  ...{
    repository: '',
    keys: '',
    accessKey: '',
    officeId: '',
    office: '',
    personId: '',
    name: '',
    capacity: '',
    cuil: '',
    /** Of the PC whose place this one takes; where none is taken, the program makes a name. */
    deviceId: '',
  },
  replaces: false,
  role: 'magistrate' as Role,
};
type Written = typeof blank;

/** The first start of a PC: what IT was given is written here once. What the institution decided is shown and not asked. */
export function FirstStart({ facts }: { facts: SetupFacts }) {
  const { desk } = useModel();
  const { say, locale } = useWords();
  const [written, setWritten] = useState<Written>({ ...blank, personId: facts.account });
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const write = (change: Partial<Written>): void => setWritten({ ...written, ...change });
  const line = (
    name: Exclude<keyof Written, 'role' | 'accessKey' | 'replaces' | 'deviceId'>,
    max = 200,
    focus = false,
  ) => (
    <Line
      label={say(`setup.${name}`)}
      value={written[name]}
      max={max}
      focus={focus}
      onChange={(value) => write({ [name]: value })}
    />
  );
  const decidedKeys = facts.repositoryKeys.length > 0;
  const must: Exclude<keyof Written, 'replaces'>[] = [
    ...(written.replaces ? (['deviceId'] as const) : []),
    ...(facts.repository === null ? (['repository'] as const) : []),
    ...(decidedKeys ? [] : (['keys'] as const)),
    ...(['officeId', 'office', 'personId', 'name', 'capacity'] as const),
  ];
  const ready = must.every((name) => written[name].trim() !== '') && !busy;

  const apply = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!ready) return;
    setBusy(true);
    const answer = await desk.call('setup.apply', wishOf(written, facts));
    setBusy(false);
    // Where it went well the office opens, and this screen goes by itself.
    setFailure(answer.ok ? null : answer.failure);
  };

  return (
    <main className="closed first-start" aria-label={say('setup.title')}>
      <form onSubmit={(event) => void apply(event)}>
        <h1>{say('setup.title')}</h1>
        <p>{say('setup.note')}</p>
        {failure ? <FailureNote failure={failure} /> : null}
        {facts.repository === null ? (
          line('repository', 500, true)
        ) : (
          <p>
            <strong>{say('setup.repository')}</strong> {facts.repository}
            <Decided setting={{ level: 'machine', place: null }} />
          </p>
        )}
        {decidedKeys ? null : line('keys', 1000)}
        <TextField
          className="field"
          type="password"
          autoComplete="off"
          value={written.accessKey}
          onChange={(accessKey) => write({ accessKey })}
        >
          <Label>{say('setup.accessKey')}</Label>
          <Field />
        </TextField>
        <div className="field-row">
          {line('officeId')}
          {line('office')}
        </div>
        <div className="field-row">
          {line('personId')}
          {line('name')}
        </div>
        <div className="field-row">
          <Choose
            label={say('setup.role')}
            value={written.role}
            options={roles.map((id) => ({ id, name: sayRole(id, locale) }))}
            onChange={(role) => write({ role })}
          />
          {line('capacity')}
          {line('cuil', 20)}
        </div>
        <Checkbox className="choose-option" isSelected={written.replaces} onChange={(replaces) => write({ replaces })}>
          <span className="check-box" aria-hidden>
            {written.replaces ? '✓' : ''}
          </span>
          {say('recovery.replaces')}
        </Checkbox>
        {written.replaces ? (
          <Line label={say('recovery.device')} value={written.deviceId} onChange={(deviceId) => write({ deviceId })} />
        ) : null}
        <p className="home-verbs">
          <Button look="main" type="submit" isDisabled={!ready}>
            {busy ? say('setup.asking') : say('setup.apply')}
          </Button>
        </p>
      </form>
    </main>
  );
}

function wishOf(written: Written, facts: SetupFacts): Input<WindowCalls['setup.apply']> {
  const { repository, keys, accessKey, officeId, office, personId, name, role, capacity, cuil } = written;
  const { replaces, deviceId } = written;
  return {
    office: { officeId: officeId.trim(), name: office.trim() },
    person: {
      ...{ personId: personId.trim(), name: name.trim(), role, capacity: capacity.trim() },
      cuil: cuil.trim() === '' ? null : cuil.trim(),
    },
    ...(facts.repository === null ? { repository: repository.trim() } : {}),
    ...(facts.repositoryKeys.length > 0 ? {} : { repositoryKeys: keys.trim().split(/[\s,]+/) }),
    ...(replaces ? { deviceId: deviceId.trim(), recover: true } : {}),
    ...(accessKey.trim() === '' ? {} : { accessKey: accessKey.trim() }),
  };
}

import { useEffect, useState } from 'react';
import type { ActRow } from '../../../contract/acts.ts';
import type { Calls } from '../../../contract/calls.ts';
import type { Outcome } from '../../../contract/failures.ts';
import type { Addressee, Party } from '../../../contract/wire-entries.ts';
import { useModel, useWords } from '../../app/context.tsx';
import { useKept } from '../../app/kept.ts';
import { Button } from '../../parts/small.tsx';
import { Choose, Line } from './fields.tsx';
import { momentOf } from './moment.ts';

const means = ['electronicDomicile', 'serviceNotice', 'inPerson', 'telephone', 'hearing'] as const;
const results = ['done', 'failed', 'repeat'] as const;
type Notice = Omit<Calls['acts.notify']['input']['_zod']['input'], 'actId'>;

/** Who is to be told of the act, how that stands with each, and the way to note a notice. */
export function Notices({
  act,
  canNote,
  onDone,
}: {
  act: ActRow;
  /** It is registered: a notice of it may be noted. */
  canNote: boolean;
  /** Resolves whether it was noted. */
  onDone: (answer: Promise<Outcome<ActRow>>) => Promise<boolean>;
}) {
  const model = useModel();
  const { say } = useWords();
  const { actId } = act;
  const [who, setWho, forgetWho] = useKept(`notice ${actId}`, '');
  const named: readonly Addressee[] = act.notices?.chosen
    ? act.notices.addressees.map(({ name, pole }) => ({ name, pole }))
    : [];
  const setAddressees = (addressees: readonly Addressee[]): void =>
    void onDone(model.desk.call('acts.setAddressees', { actId, addressees: [...addressees] }));
  return (
    <section aria-label={say('notes.addressees')}>
      <h3 className="group-label">{say('notes.addressees')}</h3>
      <p className="hint">{say(hintOf(act))}</p>
      <ul className="entry-list" aria-label={say('notes.addressees')}>
        {act.notices?.addressees.map((one) => (
          <li key={one.name} className="addressee">
            <strong>{one.pole ? `${one.name} (${say(`cases.pole.${one.pole}`)})` : one.name}</strong>
            <span data-tone={one.state === 'done' ? 'ok' : one.state === 'pending' ? 'wait' : 'bad'}>
              {say(`notes.notice.${one.state}`)}
            </span>
            {canNote && one.state !== 'done' ? (
              <Button look="quiet" onPress={() => setWho(one.name)}>
                {say('notes.notice.record', { name: one.name })}
              </Button>
            ) : null}
            {act.notices?.chosen ? (
              <Button look="quiet" onPress={() => setAddressees(named.filter(({ name }) => name !== one.name))}>
                {say('notes.addressees.remove', { name: one.name })}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      <Naming act={act} named={named} onNamed={setAddressees} />
      {canNote ? (
        <Note
          who={who}
          setWho={setWho}
          of={actId}
          onNote={async (notice) => {
            const isNoted = await onDone(model.desk.call('acts.notify', { actId, ...notice }));
            if (isNoted) forgetWho();
            return isNoted;
          }}
        />
      ) : null}
    </section>
  );
}

function hintOf({ notices }: ActRow) {
  if (!notices?.chosen) return 'notes.addressees.unknown';
  return notices.addressees.length === 0 ? 'notes.addressees.none' : 'notes.addressees.hint';
}

/** Parties of the case who are not named yet, and whoever else. */
function Naming({
  act,
  named,
  onNamed,
}: {
  act: ActRow;
  named: readonly Addressee[];
  onNamed: (addressees: readonly Addressee[]) => void;
}) {
  const model = useModel();
  const { say } = useWords();
  const { caseId } = act;
  const [parties, setParties] = useState<readonly Party[]>([]);
  const [other, setOther, forgetOther] = useKept(`addressee ${act.actId}`, '');
  useEffect(() => {
    void model.desk.call('cases.read', { caseId }).then((sheet) => {
      if (sheet.ok) setParties(sheet.value.opening?.parties ?? []);
    });
  }, [model, caseId]);
  const rest = parties.filter(({ name }) => !named.some((one) => one.name === name));
  return (
    <>
      <div className="field-row">
        {rest.map(({ name, pole }) => (
          <Button key={`${pole} ${name}`} look="quiet" onPress={() => onNamed([...named, { name, pole }])}>
            {say('notes.addressees.addParty', { name, pole: say(`cases.pole.${pole}`) })}
          </Button>
        ))}
        {act.notices?.chosen && named.length === 0 ? null : (
          <Button look="quiet" onPress={() => onNamed([])}>
            {say('notes.addressees.nobody')}
          </Button>
        )}
      </div>
      <div className="field-row">
        <Line label={say('notes.addressees.other')} value={other} onChange={setOther} />
        <Button
          isDisabled={other.trim() === ''}
          onPress={() => {
            onNamed([...named, { name: other.trim(), pole: null }]);
            forgetOther();
          }}
        >
          {say('notes.addressees.add')}
        </Button>
      </div>
    </>
  );
}

function Note({
  of,
  who,
  setWho,
  onNote,
}: {
  of: string;
  who: string;
  setWho: (who: string) => void;
  onNote: (notice: Notice) => Promise<boolean>;
}) {
  const { say } = useWords();
  const [by, setBy] = useState<(typeof means)[number]>('electronicDomicile');
  const [result, setResult] = useState<(typeof results)[number]>('done');
  const [reason, setReason, forgetReason] = useKept(`notice reason ${of}`, '');
  const [when, setWhen, forgetWhen] = useKept(`notice when ${of}`, '');
  const givenAt = when.trim() === '' ? undefined : momentOf(when);
  const lacks = who.trim() === '' || givenAt === null || (result !== 'done' && reason.trim() === '');
  const note = async (): Promise<void> => {
    const isNoted = await onNote({
      ...{ addressee: who.trim(), means: by },
      ...(result === 'done' ? {} : { trouble: { kind: result, reason: reason.trim() } }),
      ...(givenAt ? { givenAt } : {}),
    });
    if (!isNoted) return;
    setResult('done');
    forgetReason();
    forgetWhen();
  };
  return (
    <>
      <h3 className="group-label">{say('notes.notify')}</h3>
      <div className="field-row">
        <Line label={say('notes.addressee')} value={who} onChange={setWho} />
        <Choose
          label={say('notes.means')}
          value={by}
          options={means.map((id) => ({ id, name: say(`notes.means.${id}`) }))}
          onChange={setBy}
        />
        <Choose
          label={say('notes.result')}
          value={result}
          options={results.map((id) => ({ id, name: say(`notes.result.${id}`) }))}
          onChange={setResult}
        />
      </div>
      <div className="field-row">
        {result === 'done' ? null : <Line label={say('notes.reason')} value={reason} max={1000} onChange={setReason} />}
        <Line
          label={say('notes.givenAt')}
          value={when}
          max={20}
          hint={say(givenAt === null ? 'notes.givenAtBad' : 'notes.givenAtHint')}
          onChange={setWhen}
        />
        <Button isDisabled={lacks} onPress={() => void note()}>
          {say('notes.notify')}
        </Button>
      </div>
    </>
  );
}

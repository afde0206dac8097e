import { type FormEvent, type KeyboardEvent, useCallback, useEffect, useState } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import type { Failure } from '../../../contract/failures.ts';
import { sayRole } from '../../../contract/words/states.ts';
import { choiceOf } from '../../app/commands.ts';
import { useModel, useWords } from '../../app/context.tsx';
import { useKept } from '../../app/kept.ts';
import type { Answer } from '../../desk.ts';
import { Button } from '../../parts/small.tsx';

type Wish = { way: 'code'; code: string } | { way: 'oidc' } | 'token';

/** This desk: whether it is enrolled, what is granted at it, and the ways to enrol it. */
export function EnrolmentSection({ onFailure }: { readonly onFailure: (failure: Failure | null) => void }) {
  const model = useModel();
  const { say, formats, locale } = useWords();
  const [standing, setStanding] = useState<Answer<'enrolment.read'> | null>(null);
  const [ways, setWays] = useState<Answer<'enrolment.ways'>['ways']>([]);
  const [code, setCode, forgetCode] = useKept('enrolment.code', '');
  const [page, setPage] = useState<string | null>(null);
  const [copied, setCopied] = useState<'copyPage' | 'pageCopied' | 'pageNotCopied'>('copyPage');
  const [busy, setBusy] = useState(false);
  const read = useCallback(async () => {
    const outcome = await model.desk.call('enrolment.read', {});
    if (!outcome.ok) return;
    setStanding(outcome.value);
    if (outcome.value.state !== 'none' && outcome.value.state !== 'revoked') return;
    const asked = await model.desk.call('enrolment.ways', {});
    if (asked.ok) setWays(asked.value.ways);
    else onFailure(asked.failure);
  }, [model, onFailure]);
  useEffect(() => void Promise.resolve().then(read), [read]);
  useEffect(() => model.desk.on('enrolment.changed', () => void read()), [model, read]);
  useEffect(
    () =>
      model.desk.on('enrolment.page', ({ url }) => {
        setPage(url);
        setCopied('copyPage');
      }),
    [model],
  );

  const done = async (
    work: Promise<{ ok: true; value: Answer<'enrolment.read'> } | { ok: false; failure: Failure }>,
  ) => {
    setBusy(true);
    onFailure(null);
    const outcome = await work;
    setBusy(false);
    setPage(null);
    if (!outcome.ok) return onFailure(outcome.failure);
    setStanding(outcome.value);
    // Stopped: nothing came of it.
    if (outcome.value.state !== 'enrolled') return;
    forgetCode();
    void model.office.start();
  };
  const enrol = async (wish: Wish): Promise<void> => {
    if (wish !== 'token') return done(model.desk.call('enrolment.enrol', wish));
    await model.office.readTokens();
    const choice = choiceOf(model);
    if (!choice) return onFailure({ kind: 'tokenAbsent', token: null });
    const { libraryId, token, certificate } = choice;
    const { certificateSha256 } = certificate;
    const tokenSerial = token.serial;
    return done(model.desk.call('enrolment.enrol', { way: 'token', libraryId, tokenSerial, certificateSha256 }));
  };
  if (!standing) return null;
  const isOpen = standing.state === 'none' || standing.state === 'revoked';
  const stop = (event?: KeyboardEvent): void => {
    // Escape ends the waiting, and does not leave the place, too.
    event?.stopPropagation();
    void model.desk.call('enrolment.stop', {});
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (code.trim().length >= 8) void enrol({ way: 'code', code: code.trim() });
  };
  return (
    <section aria-label={say('people.desk')}>
      <h3 className="group-label">{say('people.desk')}</h3>
      <dl className="facts">
        <div>
          <dt>{say('people.state')}</dt>
          <dd data-tone={isOpen ? 'wait' : undefined}>{say(`people.state.${standing.state}`)}</dd>
        </div>
        <div>
          <dt>{say('people.device')}</dt>
          <dd>
            {standing.person} · {standing.deviceId}
            {standing.jkt === null ? null : <code> {standing.jkt.slice(0, 8)}</code>}
          </dd>
        </div>
        {standing.grants.map((grant) => (
          <div key={grant.officeId}>
            <dt>{grant.office}</dt>
            <dd data-tone={grant.holds ? undefined : 'bad'}>
              {grant.roles.map((role) => sayRole(role, locale)).join(', ')} ·{' '}
              {say('people.clearedTo', { level: String(grant.clearance) })} ·{' '}
              {say(grant.holds ? 'people.offlineUntil' : 'people.ended', {
                until: formats.date(grant.until),
                offline: formats.date(grant.offlineUntil),
              })}
            </dd>
          </div>
        ))}
      </dl>
      {isOpen ? (
        <>
          {ways.includes('code') ? (
            <form onSubmit={submit}>
              <TextField className="field home-field" value={code} onChange={setCode} maxLength={40}>
                <Label>{say('people.code')}</Label>
                <Input spellCheck="false" autoComplete="off" />
              </TextField>
              <Button look="main" type="submit" isDisabled={busy || code.trim().length < 8}>
                {say('people.enrolCode')}
              </Button>
            </form>
          ) : null}
          <p className="home-verbs">
            {ways.includes('token') ? (
              <Button isDisabled={busy} onPress={() => void enrol('token')}>
                {say('people.enrolToken')}
              </Button>
            ) : null}
            {ways.includes('oidc') ? (
              <Button isDisabled={busy} onPress={() => void enrol({ way: 'oidc' })}>
                {say('people.enrolOidc')}
              </Button>
            ) : null}
          </p>
          {page === null ? null : (
            <p role="status" onKeyDown={(event) => void (event.key === 'Escape' && stop(event))}>
              {say('people.openPage')} <code className="address">{page}</code>{' '}
              <Button
                look="quiet"
                onPress={() =>
                  void navigator.clipboard.writeText(page).then(
                    () => setCopied('pageCopied'),
                    () => setCopied('pageNotCopied'),
                  )
                }
              >
                {say(`people.${copied}`)}
              </Button>{' '}
              <Button look="quiet" autoFocus onPress={() => stop()}>
                {say('people.stopSignIn')}
              </Button>
            </p>
          )}
        </>
      ) : standing.state === 'enrolled' ? (
        <Button isDisabled={busy} onPress={() => void done(model.desk.call('enrolment.renew', {}))}>
          {say('people.renew')}
        </Button>
      ) : null}
    </section>
  );
}

import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react';
import { useEffect } from 'react';
import type { PreflightFinding } from '../../contract/levels.ts';
import { sayFailure } from '../../contract/words/failures.ts';
import { useModel, useStore, useWords, type Words } from '../app/context.tsx';
import { aboutOf, type ToTry } from '../model/preflight.ts';
import { FailureNote } from './FailureNote.tsx';
import { PasswordForm } from './PasswordForm.tsx';

const shapes = {
  ok: { icon: CircleCheck, tone: 'ok', word: 'preflight.ok' },
  warn: { icon: TriangleAlert, tone: 'wait', word: 'preflight.warn' },
  no: { icon: CircleX, tone: 'bad', word: 'preflight.no' },
} as const;

/** "Will it be accepted?", before the PIN: a short list, each line a shape and a sentence. What would be refused comes first. */
export function Preflight(wish: ToTry) {
  const model = useModel();
  const passwords = useStore(model.passwords.view);
  const view = useStore(model.preflight.view);
  const words = useWords();
  const { say } = words;
  const about = aboutOf(wish, passwords);
  useEffect(() => {
    void model.preflight.look(wish);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the wish is made anew with each drawing; `about` says what it is
  }, [model, about]);
  const told = view.kind !== 'none' && view.about === about ? view : null;
  return (
    <section className="preflight" aria-labelledby="preflight-title">
      <h3 id="preflight-title">{say('preflight.title')}</h3>
      <div aria-live="polite">
        {told?.kind === 'told' ? (
          <>
            {told.preflight.blocked ? <p className="preflight-blocked">{say('preflight.blocked')}</p> : null}
            <ul>
              {inOrder(told.preflight.findings).map((finding) => (
                <Finding key={finding.check} finding={finding} />
              ))}
            </ul>
            {closedIn(told.preflight.findings).map(({ actId, title }) => {
              const row = wish.rows.find((one) => one.actId === actId);
              return row ? (
                <PasswordForm
                  key={`${actId} ${passwords}`}
                  about={title}
                  takesFocus={false}
                  onPassword={(password) => model.passwords.give(row.documentSha256, password)}
                />
              ) : null;
            })}
          </>
        ) : told?.kind === 'failed' ? (
          <FailureNote failure={told.failure} tone="wait" alert={false} />
        ) : (
          <p className="hint">{say('preflight.asking')}</p>
        )}
      </div>
    </section>
  );
}

const gravity = ['no', 'warn', 'ok'] as const;
const inOrder = (findings: readonly PreflightFinding[]): readonly PreflightFinding[] =>
  findings.toSorted((a, b) => gravity.indexOf(a.verdict) - gravity.indexOf(b.verdict));

type Refused = Extract<PreflightFinding, { check: 'documents' }>['refused'];

/** Documents that a password would open, the first few. */
const closedIn = (findings: readonly PreflightFinding[]): Refused =>
  findings
    .flatMap((finding) => (finding.check === 'documents' ? finding.refused : []))
    .filter(({ failure }) => failure.kind === 'pdfPasswordNeeded' || failure.kind === 'pdfPasswordWrong')
    .slice(0, 5);

function Finding({ finding }: { finding: PreflightFinding }) {
  const words = useWords();
  const { icon: Icon, tone, word } = shapes[finding.verdict];
  const refused = finding.check === 'documents' ? finding.refused : [];
  return (
    <li data-tone={tone}>
      <Icon aria-hidden size={16} />
      <span>
        <span className="heard">{words.say(word)}: </span>
        {sayFinding(finding, words)}
        {refused.slice(0, 5).map(({ actId, title, failure }) => (
          <span key={actId} className="preflight-refused">
            {title}: {sayFailure(failure, words.locale).what}
          </span>
        ))}
      </span>
    </li>
  );
}

function sayFinding(finding: PreflightFinding, { say, formats }: Words): string {
  switch (finding.check) {
    case 'time': {
      const date = formats.date(finding.until);
      return finding.reason === 'notYet'
        ? say('preflight.time.notYet')
        : say(`preflight.time.${finding.reason}`, { date });
    }
    case 'use':
      return say(`preflight.use.${finding.reason}`);
    case 'revocation': {
      const date = finding.asOf === null ? '' : formats.dateTime(finding.asOf);
      return finding.reason === 'unknown'
        ? say('preflight.revocation.unknown')
        : say(`preflight.revocation.${finding.reason}`, { date });
    }
    case 'chain':
      return say(`preflight.chain.${finding.reason}`, { issuer: finding.issuer });
    case 'person':
      return finding.reason === 'unknown'
        ? say('preflight.person.unknown')
        : say(`preflight.person.${finding.reason}`, { cuil: sayCuil(finding.cuil) });
    case 'clock':
      return finding.reason === 'off'
        ? say('preflight.clock.off', { time: formats.duration(Math.abs(finding.offsetMs ?? 0) / 1000) })
        : say(`preflight.clock.${finding.reason}`);
    case 'documents': {
      const { reason, tried, total, refused, covered } = finding;
      if (reason === 'notAllTried')
        return say('preflight.documents.notAllTried', { tried: formats.number(tried), total: formats.number(total) });
      if (reason === 'covers') return say('preflight.documents.covers', { n: covered });
      return say(`preflight.documents.${reason}`, { n: reason === 'refused' ? refused.length : total });
    }
  }
}

/** 27123456780 as people write it: 27-12345678-0. */
export const sayCuil = (cuil: string | null): string =>
  cuil === null ? '' : cuil.replace(/^(\d{2})(\d{8})(\d)$/, '$1-$2-$3');

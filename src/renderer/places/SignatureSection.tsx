import type { SignatureReport } from '../../contract/levels.ts';
import { useWords, type Words } from '../app/context.tsx';
import { sayCuil } from '../parts/Preflight.tsx';
import { Button } from '../parts/small.tsx';
import { Fact, verdicts } from '../parts/verdict.tsx';

/** One signature or time-stamp for the clerk: who, by whom certified, when, what was done since, and on what the verdict rests. */
export function SignatureSection({
  signature,
  n,
  seeSigned,
}: {
  signature: SignatureReport;
  n: number;
  /** Opens the bytes it covers; null where those are the whole file. */
  seeSigned: (() => void) | null;
}) {
  const words = useWords();
  const { say, formats } = words;
  const { icon: Icon, tone, word } = verdicts[signature.indication];
  const isStamp = signature.kind === 'documentTimestamp';
  const { signer, claimedAt, provenAt } = signature;
  return (
    <section className="report-signature">
      <h3>
        <span data-tone={tone}>
          <Icon aria-hidden size={16} />
        </span>
        {say(isStamp ? 'report.timestamp' : signature.signer?.electronic ? 'report.electronic' : 'report.signature', {
          n,
        })}
        <span className="report-word" data-tone={tone}>
          {say(word)}
        </span>
      </h3>
      {signature.indication === 'TOTAL_PASSED' ? null : <p>{signature.sentence}</p>}
      <dl>
        <Fact name={say(isStamp ? 'report.authority' : 'report.by')}>{signer?.name ?? say('receipt.unknown')}</Fact>
        {signer?.cuil ? <Fact name={say('report.cuil')}>{sayCuil(signer.cuil)}</Fact> : null}
        <Fact name={say('report.issuer')}>{signer?.issuer ?? say('receipt.unknown')}</Fact>
        {signature.level && !isStamp ? <Fact name={say('report.level')}>{say(`level.${signature.level}`)}</Fact> : null}
        <Fact name={say(isStamp ? 'report.stamped' : 'report.claimed')}>
          {claimedAt ? formats.dateTime(claimedAt, { zone: true }) : say('receipt.unknown')}
        </Fact>
        {isStamp ? null : (
          <Fact name={say('report.proven')}>
            {provenAt ? formats.dateTime(provenAt, { zone: true }) : say('report.notProven')}
          </Fact>
        )}
        <Fact name={say('report.changes')}>{say(`report.changes.${signature.modification}`)}</Fact>
        {signature.path.length > 0 ? (
          <Fact name={say('report.path')}>
            <ol className="report-path">
              {signature.path.map((step, index) => (
                <li key={`${step.subject} ${index}`}>{sayStep(step, words)}</li>
              ))}
            </ol>
          </Fact>
        ) : null}
      </dl>
      {signature.reasons.length > 0 ? (
        <details>
          <summary>{say('report.reasons')}</summary>
          <p className="report-codes">{[signature.indication, signature.subIndication].filter(Boolean).join(' / ')}</p>
          <ul className="report-reasons" lang="en">
            {signature.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </details>
      ) : null}
      {seeSigned ? <Button onPress={seeSigned}>{say('report.seeSigned')}</Button> : null}
    </section>
  );
}

function sayStep({ subject, until, revocation }: SignatureReport['path'][number], { say, formats }: Words): string {
  const step = say('report.pathStep', { subject: commonName(subject), date: formats.date(until) });
  if (revocation === null) return step;
  const { outcome, kind, asOf } = revocation;
  const said =
    outcome === 'good'
      ? say('report.revocation.good', {
          kind: (kind ?? '').toUpperCase(),
          date: asOf === null ? '' : formats.dateTime(asOf),
        })
      : say(`report.revocation.${outcome}`);
  return `${step}: ${said}`;
}

/** The common name of `CN=…, O=…`; the whole where there is none. */
const commonName = (subject: string): string => /(?:^|, )CN=([^,]+)/.exec(subject)?.[1] ?? subject;

import type { VerificationReport } from '../../contract/levels.ts';
import { useWords } from '../app/context.tsx';
import { Hash } from '../parts/small.tsx';
import { Fact, verdicts } from '../parts/verdict.tsx';
import { SignatureSection } from './SignatureSection.tsx';

/** A report on a sheet: the sentence, the details of each signature, and everything for machines. */
export function ReportPaper({
  report,
  name,
  seeSigned,
}: {
  report: VerificationReport;
  /** What the file is called, where it is no act. */
  name?: string;
  /** Opens the bytes that a signature covers; null where there is nothing to open them from. */
  seeSigned: ((end: number) => void) | null;
}) {
  const { say, formats } = useWords();
  const { icon: Icon, tone, word } = verdicts[report.overall];
  const counts = { signature: 0, documentTimestamp: 0 };
  return (
    <div className="leaves" tabIndex={0} role="region" aria-label={say('report.title')} data-focus>
      <article className="receipt report-paper">
        <p className="report-verdict" data-tone={tone}>
          <Icon aria-hidden size={20} /> <strong>{say(word)}.</strong> <span>{report.sentence}</span>
        </p>
        <dl>
          {report.level ? (
            <Fact name={say('report.level')}>
              {say(`level.${report.level.reached}`)}
              {report.level.provableUntil
                ? `. ${say('level.until', { date: formats.date(report.level.provableUntil) })}.`
                : ''}
            </Fact>
          ) : null}
          <Fact name={say('report.verified')}>{formats.dateTime(report.verifiedAt, { zone: true })}</Fact>
          <Fact name={say('report.file')}>
            {name === undefined ? null : `${name} · `}
            <Hash sha256={report.file.sha256} /> · {formats.size(report.file.size)}
          </Fact>
          <Fact name={say('report.trustList')}>
            {report.trustList.name || say('report.ownAnchors')} {report.trustList.version}
          </Fact>
        </dl>
        {report.signatures.map((one, index) => {
          const n = (counts[one.kind] += 1);
          const end = one.revisionEnd;
          return (
            <SignatureSection
              key={`${one.kind} ${index}`}
              signature={one}
              n={n}
              seeSigned={seeSigned !== null && end !== null && end < report.file.size ? () => seeSigned(end) : null}
            />
          );
        })}
        <details>
          <summary>{say('report.machine')}</summary>
          <pre className="receipt-raw report-raw" tabIndex={0}>
            {report.machine}
          </pre>
        </details>
      </article>
    </div>
  );
}

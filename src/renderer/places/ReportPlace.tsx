import { useCallback, useEffect, useState } from 'react';
import type { ActRow } from '../../contract/acts.ts';
import type { Locale } from '../../contract/config.ts';
import type { Failure } from '../../contract/failures.ts';
import type { Sha256 } from '../../contract/ids.ts';
import type { VerificationReport } from '../../contract/levels.ts';
import { leave } from '../app/commands.ts';
import { useModel, useStore, useWords } from '../app/context.tsx';
import { PaperView } from '../paper/PaperView.tsx';
import { FailureNote } from '../parts/FailureNote.tsx';
import { PasswordForm } from '../parts/PasswordForm.tsx';
import { Button } from '../parts/small.tsx';
import { ReportPaper } from './ReportPaper.tsx';

type Read =
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly report: VerificationReport }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** The validation report of the act in hand: a sentence, the details of each signature, and everything for machines. */
export function ReportPlace() {
  const model = useModel();
  const { current } = useStore(model.places);
  const { say } = useWords();
  return current ? (
    <Report key={`${current.actId} ${current.level?.reached ?? ''}`} row={current} />
  ) : (
    <p className="hint">{say('empty.paper')}</p>
  );
}

function Report({ row }: { row: ActRow }) {
  const model = useModel();
  const { say, locale } = useWords();
  const [read, setRead] = useState<Read>({ kind: 'reading' });
  const [attempt, setAttempt] = useState(0);
  const [saved, setSaved] = useState<string | null>(null);
  const [revision, setRevision] = useState<Sha256 | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const { actId, documentSha256 } = row;
  useStore(model.passwords.view);
  const password = model.passwords.of(documentSha256);
  useEffect(() => {
    let left = false;
    void model.desk.call('reports.act', wishOf(actId, locale, password)).then((answer) => {
      if (left) return;
      setRead(answer.ok ? { kind: 'read', report: answer.value } : { kind: 'failed', failure: answer.failure });
    });
    return () => {
      left = true;
    };
  }, [model, actId, locale, attempt, password]);

  const save = async (): Promise<void> => {
    const answer = await model.desk.call('reports.save', wishOf(actId, locale, password));
    if (answer.ok) setSaved(answer.value.path);
    else setFailure(answer.failure);
  };
  const seeSigned = async (report: VerificationReport, end: number): Promise<void> => {
    if (revision !== null) return setRevision(null);
    const answer = await model.desk.call('reports.revision', { actId, sha256: report.file.sha256, end });
    if (answer.ok) setRevision(answer.value.sha256);
    else setFailure(answer.failure);
  };

  return (
    <>
      <header className="place-head">
        <h2>{say('report.title')}</h2>
        <p className="place-note report-about" title={row.caption}>
          {row.title} · {row.caption}
        </p>
      </header>
      {failure ? <FailureNote failure={failure} /> : null}
      {read.kind === 'reading' ? (
        <p className="paper-reading">{say('report.reading')}</p>
      ) : read.kind === 'failed' ? (
        <div className="place-body">
          <FailureNote failure={read.failure} tone={isClosed(read.failure) ? 'wait' : 'bad'} />
          {isClosed(read.failure) ? (
            <PasswordForm onPassword={(given) => model.passwords.give(documentSha256, given)} />
          ) : null}
        </div>
      ) : revision ? (
        <Beside signed={revision} whole={read.report.file.sha256} opensLike={documentSha256} />
      ) : (
        <ReportPaper report={read.report} seeSigned={(end) => void seeSigned(read.report, end)} />
      )}
      <footer className="decision" aria-label={say('decision.label')}>
        <p className="decision-about" role="status">
          {saved ? say('report.saved', { path: saved }) : null}
        </p>
        <div className="decision-verbs">
          {revision ? (
            <Button onPress={() => setRevision(null)}>{say('report.hideSigned')}</Button>
          ) : (
            <>
              <Button onPress={() => setAttempt((n) => n + 1)}>{say('report.again')}</Button>
              <Button isDisabled={read.kind !== 'read'} onPress={() => void save()}>
                {say('report.save')}
              </Button>
            </>
          )}
          <Button look="main" command="back" onPress={() => leave(model)}>
            {say('action.back')}
          </Button>
        </div>
      </footer>
    </>
  );
}

/** What the office needs to know to look into an act; a password only where one is known. */
const wishOf = (actId: ActRow['actId'], locale: Locale, password: string | undefined) => ({
  ...{ actId, locale },
  ...(password === undefined ? {} : { password }),
});

const isClosed = ({ kind }: Failure): boolean => kind === 'pdfPasswordNeeded' || kind === 'pdfPasswordWrong';

/** The signed revision's own bytes beside the file as it is today, drawn by the same engine. */
function Beside({ signed, whole, opensLike }: { signed: Sha256; whole: Sha256; opensLike: Sha256 }) {
  const { say } = useWords();
  // Looking at an old revision is not reading the act: nothing is marked as shown.
  const onShown = useCallback(() => undefined, []);
  return (
    <div className="beside">
      <section aria-label={say('report.signedVersion')}>
        <h3>{say('report.signedVersion')}</h3>
        <PaperView key={signed} sha256={signed} opensLike={opensLike} onShown={onShown} />
      </section>
      <section aria-label={say('report.currentVersion')}>
        <h3>{say('report.currentVersion')}</h3>
        <PaperView key={whole} sha256={whole} opensLike={opensLike} onShown={onShown} />
      </section>
    </div>
  );
}

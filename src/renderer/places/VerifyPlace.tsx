import { useEffect, useState, type ComponentProps } from 'react';
import { DropZone, FileTrigger } from 'react-aria-components';
import type { Failure } from '../../contract/failures.ts';
import type { VerificationReport } from '../../contract/levels.ts';
import { largestPicked } from '../../contract/picked-size.ts';
import { leave } from '../app/commands.ts';
import { useModel, useStore, useWords } from '../app/context.tsx';
import { FailureNote } from '../parts/FailureNote.tsx';
import { PasswordForm } from '../parts/PasswordForm.tsx';
import { Button } from '../parts/small.tsx';
import { ReportPaper } from './ReportPaper.tsx';

interface Picked {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

type Step =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'reading'; readonly name: string }
  | { readonly kind: 'tooLarge' | 'empty'; readonly name: string }
  | { readonly kind: 'failed'; readonly file: Picked; readonly failure: Failure }
  | { readonly kind: 'read'; readonly file: Picked; readonly report: VerificationReport };

/** Any file's signatures: picked or dropped, looked at, reported like an act's, and forgotten when one leaves. */
export function VerifyPlace() {
  const model = useModel();
  const { say, locale } = useWords();
  const [step, setStep] = useState<Step>({ kind: 'nothing' });

  const verify = async (
    file: Picked,
    more: { beside?: Uint8Array<ArrayBuffer>; password?: string } = {},
  ): Promise<void> => {
    setStep({ kind: 'reading', name: file.name });
    const { beside = null, password = null } = more;
    const answer = await model.desk.call('files.verify', { bytes: file.bytes, beside, password, locale });
    setStep(
      answer.ok ? { kind: 'read', file, report: answer.value } : { kind: 'failed', file, failure: answer.failure },
    );
  };
  const sample = useStore(model.practice.sample);
  // What a scenario laid here is looked at like any other file, once.
  useEffect(() => {
    if (!sample) return;
    queueMicrotask(() => {
      model.practice.sample.set(null);
      void verify(sample);
    });
  });
  const isBroken = step.kind === 'read' && step.report.overall === 'TOTAL_FAILED';
  useEffect(() => {
    if (isBroken) model.practice.sawTampered.set(true);
  }, [model, isBroken]);
  const take = async (file: File | undefined, about: Picked | null): Promise<void> => {
    if (!file) return;
    const read = await readPicked(file);
    if (typeof read === 'string') setStep({ kind: read, name: file.name });
    else if (about) await verify(about, { beside: read.bytes });
    else await verify(read);
  };

  return (
    <>
      <header className="place-head">
        <h2>{say('verify.title')}</h2>
        <p className="place-note">{say('verify.note')}</p>
      </header>
      {step.kind === 'read' ? (
        <>
          <ReportPaper report={step.report} name={step.file.name} seeSigned={null} />
          {lacksDocument(step.report) ? (
            <div className="verify-beside">
              <p className="hint">{say('verify.besideHint')}</p>
              <Pick label={say('verify.beside')} onPick={(file) => void take(file, step.file)} />
            </div>
          ) : null}
        </>
      ) : (
        <div className="place-body signing">
          <Body step={step} verify={verify} take={(file) => void take(file, null)} />
        </div>
      )}
      <footer className="decision" aria-label={say('decision.label')}>
        <p className="decision-about" role="status">
          {step.kind === 'reading' ? say('verify.reading', { name: step.name }) : null}
        </p>
        <div className="decision-verbs">
          {step.kind === 'nothing' ? null : (
            <Pick label={say('verify.another')} onPick={(file) => void take(file, null)} />
          )}
          <Button look={step.kind === 'read' ? 'main' : 'plain'} command="back" onPress={() => leave(model)}>
            {say('action.back')}
          </Button>
        </div>
      </footer>
    </>
  );
}

function Body({
  step,
  verify,
  take,
}: {
  step: Exclude<Step, { kind: 'read' }>;
  verify: (file: Picked, more: { password: string }) => Promise<void>;
  take: (file: File | undefined) => void;
}) {
  const { say } = useWords();
  if (step.kind === 'reading') return <p className="hint">{say('verify.reading', { name: step.name })}</p>;
  if (step.kind === 'nothing') {
    return (
      <DropZone
        className="verify-drop"
        aria-label={say('verify.drop')}
        onDrop={(event) => void dropped(event).then(take)}
      >
        <p>{say('verify.drop')}</p>
        <Pick label={say('verify.pick')} onPick={take} look="main" />
      </DropZone>
    );
  }
  if (step.kind !== 'failed') return <p className="hint">{say(`verify.${step.kind}`, { name: step.name })}</p>;
  const { failure, file } = step;
  const isClosed = failure.kind === 'pdfPasswordNeeded' || failure.kind === 'pdfPasswordWrong';
  return (
    <>
      <FailureNote failure={failure} tone={isClosed ? 'wait' : 'bad'} />
      {isClosed ? <PasswordForm onPassword={(password) => void verify(file, { password })} /> : null}
    </>
  );
}

function Pick({
  label,
  onPick,
  look = 'plain',
}: {
  label: string;
  onPick: (file: File | undefined) => void;
  look?: 'main' | 'plain';
}) {
  return (
    <FileTrigger onSelect={(files) => onPick(files?.[0])}>
      {look === 'main' ? (
        <Button look="main" command="primary" data-focus>
          {label}
        </Button>
      ) : (
        <Button>{label}</Button>
      )}
    </FileTrigger>
  );
}

/** What a drop brings, as far as it is read here. */
type Dropped = Parameters<NonNullable<ComponentProps<typeof DropZone>['onDrop']>>[0];

async function dropped({ items }: Dropped): Promise<File | undefined> {
  const item = items.find((each) => each.kind === 'file');
  return item?.kind === 'file' ? item.getFile() : undefined;
}

/** Nothing, or more than a window hands over, is not read. */
async function readPicked(file: File): Promise<Picked | 'empty' | 'tooLarge'> {
  if (file.size === 0) return 'empty';
  if (file.size > largestPicked) return 'tooLarge';
  return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
}

/** The signature of a document that lies beside it. */
function lacksDocument({ signatures }: VerificationReport): boolean {
  return signatures.some(({ subIndication }) => subIndication === 'SIGNED_DATA_NOT_FOUND');
}

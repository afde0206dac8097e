import { useRef } from 'react';
import { useModel, useStore, useWords } from '../../app/context.tsx';
import { PaperView } from '../../paper/PaperView.tsx';
import { FailureNote } from '../../parts/FailureNote.tsx';
import { printPages } from '../../parts/print.ts';
import { Button } from '../../parts/small.tsx';

const seen = (): void => undefined;

/** The receipt that the citizen takes home, as it prints. */
export function ReceiptPage() {
  const model = useModel();
  const { receipt, sheet, failure } = useStore(model.cases.view);
  const { say } = useWords();
  const paper = useRef<HTMLDivElement>(null);
  const print = (): void => {
    if (paper.current) void printPages([...paper.current.querySelectorAll('canvas')]);
  };
  return (
    <>
      <header className="place-head">
        <h2>{say('cases.receipt')}</h2>
        <p className="place-note">{say('cases.receiptNote')}</p>
      </header>
      <div className="place-body case-receipt" ref={paper} aria-busy={receipt === null && failure === null}>
        {failure ? <FailureNote failure={failure} /> : null}
        {receipt ? <PaperView key={receipt} sha256={receipt} onShown={seen} /> : null}
        {receipt === null && failure === null ? <p className="paper-reading">{say('cases.setting')}</p> : null}
      </div>
      <footer className="decision" aria-label={say('decision.label')}>
        <p className="decision-about">{sheet?.row.caseNumber ?? sheet?.row.provisionalNumber}</p>
        <div className="decision-verbs">
          <Button command="back" onPress={() => model.cases.page('sheet')}>
            {say('action.back')}
          </Button>
          <Button look="main" command="primary" isDisabled={receipt === null} onPress={print}>
            {say('cases.print')}
          </Button>
        </div>
      </footer>
    </>
  );
}

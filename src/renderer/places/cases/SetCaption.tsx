import { useState } from 'react';
import type { CaseSheet } from '../../../contract/cases.ts';
import { useModel, useWords } from '../../app/context.tsx';
import { useKept } from '../../app/kept.ts';
import { Button } from '../../parts/small.tsx';
import { Line } from './fields.tsx';
import { Parties } from './NewCase.tsx';

/** The way to correct what a case is called and who its parties are: an entry of the case, by name and with its reason. */
export function SetCaption({ sheet }: { sheet: CaseSheet }) {
  const { say } = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <section className="set-level" aria-label={say('caption.title')}>
      <p className="set-level-now">
        <Button look="quiet" aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
          {say(sheet.opening ? 'caption.change' : 'caption.changeOnly')}
        </Button>
      </p>
      {isOpen ? <CaptionForm sheet={sheet} onDone={() => setOpen(false)} /> : null}
    </section>
  );
}

function CaptionForm({ sheet: { row, opening }, onDone }: { sheet: CaseSheet; onDone: () => void }) {
  const model = useModel();
  const { say } = useWords();
  const field = `caption ${row.caseId}`;
  const [caption, setCaption, forgetCaption] = useKept(field, row.caption);
  const [reason, setReason, forgetReason] = useKept(`${field} reason`, '');
  const [parties, setParties, forgetParties] = useKept(`${field} parties`, opening?.parties ?? []);
  const isSame = caption.trim() === row.caption && JSON.stringify(parties) === JSON.stringify(opening?.parties ?? []);
  const lacks = isSame ? 'caption.same' : caption.trim() === '' ? 'caption.lacks' : 'caption.lacksReason';
  const ready = !isSame && caption.trim() !== '' && reason.trim() !== '';
  const save = async (): Promise<void> => {
    if (!(await model.cases.setCaption(caption.trim(), parties, reason.trim()))) return;
    for (const forget of [forgetCaption, forgetParties, forgetReason]) forget();
    onDone();
  };
  return (
    <div className="set-level-form set-caption">
      <Line label={say('cases.caption')} value={caption} max={300} onChange={setCaption} focus />
      {opening && row.series === 'case' ? (
        <Parties kept={field} parties={parties} onChange={(next) => setParties([...next])} />
      ) : null}
      <Line label={say('caption.reason')} value={reason} max={1000} onChange={setReason} />
      <Button isDisabled={!ready} onPress={() => void save()}>
        {say('caption.set')}
      </Button>
      {ready ? null : <p className="hint">{say(lacks)}</p>}
    </div>
  );
}

import { useEffect, useRef, useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import type { ActRow } from '../../contract/acts.ts';
import type { Failure } from '../../contract/failures.ts';
import { leave } from '../app/commands.ts';
import { useHouse, useModel, useStore, useWords } from '../app/context.tsx';
import { openPaper } from '../paper/open.ts';
import { electronicSigners, isMixed } from '../model/electronic.ts';
import { ElectronicMark } from '../parts/ElectronicMark.tsx';
import { FailureNote } from '../parts/FailureNote.tsx';
import { mostCopied, printCopy } from '../parts/printCopy.ts';
import { Button, Hash } from '../parts/small.tsx';

type Kind = 'simple' | 'certified';

/** A copy of the act in hand on paper: a simple one, or a certified one with its cover. The file itself is only read. */
export function CopyPlace() {
  const model = useModel();
  const { current } = useStore(model.places);
  const { status } = useStore(model.office.view);
  const { say } = useWords();
  const mayCertify = status?.person.permits?.includes('certifyCopy') ?? false;
  const [kind, setKind] = useState<Kind>('simple');
  const { print, busy, failure, tooMany } = usePrinting();
  if (!current) return null;
  const canCertify = mayCertify && current.signedSha256 !== null;
  return (
    <>
      <header className="place-head">
        <h2>{say('command.copy')}</h2>
        <p className="place-note">
          {current.title} {current.electronic ? <ElectronicMark row={current} /> : null}
        </p>
      </header>
      <div className="place-body signing">
        {failure ? <FailureNote failure={failure} /> : null}
        {tooMany ? <p role="alert">{say('copy.tooMany', { most: String(mostCopied) })}</p> : null}
        <RadioGroup
          className="pin-choice seats"
          value={kind}
          onChange={(value) => setKind(value === 'certified' ? 'certified' : 'simple')}
        >
          <Label className="heard">{say('copy.kind')}</Label>
          <Choice value="simple" label={say('copy.simple')} note={say('copy.simpleNote')} />
          <Choice
            value="certified"
            label={say('copy.certified')}
            note={say(canCertify ? 'copy.certifiedNote' : mayCertify ? 'copy.unsigned' : 'copy.notAllowed')}
            isDisabled={!canCertify}
          />
        </RadioGroup>
        <p className="hint">
          {say('paper.hash')} <Hash sha256={current.signedSha256 ?? current.documentSha256} />
        </p>
      </div>
      <footer className="decision" aria-label={say('decision.label')}>
        <p className="decision-about" role="status">
          {busy ? say('copy.preparing', busy) : say('copy.logged')}
        </p>
        <div className="decision-verbs">
          <Button command="back" onPress={() => leave(model)}>
            {say('action.back')}
          </Button>
          <Button
            look="main"
            command="primary"
            isDisabled={busy !== null}
            onPress={() => void print(current, kind)}
            data-focus
          >
            {say(kind === 'certified' ? 'copy.printCertified' : 'copy.printSimple')}
          </Button>
        </div>
      </footer>
    </>
  );
}

function Choice({
  value,
  label,
  note,
  isDisabled = false,
}: {
  value: Kind;
  label: string;
  note: string;
  isDisabled?: boolean;
}) {
  return (
    <Radio value={value} className="choose-option copy-kind" isDisabled={isDisabled}>
      <span className="radio-dot" aria-hidden />
      <span>
        <strong>{label}</strong>
        <br />
        <span className="hint">{note}</span>
      </span>
    </Radio>
  );
}

/** Asks the office for the copy (which writes it down), draws its pages and prints them. */
function usePrinting() {
  const { model, frames } = useHouse();
  const { say, formats } = useWords();
  const [busy, setBusy] = useState<{ page: string; pages: string } | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [tooMany, setTooMany] = useState(false);
  const isHere = useRef(true);
  // Whoever leaves does not want the rest of the pages.
  useEffect(() => {
    isHere.current = true;
    return () => void (isHere.current = false);
  }, []);

  const open = (sha256: ActRow['documentSha256'], like: ActRow['documentSha256']) =>
    openPaper(model.desk, frames, sha256, { whole: true, password: model.passwords.of(like) }, () => undefined);
  const print = async (row: ActRow, kind: Kind): Promise<void> => {
    setFailure(null);
    setTooMany(false);
    const sha256 = row.signedSha256 ?? row.documentSha256;
    const act = await open(sha256, row.documentSha256);
    if (!act.ok) return setFailure(act.failure);
    const papers = [act.value];
    try {
      const pages = act.value.pages;
      if (pages > mostCopied) return setTooMany(true);
      const copy = await model.desk.call('acts.copy', { actId: row.actId, sha256, kind, pages });
      if (!copy.ok) return setFailure(copy.failure);
      const { code, cover, madeAt } = copy.value;
      const how = isMixed(row)
        ? say('copy.electronicSome', { names: electronicSigners(row).join(', ') })
        : say('copy.electronic');
      const legend = (page: number, of: number): string =>
        say(kind === 'certified' ? 'copy.legendCertified' : 'copy.legendSimple', {
          ...{ code, page: formats.number(page), pages: formats.number(of), when: formats.dateTime(madeAt) },
        }) + (row.electronic ? ` · ${how}` : '');
      const front = cover === null ? null : await open(cover, cover);
      if (front && !front.ok) return setFailure(front.failure);
      if (front) papers.push(front.value);
      const parts = [...(front ? [{ paper: front.value, legend: null }] : []), { paper: act.value, legend }];
      const watermark = kind === 'simple' ? say('copy.watermark') : null;
      await printCopy(parts, watermark, (page, of) => {
        setBusy({ page: formats.number(page), pages: formats.number(of) });
        return isHere.current;
      });
    } finally {
      for (const paper of papers) paper.close();
      setBusy(null);
    }
  };
  return { print, busy, failure, tooMany };
}

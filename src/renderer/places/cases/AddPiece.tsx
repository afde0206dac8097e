import { useState, type FormEvent } from 'react';
import { Checkbox, FileTrigger } from 'react-aria-components';
import { momentOf } from './moment.ts';
import { Sha256Text } from './sha256.ts';
import { largestPicked } from '../../../contract/picked-size.ts';
import { useModel, useStore, useWords } from '../../app/context.tsx';
import { useKept } from '../../app/kept.ts';
import { FailureNote } from '../../parts/FailureNote.tsx';
import { Button } from '../../parts/small.tsx';
import type { PieceGiven } from '../../model/cases.ts';
import type { PlainKey } from '../../words/catalogue.ts';
import { Choose, Line } from './fields.tsx';
import { Level } from './NewCase.tsx';

const origins = ['paper', 'digital', 'photograph', 'device'] as const;
const types: Readonly<Record<string, PieceGiven['mediaType']>> = {
  pdf: 'application/pdf',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  tif: 'image/tiff',
  tiff: 'image/tiff',
};

interface Picked {
  readonly name: string;
  readonly type: PieceGiven['mediaType'];
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The field's label, where it is still to be written. */
const blank = (text: string, label: PlainKey): readonly PlainKey[] => (text.trim() === '' ? [label] : []);

const blankAbout = { title: '', place: '', broughtBy: '', expected: '' };
const blankPaper = { actType: '', signedBy: '', madeAt: '' };

/** Takes a file in as a piece of evidence: its bytes as they are, and where they come from. */
export function AddPiece() {
  const model = useModel();
  const { busy, failure, sheet } = useStore(model.cases.view);
  const { say, formats } = useWords();
  const of = `piece ${sheet?.row.caseId ?? ''}`;
  const [picked, setPicked, forgetPicked] = useKept<Picked | null>(`${of} file`, null);
  const [trouble, setTrouble] = useState<'piece.empty' | 'piece.tooLarge' | 'piece.unknown' | null>(null);
  const [about, setAbout, forgetAbout] = useKept(`${of} about`, blankAbout);
  const [origin, setOrigin] = useState<(typeof origins)[number]>('paper');
  const [level, setLevel] = useState(sheet?.row.confidentialityLevel ?? 1);
  const [onPaper, setOnPaper] = useState(false);
  const [paper, setPaper, forgetPaper] = useKept(`${of} paper`, blankPaper);
  const madeAt = momentOf(paper.madeAt);
  const expected = Sha256Text(about.expected);
  const missing: readonly PlainKey[] = [
    ...blank(about.title, 'piece.title'),
    ...blank(about.place, 'piece.place'),
    ...blank(about.broughtBy, 'piece.broughtBy'),
    ...(onPaper ? [...blank(paper.actType, 'piece.paperType'), ...blank(paper.signedBy, 'piece.paperSigned')] : []),
    ...(onPaper && madeAt === null ? (['piece.paperWhen'] as const) : []),
    ...(expected === 'wrong' ? (['piece.expected'] as const) : []),
  ];
  const ready = picked !== null && !busy && missing.length === 0;
  const take = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    const type = types[file.name.split('.').at(-1)?.toLowerCase() ?? ''];
    const why = sizeTrouble(file) ?? (type === undefined ? 'piece.unknown' : null);
    setTrouble(why);
    if (why !== null || type === undefined) return setPicked(null);
    setPicked({ name: file.name, type, bytes: new Uint8Array(await file.arrayBuffer()) });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!ready || !picked || expected === 'wrong') return;
    const added = model.cases.addPiece({
      ...{ fileName: picked.name, mediaType: picked.type, bytes: picked.bytes, origin, confidentialityLevel: level },
      ...{
        title: about.title.trim(),
        place: about.place.trim(),
        broughtBy: about.broughtBy.trim(),
        expectedSha256: expected,
      },
      ...(madeAt === null || !onPaper
        ? {}
        : { paperAct: { actType: paper.actType.trim(), signedBy: paper.signedBy.trim(), madeAt } }),
    });
    void added.then((isKept) => {
      if (!isKept) return;
      forgetPicked();
      forgetAbout();
      forgetPaper();
    });
  };
  const write = (key: keyof typeof about) => (value: string) => setAbout((now) => ({ ...now, [key]: value }));
  return (
    <form className="draft-new" onSubmit={submit}>
      <header className="place-head">
        <h2>{say('piece.add')}</h2>
        <p className="place-note">{sheet?.row.caption}</p>
      </header>
      <div className="place-body drafts">
        {failure ? <FailureNote failure={failure} /> : null}
        <p>
          <FileTrigger acceptedFileTypes={Object.values(types)} onSelect={(files) => void take(files?.[0])}>
            <Button {...(picked ? {} : { look: 'main', command: 'primary' })}>{say('piece.choose')}</Button>
          </FileTrigger>{' '}
          <span role="status">
            {picked ? say('piece.chosen', { name: picked.name, size: formats.size(picked.bytes.length) }) : null}
            {trouble ? <span data-tone="bad">{say(trouble)}</span> : null}
          </span>
        </p>
        <Line label={say('piece.title')} value={about.title} max={300} onChange={write('title')} />
        <div className="field-row">
          <Choose
            label={say('piece.origin')}
            value={origin}
            options={origins.map((id) => ({ id, name: say(`piece.origin.${id}`) }))}
            onChange={setOrigin}
          />
          <Level value={level} onChange={setLevel} />
        </div>
        <div className="field-row">
          <Line label={say('piece.place')} value={about.place} onChange={write('place')} />
          <Line label={say('piece.broughtBy')} value={about.broughtBy} onChange={write('broughtBy')} />
        </div>
        <Checkbox className="choose-option" isSelected={onPaper} onChange={setOnPaper}>
          <span className="check-box" aria-hidden>
            {onPaper ? '✓' : ''}
          </span>
          <span>
            {say('piece.onPaper')} <span className="hint">{say('piece.onPaperHint')}</span>
          </span>
        </Checkbox>
        {onPaper ? (
          <div className="field-row">
            <Line
              label={say('piece.paperType')}
              value={paper.actType}
              max={80}
              onChange={(actType) => setPaper((now) => ({ ...now, actType }))}
            />
            <Line
              label={say('piece.paperSigned')}
              value={paper.signedBy}
              max={300}
              onChange={(signedBy) => setPaper((now) => ({ ...now, signedBy }))}
            />
            <Line
              label={say('piece.paperWhen')}
              hint={say('piece.paperWhenHint')}
              value={paper.madeAt}
              max={16}
              onChange={(when) => setPaper((now) => ({ ...now, madeAt: when }))}
            />
          </div>
        ) : null}
        <Line label={say('piece.expected')} value={about.expected} max={100} onChange={write('expected')} />
      </div>
      <footer className="decision" aria-label={say('decision.label')}>
        <p className="decision-about" role="status">
          {busy ? say('piece.adding') : ''}
          {picked && missing.length > 0
            ? say('cases.lacks', { fields: missing.map((key) => say(key)).join(', ') })
            : ''}
        </p>
        <div className="decision-verbs">
          <Button command="back" onPress={() => model.cases.page('sheet')}>
            {say('action.back')}
          </Button>
          <Button {...(picked ? { look: 'main', command: 'primary' } : {})} type="submit" isDisabled={!ready}>
            {say('piece.addNow')}
          </Button>
        </div>
      </footer>
    </form>
  );
}

const sizeTrouble = ({ size }: File): 'piece.empty' | 'piece.tooLarge' | null =>
  size === 0 ? 'piece.empty' : size > largestPicked ? 'piece.tooLarge' : null;

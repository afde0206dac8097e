import { ChevronDown, ChevronUp, MoveHorizontal, Search, TriangleAlert, ZoomIn, ZoomOut } from 'lucide-react';
import { useCallback, useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { Input, Label, NumberField } from 'react-aria-components';
import type { Sha256 } from '../../contract/ids.ts';
import { useHouse, useModel, useStore, useWords } from '../app/context.tsx';
import { FailureNote } from '../parts/FailureNote.tsx';
import { PasswordForm } from '../parts/PasswordForm.tsx';
import { Button, Hash, IconButton } from '../parts/small.tsx';
import { FindBar } from './FindBar.tsx';
import type { Paper } from './open.ts';
import { Page, pixelsOf } from './Page.tsx';
import { useFinding, type OpenAt } from './useFinding.ts';
import { usePages } from './usePages.ts';
import { usePaper } from './usePaper.ts';

/** CSS pixels of one point at 100 %: the page as large as it prints. */
const printed = 96 / 72;
const zooms = [0.5, 0.75, 1, 1.25, 1.5, 2, 3] as const;
/** Fitted to the pane's width, but hardly larger than the printed page. */
const fitLimit = 1.1;

/** A document, page by page, from the very bytes its hash names. `onShown` is called once its first page is on the screen. */
export function PaperView({
  sha256,
  opensLike = sha256,
  at = null,
  refused,
  onShown,
}: {
  sha256: Sha256;
  /** What is said where this cannot be drawn, of a file that is no PDF to begin with. */
  refused?: string;
  /** The document whose password opens this one: a longer file of it has the same. */
  opensLike?: Sha256;
  /** Where to begin; null at the first page. */
  at?: OpenAt | null;
  onShown: (sha256: Sha256) => void;
}) {
  const model = useModel();
  useStore(model.passwords.view);
  const [attempt, setAttempt] = useState(0);
  // Drawn strictly first: what is shown is then all there is. Where that fails, what can be drawn is, and it counts for nothing.
  const [whole, setWhole] = useState(true);
  const opening = usePaper(sha256, whole, attempt, model.passwords.of(opensLike));
  const onFailed = useCallback(() => setWhole(false), []);
  const { say, formats } = useWords();
  if (opening.kind === 'failed') {
    const { failure } = opening;
    if (refused !== undefined && failure.kind === 'pdfRefused')
      return (
        <p className="hint" role="alert">
          {refused}
        </p>
      );
    const isClosed = failure.kind === 'pdfPasswordNeeded' || failure.kind === 'pdfPasswordWrong';
    return (
      <div className="paper-trouble">
        <FailureNote failure={failure} tone={isClosed ? 'wait' : 'bad'}>
          {isClosed ? null : <Button onPress={() => setAttempt((n) => n + 1)}>{say('action.retry')}</Button>}
        </FailureNote>
        {isClosed ? <PasswordForm onPassword={(password) => model.passwords.give(opensLike, password)} /> : null}
      </div>
    );
  }
  if (opening.kind === 'reading') {
    const { bytes, size } = opening;
    return (
      <p className="paper-reading">
        {size > 2_000_000
          ? say('paper.readingSize', { read: formats.size(bytes), size: formats.size(size) })
          : say('paper.reading')}
      </p>
    );
  }
  const { paper } = opening;
  return <Leaves key={String(paper.whole)} paper={paper} at={at} onShown={onShown} onFailed={onFailed} />;
}

function Leaves({
  paper,
  at,
  onShown,
  onFailed,
}: {
  paper: Paper;
  at: OpenAt | null;
  onShown: (sha256: Sha256) => void;
  onFailed: () => void;
}) {
  const { model, shelf } = useHouse();
  const { say, formats } = useWords();
  const scroller = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState<number | null>(null);
  const { pages, page, scale, sizeOf, total, setSize, goTo, turn } = usePages(
    paper,
    scroller,
    (width, first) => (zoom ?? Math.min(fitLimit, Math.max(0.2, (width - 32) / (first.width * printed)))) * printed,
  );
  const shownZoom = scale / printed;
  const shown = useRef(false);
  const finding = useFinding(paper, scroller, page, goTo, at);
  // Once the pages have their place: what is found on the way there has its own.
  const isPlaced = pages.length > 0;
  useEffect(() => {
    if (isPlaced && at !== null && at.page > 1) goTo(at.page);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, not whenever `goTo` is another function
  }, [isPlaced, at]);

  const onDrawn = useCallback(
    (number: number) => {
      if (number !== 1) return;
      const next = model.upNext();
      if (next) shelf.prepare(next, pixelsOf(scale));
      if (shown.current || !paper.whole) return;
      shown.current = true;
      onShown(paper.sha256);
    },
    [model, shelf, scale, paper, onShown],
  );
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
  }, [paper]);

  const step = (by: 1 | -1): void => {
    const larger = zooms.find((value) => value > shownZoom + 0.01) ?? 3;
    const smaller = [...zooms].reverse().find((value) => value < shownZoom - 0.01) ?? 0.5;
    setZoom(by > 0 ? larger : smaller);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '+') step(1);
    else if (event.key === '-') step(-1);
    else if (event.key === '0') setZoom(null);
    else if (event.key === 'PageDown') turn(1);
    else if (event.key === 'PageUp') turn(-1);
    else if (event.key === 'Home') goTo(1);
    else if (event.key === 'End') goTo(paper.pages);
    else return;
    event.preventDefault();
  };

  return (
    <div className="paper">
      <div className="paper-tools" role="toolbar" aria-label={say('paper.tools')}>
        <IconButton label={say('paper.previousPage')} isDisabled={page <= 1} onPress={() => turn(-1)}>
          <ChevronUp aria-hidden size={16} />
        </IconButton>
        <IconButton label={say('paper.nextPage')} isDisabled={page >= paper.pages} onPress={() => turn(1)}>
          <ChevronDown aria-hidden size={16} />
        </IconButton>
        <NumberField
          className="page-number"
          value={page}
          minValue={1}
          maxValue={paper.pages}
          onChange={(value) => {
            if (!Number.isNaN(value)) goTo(value);
          }}
        >
          <Label className="heard">{say('paper.goTo')}</Label>
          <Input />
        </NumberField>
        <span className="page-total">{say('paper.of', { pages: formats.number(paper.pages) })}</span>
        <IconButton label={say('command.findInPaper')} command="findInPaper" onPress={finding.begin} data-find-in-paper>
          <Search aria-hidden size={16} />
        </IconButton>
        <span className="tools-gap" />
        <IconButton label={say('paper.smaller')} isDisabled={shownZoom <= 0.5} onPress={() => step(-1)}>
          <ZoomOut aria-hidden size={16} />
        </IconButton>
        <span className="zoom">{formats.number(Math.round(shownZoom * 100))} %</span>
        <IconButton label={say('paper.larger')} isDisabled={shownZoom >= 3} onPress={() => step(1)}>
          <ZoomIn aria-hidden size={16} />
        </IconButton>
        <IconButton label={say('paper.fit')} onPress={() => setZoom(null)}>
          <MoveHorizontal aria-hidden size={16} />
        </IconButton>
        <span className="tools-end" title={say(paper.hashed ? 'paper.hashed' : 'paper.hashedByOffice')}>
          <span className="tools-word">{say('paper.hash')}</span> <Hash sha256={paper.sha256} />
        </span>
      </div>
      {finding.open ? <FindBar finding={finding} pages={paper.pages} /> : null}
      {paper.whole ? null : (
        <p className="not-whole" role="alert">
          <TriangleAlert aria-hidden size={16} /> {say('paper.notWhole')}
        </p>
      )}
      <div
        ref={scroller}
        className="leaves"
        tabIndex={0}
        role="region"
        aria-label={say('paper.label')}
        data-focus
        onKeyDown={onKeyDown}
      >
        <div className="leaves-all" style={{ height: total }}>
          {pages.map(({ number, top }) => (
            <div key={number} className="leaf" style={{ transform: `translateY(${top}px)` }}>
              <Page
                paper={paper}
                number={number}
                scale={scale}
                size={sizeOf(number)}
                onSize={setSize}
                onDrawn={onDrawn}
                onText={finding.onText}
                onFailed={onFailed}
              />
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

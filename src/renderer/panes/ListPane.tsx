import { ArrowLeft, Search, X } from 'lucide-react';
import { Button as AriaButton, Input, Label, SearchField, ToggleButton } from 'react-aria-components';
import { sayTray } from '../../contract/words/states.ts';
import { keysOf } from '../app/commands.ts';
import { useFields, useModel, useStore, useWords } from '../app/context.tsx';
import { Button, Empty, IconButton } from '../parts/small.tsx';
import { FailureNote } from '../parts/FailureNote.tsx';
import { marksApply } from '../model/model.ts';
import { CasePieces } from './CasePieces.tsx';
import { Filters } from './Filters.tsx';
import { Rows } from './Rows.tsx';

// Not the rows: a page of them that comes while the person scrolls has nothing but rows drawn.
const shown = ['source', 'search', 'total', 'today', 'phase', 'failure', 'heading'] as const;
const narrowed = ['source', 'search', 'total', 'vouched', 'labels', 'dueDays'] as const;

/** The middle pane: the open tray, or a case's index, with its search and its marks. */
export function ListPane() {
  const model = useModel();
  const { say, locale, formats } = useWords();
  const { source, search, total, today, phase, failure, heading } = useFields(model.list.view, shown);
  const { status } = useStore(model.office.view);
  const { indexWide } = useStore(model.places);
  const isSettling = status?.line.settling === true;
  const title = source.kind === 'tray' ? sayTray(source.tray, locale) : say('case.index');

  return (
    <section className="list" data-pane="list" aria-label={title}>
      <header className="list-head">
        <div className="list-title">
          {source.kind === 'case' ? (
            <IconButton label={say('case.back')} command="back" onPress={() => void model.openTray(source.back)}>
              <ArrowLeft aria-hidden size={16} />
            </IconButton>
          ) : null}
          <h1>{title}</h1>
          <span className="list-total">{phase === 'loading' ? '' : formats.number(total)}</span>
        </div>
        {today === null || phase === 'loading' ? null : (
          <h2 className="group-label">{say('list.signedToday', { n: today })}</h2>
        )}
        {heading ? (
          <p className="list-case" title={heading.caption}>
            <strong>{heading.caseNumber}</strong> {heading.caption}
          </p>
        ) : null}
        <SearchField className="search" value={search} onChange={(text) => void model.list.search(text)}>
          <Label className="heard">{say('list.search')}</Label>
          <Search aria-hidden size={16} />
          <Input placeholder={say('list.searchHint', { keys: keysOf('search') ?? '' })} />
          <AriaButton className="search-clear" aria-label={say('list.clearSearch')}>
            <X aria-hidden size={16} />
          </AriaButton>
        </SearchField>
        <MarksLine />
        {source.kind === 'tray' ? <Filters key={source.tray} tray={source.tray} /> : null}
      </header>
      {failure?.kind === 'notAllowed' ? (
        <NoTrays />
      ) : failure ? (
        <FailureNote failure={failure}>
          <Button onPress={() => void model.list.refresh()}>{say('action.retry')}</Button>
        </FailureNote>
      ) : null}
      {phase === 'loading' ? <p className="list-reading">{say('list.reading')}</p> : null}
      {isSettling && total > 0 ? <p className="list-reading">{say('list.settling')}</p> : null}
      {phase === 'ready' && total === 0 && !failure ? <EmptyList isSettling={isSettling} /> : null}
      {total > 0 ? <Rows /> : null}
      {source.kind === 'case' && indexWide ? <CasePieces key={source.caseId} caseId={source.caseId} /> : null}
    </section>
  );
}

/** What is marked to be signed together, and "all of them" said with its number. */
function MarksLine() {
  const model = useModel();
  const { total, search, source, vouched, labels, dueDays } = useFields(model.list.view, narrowed);
  const whole = search === '' && !vouched && labels.length === 0 && dueDays === null;
  const marks = useStore(model.marks);
  const { say } = useWords();
  const n = marks.rows.size;
  if (!marksApply(source) || (total === 0 && n === 0 && !vouched)) return null;
  return (
    <div className="list-marks">
      <span aria-live="polite">{n > 0 ? say('list.marked', { n }) : say('list.noneMarked')}</span>
      <ToggleButton className="filter" isSelected={vouched} onChange={(on) => void model.list.onlyVouched(on)}>
        {say('list.vouched')}
      </ToggleButton>
      {total > 0 && (n < total || !whole) ? (
        <Button look="quiet" onPress={() => void model.markEverything()}>
          {whole ? say('list.markAll', { n: total }) : say('list.markFound', { n: total })}
        </Button>
      ) : null}
      {n > 0 ? (
        <Button look="quiet" onPress={() => model.unmarkAll()}>
          {say('list.unmark')}
        </Button>
      ) : null}
    </div>
  );
}

/** Who has no trays may have the index of cases to look at (an auditor). */
function NoTrays() {
  const model = useModel();
  const { say } = useWords();
  const { status } = useStore(model.office.view);
  const seesIndex = status?.person.permits?.includes('seeIndex') ?? false;
  return <Empty keys={seesIndex ? keysOf('cases') : null}>{say(seesIndex ? 'seat.indexOnly' : 'seat.noTrays')}</Empty>;
}

function EmptyList({ isSettling }: { isSettling: boolean }) {
  const model = useModel();
  const { source, search, vouched, labels, dueDays } = useFields(model.list.view, narrowed);
  const { say } = useWords();
  if (search === '' && (labels.length > 0 || dueDays !== null)) return <Empty>{say('empty.filtered')}</Empty>;
  if (search === '' && vouched) return <Empty>{say('empty.vouched')}</Empty>;
  if (search !== '') return <Empty>{say('empty.search', { search })}</Empty>;
  if (isSettling) return <Empty>{say('list.settling')}</Empty>;
  if (source.kind === 'case') return <Empty>{say('empty.case')}</Empty>;
  return <Empty keys={source.tray === 'toSign' ? keysOf('sync') : null}>{say(`empty.${source.tray}`)}</Empty>;
}

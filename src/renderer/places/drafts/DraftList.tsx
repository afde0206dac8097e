import { GitCompareArrows, Pencil, Search } from 'lucide-react';
import {
  GridList,
  GridListItem,
  Input,
  Label,
  SearchField,
  ToggleButton,
  ToggleButtonGroup,
} from 'react-aria-components';
import type { DraftRow } from '../../../contract/drafts.ts';
import type { DraftShelf } from '../../../contract/review.ts';
import { leave } from '../../app/commands.ts';
import { shelves } from '../../app/trays.ts';
import type { Model } from '../../model/model.ts';
import { useModel, useStore, useWords } from '../../app/context.tsx';
import { FailureNote } from '../../parts/FailureNote.tsx';
import { Ago, Button, Empty } from '../../parts/small.tsx';
import { DraftMarks } from './DraftMarks.tsx';

/** The office's drafts, those that were changed last first. */
export function DraftList() {
  const model = useModel();
  const { rows, total, phase, search, archived, shelf, failure } = useStore(model.drafts.view);
  const { say } = useWords();
  return (
    <>
      <header className="place-head">
        <h2>{archived ? say('drafts.archived') : say(`drafts.shelf.${shelf}`)}</h2>
        <p className="place-note">{say('drafts.note')}</p>
        <div className="drafts-find">
          <SearchField className="search" value={search} onChange={(text) => void model.drafts.list({ search: text })}>
            <Label className="heard">{say('drafts.search')}</Label>
            <Search aria-hidden size={16} />
            <Input placeholder={say('drafts.search')} />
          </SearchField>
          <ShelfChoice />
          <ToggleButton
            className="filter"
            isSelected={archived}
            onChange={(on) => void model.drafts.list({ archived: on })}
          >
            {say('drafts.showArchived')}
          </ToggleButton>
        </div>
      </header>
      <div className="place-body drafts">
        {failure ? <FailureNote failure={failure} /> : null}
        {phase === 'ready' && rows.length === 0 ? (
          <Empty>
            {search === ''
              ? say(archived ? 'drafts.noneArchived' : shelf === 'all' ? 'drafts.none' : `drafts.none.${shelf}`)
              : say('empty.search', { search })}
          </Empty>
        ) : null}
        {rows.length === 0 ? null : (
          <GridList
            className="drafts-rows"
            aria-label={say('drafts.title')}
            items={rows}
            onAction={(key) => {
              const row = rows.find(({ draftId }) => draftId === key);
              if (row) void model.drafts.open(row.draftId, looksOver(model, row) ? 'review' : 'write');
            }}
          >
            {(row) => (
              <GridListItem id={row.draftId} className="draft-row" textValue={`${row.title} ${row.caption}`}>
                <Row row={row} />
              </GridListItem>
            )}
          </GridList>
        )}
        {total > rows.length ? <p className="hint">{say('drafts.more', { n: total - rows.length })}</p> : null}
      </div>
      <footer className="decision" aria-label={say('decision.label')}>
        <p className="decision-about" role="status">
          {phase === 'ready' ? say('drafts.count', { n: total }) : ''}
        </p>
        <div className="decision-verbs">
          <Button command="back" onPress={() => leave(model)}>
            {say('action.back')}
          </Button>
          <Button onPress={() => void model.drafts.page('macros')}>{say('macros.title')}</Button>
          <Button look="main" command="primary" onPress={() => void model.drafts.page('new')}>
            {say('drafts.new')}
          </Button>
        </div>
      </footer>
    </>
  );
}

/** What waits to be looked over is opened to be looked over, by whoever may. */
const looksOver = (model: Model, { review }: DraftRow): boolean =>
  review?.state === 'inReview' &&
  (model.office.view.get().status?.person.permits?.some((one) => one === 'returnActs' || one === 'vouch') ?? false);

function ShelfChoice() {
  const model = useModel();
  const { say } = useWords();
  const { shelf } = useStore(model.drafts.view);
  return (
    <ToggleButtonGroup
      className="drafts-shelves"
      aria-label={say('drafts.shelfLabel')}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[shelf]}
      onSelectionChange={(keys) => void model.drafts.list({ shelf: [...keys][0] as DraftShelf, archived: false })}
    >
      {(['all', ...shelves] as const).map((one) => (
        <ToggleButton key={one} id={one} className="filter">
          {say(`drafts.shelf.${one}`)}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

function Row({ row }: { row: DraftRow }) {
  const { say } = useWords();
  return (
    <>
      {row.beside > 0 ? <GitCompareArrows aria-hidden size={16} /> : <Pencil aria-hidden size={16} />}
      <span className="draft-row-title">{row.title === '' ? say('drafts.untitled') : row.title}</span>
      <span className="draft-row-case">
        {row.caseNumber} {row.caption}
      </span>
      <span className="draft-row-who">
        {row.changedBy} · <Ago at={row.changedAt} />
      </span>
      <DraftMarks row={row} />
    </>
  );
}

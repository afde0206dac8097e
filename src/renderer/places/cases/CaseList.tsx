import { FolderOpen, Search } from 'lucide-react';
import {
  GridList,
  GridListItem,
  Input,
  Label,
  SearchField,
  ToggleButton,
  ToggleButtonGroup,
} from 'react-aria-components';
import type { CaseRow } from '../../../contract/cases.ts';
import { leave } from '../../app/commands.ts';
import { focusPaneSoon } from '../../app/focus.ts';
import { useModel, useSource, useStore, useWords } from '../../app/context.tsx';
import { FailureNote } from '../../parts/FailureNote.tsx';
import { Button, Empty } from '../../parts/small.tsx';
import { CaseMarks } from './CaseMarks.tsx';
import { Exceptional } from './Exceptional.tsx';

/** Cases, those opened last first. */
export function CaseList() {
  const model = useModel();
  const { rows, total, next, phase, search, series, failure } = useStore(model.cases.view);
  const { status } = useStore(model.office.view);
  const { say } = useWords();
  const mayOpen = status?.person.permits?.includes('openCase') ?? false;
  const mayRead = status?.person.permits?.includes('seeOpen') ?? true;
  const source = useSource();
  // Who may read no case sees what lies in it.
  const openRow = ({ caseId }: CaseRow): void => {
    if (mayRead) return void model.cases.open(caseId);
    const back = source.kind === 'tray' ? source.tray : source.back;
    void model.openSource({ kind: 'case', caseId, back }).then(() => focusPaneSoon('list'));
  };
  return (
    <>
      <header className="place-head">
        <h2>{say(series === 'office' ? 'cases.officeTitle' : 'cases.title')}</h2>
        <p className="place-note">{say(series === 'office' ? 'cases.officeNote' : 'cases.note')}</p>
        <div className="drafts-find">
          <SearchField className="search" value={search} onChange={(text) => void model.cases.list({ search: text })}>
            <Label className="heard">{say('cases.search')}</Label>
            <Search aria-hidden size={16} />
            <Input placeholder={say('cases.search')} data-focus />
          </SearchField>
          <ToggleButtonGroup
            className="case-series"
            aria-label={say('cases.seriesLabel')}
            disallowEmptySelection
            selectedKeys={[series]}
            onSelectionChange={(keys) => {
              const [key] = [...keys];
              void model.cases.list({ series: key === 'office' ? 'office' : 'case' });
            }}
          >
            <ToggleButton id="case" className="filter">
              {say('cases.series.case')}
            </ToggleButton>
            <ToggleButton id="office" className="filter">
              {say('cases.series.office')}
            </ToggleButton>
          </ToggleButtonGroup>
        </div>
      </header>
      <div className="place-body drafts">
        {failure ? <FailureNote failure={failure} /> : null}
        {status?.person.permits?.includes('breakGlass') ? <Exceptional /> : null}
        {phase === 'ready' && rows.length === 0 ? (
          <Empty>{search === '' ? say('cases.none') : say('empty.search', { search })}</Empty>
        ) : null}
        {rows.length === 0 ? null : (
          <GridList
            className="drafts-rows"
            aria-label={say('cases.title')}
            items={rows}
            onAction={(key) => {
              const row = rows.find(({ caseId }) => caseId === key);
              if (row) openRow(row);
            }}
          >
            {(row) => (
              <GridListItem
                id={row.caseId}
                className="case-row"
                textValue={`${row.caption} ${row.caseNumber ?? row.provisionalNumber ?? ''}`}
              >
                <Row row={row} />
              </GridListItem>
            )}
          </GridList>
        )}
        {next === null ? null : (
          <p>
            <Button onPress={() => void model.cases.more()}>{say('cases.more', { n: total - rows.length })}</Button>
          </p>
        )}
      </div>
      <footer className="decision" aria-label={say('decision.label')}>
        <p className="decision-about" role="status">
          {phase === 'ready' ? say('cases.count', { n: total }) : ''}
        </p>
        <div className="decision-verbs">
          <Button command="back" onPress={() => leave(model)}>
            {say('action.back')}
          </Button>
          {mayOpen ? (
            <Button look="main" command="primary" onPress={() => model.cases.page('new')}>
              {say(series === 'office' ? 'cases.newOffice' : 'cases.new')}
            </Button>
          ) : null}
        </div>
      </footer>
    </>
  );
}

function Row({ row }: { row: CaseRow }) {
  const { say } = useWords();
  return (
    <>
      <FolderOpen aria-hidden size={16} />
      <span className="case-row-number">{row.caseNumber ?? row.provisionalNumber ?? say('cases.unnumbered')}</span>
      <span className="case-row-caption">{row.caption}</span>
      <CaseMarks row={row} />
    </>
  );
}

import { useEffect } from 'react';
import { CalendarClock } from 'lucide-react';
import { GridList, GridListItem, ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import type { AgendaRow } from '../../contract/agenda.ts';
import { leave } from '../app/commands.ts';
import { useModel, useStore, useWords, type Words } from '../app/context.tsx';
import { spans, type Span } from '../model/agenda.ts';
import { FailureNote } from '../parts/FailureNote.tsx';
import { printText } from '../parts/print.ts';
import { Button, Empty } from '../parts/small.tsx';

/** The hearings of the office by day, and whether the papers of each case are here. */
export function AgendaPlace() {
  const model = useModel();
  const { span, rows, more, phase, failure } = useStore(model.agenda.view);
  const words = useWords();
  const { say } = words;
  useEffect(() => void model.agenda.list(), [model]);
  const openRow = ({ caseId }: AgendaRow): void => {
    model.go({ work: 'cases', listOver: false });
    void model.cases.open(caseId);
  };
  return (
    <>
      <header className="place-head">
        <h2>{say('work.agenda')}</h2>
        <p className="place-note">{say('agenda.note')}</p>
        <ToggleButtonGroup
          className="case-series"
          aria-label={say('agenda.spans')}
          disallowEmptySelection
          selectedKeys={[span]}
          onSelectionChange={(keys) => void model.agenda.list([...keys][0] as Span)}
        >
          {spans.map((id) => (
            <ToggleButton key={id} id={id} className="filter">
              {say(`agenda.span.${id}`)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      </header>
      <div className="place-body drafts">
        {failure ? <FailureNote failure={failure} /> : null}
        {phase === 'ready' && rows.length === 0 ? <Empty>{say('agenda.none')}</Empty> : null}
        {rows.length === 0 ? null : (
          <GridList
            className="drafts-rows"
            aria-label={say('work.agenda')}
            items={rows.map((row) => ({ ...row, id: row.caseId }))}
            onAction={(key) => {
              const row = rows.find(({ caseId }) => caseId === key);
              if (row) openRow(row);
            }}
          >
            {(row) => (
              <GridListItem className="case-row agenda-row" textValue={textOf(row, words)}>
                <Row row={row} />
              </GridListItem>
            )}
          </GridList>
        )}
        {more ? <p className="hint">{say('agenda.more')}</p> : null}
      </div>
      <footer className="decision" aria-label={say('decision.label')}>
        <p className="decision-about" role="status">
          {phase === 'ready' ? say('agenda.count', { n: rows.length }) : ''}
        </p>
        <div className="decision-verbs">
          <Button command="back" onPress={() => leave(model)}>
            {say('action.back')}
          </Button>
          <Button
            look="main"
            command="primary"
            isDisabled={rows.length === 0}
            onPress={() => printText(titleOf(span, words), rows.map((row) => textOf(row, words)).join('\n\n'))}
          >
            {say('agenda.print')}
          </Button>
        </div>
      </footer>
    </>
  );
}

function Row({ row }: { row: AgendaRow }) {
  const words = useWords();
  const { say } = words;
  return (
    <>
      <CalendarClock aria-hidden size={16} />
      <span className="case-row-number">{whenOf(row, words)}</span>
      <span className="case-row-caption">
        {row.caseNumber} · {row.caption}
      </span>
      <span className="case-marks">
        {row.what === '' ? null : <span>{row.what}</span>}
        {row.detained ? <span data-tone="bad">{say('cases.detained')}</span> : null}
        <span data-tone={row.lacking === 0 ? 'ok' : 'wait'}>{filesOf(row, words)}</span>
        {row.place === 'there' ? null : (
          <span data-tone={row.place === 'refused' ? 'bad' : 'wait'}>{placeOf(row, words)}</span>
        )}
      </span>
    </>
  );
}

/** `jueves, 26 de noviembre de 2026, 09:00` */
const whenOf = ({ hearingAt }: AgendaRow, { formats }: Words): string =>
  `${formats.wholeDay(hearingAt)}, ${formats.time(hearingAt)}`;

const filesOf = ({ files, lacking }: AgendaRow, { say, formats }: Words): string =>
  files === 0
    ? say('agenda.noFiles')
    : lacking === 0
      ? say('agenda.whole', { n: files })
      : say('agenda.lacking', { here: formats.number(files - lacking), n: files });

const placeOf = ({ place }: AgendaRow, { say }: Words): string =>
  place === 'pinned' ? say('agenda.pinned') : say(`cases.place.${place}`);

/** A hearing in one paragraph, as it is printed and as a screen reader says it. */
const textOf = (row: AgendaRow, words: Words): string =>
  [
    `${whenOf(row, words)} · ${row.caseNumber}`,
    row.caption,
    ...(row.what === '' ? [] : [row.what]),
    ...(row.detained ? [words.say('cases.detained')] : []),
    filesOf(row, words),
    ...(row.place === 'there' ? [] : [placeOf(row, words)]),
  ].join(' · ');

const titleOf = (span: Span, { say }: Words): string => `${say('work.agenda')}: ${say(`agenda.span.${span}`)}`;

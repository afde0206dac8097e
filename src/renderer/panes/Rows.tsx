import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type KeyboardEvent, type MouseEvent } from 'react';
import type { ActRow } from '../../contract/acts.ts';
import { focusWhenThere } from '../app/focus.ts';
import { useModel, useNow, useStore, useWords } from '../app/context.tsx';
import { rowAt } from '../model/list.ts';
import { inPlaceOf } from '../model/marks.ts';
import { marksApply } from '../model/model.ts';
import { useTypeahead } from './typeahead.ts';
import { useRoomy } from './useRoomy.ts';
import { Row, RowToCome } from './Row.tsx';

const heights = { compact: 28, comfortable: 36 } as const;
const rowId = (index: number): string => `row-${index}`;

/**
 * The rows of the open list. Only those in sight are drawn, whatever the total; the grid says how many there are. One stop for the
 * Tab key: the arrows move within it (the row in hand is told by aria-activedescendant).
 */
export function Rows() {
  const model = useModel();
  const list = useStore(model.list.view);
  const { rows, total, source } = list;
  const { settings, status } = useStore(model.office.view);
  const marks = useStore(model.marks);
  const cursor = useStore(model.cursor);
  const { current, indexWide } = useStore(model.places);
  const { say } = useWords();
  const now = useNow(30_000);
  const scroller = useRef<HTMLDivElement>(null);
  const roomy = useRoomy(scroller);
  const typeahead = useTypeahead();
  const height = heights[settings.density];
  const markable = marksApply(source);
  const wide = indexWide && source.kind === 'case';

  // eslint-disable-next-line react-hooks/incompatible-library -- its functions change with each scroll, which is what is wanted here
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
  });
  const drawn = virtual.getVirtualItems();
  const [first, last] = [drawn[0]?.index ?? 0, drawn.at(-1)?.index ?? 0];
  // Who scrolls goes on: the next page is here before its rows are due, else a whole screen of them is drawn at once when it comes.
  const ahead = first === 0 ? 60 : 300;
  const active = Math.min(cursor, total - 1);

  useEffect(() => virtual.measure(), [virtual, height]);
  useEffect(() => void model.list.needAround(first, last, ahead), [model, first, last, ahead]);
  useEffect(() => virtual.scrollToIndex(active, { align: 'auto' }), [virtual, active]);

  const pageRows = (): number => Math.max(1, Math.floor((scroller.current?.clientHeight ?? height) / height) - 1);

  /** Opening an act shows its paper again, beside the index. */
  const open = (index: number): Promise<void> => {
    if (wide) model.go({ indexWide: false });
    return model.take(index);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: cursor + 1,
      ArrowUp: cursor - 1,
      PageDown: cursor + pageRows(),
      PageUp: cursor - pageRows(),
      Home: 0,
      End: total - 1,
    };
    const row = rowAt(list, active);
    const to = steps[event.key];
    const ctrl = event.ctrlKey || event.metaKey;
    if (to !== undefined && !event.altKey && !ctrl) {
      const index = Math.min(Math.max(to, 0), total - 1);
      if (event.shiftKey && markable) {
        if (row && marks.rows.size === 0) model.toggleMark(row);
        void model.list.needAllTo(index).then(() => model.extendMarks(index));
      }
      void model.glide(index);
    } else if (event.key === ' ' && markable && row) model.toggleMark(row);
    else if (event.key.toLowerCase() === 'a' && ctrl && !event.shiftKey && markable) void model.markEverything();
    else if (event.key === 'Enter' && !ctrl) void open(active).then(() => focusWhenThere('.leaves'));
    else {
      const called = event.altKey || ctrl ? null : typeahead(event.key, rows, active);
      if (called === null) return;
      void model.glide(called);
    }
    event.preventDefault();
  };

  const onClick = (event: MouseEvent, index: number, row: ActRow): void => {
    const onMark = (event.target as Element).closest('[data-mark]') !== null;
    if (event.shiftKey && markable) {
      event.preventDefault();
      model.extendMarks(index);
      model.cursor.set(index);
    } else if (markable && (event.ctrlKey || event.metaKey || onMark)) {
      model.toggleMark(row);
      model.cursor.set(index);
    } else void open(index);
  };

  return (
    <div
      ref={scroller}
      className="rows"
      data-focus
      role="grid"
      tabIndex={0}
      aria-label={say('list.rows')}
      aria-rowcount={total + 1}
      aria-colcount={wide ? 7 : 6}
      aria-multiselectable={markable}
      aria-activedescendant={drawn.some(({ index }) => index === active) ? rowId(active) : undefined}
      onKeyDown={onKeyDown}
      data-source={source.kind}
      data-wide={wide || undefined}
      data-roomy={roomy || wide || undefined}
    >
      <div role="rowgroup" className="rows-head">
        <div role="row" aria-rowindex={1} className="row">
          <span role="columnheader">{say('column.state')}</span>
          <span role="columnheader">{say('column.act')}</span>
          {wide ? null : <span role="columnheader">{say('column.case')}</span>}
          <span role="columnheader">{say('column.author')}</span>
          {wide ? (
            <>
              <span role="columnheader">{say('column.signers')}</span>
              <span role="columnheader">{say('column.hash')}</span>
            </>
          ) : null}
          <span role="columnheader">{say('column.marks')}</span>
          <span role="columnheader">{say('column.age')}</span>
        </div>
      </div>
      <div role="rowgroup" className="rows-body" style={{ height: virtual.getTotalSize() }}>
        {drawn.map(({ index, start }) => {
          const row = rowAt(list, index);
          const place = { id: rowId(index), index, start, height };
          return row ? (
            <Row
              key={row.actId}
              row={row}
              place={place}
              standsFor={inPlaceOf(row, status?.person)}
              now={now}
              markable={markable}
              marked={marks.rows.has(row.actId)}
              active={index === active}
              open={row.actId === current?.actId}
              wide={wide}
              roomy={roomy}
              inCase={source.kind === 'case'}
              onClick={onClick}
            />
          ) : (
            <RowToCome key={index} place={place} />
          );
        })}
      </div>
    </div>
  );
}

import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, type ReactNode } from 'react';

export interface Line {
  readonly key: string;
  readonly tone: 'plain' | 'ok' | 'wait' | 'bad' | 'info';
  readonly title: string;
  readonly caption: string;
  /** Its state, in a word. */
  readonly word: string;
  readonly aside?: ReactNode;
  readonly icon?: ReactNode;
}

const oneRow = 32;
const twoRows = 52;

/** A long list of acts and what becomes of each; only those in sight are drawn. */
export function Lines({
  count,
  label,
  line,
  keepsCaption = false,
}: {
  count: number;
  label: string;
  line: (index: number) => Line;
  /** The caption says why, and is never cut for room: it has a row of its own. */
  keepsCaption?: boolean;
}) {
  const height = keepsCaption ? twoRows : oneRow;
  const scroller = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions change with each scroll, which is what is wanted here
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 8,
  });
  return (
    <div
      ref={scroller}
      className="lines"
      data-captions={keepsCaption ? '' : undefined}
      tabIndex={0}
      role="region"
      aria-label={label}
      style={{ minHeight: Math.min(count, 3) * height + 2 }}
    >
      <ul style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const { key, tone, title, caption, word, aside, icon } = line(index);
          return (
            <li
              key={key}
              className="line"
              data-tone={tone}
              aria-setsize={count}
              aria-posinset={index + 1}
              style={{ height, transform: `translateY(${start}px)` }}
            >
              {icon}
              <span className="line-title">{title}</span>
              <span className="line-caption">{caption}</span>
              {aside}
              <span className="line-word">{word}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

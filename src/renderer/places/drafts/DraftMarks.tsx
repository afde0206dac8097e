import type { DraftRow } from '../../../contract/drafts.ts';
import { ReviewMark } from './ReviewMark.tsx';
import { useWords } from '../../app/context.tsx';

/** Where a draft's text is, what stands beside it, and who else writes: each with its word. `refused`: what is written cannot be kept. */
export function DraftMarks({
  row,
  dirty = false,
  refused = false,
}: {
  row: DraftRow;
  dirty?: boolean;
  refused?: boolean;
}) {
  const { say, formats } = useWords();
  return (
    <span className="draft-marks">
      {row.review ? <ReviewMark state={row.review.state} /> : null}
      {row.beside > 0 ? <span data-tone="bad">{say('drafts.beside', { n: row.beside })}</span> : null}
      {row.writing ? (
        <span data-tone="wait">
          {say('drafts.writing', { name: row.writing.holder, time: formats.time(row.writing.until) })}
        </span>
      ) : null}
      {refused ? (
        <span data-tone="bad">{say('drafts.notKept')}</span>
      ) : dirty ? (
        <span>{say('drafts.unsaved')}</span>
      ) : row.place === 'sent' ? (
        <span data-tone="ok">{say('drafts.sent')}</span>
      ) : (
        <span data-tone={row.trouble ? 'wait' : 'info'}>{say('drafts.here')}</span>
      )}
    </span>
  );
}

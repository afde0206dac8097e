import type { ReviewSheet } from '../../../contract/review.ts';
import { useWords } from '../../app/context.tsx';
import { Note } from '../../parts/Note.tsx';

/** How the draft in hand stands with colleagues, where that asks for something. */
export function ReviewNote({ sheet: { state, asked, remarks } }: { sheet: ReviewSheet }) {
  const { say, formats } = useWords();
  const open = remarks.filter(({ resolved }) => resolved === null).length;
  if (state === 'inReview' && asked)
    return <Note tone="wait" what={say('review.inReview', { when: formats.dateTime(asked.at) })} />;
  return state === 'returned' ? <Note tone="bad" what={say('review.returned', { n: open })} /> : null;
}

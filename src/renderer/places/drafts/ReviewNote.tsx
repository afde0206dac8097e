import type { ReviewSheet } from '../../../contract/review.ts';
import { useWords } from '../../app/context.tsx';
import { Note } from '../../parts/Note.tsx';

/** How the draft in hand stands with colleagues, where that asks for something. */
export function ReviewNote({ sheet }: { sheet: ReviewSheet }) {
  const { say, formats } = useWords();
  const { state, asked } = sheet;
  if (state === 'inReview' && asked)
    return <Note tone="wait" what={say('review.inReview', { when: formats.dateTime(asked.at) })} />;
  return state === 'returned' ? <OpenRemarks sheet={sheet} /> : null;
}

/** What colleagues remarked and nobody answered yet, also where the draft was sent to be looked over anew since. */
export function OpenRemarks({ sheet: { remarks } }: { sheet: ReviewSheet }) {
  const { say } = useWords();
  const open = remarks.filter(({ resolved }) => resolved === null).length;
  return open > 0 ? <Note tone="bad" what={say('review.returned', { n: open })} /> : null;
}

import { CornerUpLeft, Eye, Pencil, Stamp } from 'lucide-react';
import type { ReviewSheet } from '../../../contract/review.ts';
import { sayState } from '../../../contract/words/states.ts';
import { useWords } from '../../app/context.tsx';

const looks = {
  draft: [Pencil, 'info'],
  inReview: [Eye, 'wait'],
  returned: [CornerUpLeft, 'bad'],
  toSign: [Stamp, 'ok'],
} as const;

/** How a draft stands with colleagues: a word, a shape and a colour. */
export function ReviewMark({ state }: { state: ReviewSheet['state'] }) {
  const { locale } = useWords();
  const [Icon, tone] = looks[state];
  return (
    <span className="review-mark" data-tone={tone}>
      <Icon aria-hidden size={14} /> {sayState(state, locale)}
    </span>
  );
}

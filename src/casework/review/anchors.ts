import type { RemarkRow } from '../../contract/review.ts';
import type { DraftParagraph } from '../../contract/wire-drafts.ts';
import type { Remark } from '../../contract/wire-review.ts';

/**
 * Where a remark's words stand in a text: paragraphs keep their names through versions, so what is written elsewhere moves nothing. Of several
 * places in the paragraph the one nearest to where the words stood is taken; where the words were changed, the paragraph is all that is left.
 * Pure.
 */
export function anchorIn(
  { paragraphId, from, to, quote }: Remark,
  paragraphs: readonly DraftParagraph[],
): Pick<RemarkRow, 'anchor' | 'stretch'> {
  if (paragraphId === null) return { anchor: 'text', stretch: null };
  const paragraph = paragraphs.find(({ id }) => id === paragraphId);
  if (!paragraph) return { anchor: 'gone', stretch: null };
  if (from === to || quote === '') return { anchor: 'paragraph', stretch: null };
  const at = nearest(paragraph.text, quote, from);
  return at === null
    ? { anchor: 'paragraph', stretch: null }
    : { anchor: 'words', stretch: { from: at, to: at + quote.length } };
}

function nearest(text: string, words: string, wanted: number): number | null {
  let best: number | null = null;
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1))
    if (best === null || Math.abs(at - wanted) < Math.abs(best - wanted)) best = at;
  return best;
}

/** Without zod: the window holds a text against its model too, and evaluates nothing (its policy forbids it). */
import type { TemplateOutline } from './templates.ts';
import type { DraftMark, DraftParagraph } from './wire-drafts.ts';

/** What an act still wants: required parts without words of their own, and blanks that nobody filled, each once, as they are called. */
export interface Missing {
  readonly sections: readonly string[];
  readonly fields: readonly string[];
}

/** Holds a draft against its model. Pure: the window lists it while a person writes, the office refuses by it. */
export function missingIn(
  paragraphs: readonly DraftParagraph[],
  sections: TemplateOutline['sections'] | null,
): Missing {
  const fields = paragraphs.flatMap(({ text, marks = [] }) =>
    marks.filter(({ kind }) => kind === 'field').map(({ from, to }) => text.slice(from, to)),
  );
  const lacking = (sections ?? []).filter(({ id }) => !partOf(paragraphs, id).some(hasOwnWords));
  return { sections: lacking.map(({ name }) => name), fields: [...new Set(fields)] };
}

/** The names of the parts in which a blank stands open, whatever else is written there: they are not done yet. */
export const partsWithBlanks = (
  paragraphs: readonly DraftParagraph[],
  sections: TemplateOutline['sections'],
): readonly string[] =>
  sections
    .filter(({ id }) => partOf(paragraphs, id).some(({ marks = [] }) => marks.some(({ kind }) => kind === 'field')))
    .map(({ name }) => name);

/** The paragraphs of a part: those that bear its name and, below its heading, all to the next heading. */
function partOf(paragraphs: readonly DraftParagraph[], section: string): DraftParagraph[] {
  let below = false;
  return paragraphs.filter((one) => {
    if (one.style === 'heading') {
      below = one.section === section;
      return false;
    }
    return below || one.section === section;
  });
}

function hasOwnWords({ text, marks = [] }: DraftParagraph): boolean {
  const isBlank = (at: number): boolean =>
    marks.some((mark: DraftMark) => mark.kind === 'field' && mark.from <= at && at < mark.to);
  return [...text.matchAll(/[\p{L}\p{N}]/gu)].some(({ index }) => !isBlank(index));
}

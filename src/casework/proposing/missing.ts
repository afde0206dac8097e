import type { Failure } from '../../contract/failures.ts';
import { missingIn } from '../../contract/template-missing.ts';
import type { DraftText } from '../../contract/wire-drafts.ts';
import { readAct } from '../casefile/act-rows.ts';
import { readPiece } from '../casefile/pieces.ts';
import type { TemplateCatalogue } from '../drafts/templates/catalogue.ts';
import type { ReadableDB } from '../store/index.ts';

/**
 * What the act still lacks before it may go before anybody: mandatory parts of its model, blanks that stand unfilled, mentions of acts and
 * pieces that nobody here knows. Null where nothing does. A text without model lacks no part. `db` is the store's reader.
 */
export function missingFrom(db: ReadableDB, catalogue: TemplateCatalogue, text: DraftText): Failure | null {
  const outline = text.template ? catalogue.outlineOf(text.template) : null;
  const { sections, fields } = missingIn(text.paragraphs, outline?.sections ?? null);
  const citations = text.paragraphs.flatMap(({ text: words, marks = [] }) =>
    marks
      .filter((mark) => mark.kind === 'cite' && !readAct(db, mark.actId) && !readPiece(db, mark.actId))
      .map(({ from, to }) => words.slice(from, to)),
  );
  if (sections.length + fields.length + citations.length === 0) return null;
  return { kind: 'draftIncomplete', sections: [...sections], fields: [...fields], citations };
}

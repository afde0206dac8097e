import type { Found } from '../../contract/search.ts';
import type { DraftId } from '../../contract/wire-drafts.ts';
import { assertNever } from './never.ts';
import { focusPaneSoon, focusWhenThere } from './focus.ts';
import type { Model } from '../model/model.ts';

/** Opens what was found, where it was found: an act at its sheet with the words marked, a piece, a draft or a case in its place. */
export async function openFound(model: Model, one: Found): Promise<void> {
  const words = model.search.view.get().text;
  switch (one.kind) {
    case 'act': {
      if (!one.act) return;
      const at = { actId: one.act.actId, page: one.page ?? 1, words: one.page === null ? '' : words };
      model.go({ current: one.act, at, work: 'paper', sheet: 'act', returning: false, listOver: false });
      return focusWhenThere('.leaves');
    }
    case 'draft':
      model.go({ work: 'drafts', listOver: false });
      await model.drafts.open(one.id as DraftId);
      return focusPaneSoon('work');
    case 'piece':
    case 'case': {
      await model.cases.open(one.caseId);
      const piece = model.cases.view.get().sheet?.entries.find(({ entry }) => entry.entryId === one.id)?.entry;
      if (piece?.kind === 'piece') model.cases.look(piece);
      model.go({ work: 'cases', listOver: false });
      return focusPaneSoon('work');
    }
    default:
      return assertNever(one.kind);
  }
}

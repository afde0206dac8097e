import type { ActId } from '../../contract/ids.ts';
import { pieceMentioned } from '../model/citing.ts';
import type { Model } from '../model/model.ts';
import { focusPaneSoon } from './focus.ts';

/** Opens what the draft in hand mentions, at the sheet or page that the mention names: an act, or a piece of evidence of its case. */
export async function openMention(model: Model, id: string, mention: string): Promise<void> {
  const caseId = model.drafts.view.get().writing?.draft.row.caseId;
  const read = await model.desk.call('acts.read', { actId: id as ActId });
  if (caseId === undefined || read.ok || read.failure.kind !== 'actUnknown') return model.openAct(id as ActId, mention);
  const sheet = await model.desk.call('cases.read', { caseId });
  const piece = sheet.ok ? sheet.value.entries.find(({ entry }) => entry.entryId === id)?.entry : undefined;
  if (piece?.kind !== 'piece')
    return model.notice.set({ kind: 'failed', failure: sheet.ok ? read.failure : sheet.failure });
  await model.cases.open(caseId);
  model.cases.look(piece, pieceMentioned(mention));
  model.go({ work: 'cases', listOver: false });
  return focusPaneSoon('work');
}

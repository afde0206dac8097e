import { useEffect } from 'react';
import { useModel, useStore } from '../app/context.tsx';
import { assertNever } from '../app/never.ts';
import type { DraftsView } from '../model/drafts.ts';
import { DraftEditor } from './drafts/DraftEditor.tsx';
import { DraftHistory } from './drafts/DraftHistory.tsx';
import { DraftList } from './drafts/DraftList.tsx';
import { DraftMerge } from './drafts/DraftMerge.tsx';
import { DraftReview } from './drafts/DraftReview.tsx';
import { DraftPropose } from './drafts/DraftPropose.tsx';
import { Macros } from './drafts/Macros.tsx';
import { NewDraft } from './drafts/NewDraft.tsx';

/** Drafts: the list of them, and the one in hand with its history and what stands beside it. */
export function DraftsPlace() {
  const model = useModel();
  const view = useStore(model.drafts.view);
  useEffect(() => {
    void model.drafts.list();
    // Leaving the place, or the window, keeps what was written.
    const keep = (): void => void model.drafts.flush();
    window.addEventListener('blur', keep);
    return () => {
      window.removeEventListener('blur', keep);
      keep();
    };
  }, [model]);
  return pageOf(view);
}

function pageOf({ page, writing }: DraftsView) {
  if (page === 'new') return <NewDraft />;
  if (page === 'macros') return <Macros />;
  if (page === 'list' || !writing) return <DraftList />;
  const { draftId } = writing.draft.row;
  switch (page) {
    case 'write':
      return <DraftEditor key={draftId} writing={writing} />;
    case 'history':
      return <DraftHistory key={draftId} writing={writing} />;
    case 'propose':
      return <DraftPropose key={draftId} writing={writing} />;
    case 'review':
      return <DraftReview key={draftId} writing={writing} />;
    case 'merge':
      return <DraftMerge key={draftId} writing={writing} />;
    default:
      return assertNever(page);
  }
}

import { useEffect } from 'react';
import { assertNever } from '../app/never.ts';
import { useModel, useStore } from '../app/context.tsx';
import { focusPaneSoon } from '../app/focus.ts';
import { AddPiece } from './cases/AddPiece.tsx';
import { BindPage } from './cases/BindPage.tsx';
import { CaseList } from './cases/CaseList.tsx';
import { CaseSheetPage } from './cases/CaseSheetPage.tsx';
import { NewCase } from './cases/NewCase.tsx';
import { PiecePage } from './cases/PiecePage.tsx';
import { ReceiptPage } from './cases/ReceiptPage.tsx';

/** Cases and the office's own series: found, opened with or without a line, added to. */
export function CasesPlace() {
  const model = useModel();
  const { page } = useStore(model.cases.view);
  useEffect(() => {
    if (model.cases.view.get().page === 'list') void model.cases.list();
  }, [model]);
  // Another page of this place: the keyboard goes with it.
  useEffect(() => focusPaneSoon('work'), [page]);
  switch (page) {
    case 'list':
      return <CaseList />;
    case 'new':
      return <NewCase />;
    case 'sheet':
      return <CaseSheetPage />;
    case 'piece':
      return <AddPiece />;
    case 'bind':
      return <BindPage />;
    case 'receipt':
      return <ReceiptPage />;
    case 'look':
      return <PiecePage />;
    default:
      return assertNever(page);
  }
}

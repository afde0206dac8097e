import type { ActRow } from '../../contract/acts.ts';
import { searchable } from './words.ts';

/**
 * What a tray shows of an act whatever happens to the cache: written beside a signature or a return, so that what was done here
 * can be shown without the repository.
 */
export type Snapshot = Pick<
  ActRow,
  | 'caseNumber'
  | 'caption'
  | 'title'
  | 'type'
  | 'author'
  | 'detained'
  | 'dueAt'
  | 'confidentialityLevel'
  | 'size'
  | 'receivedAt'
  | 'vouchedBy'
>;

export function snapshotOf(row: ActRow): Snapshot {
  const { caseNumber, caption, title, type, author, detained, dueAt } = row;
  const { confidentialityLevel, size, receivedAt, vouchedBy } = row;
  const act = { caseNumber, caption, title, type, author, detained, dueAt };
  return { ...act, confidentialityLevel, size, receivedAt, vouchedBy };
}

export function searchOf(act: Pick<ActRow, 'caseNumber' | 'caption' | 'title' | 'author'>): string {
  return searchable(act.caseNumber, act.caption, act.title, act.author);
}

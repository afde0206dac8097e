import { createHash } from 'node:crypto';
import { type ActId, ActId as AnActId } from '../../contract/ids.ts';
import { type ReadableDB, type WritableDB, sql } from '../store/index.ts';

/** An act's identity and the running number of this desk, both fixed before the act is frozen. */
export interface ActPaper {
  readonly actId: ActId;
  readonly number: number;
}

const paperIn = (row: { act_id: string; number: number } | undefined): ActPaper | null =>
  row ? { actId: AnActId.parse(row.act_id), number: row.number } : null;

/** What was given last to this draft; null where its sheets were never looked at here. */
export const latestPaper = (db: ReadableDB, draftId: string): ActPaper | null =>
  paperIn(
    db.get(sql`select act_id, number from main.act_papers where draft_id = ${draftId} order by number desc limit 1`),
  );

export const paperOfAct = (db: ReadableDB, actId: string): ActPaper | null =>
  paperIn(db.get(sql`select act_id, number from main.act_papers where act_id = ${actId}`));

export function givePaper(tx: WritableDB<'journal'>, draftId: string, actId: ActId, now: Date): ActPaper {
  tx.runExactly(
    1,
    sql`insert into act_papers (act_id, draft_id, made_at) values (${actId}, ${draftId}, ${now.toISOString()})`,
  );
  return paperOfAct(tx, actId)!;
}

const mostReadable = 10;

/**
 * `P-<desk>-<n>`: made without a line, and never that of another desk. The official number is the repository's alone. A short name of a
 * desk is read as it is; a long one is told by its hash.
 */
export function provisionalNumber(deviceId: string, number: number): string {
  const plain = deviceId.toUpperCase().replaceAll(/[^0-9A-Z]/g, '');
  const hash = createHash('sha256').update(deviceId).digest('hex').slice(0, 8).toUpperCase();
  return `P-${plain.length <= mostReadable && plain !== '' ? plain : hash}-${String(number).padStart(4, '0')}`;
}

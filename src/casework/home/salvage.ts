import type { Level } from '../../contract/levels.ts';
import { type RegistrationRequest, RegistrationRequest as RegistrationSchema } from '../../contract/wire.ts';
import { chainHash } from '../journal/journal.ts';
import { type DamagedDatabase, type Db, type Row, insertRow, sql } from '../store/index.ts';

/** What a damaged journal still gives up, newer than a copy of it. */
export interface Salvage {
  /** Entries that follow the copy's head without a break. */
  readonly journal: readonly Row[];
  readonly acts: readonly Row[];
  /** Errands of the outbox, to be run again: the repository tells the same thing twice. */
  readonly errands: readonly Row[];
  readonly returns: readonly Row[];
}

export interface Newest {
  readonly entries: number;
  readonly head: string;
  readonly actSeq: number;
  readonly outboxId: number;
}

/** What the copy ends with. */
export function newestOf(db: Db<'journal'>): Newest {
  const last = db.get<{ seq: number; hash: string }>(sql`select seq, hash from journal order by seq desc limit 1`);
  const act = db.get<{ seq: number | null }>(sql`select max(seq) as seq from signed_acts`);
  const errand = db.get<{ id: number | null }>(sql`select max(id) as id from outbox`);
  return {
    entries: last?.seq ?? 0,
    head: last?.hash ?? '0'.repeat(64),
    actSeq: act?.seq ?? 0,
    outboxId: errand?.id ?? 0,
  };
}

export function salvageFrom(damaged: DamagedDatabase, newest: Newest): Salvage {
  const errands = damaged.rowsAfter('outbox', 'id', newest.outboxId);
  return {
    journal: chained(damaged.rowsAfter('journal', 'seq', newest.entries), newest),
    acts: damaged.rowsAfter('signed_acts', 'seq', newest.actSeq),
    errands,
    returns: errands
      .filter(({ kind }) => kind === 'return')
      .map(({ act_id }) => damaged.row('returns', 'act_id', act_id ?? ''))
      .filter((row) => row !== null),
  };
}

function chained(rows: readonly Row[], { entries, head }: Newest): Row[] {
  const good: Row[] = [];
  let prev = head;
  for (const row of rows) {
    const { seq, at, body, hash } = row as { seq: number; at: string; body: string; hash: string; prev: string };
    if (seq !== entries + good.length + 1 || row['prev'] !== prev || hash !== chainHash(prev, seq, at, body)) break;
    good.push(row);
    prev = hash;
  }
  return good;
}

/**
 * Adds what was salvaged to a restored journal, in one transaction. Acts go back into the queue whatever had become of them, and what
 * they want is asked for anew: the repository answers a second time what it answered the first.
 */
export function addSalvage(db: Db<'journal'>, salvage: Salvage, desk: { deviceId: string; level: Level }): void {
  const { raw } = db;
  db.write((tx) => {
    for (const row of salvage.journal) insertRow(raw, 'journal', row);
    for (const row of salvage.returns) insertRow(raw, 'returns', row);
    for (const row of salvage.errands.filter(({ kind }) => kind === 'return')) insertRow(raw, 'outbox', again(row));
    for (const row of salvage.acts) {
      const { registration: _number, registered_at: _at, ...act } = row;
      insertRow(raw, 'signed_acts', { ...act, state: 'queued' });
      const errand = salvage.errands.find(({ kind, act_id }) => kind === 'act' && act_id === act['act_id']);
      insertRow(raw, 'outbox', errand ? again(errand) : errandOf(row, desk.deviceId));
      tx.run(sql`insert into raises (act_id, wanted, open, queued_at)
        values (${act['act_id'] as string}, ${desk.level}, ${desk.level === 'B' ? 0 : 1}, ${act['signed_at'] as string})`);
    }
  });
}

/** An errand begins anew, at the end of the queue. */
function again(row: Row): Row {
  const { id: _id, trouble: _trouble, ...errand } = row;
  return { ...errand, state: 'waiting' };
}

function errandOf(act: Row, deviceId: string): Row {
  const request: RegistrationRequest = RegistrationSchema.parse({
    ...{ actId: act['act_id'], caseId: act['case_id'], sha256: act['signed_sha256'], size: act['signed_size'] },
    ...{ documentSha256: act['document_sha256'], documentSize: act['document_size'], deviceId },
    ...{ certificateSha256: act['certificate_sha256'], signedAt: act['signed_at'] },
  });
  return {
    ...{ kind: 'act', act_id: request.actId, document_sha256: request.documentSha256, case_id: request.caseId },
    ...{ payload: JSON.stringify(request), state: 'waiting', changed_at: request.signedAt },
  };
}

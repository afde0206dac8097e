import type { Failure } from '../../contract/failures.ts';
import { assertNever } from '../../contract/ids.ts';
import { type ByteSource, PdfError, judgeGrowth } from '../../signature/index.ts';
import type { Boundary } from '../boundaries.ts';
import { DocumentError, type DocumentStore, type PendingDocument } from '../documents/index.ts';
import { type Store, troubleOf } from '../store/index.ts';
import { type LevelFacts, type Raiser, isAtLeast } from './port.ts';
import { type RaiseRow, noteLook, noteNotRaised, noteRaised } from './rows.ts';

export interface RaiseRooms {
  readonly store: Store;
  readonly kept: DocumentStore;
  readonly fetched: DocumentStore;
  readonly raiser: Raiser;
  /** Has a file fetched (again) that another desk made. */
  readonly bring: (sha256: string) => void;
  readonly clock: () => Date;
  readonly boundary: Boundary;
}

/** `later`: it is tried again with growing patience; the others are over, well or not. */
export type RaiseResult =
  { readonly kind: 'done' | 'raised' } | { readonly kind: 'later' | 'never'; readonly failure: Failure };

/**
 * Makes one act's file longer, as far as it goes now. The longer file is written, read back and judged (law 3), durable under its own
 * hash, and only then one transaction says so. A crash leaves at most a file that nobody names.
 */
export async function raiseAct(rooms: RaiseRooms, row: RaiseRow): Promise<RaiseResult> {
  try {
    const source = rooms[row.store].open(row.sha256);
    try {
      return await raiseFrom(rooms, row, source);
    } finally {
      source.close();
    }
  } catch (error) {
    const failure = failureOf(error, row.sha256);
    if (!failure) throw error;
    if (error instanceof DocumentError && row.store === 'fetched') rooms.bring(row.sha256);
    return settle(rooms, row, failure, failure.kind === 'pdfPasswordNeeded' || failure.kind === 'raiseRefused');
  }
}

async function raiseFrom(rooms: RaiseRooms, row: RaiseRow, source: ByteSource): Promise<RaiseResult> {
  let now = row;
  if (!row.looked) {
    const facts = await rooms.raiser.look(source);
    rooms.store.journal.write((tx) => noteLook(tx, row, facts));
    now = { ...row, looked: true, reached: isAtLeast(row.reached, facts.level) ? row.reached : facts.level };
  }
  if (isAtLeast(now.reached, now.wanted) && !now.renew) return { kind: 'done' };
  const pending = await rooms.kept.create();
  try {
    const raised = await rooms.raiser.raise(source, pending, { wanted: now.wanted, renew: now.renew });
    switch (raised.kind) {
      case 'later':
        return settle(rooms, now, raised.failure, false);
      case 'never':
        return settle(rooms, now, raised.failure, true);
      case 'nothingToAdd': {
        const facts = await rooms.raiser.look(source);
        rooms.store.journal.write((tx) => noteLook(tx, { ...now, renew: false }, facts));
        if (isAtLeast(facts.level, now.wanted)) return { kind: 'done' };
        return settle(rooms, now, { kind: 'raiseRefused', reason: 'noProgress', detail: facts.level }, true);
      }
      case 'raised':
        return await keepLonger(rooms, now, source, pending, raised.missing);
      default:
        return assertNever(raised, 'raise');
    }
  } finally {
    await pending.discard();
  }
}

async function keepLonger(
  rooms: RaiseRooms,
  row: RaiseRow,
  source: ByteSource,
  pending: PendingDocument,
  missing: Failure | null,
): Promise<RaiseResult> {
  const { sha256, size } = await pending.seal();
  const facts = await readBack(rooms.raiser, pending, source.size);
  if ('refused' in facts) return settle(rooms, row, facts.refused, true);
  await pending.keep();
  await rooms.boundary('renditionFileKept', { actId: row.actId });
  rooms.store.journal.write((tx) => noteRaised(tx, row, { sha256, size, facts, missing }, rooms.clock()));
  await rooms.boundary('renditionKept', { actId: row.actId });
  const isDone = isAtLeast(facts.level, row.wanted);
  return isDone ? { kind: 'done' } : missing ? { kind: 'later', failure: missing } : { kind: 'raised' };
}

/** What lies on the disk must be the file before it with proof behind it, and nothing else. */
async function readBack(
  raiser: Raiser,
  pending: PendingDocument,
  prefixSize: number,
): Promise<LevelFacts | { readonly refused: Failure }> {
  const written = pending.open();
  try {
    const growth = judgeGrowth(written, prefixSize);
    if (growth.kind === 'more') {
      const detail = growth.reasons.join('; ').slice(0, 300);
      return { refused: { kind: 'raiseRefused', reason: 'notAnAddition', detail } };
    }
    return await raiser.look(written);
  } finally {
    written.close();
  }
}

function settle(rooms: RaiseRooms, row: RaiseRow, failure: Failure, ends: boolean): RaiseResult {
  rooms.store.journal.write((tx) => noteNotRaised(tx, row.actId, failure, ends));
  return { kind: ends ? 'never' : 'later', failure };
}

function failureOf(error: unknown, sha256: string): Failure | null {
  if (error instanceof DocumentError) {
    return { kind: error.kind === 'missing' ? 'documentMissing' : 'documentDamaged', sha256 };
  }
  // Nobody gave its password to the office; with it, the command line raises the file.
  if (error instanceof PdfError && error.kind === 'passwordNeeded') return { kind: 'pdfPasswordNeeded' };
  if (error instanceof PdfError)
    return { kind: 'raiseRefused', reason: error.kind, detail: error.message.slice(0, 300) };
  return troubleOf(error, 'documents');
}

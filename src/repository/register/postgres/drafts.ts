import { DraftState, DraftVersion, Lease } from '../../../contract/wire-drafts.ts';
import type { DraftId, DraftVersionId } from '../../../contract/wire-drafts.ts';
import type { FeedEvent } from '../../../contract/wire.ts';
import type { DraftBook, DraftKeeping } from '../../drafts/book.ts';
import { isSameVersion, leaseAfter, openAfter, openWithout } from '../../drafts/growth.ts';
import type { Query } from './database.ts';
import type { Telling } from './feed.ts';

interface DraftRow {
  readonly case_id: string;
  readonly office_id: string;
  readonly revision: number;
  readonly open: string;
  readonly lease: string | null;
}

const columns = 'case_id, office_id, revision, open, lease';

export function postgresDrafts(
  query: Query,
  atOnce: <T>(work: (transaction: Telling) => Promise<T>) => Promise<T>,
  tell: (transaction: Telling, officeId: string, event: FeedEvent) => Promise<void>,
): DraftBook {
  const rowOf = (draftId: DraftId): Promise<DraftRow | undefined> =>
    query.one(`SELECT ${columns} FROM drafts WHERE draft_id = $1`, draftId);
  const versionRow = (target: Query, draftId: DraftId, versionId: DraftVersionId) =>
    target.one<{ version: string; beside: boolean }>(
      'SELECT version, beside FROM draft_versions WHERE draft_id = $1 AND version_id = $2',
      ...[draftId, versionId],
    );
  return {
    put: (version, grewFrom) =>
      atOnce(async (transaction): Promise<DraftKeeping> => {
        const { draftId, versionId } = version;
        // The first version has no row to lock yet.
        await transaction.one('SELECT pg_advisory_xact_lock(hashtextextended($1, 110))', draftId);
        const row = await transaction.one<DraftRow>(
          `SELECT ${columns} FROM drafts WHERE draft_id = $1 FOR UPDATE`,
          draftId,
        );
        const before = await versionRow(transaction, draftId, versionId);
        if (before && row) {
          if (!isSameVersion(before.version, version)) return { kind: 'reused' };
          return { kind: before.beside ? 'beside' : 'same', state: stateIn(draftId, row) };
        }
        const known = row ? stateIn(draftId, row) : null;
        const isFollowed = await transaction.one(
          'SELECT 1 FROM draft_followed WHERE draft_id = $1 AND version_id = $2',
          ...[draftId, versionId],
        );
        // What the first one that is known here grew from is of no account.
        const { beside, next } = !known
          ? { beside: false, next: [versionId] }
          : isFollowed
            ? { beside: false, next: openWithout(known.open, version) }
            : openAfter(known.open, version, grewFrom);
        await keep(transaction, version, beside);
        if (known && isFollowed && next.length === known.open.length) return { kind: 'taken', state: known };
        const { caseId, officeId } = version;
        const state: DraftState = { draftId, caseId, revision: (known?.revision ?? 0) + 1, open: [...next] };
        await transaction.run(
          `INSERT INTO drafts (draft_id, case_id, office_id, revision, open) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (draft_id) DO UPDATE SET revision = excluded.revision, open = excluded.open`,
          ...[draftId, caseId, officeId, state.revision, JSON.stringify(next)],
        );
        await tell(transaction, officeId, { kind: 'draft', draft: state });
        return { kind: beside ? 'beside' : 'taken', state };
      }),
    officeOf: async (draftId) => (await rowOf(draftId))?.office_id ?? null,
    stateOf: async (draftId) => {
      const row = await rowOf(draftId);
      return row ? stateIn(draftId, row) : null;
    },
    versionOf: async (draftId, versionId) => {
      const row = await versionRow(query, draftId, versionId);
      return row ? DraftVersion.parse(JSON.parse(row.version)) : null;
    },
    versionsOf: async (draftId) =>
      (await query.all<{ version: string }>('SELECT version FROM draft_versions WHERE draft_id = $1', draftId)).map(
        ({ version }) => DraftVersion.parse(JSON.parse(version)),
      ),
    lease: (draftId, wish, now) =>
      atOnce(async (transaction) => {
        const row = await transaction.one<DraftRow>(
          `SELECT ${columns} FROM drafts WHERE draft_id = $1 FOR UPDATE`,
          draftId,
        );
        if (!row) return null;
        const answer = leaseAfter(row.lease === null ? null : Lease.parse(JSON.parse(row.lease)), wish, now);
        if (answer.kind === 'held') return answer.lease;
        const { lease } = answer;
        const text = lease && JSON.stringify(lease);
        await transaction.run('UPDATE drafts SET lease = $2 WHERE draft_id = $1', draftId, text);
        if (answer.told) await tell(transaction, row.office_id, { kind: 'draftLease', draftId, lease });
        return lease;
      }),
  };
}

async function keep(transaction: Query, version: DraftVersion, beside: boolean): Promise<void> {
  const { draftId, versionId, parents } = version;
  await transaction.run(
    'INSERT INTO draft_versions (draft_id, version_id, version, beside) VALUES ($1, $2, $3, $4)',
    ...[draftId, versionId, JSON.stringify(version), beside],
  );
  for (const followed of parents) {
    await transaction.run(
      'INSERT INTO draft_followed (draft_id, version_id) VALUES ($1, $2) ON CONFLICT DO NOTHING',
      ...[draftId, followed],
    );
  }
}

function stateIn(draftId: DraftId, row: DraftRow): DraftState {
  return DraftState.parse({ draftId, caseId: row.case_id, revision: row.revision, open: JSON.parse(row.open) });
}

import type Database from 'better-sqlite3-multiple-ciphers';
import { DraftState, DraftVersion, Lease } from '../../contract/wire-drafts.ts';
import type { DraftId, DraftVersionId, LeaseWish } from '../../contract/wire-drafts.ts';
import type { FeedEvent } from '../../contract/wire.ts';
import { isSameVersion, leaseAfter, openAfter, openWithout } from './growth.ts';

/** What became of a version. In each of the first three it is kept, and can be read ever after. */
export type DraftKeeping =
  | { readonly kind: 'taken' | 'same'; readonly state: DraftState }
  /** It grew from a version that something else took the place of: one more open text. */
  | { readonly kind: 'beside'; readonly state: DraftState }
  /** This id stands for another text. */
  | { readonly kind: 'reused' };

/** Drafts of offices. A version is never changed or removed, whatever becomes of the draft. */
export interface DraftBook {
  /**
   * Versions may come in any order, and late: one whose place another is known to have taken is kept, and opens nothing.
   * @param grewFrom what `If-Match` names; null: it is said to be the first.
   */
  put(version: DraftVersion, grewFrom: DraftVersionId | null): Promise<DraftKeeping>;
  /** Whose draft it is; null where there is none. */
  officeOf(draftId: DraftId): Promise<string | null>;
  stateOf(draftId: DraftId): Promise<DraftState | null>;
  versionOf(draftId: DraftId, versionId: DraftVersionId): Promise<DraftVersion | null>;
  /** Every version that was ever kept, in no order. */
  versionsOf(draftId: DraftId): Promise<DraftVersion[]>;
  /** Notes who writes; answers who is said to be writing now. The first keeps it until it ends or is given back. */
  lease(draftId: DraftId, wish: LeaseWish, now: Date): Promise<Lease | null>;
}

interface DraftRow {
  readonly case_id: string;
  readonly office_id: string;
  readonly revision: number;
  readonly open: string;
  readonly lease: string | null;
}

/**
 * @param tell puts an event into an office's feed, in the same transaction.
 * @param onKept told of each version that is new here, in the same transaction.
 */
export function draftBook(
  db: Database.Database,
  tell: (officeId: string, event: FeedEvent) => void,
  onKept: (draftId: DraftId) => void = () => undefined,
): DraftBook {
  const rowOf = (draftId: DraftId): DraftRow | undefined =>
    db.prepare('SELECT case_id, office_id, revision, open, lease FROM drafts WHERE draft_id = ?').get(draftId) as
      DraftRow | undefined;
  const stateIn = (draftId: DraftId, row: DraftRow): DraftState =>
    DraftState.parse({ draftId, caseId: row.case_id, revision: row.revision, open: JSON.parse(row.open) });
  const versionRow = (draftId: DraftId, versionId: DraftVersionId) =>
    db
      .prepare('SELECT version, beside FROM draft_versions WHERE draft_id = ? AND version_id = ?')
      .get(draftId, versionId) as { version: string; beside: number } | undefined;
  const atOnce = async <T>(work: () => T): Promise<T> => db.transaction(work).immediate();

  const keep = (version: DraftVersion, beside: boolean): void => {
    db.prepare('INSERT INTO draft_versions (draft_id, version_id, version, beside) VALUES (?, ?, ?, ?)').run(
      version.draftId,
      version.versionId,
      JSON.stringify(version),
      beside ? 1 : 0,
    );
    for (const followed of version.parents) {
      db.prepare('INSERT INTO draft_followed (draft_id, version_id) VALUES (?, ?) ON CONFLICT DO NOTHING').run(
        version.draftId,
        followed,
      );
    }
    onKept(version.draftId);
  };
  const isFollowed = ({ draftId, versionId }: DraftVersion): boolean =>
    db.prepare('SELECT 1 FROM draft_followed WHERE draft_id = ? AND version_id = ?').get(draftId, versionId) !==
    undefined;
  const settle = (version: DraftVersion, open: readonly DraftVersionId[], revision: number): DraftState => {
    const { draftId, caseId, officeId } = version;
    db.prepare(
      `INSERT INTO drafts (draft_id, case_id, office_id, revision, open) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (draft_id) DO UPDATE SET revision = excluded.revision, open = excluded.open`,
    ).run(draftId, caseId, officeId, revision, JSON.stringify(open));
    const state: DraftState = { draftId, caseId, revision, open: [...open] };
    tell(officeId, { kind: 'draft', draft: state });
    return state;
  };

  return {
    put: (version, grewFrom) =>
      atOnce((): DraftKeeping => {
        const { draftId, versionId } = version;
        const row = rowOf(draftId);
        const before = versionRow(draftId, versionId);
        if (before && row) {
          if (!isSameVersion(before.version, version)) return { kind: 'reused' };
          return { kind: before.beside === 1 ? 'beside' : 'same', state: stateIn(draftId, row) };
        }
        if (!row) {
          keep(version, false);
          // What it grew from is not known here (a register put back from a copy): it is the first that is known.
          return { kind: 'taken', state: settle(version, [versionId], 1) };
        }
        const { open, revision } = stateIn(draftId, row);
        if (isFollowed(version)) {
          keep(version, false);
          const left = openWithout(open, version);
          const state = left.length < open.length ? settle(version, left, revision + 1) : stateIn(draftId, row);
          return { kind: 'taken', state };
        }
        const { beside, next } = openAfter(open, version, grewFrom);
        keep(version, beside);
        return { kind: beside ? 'beside' : 'taken', state: settle(version, next, revision + 1) };
      }),
    officeOf: async (draftId) => rowOf(draftId)?.office_id ?? null,
    stateOf: async (draftId) => {
      const row = rowOf(draftId);
      return row ? stateIn(draftId, row) : null;
    },
    versionOf: async (draftId, versionId) => {
      const row = versionRow(draftId, versionId);
      return row ? DraftVersion.parse(JSON.parse(row.version)) : null;
    },
    versionsOf: async (draftId) =>
      (db.prepare('SELECT version FROM draft_versions WHERE draft_id = ?').all(draftId) as { version: string }[]).map(
        ({ version }) => DraftVersion.parse(JSON.parse(version)),
      ),
    lease: (draftId, wish, now) =>
      atOnce(() => {
        const row = rowOf(draftId);
        if (!row) return null;
        const answer = leaseAfter(row.lease === null ? null : Lease.parse(JSON.parse(row.lease)), wish, now);
        if (answer.kind === 'held') return answer.lease;
        const { lease } = answer;
        db.prepare('UPDATE drafts SET lease = ? WHERE draft_id = ?').run(lease && JSON.stringify(lease), draftId);
        if (answer.told) tell(row.office_id, { kind: 'draftLease', draftId, lease });
        return lease;
      }),
  };
}

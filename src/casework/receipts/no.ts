import type { FailureOf } from '../../contract/failures.ts';
import {
  EntryRefusalHeader,
  EntryRefusalStatement,
  RefusalHeader,
  RefusalStatement,
  signedEntryRefusals,
  signedRefusals,
} from '../../contract/log.ts';
import type { ReceiptKey } from '../../contract/receipts.ts';
import type { CaseEntry } from '../../contract/wire-entries.ts';
import { entryDigest, openJws } from '../../proof/index.ts';
import { type Store, sql } from '../store/index.ts';
import { newestCheckpoint } from '../witness/rows.ts';

/** Keeps that the repository signs its final noes to entries: it does not unlearn that. */
export function keepSigning(store: Store, features: readonly string[] = []): void {
  if (!features.includes('signed-entry-refusals')) return;
  store.cache.write((tx) => tx.run(sql`update line set signs_entry_refusals = 1 where signs_entry_refusals = 0`));
}

/**
 * Whether a final no to an entry is the repository's own, as `believesNo`. One of before these were signed says them unsigned.
 */
export function believesEntryNo(
  { store, keys, officeKeys }: NoRooms,
  entry: CaseEntry,
  { problem, refusal }: FailureOf<'registrationRefused'>,
): boolean {
  if (officeKeys.length > 0 || !signedEntryRefusals.has(problem)) return true;
  const signs = store.cache.get<{ signs: number }>(sql`select signs_entry_refusals as signs from line`)?.signs === 1;
  if (!signs && refusal === undefined) return true;
  const said = refusal && openJws(refusal, keys, EntryRefusalHeader, EntryRefusalStatement);
  return said ? said.entryId === entry.entryId && said.sha256 === entryDigest(entry) && said.code === problem : false;
}

/** Whose word is believed. */
export interface NoRooms {
  readonly store: Store;
  /** Of the repository that registers. */
  readonly keys: readonly ReceiptKey[];
  /** Of one inside the office, which may have a no of its own to say. */
  readonly officeKeys: readonly ReceiptKey[];
}

/** What was sent, and is said no to. */
export interface Refused {
  readonly actId: string;
  /** 0 for the signed act itself, n for its n-th signature that others come after. */
  readonly n: number;
  readonly sha256: string | undefined;
}

/**
 * Whether a final no is the repository's own. One whose log was seen here signs what it refuses for good, so that nobody on the way can say
 * no in its name. A repository inside an office may have a no of its own to say: where one is configured, its word is enough.
 */
export function believesNo(
  {
    store,
    pinnedKeys,
    officeKeys,
  }: { readonly store: Store; readonly pinnedKeys: readonly ReceiptKey[]; readonly officeKeys: readonly ReceiptKey[] },
  { actId, n, sha256 }: Refused,
  { problem, refusal }: FailureOf<'registrationRefused'>,
): boolean {
  if (officeKeys.length > 0 || !signedRefusals.has(problem)) return true;
  if (newestCheckpoint(store.journal) === null) return true;
  const said = refusal && openJws(refusal, pinnedKeys, RefusalHeader, RefusalStatement);
  return said ? said.actId === actId && said.n === n && said.sha256 === sha256 && said.code === problem : false;
}

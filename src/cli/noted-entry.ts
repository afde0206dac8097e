import type { CaseSheet, EntryRow } from '../contract/cases.ts';
import { type Outcome, done, failed } from '../contract/failures.ts';
import type { CaseId } from '../contract/ids.ts';
import type { Office } from './processes.ts';

/**
 * Has something noted of a case, sends it, and answers the entry that came of it as it then stands: with the repository's no, where it gave
 * one. Null where nothing new was noted.
 */
export async function notedEntry(
  { client }: Office,
  caseId: CaseId,
  note: () => Promise<Outcome<CaseSheet>>,
): Promise<Outcome<EntryRow | null>> {
  const before = await client.call('cases.read', { caseId });
  if (!before.ok) return failed(before.failure);
  const known = new Set(before.value.entries.map(({ entry }) => entry.entryId));
  const noted = await note();
  if (!noted.ok) return failed(noted.failure);
  await client.call('sync.now', {});
  const after = await client.call('cases.read', { caseId });
  const { entries } = (after.ok ? after : noted).value;
  return done(entries.find(({ entry }) => !known.has(entry.entryId)) ?? null);
}

import { CaseRecord, type FeedEvent, Proposal } from '../../../contract/wire.ts';
import { CaseEntry, actOf, draftOf } from '../../../contract/wire-entries.ts';
import type { AboutEyes } from '../../entries/book.ts';
import { atLevel, isHeldAgainstCase } from '../../entries/level.ts';
import { tellAnew } from '../../entries/move.ts';
import { type ActStanding, type Noted, caseNumberOf, numberYear, objectionTo } from '../../entries/rules.ts';
import type { Query } from './database.ts';
import { joinedOf } from './joint.ts';
import { goneActs, moveCase, openedNow, unsignedIn } from './moves.ts';
import { withdrawnAmong } from './withdrawn.ts';

/** Keeps an entry, inside the caller's transaction, which holds the act against a registration at the same moment. */
export async function putEntry<Transaction extends Query>(
  query: Transaction,
  given: CaseEntry,
  tell: (query: Transaction, officeId: string, event: FeedEvent) => Promise<void>,
): Promise<Noted> {
  const text = JSON.stringify(given);
  const actId = actOf(given);
  const act =
    actId === null
      ? undefined
      : await query.one<{ case_id: string; proposal: string; state: ActStanding['state'] }>(
          'SELECT case_id, proposal, state FROM acts WHERE act_id = $1 FOR UPDATE',
          actId,
        );
  const before = await query.one<{ entry: string }>(
    'SELECT entry FROM case_entries WHERE entry_id = $1',
    given.entryId,
  );
  if (before) return before.entry === text ? 'same' : 'reused';
  const isOfCase = isHeldAgainstCase(given.kind);
  const held = await query.one<{ record: string }>(
    `SELECT record FROM cases WHERE case_id = $1${isOfCase ? ' FOR UPDATE' : ''}`,
    given.caseId,
  );
  const record = held && CaseRecord.parse(JSON.parse(held.record));
  if (record?.officeId !== given.officeId) return 'caseUnknown';
  const standing: ActStanding | null = act
    ? {
        ...{ caseId: act.case_id, proposal: Proposal.parse(JSON.parse(act.proposal)), state: act.state },
        ...{ signed: await joinedOf(query, actId!), withdrawn: (await withdrawnAmong(query, [actId!])).has(actId!) },
      }
    : null;
  const draftId = draftOf(given);
  // Two who speak of the same draft at the same moment come one after the other.
  if (draftId !== null) await query.one('SELECT pg_advisory_xact_lock(hashtextextended($1, 111))', draftId);
  const ofDraft =
    draftId === null ? [] : (await entriesOf(query, given.caseId)).filter((one) => draftOf(one) === draftId);
  const unsigned = isOfCase ? await unsignedIn(query, given.caseId) : [];
  const waiting = unsigned.length - (await withdrawnAmong(query, unsigned)).size;
  const ofCase = isOfCase ? { record, before: await entriesOf(query, given.caseId), waiting } : null;
  const objection = objectionTo(given, standing, ofDraft, ofCase);
  if (objection) return objection;
  const made = await query.run(
    `INSERT INTO case_entries (entry_id, case_id, act_id, kind, entry) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (entry_id) DO NOTHING`,
    ...[given.entryId, given.caseId, actId, given.kind, text],
  );
  // Another node kept it in this moment: it is the same, or the id was taken.
  if (made === 0) {
    const other = await query.one<{ entry: string }>(
      'SELECT entry FROM case_entries WHERE entry_id = $1',
      given.entryId,
    );
    return other?.entry === text ? 'same' : 'reused';
  }
  await tell(query, given.officeId, { kind: 'entry', entry: given });
  if (given.kind === 'levelSet') {
    const after = atLevel(record, given);
    await query.run('UPDATE cases SET record = $2 WHERE case_id = $1', given.caseId, JSON.stringify(after));
    await tell(query, given.officeId, { kind: 'case', case: after });
  }
  if (given.kind === 'actLevelSet') {
    const acts = await goneActs(query, given.caseId, given.actId);
    for (const event of tellAnew(acts, await entriesOf(query, given.caseId))) await tell(query, given.officeId, event);
  }
  if (given.kind === 'breakGlass') {
    const opened = await openedNow(query, record, await entriesOf(query, given.caseId));
    for (const event of opened) await tell(query, given.officeId, event);
  }
  if (given.kind === 'moved') await moveCase(query, tell, given, record, await entriesOf(query, given.caseId));
  return 'created';
}

export async function entriesOf(query: Query, caseId: string): Promise<CaseEntry[]> {
  const rows = await query.all<{ entry: string }>(
    'SELECT entry FROM case_entries WHERE case_id = $1 ORDER BY seq',
    caseId,
  );
  return rows.map(({ entry }) => CaseEntry.parse(JSON.parse(entry)));
}

export async function aboutEyes(query: Query, caseId: string): Promise<AboutEyes[]> {
  const rows = await query.all<{ entry: string }>(
    "SELECT entry FROM case_entries WHERE case_id = $1 AND kind IN ('sealed', 'actLevelSet', 'breakGlass') ORDER BY seq",
    caseId,
  );
  return rows.map(({ entry }) => CaseEntry.parse(JSON.parse(entry)) as AboutEyes);
}

/** The case with the next number of its office that no case bears. */
export async function numbered(query: Query, record: CaseRecord): Promise<CaseRecord> {
  for (;;) {
    const row = await query.one<{ last: number }>(
      `INSERT INTO case_numbers (office_id, year, last) VALUES ($1, $2, 1)
       ON CONFLICT (office_id, year) DO UPDATE SET last = case_numbers.last + 1 RETURNING last`,
      ...[record.officeId, numberYear(record)],
    );
    const caseNumber = caseNumberOf(record, row?.last ?? 1);
    const isTaken = await query.one(
      "SELECT 1 FROM cases WHERE office_id = $1 AND record::json ->> 'caseNumber' = $2",
      ...[record.officeId, caseNumber],
    );
    if (!isTaken) return { ...record, caseNumber };
  }
}

import type Database from 'better-sqlite3-multiple-ciphers';
import { CaseRecord, type FeedEvent, Proposal } from '../../contract/wire.ts';
import { CaseEntry, type EntryOf, actOf, draftOf } from '../../contract/wire-entries.ts';
import { atLevel, isHeldAgainstCase } from './level.ts';
import { tellAnew } from './move.ts';
import { goneActs, moveCase, openedNow, waitingIn } from './moves.ts';
import { type ActStanding, type Noted, caseNumberOf, numberYear, objectionTo } from './rules.ts';

export type AboutEyes = EntryOf<'sealed' | 'actLevelSet' | 'breakGlass'>;

/** What is noted of cases and acts, in the order in which it came. Entries stay for ever. */
export interface EntryBook {
  put(given: CaseEntry): Promise<Noted>;
  of(caseId: string): Promise<CaseEntry[]>;
  /** What was said of a case that changes for whose eyes it, or an act of it, is. */
  aboutEyes(caseId: string): Promise<AboutEyes[]>;
}

type Tell = (officeId: string, event: FeedEvent) => void;

/** Whether what is proposed of this act was taken back, or made anew as another: it is neither signed, returned nor proposed any more. */
export const isWithdrawnIn = (db: Database.Database, actId: string): boolean =>
  db
    .prepare(
      `SELECT 1 FROM case_entries e JOIN acts a USING (act_id) WHERE e.act_id = ? AND (e.kind = 'remade' OR e.kind = 'withdrawn'
         AND e.entry ->> '$.documentSha256' = a.proposal ->> '$.documentSha256')`,
    )
    .get(actId) !== undefined;

/**
 * The book in the embedded register; the numbers of cases are given out beside it.
 * @param decides whether a case goes to another office by what is noted here; inside an office, by what the central repository tells.
 */
export function entryBook(
  db: Database.Database,
  tell: Tell,
  decides = true,
): EntryBook & { isWithdrawn(actId: string): boolean; numbered(record: CaseRecord): CaseRecord } {
  const one = <T>(sql: string, ...values: unknown[]): T | undefined => db.prepare(sql).get(...values) as T | undefined;
  const isWithdrawn = (actId: string): boolean => isWithdrawnIn(db, actId);
  const standingOf = (actId: string): ActStanding | null => {
    const act = one<{ case_id: string; proposal: string; state: ActStanding['state'] }>(
      'SELECT case_id, proposal, state FROM acts WHERE act_id = ?',
      actId,
    );
    if (!act) return null;
    const signed = db
      .prepare('SELECT sha256 FROM joint_signatures WHERE act_id = ? AND active = 1 ORDER BY n')
      .all(actId) as { sha256: string }[];
    const { state } = act;
    const proposal = Proposal.parse(JSON.parse(act.proposal));
    return { caseId: act.case_id, proposal, state, signed, withdrawn: isWithdrawn(actId) };
  };

  const entriesOf = (caseId: string): CaseEntry[] =>
    (
      db.prepare('SELECT entry FROM case_entries WHERE case_id = ? ORDER BY seq').all(caseId) as { entry: string }[]
    ).map(({ entry }) => CaseEntry.parse(JSON.parse(entry)));

  return {
    isWithdrawn,
    numbered(record) {
      const year = numberYear(record);
      for (;;) {
        const row = one<{ last: number }>(
          `INSERT INTO case_numbers (office_id, year, last) VALUES (?, ?, 1)
           ON CONFLICT (office_id, year) DO UPDATE SET last = last + 1 RETURNING last`,
          record.officeId,
          year,
        );
        const caseNumber = caseNumberOf(record, row?.last ?? 1);
        const isTaken = one(
          "SELECT 1 FROM cases WHERE office_id = ? AND record ->> '$.caseNumber' = ?",
          record.officeId,
          caseNumber,
        );
        if (!isTaken) return { ...record, caseNumber };
      }
    },
    put: async (given) =>
      db
        .transaction((): Noted => {
          const text = JSON.stringify(given);
          const before = one<{ entry: string }>('SELECT entry FROM case_entries WHERE entry_id = ?', given.entryId);
          if (before) return before.entry === text ? 'same' : 'reused';
          const held = one<{ record: string }>('SELECT record FROM cases WHERE case_id = ?', given.caseId);
          const record = held && CaseRecord.parse(JSON.parse(held.record));
          if (record?.officeId !== given.officeId) return 'caseUnknown';
          const actId = actOf(given);
          const ofDraft =
            draftOf(given) === null ? [] : entriesOf(given.caseId).filter((one) => draftOf(one) === draftOf(given));
          const isOfCase = isHeldAgainstCase(given.kind);
          const ofCase = isOfCase
            ? { record, before: entriesOf(given.caseId), waiting: waitingIn(db, given.caseId) }
            : null;
          const objection = objectionTo(given, actId === null ? null : standingOf(actId), ofDraft, ofCase);
          if (objection) return objection;
          db.prepare('INSERT INTO case_entries (entry_id, case_id, act_id, kind, entry) VALUES (?, ?, ?, ?, ?)').run(
            ...[given.entryId, given.caseId, actId, given.kind, text],
          );
          tell(given.officeId, { kind: 'entry', entry: given });
          if (given.kind === 'levelSet') {
            const after = atLevel(record, given);
            db.prepare('UPDATE cases SET record = ? WHERE case_id = ?').run(JSON.stringify(after), given.caseId);
            tell(given.officeId, { kind: 'case', case: after });
          }
          if (given.kind === 'actLevelSet')
            for (const event of tellAnew(goneActs(db, given.caseId, given.actId), entriesOf(given.caseId)))
              tell(given.officeId, event);
          if (given.kind === 'breakGlass')
            for (const event of openedNow(db, record, entriesOf(given.caseId))) tell(given.officeId, event);
          if (given.kind === 'moved' && decides) moveCase(db, tell, given, record, entriesOf(given.caseId));
          return 'created';
        })
        .immediate(),
    of: async (caseId) => entriesOf(caseId),
    aboutEyes: async (caseId) =>
      db
        .prepare<[string], { entry: string }>(
          "SELECT entry FROM case_entries WHERE case_id = ? AND kind IN ('sealed', 'actLevelSet', 'breakGlass') ORDER BY seq",
        )
        .all(caseId)
        .map(({ entry }) => CaseEntry.parse(JSON.parse(entry)) as AboutEyes),
  };
}

import type { CaseRow, CaseSheet, EntryRow } from '../../contract/cases.ts';
import type { Failure } from '../../contract/failures.ts';
import { CaseId } from '../../contract/ids.ts';
import { may, maySee, openUpTo } from '../../contract/permissions.ts';
import { CaseEntry, CaseOpening, actOf } from '../../contract/wire-entries.ts';
import { parseVerificationCode } from '../../contract/verification-code.ts';
import type { Viewer } from '../acts/viewer.ts';
import { searchWords } from '../casefile/words.ts';
import { type ReadableDB, type Sql, allOf, sql } from '../store/index.ts';
import { pagesOf } from '../casefile/pieces.ts';
import { openedTo } from '../casefile/exceptional.ts';
import { caseCode } from '../casefile/case-code.ts';
import { leftBehind, movedTo } from './moved.ts';

interface Columns {
  case_id: string;
  case_number: string;
  caption: string;
  confidentiality_level: number;
  detained: number;
  fatal: number;
  vulnerable: number;
  opening: string | null;
  opened_at: string;
  own_state: 'waiting' | 'sent' | 'refused' | null;
  own_number: string | null;
  trouble: string | null;
  moved_to: string | null;
}

const columns = sql`c.case_id, c.case_number, c.caption, c.confidentiality_level, c.detained, c.fatal, c.vulnerable, c.opening, c.opened_at,
   o.state as own_state, o.case_number as own_number, o.trouble, ${movedTo} as moved_to
  from cache.cases c left join main.own_cases o on o.case_id = c.case_id`;

/** Cases, those opened last first; found by number (either of them), caption, party or the receipt's code. Keyset paging. */
export function casePage(
  db: ReadableDB,
  asked: {
    readonly search: string;
    readonly series: 'case' | 'office';
    readonly after: string | null;
    readonly limit: number;
  },
  viewer: Viewer,
): { rows: CaseRow[]; total: number; next: string | null } {
  const words = searchWords(parseVerificationCode(asked.search) ?? asked.search);
  const where = allOf([
    sql`c.series = ${asked.series}`,
    visibleCases(viewer),
    ...words.map((word) => sql`instr(c.search, ${word}) > 0`),
  ]);
  const [at = '', id = ''] = asked.after?.split('|') ?? [];
  const from = asked.after === null ? sql`true` : sql`(c.opened_at, c.case_id) < (${at}, ${id})`;
  const rows = db.all<Columns>(sql`select ${columns} where ${where} and ${from}
    order by c.opened_at desc, c.case_id desc limit ${asked.limit + 1}`);
  const taken = rows.slice(0, asked.limit);
  const last = taken.at(-1);
  const count = db.get<{ n: number }>(sql`select count(*) as n from cache.cases c where ${where}`);
  const next = rows.length > taken.length && last ? `${last.opened_at}|${last.case_id}` : null;
  return { rows: taken.map(rowOf), total: count?.n ?? 0, next };
}

/** Cases `c` that are for these eyes to be found. Who may read nothing of a case (an auditor) finds its index, as far as the front desk does. */
export function visibleCases(viewer: Viewer): Sql {
  const eyes = viewer.role === 'auditor' ? 'auxiliary' : viewer.role;
  return sql`(c.confidentiality_level <= ${openUpTo(eyes)} or c.confidentiality_level <= ${mostOf(viewer)}
    and c.opening ->> '$.by.personId' = ${viewer.personId})`;
}

/**
 * Cases `c` in which this person may begin a draft: none of which the repository would then refuse the text. Who sees what is reserved is
 * designated in what is secret by the acts of that case, which the repository knows.
 */
export const draftableCases = (viewer: Viewer): Sql =>
  openUpTo(viewer.role) < 3 ? visibleCases(viewer) : sql`c.confidentiality_level <= 5`;

/** The highest level that this role may see of what it made itself. */
const mostOf = (viewer: Viewer): number =>
  [5, 4, 3, 2, 1, 0].find((level) => maySee(viewer, level, { assigned: true, designated: true })) ?? -1;

/**
 * A case with everything that was noted of it; null where it is not known, or not for these eyes. What is open in an emergency is not there
 * for whoever reads it to do something to it (`work`).
 */
export function readCase(
  db: ReadableDB,
  caseId: string,
  viewer: Viewer,
  why: 'read' | 'work' = 'read',
): CaseSheet | null {
  const row = db.get<Columns>(sql`select ${columns} where c.case_id = ${caseId}`);
  if (!row) return null;
  const opening = openingOf(row);
  const isOpen = why === 'read' && may(viewer, 'breakGlass') && openedTo(db, caseId).includes(viewer.personId);
  if (!isOpen && !maySeeCase(row.confidentiality_level, viewer, opening)) return null;
  return {
    row: rowOf(row),
    opening: opening && {
      ...{ origin: opening.origin, parties: opening.parties, by: opening.by.name, openedAt: opening.openedAt },
      code: caseCode(CaseId.parse(caseId)),
    },
    entries: entriesOf(db, caseId).filter(
      ({ entry }) => isOpen || maySeeEntry(entry, row.confidentiality_level, viewer),
    ),
    leftBehind: row.moved_to === null ? null : leftBehind(db, caseId),
  };
}

function entriesOf(db: ReadableDB, caseId: string): EntryRow[] {
  return db
    .all<{ entry: string; state: 'waiting' | 'sent' | 'refused' | null; trouble: string | null }>(
      sql`select e.entry, o.state, o.trouble from cache.case_entries e left join main.own_entries o on o.entry_id = e.entry_id
        where e.case_id = ${caseId} and (e.draft_id is null or e.kind = 'remade') order by e.entry ->> '$.at', e.entry_id`,
    )
    .map(({ entry: written, state, trouble }) => {
      const entry = CaseEntry.parse(JSON.parse(written));
      return {
        ...{ entry, place: placeOf(state), trouble: trouble === null ? null : (JSON.parse(trouble) as Failure) },
        ...(entry.kind === 'piece' ? { pages: pagesOf(db, entry) } : {}),
      };
    });
}

/** Pieces of a case that are for other eyes: that they are there, and since when. `db` is the store's reader. */
export function hiddenPieces(db: ReadableDB, caseId: string, viewer: Viewer): { readonly at: string }[] {
  const seen = new Set(readCase(db, caseId, viewer)?.entries.map(({ entry }) => entry.entryId));
  return entriesOf(db, caseId).flatMap(({ entry: { kind, entryId, at }, place }) =>
    kind === 'piece' && place !== 'refused' && !seen.has(entryId) ? [{ at }] : [],
  );
}

/** What was noted of an act, the oldest first. `db` is the store's reader. */
export function notesOf(db: ReadableDB, actId: string): EntryRow[] {
  const row = db.get<{ case_id: string }>(sql`select case_id from cache.case_entries where act_id = ${actId} limit 1`);
  return row ? entriesOf(db, row.case_id).filter(({ entry }) => actOf(entry) === actId) : [];
}

const placeOf = (state: 'waiting' | 'sent' | 'refused' | null): 'here' | 'there' | 'refused' =>
  state === 'waiting' ? 'here' : state === 'refused' ? 'refused' : 'there';

/** Whoever opened it, or took the piece in, is cleared for it as far as the role goes. */
function maySeeCase(level: number, viewer: Viewer, opening: CaseOpening | null): boolean {
  const own = opening?.by.personId === viewer.personId;
  return maySee(viewer, level, { assigned: own, designated: own });
}

/** Whether a person may see what was noted: of a piece, the higher level of piece and case counts. */
export function maySeeEntry(entry: CaseEntry, caseLevel: number, viewer: Viewer): boolean {
  const own = entry.by.personId === viewer.personId;
  // What was said of an emergency is for those who answer for it.
  if (entry.kind === 'breakGlass' && !may(viewer, 'breakGlass')) return false;
  const level = entry.kind === 'piece' ? Math.max(caseLevel, entry.confidentialityLevel) : caseLevel;
  return maySee(viewer, level, { assigned: own, designated: own });
}

/** Whether a file that is a piece of evidence is for these eyes; a file that is none is nobody's secret. `db` is the store's reader. */
export function maySeePiece(db: ReadableDB, sha256: string, viewer: Viewer): boolean {
  const pieces = db.all<{ entry: string; level: number | null }>(sql`
    select e.entry, c.confidentiality_level as level from cache.case_entries e left join cache.cases c on c.case_id = e.case_id
    where e.kind = 'piece' and e.entry ->> '$.sha256' = ${sha256}`);
  return (
    pieces.length === 0 ||
    pieces.some(({ entry, level }) => {
      const piece = CaseEntry.parse(JSON.parse(entry));
      if (maySeeEntry(piece, level ?? 0, viewer)) return true;
      return may(viewer, 'breakGlass') && openedTo(db, piece.caseId).includes(viewer.personId);
    })
  );
}

function openingOf({ opening }: Columns): CaseOpening | null {
  return opening === null ? null : CaseOpening.parse(JSON.parse(opening));
}

function rowOf(row: Columns): CaseRow {
  const opening = openingOf(row);
  const provisional = opening?.provisionalNumber ?? null;
  const isNumbered = row.case_number !== provisional;
  return {
    caseId: CaseId.parse(row.case_id),
    caseNumber: isNumbered ? row.case_number : row.own_number,
    provisionalNumber: provisional,
    caption: row.caption,
    series: opening?.series ?? 'case',
    detained: row.detained === 1,
    flags: { fatalDeadline: row.fatal === 1, vulnerableVictim: row.vulnerable === 1 },
    confidentialityLevel: row.confidentiality_level,
    movedTo: row.moved_to,
    place: isNumbered ? 'there' : placeOf(row.own_state),
    trouble: row.trouble === null ? null : (JSON.parse(row.trouble) as Failure),
  };
}

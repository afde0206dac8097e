import type Database from 'better-sqlite3-multiple-ciphers';
import type { ActId, CaseId, Sha256 } from '../../contract/ids.ts';
import type { DraftId, DraftVersionId } from '../../contract/wire-drafts.ts';
import type { ProblemCode } from '../../contract/wire.ts';

/** What has to reach the central repository, in the order in which it came. */
export interface Errand {
  readonly id: number;
  readonly kind: 'case' | 'proposal' | 'return' | 'act' | 'rendition' | 'draft' | 'signature' | 'entry';
  readonly caseId: CaseId;
  /** Of a draft: the version's id. */
  readonly actId: ActId | DraftVersionId | null;
  /** 0 but for a rendition and a signature that others come after. */
  readonly n: number;
  /** The JSON that was sent here, as it goes on. */
  readonly payload: string;
  /** Refused again and again, for a reason that may pass: it is tried beside the others of its case, and holds none of them. */
  readonly aside: boolean;
}

/** So many noes in a row set an errand aside: a minute or two, in which what passes has mostly passed. */
export const noesToAside = 8;

/** An errand that was set aside, and the central repository's last word on it. */
export type AsideErrand = Pick<Errand, 'id' | 'kind' | 'n'> & { readonly trouble: string };

/** What the central repository refused for good; `refusal`: its no, signed (a JWS). */
export interface FinalNo {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly refusal?: string | undefined;
}

export interface Arrival {
  readonly sha256: Sha256;
  readonly statement: string;
  readonly state: 'received' | 'registered' | 'refused';
  readonly code: ProblemCode | null;
  readonly detail: string | null;
  readonly refusal: string | null;
}

/** A file of the office that lies at the central repository only; `after`: a file with which it begins, and how long that is. */
export interface WantedFile {
  readonly sha256: Sha256;
  readonly size: number;
  readonly after: Sha256 | null;
  readonly afterSize: number;
}

/** The tables of `register.db` that only a repository inside an office fills. The caller opens the transactions. */
export interface OfficeBooks {
  /** Runs at once and alone, all or nothing. */
  atOnce<T>(work: () => T): T;
  queue(errand: Omit<Errand, 'id' | 'aside'>, now: Date, state?: 'waiting' | 'done'): void;
  /** Versions of a draft that are not on their way and did not come from the central repository, as JSON. */
  newVersions(draftId: DraftId): string[];
  /** Not ended yet; those of detained persons' cases first, then of fatal deadlines, then what is due first, within a case in the order in which it came. */
  openErrands(): Errand[];
  endErrand(id: number, state: 'done' | 'refused', trouble: string | null, now: Date): void;
  /** The central repository said no, for a reason that may pass. Answers whether this set the errand aside. */
  noteTrouble(id: number, trouble: string): boolean;
  asides(): AsideErrand[];
  /** Whether something that this one builds on was refused: it can never be taken. */
  isHopeless(errand: Errand): boolean;
  waiting(): number;
  arrivals(actId: ActId, n: number): Arrival[];
  arrive(arrival: {
    actId: ActId;
    n: number;
    sha256: Sha256;
    request: string;
    statement: string;
    signers: string | null;
  }): void;
  /** The request with which it came, as JSON; null where it did not come here. */
  requestOf(actId: ActId, n: number, sha256: Sha256): string | null;
  /** Who signed it, as was verified when it came, as JSON; null where that is not known. */
  signersOf(actId: ActId, sha256: Sha256): string | null;
  answerArrival(
    arrival: { actId: ActId; n: number; sha256: Sha256 },
    answer: { state: 'registered' } | ({ state: 'refused' } & FinalNo),
  ): boolean;
  /** Every other file that was received in this place has lost to `sha256`. */
  losers(actId: ActId, n: number, sha256: Sha256): Sha256[];
  want(file: WantedFile): void;
  wanted(): WantedFile[];
  here(sha256: Sha256): void;
  cursor(): string;
  setCursor(cursor: string): void;
  lastContactAt(): string | null;
  contact(now: Date): void;
}

export function openBooks(db: Database.Database, officeId: string): OfficeBooks {
  const one = <T>(sql: string, ...values: unknown[]): T | undefined => db.prepare(sql).get(...values) as T | undefined;
  const all = <T>(sql: string, ...values: unknown[]): T[] => db.prepare(sql).all(...values) as T[];
  const run = (sql: string, ...values: unknown[]): number => db.prepare(sql).run(...values).changes;
  run('INSERT INTO office_centre (one, office_id) VALUES (1, ?) ON CONFLICT DO NOTHING', officeId);
  return {
    atOnce: (work) => db.transaction(work).immediate(),
    newVersions: (draftId) =>
      all<{ version: string }>(
        `SELECT version FROM draft_versions v WHERE draft_id = ? AND NOT EXISTS
           (SELECT 1 FROM office_forwards f WHERE f.act_id = v.version_id AND f.kind = 'draft')`,
        draftId,
      ).map(({ version }) => version),
    queue({ kind, caseId, actId, n, payload }, now, state = 'waiting') {
      run(
        'INSERT INTO office_forwards (kind, case_id, act_id, n, payload, state, queued_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
        ...[kind, caseId, actId, n, payload, state, now.toISOString()],
      );
    },
    openErrands: () =>
      all<Omit<Errand, 'aside'> & { readonly noes: number }>(`
        WITH open AS (SELECT * FROM office_forwards WHERE state = 'waiting'),
        flagged AS (
          SELECT case_id, entry FROM case_entries WHERE seq IN
            (SELECT max(seq) FROM case_entries WHERE kind = 'flags' AND case_id IN (SELECT case_id FROM open) GROUP BY case_id)),
        urgency AS (
          SELECT o.case_id, max(coalesce(f.entry ->> '$.detained', c.record ->> '$.detained', 0)) AS detained,
            max(coalesce(f.entry ->> '$.flags.fatalDeadline', c.record ->> '$.opening.flags.fatalDeadline', 0)) AS fatal,
            min(coalesce(a.proposal ->> '$.dueAt', '9999')) AS due, min(o.id) AS first
          FROM open o LEFT JOIN cases c ON c.case_id = o.case_id LEFT JOIN acts a ON a.act_id = o.act_id
            LEFT JOIN flagged f ON f.case_id = o.case_id
          GROUP BY o.case_id)
        SELECT o.id, o.kind, o.case_id AS caseId, o.act_id AS actId, o.n, o.payload, o.noes
        FROM open o JOIN urgency u ON u.case_id = o.case_id
        ORDER BY u.detained DESC, u.fatal DESC, u.due, u.first, o.id`).map(({ noes, ...errand }) => ({
        ...errand,
        aside: noes >= noesToAside,
      })),
    endErrand(id, state, trouble, now) {
      run(
        "UPDATE office_forwards SET state = ?, trouble = ?, ended_at = ? WHERE id = ? AND state = 'waiting'",
        ...[state, trouble, now.toISOString(), id],
      );
    },
    noteTrouble: (id, trouble) =>
      one<{ noes: number }>(
        'UPDATE office_forwards SET trouble = ?, noes = noes + 1 WHERE id = ? RETURNING noes',
        ...[trouble, id],
      )?.noes === noesToAside,
    asides: () =>
      all<AsideErrand>(
        `SELECT id, kind, n, coalesce(trouble, '') AS trouble FROM office_forwards
         WHERE state = 'waiting' AND noes >= ? ORDER BY id`,
        noesToAside,
      ),
    isHopeless: ({ kind, caseId, actId, id }) =>
      kind !== 'case' &&
      one(
        `SELECT 1 FROM office_forwards WHERE state = 'refused' AND id < ?
           AND (kind = 'case' AND case_id = ? OR kind = 'proposal' AND act_id = ?)`,
        ...[id, caseId, actId],
      ) !== undefined,
    waiting: () => one<{ n: number }>("SELECT count(*) AS n FROM office_forwards WHERE state = 'waiting'")!.n,
    arrivals: (actId, n) =>
      all<Arrival>(
        'SELECT sha256, statement, state, code, detail, refusal FROM office_arrivals WHERE act_id = ? AND n = ?',
        ...[actId, n],
      ),
    arrive: ({ actId, n, sha256, request, statement, signers }) =>
      void run(
        `INSERT INTO office_arrivals (act_id, n, sha256, request, statement, signers, state)
         VALUES (?, ?, ?, ?, ?, ?, 'received')`,
        ...[actId, n, sha256, request, statement, signers],
      ),
    requestOf: (actId, n, sha256) =>
      one<{ request: string }>(
        'SELECT request FROM office_arrivals WHERE act_id = ? AND n = ? AND sha256 = ?',
        ...[actId, n, sha256],
      )?.request ?? null,
    signersOf: (actId, sha256) =>
      one<{ signers: string | null }>(
        'SELECT signers FROM office_arrivals WHERE act_id = ? AND n = 0 AND sha256 = ?',
        ...[actId, sha256],
      )?.signers ?? null,
    answerArrival: ({ actId, n, sha256 }, answer) =>
      run(
        `UPDATE office_arrivals SET state = ?, code = ?, detail = ?, refusal = ?
         WHERE act_id = ? AND n = ? AND sha256 = ? AND state = 'received'`,
        ...[answer.state, answer.state === 'refused' ? answer.code : null],
        ...(answer.state === 'refused' ? [answer.detail, answer.refusal ?? null] : [null, null]),
        ...[actId, n, sha256],
      ) > 0,
    losers: (actId, n, sha256) =>
      all<{ sha256: Sha256 }>(
        "SELECT sha256 FROM office_arrivals WHERE act_id = ? AND n = ? AND sha256 <> ? AND state = 'received'",
        ...[actId, n, sha256],
      ).map((row) => row.sha256),
    want: ({ sha256, size, after, afterSize }) =>
      void run(
        'INSERT INTO office_wants (sha256, size, after_sha256, after_size) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
        ...[sha256, size, after, afterSize],
      ),
    wanted: () =>
      all<WantedFile>(
        'SELECT sha256, size, after_sha256 AS after, after_size AS afterSize FROM office_wants ORDER BY size',
      ),
    here: (sha256) => void run('DELETE FROM office_wants WHERE sha256 = ?', sha256),
    cursor: () => one<{ cursor: string }>('SELECT cursor FROM office_centre')!.cursor,
    setCursor: (cursor) => void run('UPDATE office_centre SET cursor = ?', cursor),
    lastContactAt: () => one<{ at: string | null }>('SELECT last_contact_at AS at FROM office_centre')!.at,
    contact: (now) => void run('UPDATE office_centre SET last_contact_at = ?', now.toISOString()),
  };
}

import Database from 'better-sqlite3-multiple-ciphers';
import { join } from 'node:path';
import { CaseRecord, FeedEvent, Proposal, Return, type FeedPage } from '../../contract/wire.ts';
import type { ActId, CaseId } from '../../contract/ids.ts';
import type { DraftId } from '../../contract/wire-drafts.ts';
import type { RenditionRequest } from '../../contract/wire.ts';
import { cipherPragmas } from '../../at-rest/cipher.ts';
import { draftBook } from '../drafts/book.ts';
import { entryBook } from '../entries/book.ts';
import { moveBook } from '../entries/moves.ts';
import { awaitsNumber, isSameCase } from '../entries/rules.ts';
import { jointBook } from '../joint/book.ts';
import { signedAs } from '../joint/signed-as.ts';
import { defineLogFunctions, logBook } from '../log/book.ts';
import { peopleBook } from '../people/book.ts';
import { handoverBook } from '../people/handover-book.ts';
import { ownFile } from '../private.ts';
import { RegisterError } from '../refusal.ts';
import { type Bells, createBells } from './bells.ts';
import { type CursorLetter, cursorAt, placeNamed } from './cursors.ts';
import { deviceBook } from './device-book.ts';
import { type GrownFile, placeAfter } from './growth.ts';
import { migrateRegister } from './migrate.ts';
import { migrations } from './migrations.ts';
import type { Register, RenditionPlace } from './port.ts';
import { isLoose, releaseFile } from './release.ts';
import { keepStatements } from './statements.ts';
import { commitsAlone, commitsTogether } from './together.ts';

export { RegisterError } from '../refusal.ts';

export interface SqliteOptions {
  /** The file grows no larger than this; then nothing new is taken (SQLITE_FULL) and what is there stays. */
  readonly maxBytes?: number;
  /** Of an office's folder, which is encrypted: 32 bytes. */
  readonly key?: Uint8Array;
  /** Told of each event in the transaction that makes it. */
  readonly onEvent?: (event: FeedEvent) => void;
}

/**
 * The embedded engine: one SQLite file, one process (exclusive lock), WAL with `synchronous=FULL` so that a yes survives a power cut.
 * @throws {RegisterError} when another process holds it, a newer program wrote it, or it is damaged.
 */
export function openSqliteRegister(dir: string, options: SqliteOptions = {}): Register {
  return sqliteRegister(openRegisterDatabase(dir, options), { ...options, together: true });
}

/** The register in a database that is open already. */
export function sqliteRegister(
  db: Database.Database,
  {
    onEvent,
    onDraftKept,
    bells = createBells(),
    givesNumbers = true,
    together = false,
  }: Pick<SqliteOptions, 'onEvent'> & {
    readonly bells?: Bells;
    /** Told of each version of a draft that is new here, in the transaction that keeps it. */
    readonly onDraftKept?: (draftId: DraftId) => void;
    /** Cases that were opened at a desk get their number here, and those that go to another office go there from here. */
    readonly givesNumbers?: boolean;
    /** Whoever asks at the same time is written with one wait for the disk; else each at once, before its call returns. */
    readonly together?: boolean;
  } = {},
): Register {
  const one = <T>(sql: string, ...values: unknown[]): T | undefined => db.prepare(sql).get(...values) as T | undefined;
  const tell = (officeId: string, event: FeedEvent): void => {
    db.prepare('INSERT INTO feed (office_id, event) VALUES (?, ?)').run(officeId, JSON.stringify(event));
    onEvent?.(event);
    // Rung when the transaction is over; if it came to nothing, whoever listens looks in vain once.
    setImmediate(() => bells.ring(officeId));
  };
  const caseRow = (caseId: CaseId) =>
    one<{ record: string; office_id: string; last_number: number; last_folio: number }>(
      'SELECT record, office_id, last_number, last_folio FROM cases WHERE case_id = ?',
      caseId,
    );
  const actRow = (actId: ActId) =>
    one<{ case_id: string; proposal: string; state: 'toSign' | 'returned' | 'registered'; returned: string | null }>(
      'SELECT case_id, proposal, state, returned FROM acts WHERE act_id = ?',
      actId,
    );
  const registrationRow = (actId: ActId) =>
    one<{ sha256: string; case_id: string; receipt: string }>(
      'SELECT sha256, case_id, receipt FROM registrations WHERE act_id = ?',
      actId,
    );
  /** Files that are being removed, each until that is over. */
  const removing = new Map<string, Promise<void>>();
  const isHolder = (sha256: string, officeId: string): boolean =>
    one('SELECT 1 FROM holders WHERE sha256 = ? AND office_id = ?', sha256, officeId) !== undefined;
  const placeOf = (request: RenditionRequest): RenditionPlace => {
    const { actId, n } = request;
    const newest = one<GrownFile>(
      `SELECT n, sha256, size FROM renditions WHERE act_id = @actId
       UNION ALL SELECT 0, sha256, request ->> '$.size' FROM registrations WHERE act_id = @actId ORDER BY n DESC LIMIT 1`,
      { actId },
    );
    const here = one<GrownFile & { prefixSha256: string; receipt: string }>(
      'SELECT n, sha256, size, prefix_sha256 AS prefixSha256, receipt FROM renditions WHERE act_id = ? AND n = ?',
      actId,
      n,
    );
    return placeAfter(request, here ?? null, newest ?? null);
  };
  const log = logBook(db);
  const joint = jointBook(db, tell, log.append);
  const entries = entryBook(db, tell, givesNumbers);
  const newestEvent = (): number =>
    one<{ seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = 'feed'")?.seq ?? 0;
  const cursorOf = (letter: CursorLetter, officeId: string, place: number): string => {
    const newest = one<{ event: string }>(
      'SELECT event FROM feed WHERE office_id = ? AND seq <= ? ORDER BY seq DESC LIMIT 1',
      officeId,
      place,
    );
    return cursorAt(letter, place, newest?.event ?? null);
  };
  /** The place that a cursor names; null where it was never given out here. */
  const placeIn = (letter: CursorLetter, officeId: string, cursor: string): number | null => {
    if (cursor === '') return 0;
    const place = placeNamed(letter, cursor);
    // Of a time that this register, put back from a copy, knows nothing about, or knows otherwise.
    if (place === null || place > newestEvent() || cursor !== cursorOf(letter, officeId, place)) return null;
    return place;
  };
  // Each alone and whole: the write lock is taken before anything is read.
  const { atOnce, flush } = together ? commitsTogether(db) : commitsAlone(db);

  return {
    putCase: (record) =>
      atOnce(() => {
        const before = caseRow(record.caseId);
        if (before) return isSameCase(CaseRecord.parse(JSON.parse(before.record)), record) ? 'same' : 'differs';
        const kept = givesNumbers && awaitsNumber(record) ? entries.numbered(record) : record;
        db.prepare('INSERT INTO cases (case_id, office_id, record) VALUES (?, ?, ?)').run(
          record.caseId,
          record.officeId,
          JSON.stringify(kept),
        );
        tell(record.officeId, { kind: 'case', case: kept });
        return 'created';
      }),

    caseOf: async (caseId) => {
      const row = caseRow(caseId);
      return row ? CaseRecord.parse(JSON.parse(row.record)) : null;
    },

    putProposal: (proposal) =>
      atOnce(() => {
        // Of the office that has it now: it may have gone to another one while this was on its way.
        if (caseRow(proposal.caseId)?.office_id !== proposal.officeId) return 'caseUnknown';
        const before = actRow(proposal.actId);
        if (before && sameJson(before.proposal, proposal)) return 'same';
        if (before && (before.state !== 'returned' || before.case_id !== proposal.caseId)) return 'reused';
        if (before && entries.isWithdrawn(proposal.actId)) return 'reused';
        db.prepare(
          `INSERT INTO acts (act_id, case_id, proposal, state) VALUES (?, ?, ?, 'toSign')
           ON CONFLICT (act_id) DO UPDATE SET proposal = excluded.proposal, state = 'toSign', returned = NULL`,
        ).run(proposal.actId, proposal.caseId, JSON.stringify(proposal));
        tell(proposal.officeId, { kind: 'proposal', proposal });
        return 'created';
      }),

    proposalOf: async (actId) => {
      const row = actRow(actId);
      return row ? Proposal.parse(JSON.parse(row.proposal)) : null;
    },

    putReturn: (given) =>
      atOnce(() => {
        const act = actRow(given.actId);
        if (!act) return 'actUnknown';
        if (act.state === 'registered') return 'registered';
        if (act.state === 'returned') return act.returned !== null && sameJson(act.returned, given) ? 'same' : 'reused';
        if (entries.isWithdrawn(given.actId)) return 'withdrawn';
        const proposal = Proposal.parse(JSON.parse(act.proposal));
        const files = [proposal.documentSha256, ...joint.activeOf(given.actId).map(({ sha256 }) => sha256)];
        if (!files.includes(given.documentSha256)) return 'notProposed';
        // What was signed of it until now stays as history; an act that is proposed again is signed from the beginning.
        joint.rest(given.actId);
        db.prepare("UPDATE acts SET state = 'returned', returned = ? WHERE act_id = ?").run(
          JSON.stringify(Return.parse(given)),
          given.actId,
        );
        tell(proposal.officeId, { kind: 'returned', return: given });
        return 'created';
      }),

    register: (entry, sign) =>
      atOnce(() => {
        const { request } = entry;
        const before = registrationRow(request.actId);
        if (before) {
          const same = before.sha256 === request.sha256 && before.case_id === request.caseId;
          return same ? { kind: 'replayed', receipt: before.receipt } : { kind: 'reused' };
        }
        const act = actRow(request.actId);
        if (!act) return { kind: 'actUnknown' };
        const proposal = Proposal.parse(JSON.parse(act.proposal));
        const turn = joint.lastTurn(proposal, request);
        if (
          proposal.caseId !== request.caseId ||
          (turn === null && proposal.documentSha256 !== request.documentSha256)
        ) {
          return { kind: 'notProposed' };
        }
        if (act.state === 'returned' || entries.isWithdrawn(request.actId)) return { kind: 'returned' };
        if (turn !== null && turn !== 'its') return { kind: turn };
        if (one('SELECT 1 FROM registrations WHERE case_id = ? AND sha256 = ?', request.caseId, request.sha256))
          return { kind: 'reused' };
        const place = caseRow(request.caseId);
        if (!place) return { kind: 'actUnknown' };
        const number = place.last_number + 1;
        const folioFrom = place.last_folio + 1;
        const folioTo = place.last_folio + entry.pages;
        const receipt = sign({
          actId: request.actId,
          caseId: request.caseId,
          caseNumber: CaseRecord.parse(JSON.parse(place.record)).caseNumber,
          number,
          folioFrom,
          folioTo,
          sha256: request.sha256,
          size: request.size,
          receivedAt: entry.receivedAt,
          registeredAt: entry.registeredAt,
        });
        db.prepare(
          `INSERT INTO registrations (act_id, case_id, number, sha256, request, receipt, signers)
           VALUES (?, ?, ?, ?, ?, ?, ?)`,
        ).run(
          ...[request.actId, request.caseId, number, request.sha256, JSON.stringify(request), receipt],
          entry.signers ? JSON.stringify(entry.signers) : null,
        );
        db.prepare('UPDATE cases SET last_number = ?, last_folio = ? WHERE case_id = ?').run(
          number,
          folioTo,
          request.caseId,
        );
        db.prepare("UPDATE acts SET state = 'registered' WHERE act_id = ?").run(request.actId);
        log.append(receipt);
        log.code(request.actId);
        tell(proposal.officeId, {
          kind: 'registered',
          actId: request.actId,
          receipt,
          ...signedAs(request, entry.signers),
        });
        return { kind: 'registered', receipt };
      }),

    findRendition: async (request) => placeOf(request),

    addRendition: (request, sign) =>
      atOnce(() => {
        const place = placeOf(request);
        if (place.kind !== 'next') return place as Exclude<RenditionPlace, { kind: 'next' }>;
        const { actId, n, sha256, size, prefixSha256, prefixSize } = request;
        const receipt = sign();
        db.prepare(
          `INSERT INTO renditions (act_id, n, sha256, size, prefix_sha256, prefix_size, request, receipt)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        ).run(actId, n, sha256, size, prefixSha256, prefixSize, JSON.stringify(request), receipt);
        log.append(receipt);
        const act = actRow(actId);
        const offices = new Set(act ? [Proposal.parse(JSON.parse(act.proposal)).officeId] : []);
        const now = act && caseRow(act.case_id as CaseId)?.office_id;
        // The case went on meanwhile: its file goes with it, and is read where the act was made, whoever of them made it longer.
        if (now) offices.add(now);
        for (const officeId of offices) {
          db.prepare('INSERT OR IGNORE INTO holders (sha256, office_id) VALUES (?, ?)').run(sha256, officeId);
          tell(officeId, { kind: 'rendition', actId, receipt });
        }
        return { kind: 'registered', receipt };
      }),

    answerTo: async (request) => {
      const before = registrationRow(request.actId);
      if (!before) return null;
      const same = before.sha256 === request.sha256 && before.case_id === request.caseId;
      return same ? { kind: 'replayed', receipt: before.receipt } : { kind: 'reused' };
    },

    receiptOf: async (actId) => registrationRow(actId)?.receipt ?? null,

    isPlaced: async (actId) => registrationRow(actId) !== undefined,

    feed: async (officeId, cursor, limit): Promise<FeedPage | null> => {
      const after = placeIn('s', officeId, cursor);
      if (after === null) return null;
      const rows = db
        .prepare('SELECT seq, event FROM feed WHERE office_id = ? AND seq > ? ORDER BY seq LIMIT ?')
        .all(officeId, after, limit + 1) as { seq: number; event: string }[];
      const given = rows.slice(0, limit);
      const last = given.at(-1);
      return {
        events: given.map((row) => FeedEvent.parse(JSON.parse(row.event))),
        cursor: last ? cursorAt('s', last.seq, last.event) : cursor,
        more: rows.length > limit,
      };
    },

    receiptsAfter: async (officeId, cursor, limit) => {
      const after = cursor === 'latest' ? newestEvent() : placeIn('r', officeId, cursor);
      if (after === null) return null;
      const rows = db
        .prepare(
          `SELECT seq, event ->> '$.receipt' AS receipt FROM feed
           WHERE office_id = ? AND seq > ? AND event ->> '$.kind' IN ('registered', 'rendition') ORDER BY seq LIMIT ?`,
        )
        .all(officeId, after, limit + 1) as { seq: number; receipt: string }[];
      const given = rows.slice(0, limit);
      return {
        receipts: given.map(({ receipt }) => receipt),
        cursor: cursorOf('r', officeId, given.at(-1)?.seq ?? after),
        more: rows.length > limit,
      };
    },

    watch: (officeId, ring) => bells.listen(officeId, ring),

    caseContents: async (caseId, officeId) => {
      const row = caseRow(caseId);
      if (!row) return null;
      const acts = db
        .prepare(
          `SELECT a.act_id, a.proposal, a.returned, r.receipt, r.number,
             (SELECT json_group_array(receipt) FROM
               (SELECT receipt FROM renditions n WHERE n.act_id = a.act_id ORDER BY n)) AS renditions
           FROM acts a LEFT JOIN registrations r USING (act_id) WHERE a.case_id = ? ORDER BY a.act_id`,
        )
        .all(caseId) as (ContentsRow & { renditions: string })[];
      const record = CaseRecord.parse(JSON.parse(row.record));
      return {
        record,
        acts: acts.map((act) => ({
          proposal: Proposal.parse(JSON.parse(act.proposal)),
          returned: act.returned === null ? null : Return.parse(JSON.parse(act.returned)),
          ...{ receipt: act.receipt, number: act.number },
          renditions: JSON.parse(act.renditions) as string[],
        })),
        cursor: cursorOf('s', officeId, newestEvent()),
      };
    },

    addHolder: (sha256, officeId) =>
      isHolder(sha256, officeId)
        ? Promise.resolve()
        : atOnce(() => {
            db.prepare('INSERT OR IGNORE INTO holders (sha256, office_id) VALUES (?, ?)').run(sha256, officeId);
          }).then(() => removing.get(sha256)),

    isHolder: async (sha256, officeId) => isHolder(sha256, officeId),
    release: (sha256, officeId) => atOnce(() => releaseFile(db, sha256, officeId)),
    removeLoose: async (sha256, remove) => {
      const over = Promise.withResolvers<void>();
      // Seen by whoever notes that it sent the file after this was looked at, and by nobody before.
      const mine = await atOnce(
        () => isLoose(db, sha256) && !removing.has(sha256) && removing.set(sha256, over.promise),
      );
      if (!mine) return null;
      return remove().finally(() => {
        removing.delete(sha256);
        over.resolve();
      });
    },

    drafts: draftBook(db, tell, onDraftKept),
    entries,
    moves: moveBook(db),
    devices: deviceBook(db),
    people: peopleBook(db),
    handovers: handoverBook(db, tell),
    log,

    jointOf: async (actId) => {
      const row = actRow(actId);
      return row ? joint.standing(Proposal.parse(JSON.parse(row.proposal))) : null;
    },
    signOn: (request, sign) => atOnce(() => joint.signOn(request, sign)),

    close: async () => {
      flush();
      db.close();
    },
  };
}

interface ContentsRow {
  readonly proposal: string;
  readonly returned: string | null;
  readonly receipt: string | null;
  readonly number: number | null;
}

/** Opens and migrates `register.db`; the errors are those of `openSqliteRegister`. */
export function openRegisterDatabase(
  dir: string,
  { maxBytes, key }: Pick<SqliteOptions, 'maxBytes' | 'key'>,
): Database.Database {
  const path = join(dir, 'register.db');
  // Made before SQLite opens it: its companions get the same mode.
  ownFile(path, ['-wal', '-shm', '-journal']);
  const db = new Database(path, { timeout: 500 });
  try {
    for (const pragma of key ? cipherPragmas(key) : []) db.pragma(pragma);
    // Sorting must not spill plain text to the disk.
    if (key) db.pragma('temp_store = MEMORY');
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    // Takes the exclusive lock now, not at the first registration.
    db.exec('BEGIN IMMEDIATE; COMMIT');
    keepStatements(db);
    defineLogFunctions(db);
    migrateRegister(db, migrations, join(dir, 'backups'));
    if (maxBytes !== undefined) {
      const pageSize = db.pragma('page_size', { simple: true }) as number;
      db.pragma(`max_page_count = ${Math.max(1, Math.floor(maxBytes / pageSize))}`);
    }
    return db;
  } catch (error) {
    db.close();
    if (error instanceof RegisterError) throw error;
    const code = error instanceof Database.SqliteError ? error.code : '';
    if (code.startsWith('SQLITE_BUSY'))
      throw new RegisterError('busy', 'another process holds this repository', { cause: error });
    if (/^SQLITE_(CORRUPT|NOTADB)/.test(code))
      throw new RegisterError('damaged', 'register.db is damaged', { cause: error });
    throw error;
  }
}

/** The same JSON value: rows are written by JSON.stringify of a parsed record, so its key order is the schema's. */
function sameJson(stored: string, value: unknown): boolean {
  return stored === JSON.stringify(value);
}

import type { ActId, CaseId } from '../../../contract/ids.ts';
import type { ReceiptStatement } from '../../../contract/receipts.ts';
import { CaseRecord, type FeedEvent, Proposal, Return } from '../../../contract/wire.ts';
import { codeOf } from '../../log/book.ts';
import { leafHash } from '../../../proof/index.ts';
import { lastTurnOf } from '../../joint/turns.ts';
import { awaitsNumber, isSameCase } from '../../entries/rules.ts';
import { cursorAt } from '../cursors.ts';
import type { CaseContents, Entry, Register, Registering, RenditionPlace } from '../port.ts';
import { nodeBells } from './bells.ts';
import {
  type PostgresDatabase,
  type PostgresOptions,
  type Query,
  brokenConstraint,
  connectPostgres,
} from './database.ts';
import { postgresDevices } from './devices.ts';
import { postgresDrafts } from './drafts.ts';
import { entriesOf, isWithdrawn, numbered, putEntry } from './entries.ts';
import { type Telling, nextPlace, postgresFeed } from './feed.ts';
import { joinedOf, jointAct, signOn } from './joint.ts';
import { appendLeaf, postgresLog } from './log.ts';
import { migratePostgres } from './migrate.ts';
import { postgresPeople } from './people.ts';
import { addRendition, renditionPlace } from './renditions.ts';

export interface PostgresRegisterOptions {
  /** Told of each event in the transaction that makes it. */
  readonly onEvent?: (query: Query, event: FeedEvent) => Promise<void>;
}

/**
 * The engine for several nodes on one PostgreSQL: each call is one transaction that is on the disk when it answers. Rows are locked in one
 * order everywhere (an act or a draft, then its case, then the office's feed), so that nodes wait for each other and never in a circle.
 * @throws {RegisterError} `notDurable`, `fromFuture`, `notOurs`; the driver's error where nobody answers.
 */
export async function openPostgresRegister(
  url: string,
  options: PostgresOptions & PostgresRegisterOptions = {},
): Promise<Register> {
  const database = await openPostgres(url, options);
  return postgresRegister(database, options);
}

/** Connects and migrates; for whoever puts more than a register into the same database. */
export async function openPostgres(url: string, options: PostgresOptions = {}): Promise<PostgresDatabase> {
  const database = await connectPostgres(url, options);
  try {
    await migratePostgres(database);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

interface ActRow {
  readonly case_id: string;
  readonly proposal: string;
  readonly state: 'toSign' | 'returned' | 'registered';
  readonly returned: string | null;
}

/** The register in a database that is open; closing it closes that too. */
export function postgresRegister(database: PostgresDatabase, { onEvent }: PostgresRegisterOptions = {}): Register {
  const bells = nodeBells(database);
  const feed = postgresFeed(database);
  const tell = async (transaction: Telling, officeId: string, event: FeedEvent): Promise<void> => {
    await feed.tell(transaction, officeId, event);
    await onEvent?.(transaction, event);
  };
  const atOnce = async <T>(work: (transaction: Telling) => Promise<T>): Promise<T> => {
    let told = new Set<string>();
    const result = await database.atOnce((query) => work({ ...query, told: (told = new Set()) }));
    told.forEach((officeId) => bells.tell(officeId));
    return result;
  };
  const actRow = (query: Query, actId: ActId, lock: '' | 'FOR UPDATE' = ''): Promise<ActRow | undefined> =>
    query.one(`SELECT case_id, proposal, state, returned FROM acts WHERE act_id = $1 ${lock}`, actId);
  const caseRow = (caseId: CaseId) =>
    database.one<{ record: string }>('SELECT record FROM cases WHERE case_id = $1', caseId);
  const registered = (query: Query, actId: ActId) =>
    query.one<{ case_id: string; sha256: string; receipt: string }>(
      `SELECT r.case_id, r.sha256, r.receipt FROM acts a
       JOIN registrations r ON r.case_id = a.case_id AND r.act_id = a.act_id WHERE a.act_id = $1`,
      actId,
    );
  const answerTo = async (query: Query, request: Entry['request']): Promise<Registering | null> => {
    const before = await registered(query, request.actId);
    if (!before) return null;
    const same = before.sha256 === request.sha256 && before.case_id === request.caseId;
    return same ? { kind: 'replayed', receipt: before.receipt } : { kind: 'reused' };
  };

  return {
    putCase: (record) =>
      atOnce(async (transaction) => {
        const { caseId, officeId } = record;
        const known = await transaction.one('SELECT 1 FROM cases WHERE case_id = $1', caseId);
        const kept = !known && awaitsNumber(record) ? await numbered(transaction, record) : record;
        const text = JSON.stringify(kept);
        const made = await transaction.run(
          'INSERT INTO cases (case_id, office_id, record) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
          ...[caseId, officeId, text],
        );
        if (made === 0) {
          const before = await transaction.one<{ record: string }>(
            'SELECT record FROM cases WHERE case_id = $1',
            caseId,
          );
          return before && isSameCase(CaseRecord.parse(JSON.parse(before.record)), record) ? 'same' : 'differs';
        }
        await tell(transaction, officeId, { kind: 'case', case: kept });
        return 'created';
      }),

    caseOf: async (caseId) => {
      const row = await caseRow(caseId);
      return row ? CaseRecord.parse(JSON.parse(row.record)) : null;
    },

    putProposal: (proposal) =>
      atOnce(async (transaction) => {
        const { actId, caseId, officeId } = proposal;
        const text = JSON.stringify(proposal);
        const made = await transaction.run(
          `INSERT INTO acts (act_id, case_id, office_id, proposal, state)
           SELECT $1, case_id, $3, $4, 'toSign' FROM cases WHERE case_id = $2 ON CONFLICT DO NOTHING`,
          ...[actId, caseId, officeId, text],
        );
        if (made === 0) {
          if (!(await transaction.one('SELECT 1 FROM cases WHERE case_id = $1', caseId))) return 'caseUnknown';
          const before = await actRow(transaction, actId, 'FOR UPDATE');
          if (before?.proposal === text) return 'same';
          if (before?.state !== 'returned' || before.case_id !== caseId) return 'reused';
          await transaction.run(
            "UPDATE acts SET proposal = $2, office_id = $3, state = 'toSign', returned = NULL WHERE act_id = $1",
            ...[actId, text, officeId],
          );
        }
        await tell(transaction, officeId, { kind: 'proposal', proposal });
        return 'created';
      }),

    proposalOf: async (actId) => {
      const row = await actRow(database, actId);
      return row ? Proposal.parse(JSON.parse(row.proposal)) : null;
    },

    putReturn: (given) =>
      atOnce(async (transaction) => {
        const { actId } = given;
        const act = await actRow(transaction, actId, 'FOR UPDATE');
        if (!act) return 'actUnknown';
        if (act.state === 'registered') return 'registered';
        if (act.state === 'returned') return act.returned === JSON.stringify(given) ? 'same' : 'reused';
        const proposal = Proposal.parse(JSON.parse(act.proposal));
        const signed = await joinedOf(transaction, actId);
        const files = [proposal.documentSha256, ...signed.map(({ sha256 }) => sha256)];
        if (!files.includes(given.documentSha256)) return 'notProposed';
        // What was signed of it until now stays as history; an act that is proposed again is signed from the beginning.
        await transaction.run('UPDATE joint_signatures SET active = false WHERE act_id = $1 AND active', actId);
        await transaction.run(
          "UPDATE acts SET state = 'returned', returned = $2 WHERE act_id = $1",
          ...[actId, JSON.stringify(Return.parse(given))],
        );
        await tell(transaction, proposal.officeId, { kind: 'returned', return: given });
        return 'created';
      }),

    register: async (entry, sign) => {
      try {
        return await atOnce((transaction) => enter(transaction, entry, sign));
      } catch (error) {
        // The same bytes were registered as another act of the case while this one waited for its case.
        if (brokenConstraint(error)?.includes('_case_id_sha256_') === true) return { kind: 'reused' };
        throw error;
      }
    },

    answerTo: (request) => answerTo(database, request),

    receiptOf: async (actId) => (await registered(database, actId))?.receipt ?? null,

    isPlaced: async (actId) => (await registered(database, actId)) !== undefined,

    findRendition: (request) => renditionPlace(database, request),

    addRendition: (request, sign) =>
      atOnce(async (transaction) => {
        const act = await actRow(transaction, request.actId, 'FOR UPDATE');
        if (!act) return { kind: 'notRegistered' };
        const place = await renditionPlace(transaction, request);
        if (place.kind !== 'next') return place as Exclude<RenditionPlace, { kind: 'next' }>;
        const receipt = sign();
        await addRendition(transaction, request, receipt);
        await appendLeaf(transaction, receipt);
        const { officeId } = Proposal.parse(JSON.parse(act.proposal));
        await tell(transaction, officeId, { kind: 'rendition', actId: request.actId, receipt });
        return { kind: 'registered', receipt };
      }),

    feed: feed.feed,
    receiptsAfter: feed.receiptsAfter,
    watch: (officeId, ring) => bells.listen(officeId, ring),
    caseContents: (caseId) => contentsOf(database, caseId),

    addHolder: async (sha256, officeId) => {
      await database.run(
        'INSERT INTO holders (sha256, office_id) VALUES ($1, $2) ON CONFLICT DO NOTHING',
        ...[sha256, officeId],
      );
    },

    isHolder: async (sha256, officeId) =>
      (await database.one('SELECT 1 FROM holders WHERE sha256 = $1 AND office_id = $2', sha256, officeId)) !==
      undefined,

    devices: postgresDevices(database),
    people: postgresPeople(database),

    entries: {
      put: (given) => atOnce((transaction) => putEntry(transaction, given, tell)),
      of: (caseId) => entriesOf(database, caseId),
    },
    drafts: postgresDrafts(database, atOnce, tell),
    log: postgresLog(database),

    jointOf: async (actId) => {
      const row = await actRow(database, actId);
      return row ? jointAct(database, Proposal.parse(JSON.parse(row.proposal))) : null;
    },
    signOn: (request, sign) => atOnce((transaction) => signOn(transaction, request, sign, tell)),

    close: async () => {
      await bells.close();
      await database.close();
    },
  };

  async function enter(
    transaction: Telling,
    { request, pages, receivedAt, registeredAt }: Entry,
    sign: (statement: Omit<ReceiptStatement, 'repository' | 'v'>) => string,
  ): Promise<Registering> {
    const { actId, caseId, sha256, size } = request;
    const act = await actRow(transaction, actId, 'FOR UPDATE');
    if (!act) return { kind: 'actUnknown' };
    if (act.state === 'registered') return (await answerTo(transaction, request)) ?? { kind: 'reused' };
    const proposal = Proposal.parse(JSON.parse(act.proposal));
    const turn = lastTurnOf(await jointAct(transaction, proposal), request);
    if (proposal.caseId !== caseId || (turn === null && proposal.documentSha256 !== request.documentSha256)) {
      return { kind: 'notProposed' };
    }
    if (act.state === 'returned' || (await isWithdrawn(transaction, actId))) return { kind: 'returned' };
    if (turn !== null && turn !== 'its') return { kind: turn };
    // From here to the end nobody else gets a number in this case.
    const place = await transaction.one<{ record: string; last_number: number; last_folio: number; taken: boolean }>(
      `SELECT record, last_number, last_folio,
         EXISTS (SELECT FROM registrations r WHERE r.case_id = $1 AND r.sha256 = $2) AS taken
       FROM cases WHERE case_id = $1 FOR NO KEY UPDATE`,
      ...[caseId, sha256],
    );
    if (!place) return { kind: 'actUnknown' };
    if (place.taken) return { kind: 'reused' };
    const number = place.last_number + 1;
    const [folioFrom, folioTo] = [place.last_folio + 1, place.last_folio + pages];
    const { caseNumber } = CaseRecord.parse(JSON.parse(place.record));
    const receipt = sign({
      ...{ actId, caseId, caseNumber, number, folioFrom, folioTo, sha256, size, receivedAt, registeredAt },
    });
    const event: FeedEvent = { kind: 'registered', actId, receipt };
    await transaction.run(
      `WITH registration AS (
         INSERT INTO registrations (case_id, act_id, number, sha256, size, request, receipt)
         VALUES ($5, $6, $7, $8, $9, $10, $3)),
       counted AS (UPDATE cases SET last_number = $7, last_folio = $11 WHERE case_id = $5),
       settled AS (UPDATE acts SET state = 'registered' WHERE act_id = $6),
       coded AS (INSERT INTO verification_codes (code, act_id) VALUES ($12, $6)),
       said AS (INSERT INTO log_waiting (hash) VALUES ($13)),
       place AS (${nextPlace})
       INSERT INTO feed (office_id, seq, kind, receipt, event) SELECT $1, last_seq, $2, $3, $4 FROM place`,
      ...[proposal.officeId, event.kind, receipt, JSON.stringify(event)],
      ...[caseId, actId, number, sha256, size, JSON.stringify(request), folioTo, codeOf(actId), leafHash(receipt)],
    );
    transaction.told.add(proposal.officeId);
    await onEvent?.(transaction, event);
    return { kind: 'registered', receipt };
  }
}

/** Everything of a case in one statement: what it names and where its feed stands are of the same moment. */
async function contentsOf(query: Query, caseId: CaseId): Promise<CaseContents | null> {
  const row = await query.one<{
    record: string;
    newest: number;
    last: string | null;
    acts: readonly ContentsRow[] | null;
  }>(
    `SELECT c.record,
       coalesce((SELECT last_seq FROM feed_places p WHERE p.office_id = c.office_id),
         (SELECT value::bigint FROM settings WHERE name = 'feedBase')) AS newest,
       (SELECT event FROM feed f WHERE f.office_id = c.office_id ORDER BY seq DESC LIMIT 1) AS last,
       (SELECT json_agg(json_build_object('proposal', a.proposal, 'returned', a.returned, 'receipt', r.receipt, 'renditions',
            (SELECT coalesce(json_agg(n.receipt ORDER BY n.n), '[]') FROM renditions n WHERE n.act_id = a.act_id))
          ORDER BY a.act_id)
        FROM acts a LEFT JOIN registrations r ON r.case_id = a.case_id AND r.act_id = a.act_id
        WHERE a.case_id = c.case_id) AS acts
     FROM cases c WHERE c.case_id = $1`,
    caseId,
  );
  if (!row) return null;
  return {
    record: CaseRecord.parse(JSON.parse(row.record)),
    acts: (row.acts ?? []).map((act) => ({
      proposal: Proposal.parse(JSON.parse(act.proposal)),
      returned: act.returned === null ? null : Return.parse(JSON.parse(act.returned)),
      receipt: act.receipt,
      renditions: act.renditions,
    })),
    cursor: cursorAt('s', row.newest, row.last),
  };
}

interface ContentsRow {
  readonly proposal: string;
  readonly returned: string | null;
  readonly receipt: string | null;
  readonly renditions: readonly string[];
}

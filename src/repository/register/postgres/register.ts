import type { ActId, CaseId } from '../../../contract/ids.ts';
import { CaseRecord, type FeedEvent, Proposal, Return } from '../../../contract/wire.ts';
import { awaitsNumber, isSameCase } from '../../entries/rules.ts';
import { cursorAt } from '../cursors.ts';
import type { CaseContents, Register, Registering, RenditionPlace } from '../port.ts';
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
import { aboutEyes, entriesOf, numbered, putEntry } from './entries.ts';
import { withdrawnAmong } from './withdrawn.ts';
import { type Telling, postgresFeed } from './feed.ts';
import { gathered } from './gather.ts';
import { postgresHandovers } from './handovers.ts';
import { joinedOf, jointAct, signOn } from './joint.ts';
import { appendLeaf, postgresLog } from './log.ts';
import { type ActRow, lookupsOf } from './lookups.ts';
import { migratePostgres } from './migrate.ts';
import { postgresMoves } from './moves.ts';
import { postgresPeople } from './people.ts';
import { type Wish, answerFrom, registerTogether } from './registering.ts';
import { releaseFile, removeLoose } from './release.ts';
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
  /** The act, which nobody else changes until the transaction is over. */
  const heldAct = (query: Query, actId: ActId): Promise<ActRow | undefined> =>
    query.one('SELECT act_id, case_id, proposal, state, returned FROM acts WHERE act_id = $1 FOR UPDATE', actId);
  const lookups = lookupsOf(database);
  const registering = gathered<Wish, Registering>({
    load: (wishes) => atOnce((transaction) => registerTogether(transaction, wishes, onEvent)),
    nameOf: ({ entry }) => entry.request.actId,
  });

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
      const record = await lookups.caseRecord(caseId);
      return record === undefined ? null : CaseRecord.parse(JSON.parse(record));
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
          const before = await heldAct(transaction, actId);
          if (before?.proposal === text) return 'same';
          if (before?.state !== 'returned' || before.case_id !== caseId) return 'reused';
          if ((await withdrawnAmong(transaction, [actId])).has(actId)) return 'reused';
          await transaction.run(
            "UPDATE acts SET proposal = $2, office_id = $3, state = 'toSign', returned = NULL WHERE act_id = $1",
            ...[actId, text, officeId],
          );
        }
        await tell(transaction, officeId, { kind: 'proposal', proposal });
        // Its row holds the case where it is; what moved it before that is seen now.
        if (!(await isOffices(transaction, caseId, officeId))) throw new CaseGone();
        return 'created';
      }).catch((error: unknown) => {
        if (error instanceof CaseGone) return 'caseUnknown';
        throw error;
      }),

    proposalOf: async (actId) => {
      const row = await lookups.act(actId);
      return row ? Proposal.parse(JSON.parse(row.proposal)) : null;
    },

    putReturn: (given) =>
      atOnce(async (transaction) => {
        const { actId } = given;
        const act = await heldAct(transaction, actId);
        if (!act) return 'actUnknown';
        if (act.state === 'registered') return 'registered';
        if (act.state === 'returned') return act.returned === JSON.stringify(given) ? 'same' : 'reused';
        if ((await withdrawnAmong(transaction, [actId])).has(actId)) return 'withdrawn';
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
        return await registering({ entry, sign });
      } catch (error) {
        // These bytes are registered as another act of the case.
        if (brokenConstraint(error)?.includes('_case_id_sha256_') === true) return { kind: 'reused' };
        throw error;
      }
    },

    answerTo: async (request) => answerFrom(await lookups.registered(request.actId), request),

    receiptOf: async (actId) => (await lookups.registered(actId))?.receipt ?? null,

    isPlaced: async (actId) => (await lookups.registered(actId)) !== undefined,

    findRendition: (request) => renditionPlace(database, request),

    addRendition: (request, sign) =>
      atOnce(async (transaction) => {
        const act = await heldAct(transaction, request.actId);
        if (!act) return { kind: 'notRegistered' };
        const place = await renditionPlace(transaction, request);
        if (place.kind !== 'next') return place as Exclude<RenditionPlace, { kind: 'next' }>;
        const receipt = sign();
        await addRendition(transaction, request, receipt);
        await appendLeaf(transaction, receipt);
        const { actId, sha256 } = request;
        const offices = new Set([Proposal.parse(JSON.parse(act.proposal)).officeId]);
        const now = await transaction.one<{ office_id: string }>(
          'SELECT office_id FROM cases WHERE case_id = $1',
          act.case_id,
        );
        // The case went on meanwhile: its file goes with it, and is read where the act was made, whoever of them made it longer.
        if (now) offices.add(now.office_id);
        for (const officeId of offices) {
          await transaction.run(
            'INSERT INTO holders (sha256, office_id) VALUES ($1, $2) ON CONFLICT DO NOTHING',
            ...[sha256, officeId],
          );
          await tell(transaction, officeId, { kind: 'rendition', actId, receipt });
        }
        return { kind: 'registered', receipt };
      }),

    feed: feed.feed,
    receiptsAfter: feed.receiptsAfter,
    watch: (officeId, ring) => bells.listen(officeId, ring),
    caseContents: (caseId, officeId) => contentsOf(database, caseId, officeId),

    addHolder: lookups.addHolder,
    isHolder: lookups.isHolder,
    release: (sha256, officeId) => atOnce((transaction) => releaseFile(transaction, sha256, officeId)),
    removeLoose: (sha256, remove) => atOnce((transaction) => removeLoose(transaction, sha256, remove)),

    devices: postgresDevices(database),
    people: postgresPeople(database),
    handovers: postgresHandovers(database, atOnce, tell),

    entries: {
      put: (given) => atOnce((transaction) => putEntry(transaction, given, tell)),
      of: (caseId) => entriesOf(database, caseId),
      aboutEyes: (caseId) => aboutEyes(database, caseId),
    },
    moves: postgresMoves(database),
    drafts: postgresDrafts(database, atOnce, tell),
    log: postgresLog(database),

    jointOf: async (actId) => {
      const row = await lookups.act(actId);
      return row ? jointAct(database, Proposal.parse(JSON.parse(row.proposal))) : null;
    },
    signOn: (request, sign) => atOnce((transaction) => signOn(transaction, request, sign, tell)),

    close: async () => {
      await bells.close();
      await database.close();
    },
  };
}

/** Everything of a case in one statement: what it names and where its feed stands are of the same moment. */
async function contentsOf(query: Query, caseId: CaseId, officeId: string): Promise<CaseContents | null> {
  const row = await query.one<{
    record: string;
    newest: number;
    last: string | null;
    acts: readonly ContentsRow[] | null;
  }>(
    `SELECT c.record,
       coalesce((SELECT last_seq FROM feed_places p WHERE p.office_id = $2),
         (SELECT value::bigint FROM settings WHERE name = 'feedBase')) AS newest,
       (SELECT event FROM feed f WHERE f.office_id = $2 ORDER BY seq DESC LIMIT 1) AS last,
       (SELECT json_agg(json_build_object('proposal', a.proposal, 'returned', a.returned, 'receipt', r.receipt, 'number', r.number, 'renditions',
            (SELECT coalesce(json_agg(n.receipt ORDER BY n.n), '[]') FROM renditions n WHERE n.act_id = a.act_id))
          ORDER BY a.act_id)
        FROM acts a LEFT JOIN registrations r ON r.case_id = a.case_id AND r.act_id = a.act_id
        WHERE a.case_id = c.case_id) AS acts
     FROM cases c WHERE c.case_id = $1`,
    ...[caseId, officeId],
  );
  if (!row) return null;
  return {
    record: CaseRecord.parse(JSON.parse(row.record)),
    acts: (row.acts ?? []).map((act) => ({
      proposal: Proposal.parse(JSON.parse(act.proposal)),
      returned: act.returned === null ? null : Return.parse(JSON.parse(act.returned)),
      ...{ receipt: act.receipt, number: act.number },
      renditions: act.renditions,
    })),
    cursor: cursorAt('s', row.newest, row.last),
  };
}

/** The case went to another office while something was put into it. */
class CaseGone extends Error {}

const isOffices = async (query: Query, caseId: CaseId, officeId: string): Promise<boolean> =>
  (await query.one('SELECT 1 FROM cases WHERE case_id = $1 AND office_id = $2', caseId, officeId)) !== undefined;

interface ContentsRow {
  readonly proposal: string;
  readonly returned: string | null;
  readonly receipt: string | null;
  readonly number: number | null;
  readonly renditions: readonly string[];
}

import type { ReceiptStatement } from '../../../contract/receipts.ts';
import { CaseRecord, type FeedEvent, Proposal } from '../../../contract/wire.ts';
import { signedAs } from '../../joint/signed-as.ts';
import { lastTurnOf } from '../../joint/turns.ts';
import { codeOf } from '../../log/book.ts';
import { leafHash } from '../../../proof/index.ts';
import type { Entry, Registering } from '../port.ts';
import type { Query } from './database.ts';
import { withdrawnAmong } from './withdrawn.ts';
import type { Telling } from './feed.ts';
import { jointAct } from './joint.ts';
import { type ActRow, type RegisteredRow, registeredOf } from './lookups.ts';

export interface Wish {
  readonly entry: Entry;
  readonly sign: (statement: Omit<ReceiptStatement, 'repository' | 'v'>) => string;
}

/** A registration that has its place, and is written with the others. */
interface Placed {
  readonly entry: Entry;
  readonly officeId: string;
  readonly number: number;
  readonly receipt: string;
  readonly event: FeedEvent;
}

interface CaseRow {
  readonly case_id: string;
  readonly record: string;
  last_number: number;
  last_folio: number;
}

/** What was answered to this request before; null where nothing was. */
export function answerFrom(before: RegisteredRow | undefined, request: Entry['request']): Registering | null {
  if (!before) return null;
  const same = before.sha256 === request.sha256 && before.case_id === request.caseId;
  return same ? { kind: 'replayed', receipt: before.receipt } : { kind: 'reused' };
}

/**
 * Registers acts of different names in one transaction: rows are locked all acts first, then all cases, then feeds, each in the order of
 * their names, so that groups of several nodes never wait in a circle. Numbers follow the order of the wishes.
 */
export async function registerTogether(
  transaction: Telling,
  wishes: readonly Wish[],
  onEvent?: (query: Query, event: FeedEvent) => Promise<void>,
): Promise<Registering[]> {
  const names = wishes.map(({ entry }) => entry.request.actId);
  const acts = byName(
    await transaction.all<ActRow>(
      'SELECT act_id, case_id, proposal, state, returned FROM acts WHERE act_id = ANY($1) ORDER BY act_id FOR UPDATE',
      names,
    ),
    ({ act_id: actId }) => actId,
  );
  const withdrawn = await withdrawnAmong(transaction, names);
  const done = [...acts.values()].filter(({ state }) => state === 'registered').map(({ act_id: actId }) => actId);
  const registered = byName(
    done.length === 0 ? [] : await transaction.all<RegisteredRow>(registeredOf, done),
    ({ act_id: actId }) => actId,
  );

  const objections: (Registering | null)[] = [];
  for (const { entry } of wishes) {
    const { request } = entry;
    const act = acts.get(request.actId);
    const before = answerFrom(registered.get(request.actId), request);
    objections.push(before ?? (await objectionTo(transaction, act, request, withdrawn)));
  }
  const wanted = [...new Set(wishes.flatMap(({ entry }, nth) => (objections[nth] ? [] : [entry.request.caseId])))];
  // From here to the end nobody else gets a number in these cases.
  const cases = byName(
    await transaction.all<CaseRow>(
      'SELECT case_id, record, last_number, last_folio FROM cases WHERE case_id = ANY($1) ORDER BY case_id FOR NO KEY UPDATE',
      wanted,
    ),
    ({ case_id: caseId }) => caseId,
  );
  const files = new Set<string>();
  const placed: Placed[] = [];
  const answers = wishes.map(({ entry, sign }, nth): Registering => {
    const objection = objections[nth];
    if (objection) return objection;
    const { caseId, sha256, actId } = entry.request;
    const place = cases.get(caseId);
    if (!place) return { kind: 'actUnknown' };
    if (files.size === files.add(`${caseId} ${sha256}`).size) return { kind: 'reused' };
    const one = placeIn(place, entry, Proposal.parse(JSON.parse(acts.get(actId)!.proposal)).officeId, sign);
    placed.push(one);
    return { kind: 'registered', receipt: one.receipt };
  });
  if (placed.length > 0) await write(transaction, placed, [...cases.values()]);
  for (const { officeId, event } of placed) {
    transaction.told.add(officeId);
    await onEvent?.(transaction, event);
  }
  return answers;
}

async function objectionTo(
  query: Query,
  act: ActRow | undefined,
  request: Entry['request'],
  withdrawn: ReadonlySet<string>,
): Promise<Registering | null> {
  if (!act) return { kind: 'actUnknown' };
  if (act.state === 'registered') return { kind: 'reused' };
  const proposal = Proposal.parse(JSON.parse(act.proposal));
  const turn = lastTurnOf(await jointAct(query, proposal), request);
  if (proposal.caseId !== request.caseId || (turn === null && proposal.documentSha256 !== request.documentSha256))
    return { kind: 'notProposed' };
  if (act.state === 'returned' || withdrawn.has(request.actId)) return { kind: 'returned' };
  return turn !== null && turn !== 'its' ? { kind: turn } : null;
}

function placeIn(place: CaseRow, entry: Entry, officeId: string, sign: Wish['sign']): Placed {
  const { request, pages, receivedAt, registeredAt } = entry;
  const { actId, caseId, sha256, size } = request;
  const number = place.last_number + 1;
  const [folioFrom, folioTo] = [place.last_folio + 1, place.last_folio + pages];
  place.last_number = number;
  place.last_folio = folioTo;
  const { caseNumber } = CaseRecord.parse(JSON.parse(place.record));
  const receipt = sign({
    ...{ actId, caseId, caseNumber, number, folioFrom, folioTo, sha256, size, receivedAt, registeredAt },
  });
  const event = { kind: 'registered' as const, actId, receipt, ...signedAs(request, entry.signers) };
  return { entry, officeId, number, receipt, event };
}

/** Everything of the group in one statement. Rows go in by their numbers: each registration has to find the one before it. */
async function write(transaction: Telling, placed: readonly Placed[], cases: readonly CaseRow[]): Promise<void> {
  const column = <T>(of: (one: Placed) => T): T[] => placed.map(of);
  await transaction.run(
    `WITH given AS (
       SELECT *, row_number() OVER (PARTITION BY office_id ORDER BY nth) AS place, count(*) OVER (PARTITION BY office_id) AS many
       FROM unnest($1::text[], $2::text[], $3::text[], $4::integer[], $5::text[], $6::bigint[], $7::text[], $8::text[],
         $9::text[], $10::text[], $11::bytea[], $15::text[]) WITH ORDINALITY
         AS g (office_id, case_id, act_id, number, sha256, size, request, receipt, event, code, hash, signers, nth)),
     base AS (SELECT value::bigint AS seq FROM settings WHERE name = 'feedBase'),
     registration AS (
       INSERT INTO registrations (case_id, act_id, number, sha256, size, request, receipt, signers)
       SELECT case_id, act_id, number, sha256, size, request, receipt, signers FROM given ORDER BY nth),
     counted AS (
       UPDATE cases c SET last_number = n.last_number, last_folio = n.last_folio
       FROM unnest($12::text[], $13::integer[], $14::bigint[]) AS n (case_id, last_number, last_folio)
       WHERE c.case_id = n.case_id),
     settled AS (UPDATE acts SET state = 'registered' WHERE act_id = ANY($3)),
     coded AS (INSERT INTO verification_codes (code, act_id) SELECT code, act_id FROM given),
     said AS (INSERT INTO log_waiting (hash) SELECT hash FROM given ORDER BY nth),
     places AS (
       INSERT INTO feed_places AS p (office_id, last_seq)
       SELECT office_id, base.seq + max(many) FROM given, base GROUP BY office_id, base.seq ORDER BY office_id
       ON CONFLICT (office_id) DO UPDATE SET last_seq = p.last_seq + excluded.last_seq - (SELECT seq FROM base)
       RETURNING office_id, last_seq)
     INSERT INTO feed (office_id, seq, kind, receipt, event)
     SELECT g.office_id, p.last_seq - g.many + g.place, 'registered', g.receipt, g.event
     FROM given g JOIN places p ON p.office_id = g.office_id`,
    ...[column(({ officeId }) => officeId), column(({ entry }) => entry.request.caseId)],
    ...[column(({ entry }) => entry.request.actId), column(({ number }) => number)],
    ...[column(({ entry }) => entry.request.sha256), column(({ entry }) => entry.request.size)],
    ...[column(({ entry }) => JSON.stringify(entry.request)), column(({ receipt }) => receipt)],
    ...[column(({ event }) => JSON.stringify(event)), column(({ entry }) => codeOf(entry.request.actId))],
    column(({ receipt }) => leafHash(receipt)),
    ...[cases.map((one) => one.case_id), cases.map((one) => one.last_number), cases.map((one) => one.last_folio)],
    column(({ entry }) => (entry.signers ? JSON.stringify(entry.signers) : null)),
  );
}

const byName = <Row>(rows: readonly Row[], nameOf: (row: Row) => string): Map<string, Row> =>
  new Map(rows.map((row) => [nameOf(row), row]));

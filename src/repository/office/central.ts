import type { Sha256 } from '../../contract/ids.ts';
import { ReceiptHeader, ReceiptStatement, RenditionHeader, RenditionStatement } from '../../contract/receipts.ts';
import { CaseRecord, type FeedEvent, Proposal, RegistrationRequest, type Return } from '../../contract/wire.ts';
import { type CaseEntry, type EntryOf, actOf } from '../../contract/wire-entries.ts';
import { openJws } from '../../proof/index.ts';
import { atLevel } from '../entries/level.ts';
import { noteMove } from '../entries/moves.ts';
import type { FinalNo } from './books.ts';
import { signedAs } from '../joint/signed-as.ts';
import type { CentralRooms } from './central-rooms.ts';
import { signersIn } from '../entries/move.ts';
import { type ToldSignature, takePartial } from './take-partial.ts';
import type { OfficeRegister } from './register.ts';

/**
 * Takes what the central repository told, inside the caller's transaction. What is known is passed over; its word stands over what was
 * kept here before it; what it told is told on, receipts byte for byte. Taking it twice changes nothing.
 */
export function takeCentral(rooms: CentralRooms, event: FeedEvent): void {
  switch (event.kind) {
    case 'case':
      return takeCase(rooms, event.case);
    case 'proposal':
      return takeProposal(rooms, event.proposal);
    case 'returned':
      return takeReturn(rooms, event.return);
    case 'entry':
      return takeEntry(rooms, event.entry);
    case 'registered':
      return void takeReceipt(rooms, event);
    case 'rendition':
      return void takeRenditionReceipt(rooms, event.receipt);
    case 'partlySigned':
      return void takePartial(rooms, event);
    // Texts were brought before; who is writing elsewhere is told by nobody here: it is a courtesy, not a lock.
    case 'draft':
    case 'draftLease':
      return;
    case 'received':
    case 'refused':
    case 'centre':
    case 'halfReceived':
    case 'halfRefused':
    case 'entryRefused':
      // A central repository says neither: another office's stands in between, and what it says is its own.
      return rooms.onOddity('event');
  }
}

function takeCase({ db, register }: CentralRooms, told: CaseRecord): void {
  const record = asRaised(db, told);
  const text = JSON.stringify(record);
  const known = db.prepare('SELECT record, office_id FROM cases WHERE case_id = ?').get(record.caseId) as
    { record: string; office_id: string } | undefined;
  if (known?.record === text) return;
  if (known && known.office_id !== record.officeId) noteMove(db, record.caseId, known.office_id, record.officeId);
  db.prepare(
    `INSERT INTO cases (case_id, office_id, record) VALUES (?, ?, ?)
     ON CONFLICT (case_id) DO UPDATE SET record = excluded.record, office_id = excluded.office_id`,
  ).run(record.caseId, record.officeId, text);
  register.tell({ kind: 'case', case: record });
}

/**
 * What the central repository told of a case before it heard that it was raised here opens it to nobody: the newest level that was set and not
 * refused stands. One that was lowered is told of first, and then the case as it is.
 */
function asRaised(db: CentralRooms['db'], record: CaseRecord): CaseRecord {
  const newest = db
    .prepare<[string], { level: number }>(
      `SELECT entry ->> '$.level' AS level FROM case_entries e WHERE case_id = ? AND kind = 'levelSet'
         AND NOT EXISTS (SELECT 1 FROM office_forwards f WHERE f.case_id = e.case_id AND f.kind = 'entry' AND f.state = 'refused'
           AND f.payload ->> '$.entryId' = e.entry_id)
       ORDER BY seq DESC LIMIT 1`,
    )
    .get(record.caseId);
  return newest && newest.level > record.confidentialityLevel
    ? { ...record, confidentialityLevel: newest.level as CaseRecord['confidentialityLevel'] }
    : record;
}

function takeEntry({ db, register }: CentralRooms, given: CaseEntry): void {
  const { entryId, caseId, kind } = given;
  const { changes } = db
    .prepare('INSERT OR IGNORE INTO case_entries (entry_id, case_id, act_id, kind, entry) VALUES (?, ?, ?, ?, ?)')
    .run(...[entryId, caseId, actOf(given), kind, JSON.stringify(given)]);
  if (changes === 0) return;
  if (given.kind === 'piece')
    register.books.want({ sha256: given.sha256, size: given.size, after: null, afterSize: 0 });
  register.tell({ kind: 'entry', entry: given });
  if (given.kind === 'levelSet') raise(db, register, given);
}

/** What is raised is hidden at once, as at a desk; what is lowered, when the central repository tells of the case as it is. */
function raise(db: CentralRooms['db'], register: CentralRooms['register'], given: EntryOf<'levelSet'>): void {
  const held = db.prepare<[string], { record: string }>('SELECT record FROM cases WHERE case_id = ?').get(given.caseId);
  const record = held && CaseRecord.parse(JSON.parse(held.record));
  if (!record || record.confidentialityLevel >= given.level) return;
  const after = atLevel(record, given);
  db.prepare('UPDATE cases SET record = ? WHERE case_id = ?').run(JSON.stringify(after), given.caseId);
  register.tell({ kind: 'case', case: after });
}

function takeProposal({ db, register }: CentralRooms, proposal: Proposal): void {
  const text = JSON.stringify(proposal);
  const known = db.prepare('SELECT proposal, state FROM acts WHERE act_id = ?').get(proposal.actId) as
    { proposal: string; state: string } | undefined;
  if (known?.state === 'registered' || known?.proposal === text) return;
  // What was signed of the one before is history.
  register.halves.restFrom(proposal.actId, 1);
  db.prepare(
    `INSERT INTO acts (act_id, case_id, proposal, state) VALUES (?, ?, ?, 'toSign')
     ON CONFLICT (act_id) DO UPDATE SET case_id = excluded.case_id, proposal = excluded.proposal, state = 'toSign',
       returned = NULL`,
  ).run(proposal.actId, proposal.caseId, text);
  register.books.want({ sha256: proposal.documentSha256, size: proposal.size, after: null, afterSize: 0 });
  register.tell({ kind: 'proposal', proposal });
}

function takeReturn({ db, register }: CentralRooms, given: Return): void {
  const text = JSON.stringify(given);
  const known = db.prepare('SELECT proposal, state, returned FROM acts WHERE act_id = ?').get(given.actId) as
    { proposal: string; state: string; returned: string | null } | undefined;
  if (!known || known.state === 'registered' || known.returned === text) return;
  const { documentSha256 } = Proposal.parse(JSON.parse(known.proposal));
  const halves = db.prepare('SELECT sha256 FROM joint_signatures WHERE act_id = ? AND active = 1').all(given.actId);
  const files = [documentSha256, ...(halves as { sha256: Sha256 }[]).map(({ sha256 }) => sha256)];
  if (!files.includes(given.documentSha256)) return;
  register.halves.restFrom(given.actId, 1);
  db.prepare("UPDATE acts SET state = 'returned', returned = ? WHERE act_id = ?").run(text, given.actId);
  register.tell({ kind: 'returned', return: given });
}

/**
 * Keeps a receipt of the central repository once, and ends what waited for it. Answers false where no pinned key signed it, or where what
 * it registers is not known here.
 */
export function takeReceipt(rooms: CentralRooms, told: ToldSignature): boolean {
  const { receipt } = told;
  const { db, register, pins } = rooms;
  const statement = openJws(receipt, pins, ReceiptHeader, ReceiptStatement);
  if (!statement) {
    rooms.onOddity('receipt');
    return false;
  }
  const { actId, caseId, sha256, size, number, folioTo } = statement;
  if (db.prepare('SELECT 1 FROM registrations WHERE act_id = ?').get(actId)) return true;
  const act = db.prepare('SELECT proposal FROM acts WHERE act_id = ?').get(actId) as { proposal: string } | undefined;
  if (!act) return false;
  const proposal = Proposal.parse(JSON.parse(act.proposal));
  // Of what was signed in the office it was seen here who signed; of the rest the central repository tells it.
  const signers = told.signers ?? signersIn(register.books.signersOf(actId, sha256));
  db.prepare(
    'INSERT INTO registrations (act_id, case_id, number, sha256, request, receipt, signers) VALUES (?, ?, ?, ?, ?, ?, ?)',
  ).run(
    ...[actId, caseId, number, sha256, requestOf(register, statement, proposal), receipt],
    signers && JSON.stringify(signers),
  );
  db.prepare(
    'UPDATE cases SET last_number = max(last_number, ?), last_folio = max(last_folio, ?) WHERE case_id = ?',
  ).run(number, folioTo, caseId);
  db.prepare("UPDATE acts SET state = 'registered' WHERE act_id = ?").run(actId);
  register.books.answerArrival({ actId, n: 0, sha256 }, { state: 'registered' });
  const { documentSha256: after, size: afterSize } = proposal;
  register.books.want({ sha256, size, after, afterSize });
  register.tell({ kind: 'registered', actId, receipt, ...signedAs(told, signers) });
  return true;
}

/** The request as it was sent here; of an act that came another way, what can be told of it. */
function requestOf({ books }: OfficeRegister, statement: ReceiptStatement, proposal: Proposal): string {
  const { actId, sha256, size, caseId } = statement;
  const errand = books.requestOf(actId, 0, sha256);
  if (errand !== null) return JSON.stringify(RegistrationRequest.parse(JSON.parse(errand)));
  const { documentSha256, size: documentSize } = proposal;
  return JSON.stringify({ actId, caseId, sha256, size, documentSha256, documentSize });
}

/** The same for a rendition: another file that was received for its place has lost, and its desk is told. */
export function takeRenditionReceipt(rooms: CentralRooms, receipt: string): boolean {
  const { db, register, pins } = rooms;
  const statement = openJws(receipt, pins, RenditionHeader, RenditionStatement);
  if (!statement) {
    rooms.onOddity('rendition');
    return false;
  }
  const { actId, n, sha256, size, prefixSha256, prefixSize } = statement;
  if (db.prepare('SELECT 1 FROM renditions WHERE act_id = ? AND n = ?').get(actId, n)) return true;
  if (!db.prepare('SELECT 1 FROM registrations WHERE act_id = ?').get(actId)) return false;
  const request = JSON.stringify({ actId, n, sha256, size, prefixSha256, prefixSize });
  db.prepare(
    `INSERT INTO renditions (act_id, n, sha256, size, prefix_sha256, prefix_size, request, receipt)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(actId, n, sha256, size, prefixSha256, prefixSize, request, receipt);
  register.books.answerArrival({ actId, n, sha256 }, { state: 'registered' });
  register.books.want({ sha256, size, after: prefixSha256, afterSize: prefixSize });
  register.tell({ kind: 'rendition', actId, receipt });
  for (const lost of register.books.losers(actId, n, sha256)) {
    const no = { code: 'rendition-order', detail: 'another rendition came first' } as const;
    refuseArrival(rooms, { actId, n, sha256: lost }, no);
  }
  return true;
}

/** The central repository's final no: the sender is answered with it when it asks, and the office's PCs are told. */
export function refuseArrival(
  { register }: Pick<CentralRooms, 'register'>,
  arrival: { readonly actId: RegistrationRequest['actId']; readonly n: number; readonly sha256: Sha256 },
  no: FinalNo,
): void {
  if (!register.books.answerArrival(arrival, { state: 'refused', ...no })) return;
  register.tell({ kind: 'refused', ...arrival, problem: no.code, detail: no.detail });
}

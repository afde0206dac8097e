import { createHash } from 'node:crypto';
import { assertNever } from '../../contract/ids.ts';
import type { PartlySigned } from '../joint/rows.ts';
import type {
  PartialStatement,
  ReceiptStatement,
  ReceivedStatement,
  RenditionStatement,
} from '../../contract/receipts.ts';
import type { DraftState, Lease } from '../../contract/wire-drafts.ts';
import { CaseEntry } from '../../contract/wire-entries.ts';
import type { CaseRecord, FeedEvent, SignedInPlace, Proposal, Return } from '../../contract/wire.ts';
import { canonical } from '../journal/canonical.ts';
import { type ReadableDB, type WritableDB, sql } from '../store/index.ts';
import { blobIsHere } from './blobs.ts';
import { takeActLevel, takeDue, takeEntry } from './entries.ts';
import { keepCaption, takeCaptionBack } from './captions.ts';
import { takeHearing } from './hearings.ts';
import { takeNotices } from './notices.ts';
import { instant } from './instant.ts';
import { orderActs, takeFlags, urgencyOf } from './urgency.ts';
import { caseCode } from './case-code.ts';
import { searchOf } from './snapshot.ts';
import { searchable } from './words.ts';

/** A feed event, with its receipt (if it carries one) already opened: signed by a pinned key, but not yet held against any bytes. */
export type CheckedEvent =
  | Exclude<FeedEvent, { kind: 'registered' | 'rendition' | 'received' | 'partlySigned' | 'halfReceived' | 'centre' }>
  /** Told by the central repository, or by the office's own that has it for it. */
  | {
      readonly kind: 'partlySigned';
      readonly statement: Omit<PartialStatement, 'repository'>;
      /** Signed electronically by this one, not digitally. */
      readonly electronic?: true;
      readonly substitute?: SignedInPlace;
    }
  | { readonly kind: 'received'; readonly statement: ReceivedStatement }
  | { readonly kind: 'rendition'; readonly receipt: string; readonly statement: RenditionStatement }
  | {
      readonly kind: 'registered';
      readonly receipt: string;
      readonly statement: ReceiptStatement;
      /** Its bytes lie here already, signed by this office, and the receipt was held against them. */
      readonly verifiedHere: boolean;
      /** Signed electronically, not digitally. */
      readonly electronic?: true;
      /** Who signed last, in the place of whom the act names. */
      readonly substitute?: SignedInPlace;
      /** Who signed it, as the repository verified. */
      readonly signers?: readonly string[];
    };

/**
 * Takes a page of the feed into the cache: all of it with its cursor, or nothing. Taking it twice changes nothing. What it proposes is
 * shown at once, or, where `more` of the feed is to come, once `settleFeed` says that its end was reached: a later page may tell that it
 * was signed or taken back long ago.
 */
export function takeFeedPage(
  tx: WritableDB<'cache'>,
  page: { readonly events: readonly CheckedEvent[]; readonly cursor: string; readonly more?: boolean },
  now: Date,
): void {
  for (const event of page.events) {
    switch (event.kind) {
      case 'case':
        takeCase(tx, event.case);
        break;
      case 'proposal':
        takeProposal(tx, event.proposal, now, page.more === true);
        break;
      case 'returned':
        takeReturn(tx, event.return);
        break;
      case 'registered':
        takeRegistration(tx, event);
        break;
      case 'rendition':
        takeRendition(tx, event);
        break;
      case 'partlySigned':
        takePartlySigned(tx, event);
        break;
      case 'halfRefused':
        takeHalfRefused(tx, event);
        break;
      case 'entryRefused':
        takeEntryRefused(tx, event.entryId);
        break;
      case 'entry':
        takeEntry(tx, event.entry);
        if (event.entry.kind === 'actLevelSet') takeActLevel(tx, event.entry);
        break;
      case 'draft':
        takeDraftNews(tx, event.draft);
        break;
      case 'draftLease':
        takeDraftLease(tx, event.draftId, event.lease);
        break;
      case 'received':
      case 'refused':
        takeOfficeNews(tx, event);
        break;
      default:
        assertNever(event, 'feed event');
    }
  }
  tx.runExactly(1, sql`update line set cursor = ${page.cursor}`);
}

/** The feed was read to its end: what it proposed on the way stands as it told it last. */
export function settleFeed(tx: WritableDB<'cache'>): void {
  tx.run(sql`update proposals set settling = 0 where settling = 1`);
}

/** Whether the feed proposed what is not shown yet, because its end was not reached. */
export const isSettling = (db: ReadableDB<'cache'>): boolean =>
  db.get(sql`select 1 from proposals where settling = 1 limit 1`) !== undefined;

/**
 * Makes sure that the cache belongs to this repository and office: another one's is thrown away. When other keys are pinned, the
 * feed is read again from its beginning, because receipts that were not believed before may be believed now.
 */
export function bindToSource(
  tx: WritableDB<'cache'>,
  source: { readonly repository: string; readonly officeId: string; readonly pinnedKeys: readonly string[] },
): void {
  const name = JSON.stringify([source.repository, source.officeId]);
  const keys = [...source.pinnedKeys].sort().join(' ');
  const known = tx.get<{ source: string | null; pinned_keys: string | null }>(
    sql`select source, pinned_keys from line`,
  );
  if (known?.source === name && known.pinned_keys === keys) return;
  if (known?.source !== name && known?.source !== null) {
    tx.run(sql`delete from case_entries`);
    tx.run(sql`delete from draft_reviews`);
    tx.run(sql`delete from act_labels`);
    tx.run(sql`delete from hearings`);
    tx.run(sql`delete from act_notices`);
    tx.run(sql`delete from in_office`);
    tx.run(sql`delete from draft_news`);
    tx.run(sql`delete from draft_leases`);
    tx.run(sql`delete from renditions`);
    tx.run(sql`delete from proposals`);
    tx.run(sql`delete from cases`);
    tx.run(sql`delete from blobs`);
    tx.run(sql`delete from calendars`);
    tx.run(sql`delete from templates`);
  }
  tx.runExactly(1, sql`update line set source = ${name}, pinned_keys = ${keys}, cursor = '', parcel_key = null`);
}

/** The feed is read again from its beginning: the repository does not know the cursor it once gave. */
export function forgetCursor(tx: WritableDB<'cache'>): void {
  tx.runExactly(1, sql`update line set cursor = ''`);
}

/** Whether the feed is being read again, with rows here that an older part of it must not be seen to change. */
export function isRereading(db: ReadableDB<'cache'>): boolean {
  return feedCursor(db) === '' && db.get(sql`select 1 from proposals limit 1`) !== undefined;
}

export function feedCursor(db: ReadableDB<'cache'>): string {
  return db.get<{ cursor: string }>(sql`select cursor from line`)?.cursor ?? '';
}

function takeCase(tx: WritableDB<'cache'>, record: CaseRecord): void {
  const { caseId, caseNumber, caption, officeId, confidentialityLevel, opening } = record;
  const detained = record.detained ? 1 : 0;
  const [fatal, vulnerable] = [opening?.flags.fatalDeadline ? 1 : 0, opening?.flags.vulnerableVictim ? 1 : 0];
  const text = opening ? JSON.stringify(opening) : null;
  const names = opening?.parties.map(({ name }) => name) ?? [];
  const search = searchable(caseNumber, opening?.provisionalNumber ?? '', caption, ...names, caseCode(caseId));
  tx.run(sql`insert into cases (case_id, case_number, caption, office_id, confidentiality_level, detained, opening, fatal, vulnerable,
      series, opened_at, search)
    values (${caseId}, ${caseNumber}, ${caption}, ${officeId}, ${confidentialityLevel}, ${detained}, ${text}, ${fatal}, ${vulnerable},
      ${opening?.series ?? 'case'}, ${opening ? instant(opening.openedAt) : ''}, ${search})
    on conflict (case_id) do update set case_number = excluded.case_number, caption = excluded.caption,
      office_id = excluded.office_id, confidentiality_level = excluded.confidentiality_level, detained = excluded.detained,
      opening = excluded.opening, fatal = excluded.fatal, vulnerable = excluded.vulnerable,
      series = excluded.series, opened_at = excluded.opened_at, search = excluded.search`);
  // What was noted later stands over what the case was opened with.
  const flags = tx.get<{ entry: string }>(
    sql`select entry from case_entries where case_id = ${caseId} and kind = 'flags' order by seq desc limit 1`,
  );
  if (flags) takeFlags(tx, CaseEntry.parse(JSON.parse(flags.entry)));
  keepCaption(tx, caseId, caption);
  orderActs(tx, caseId);
}

/** Shows a case that was opened here, and that the feed will tell of with its number. */
export function takeOwnCase(tx: WritableDB<'cache'>, record: CaseRecord): void {
  takeCase(tx, record);
}

/** Shows an act in the tray that was put before its signer here, and that the feed will tell of. Its file lies here. */
export function takeOwnProposal(tx: WritableDB<'cache'>, proposal: Proposal, now: Date): void {
  takeProposal(tx, proposal, now);
  blobIsHere(tx, proposal.documentSha256, now);
}

function takeProposal(tx: WritableDB<'cache'>, proposal: Proposal, now: Date, moreToCome = false): void {
  const { actId, caseId, documentSha256, size, type, title, author, confidentialityLevel, vouchedBy } = proposal;
  const dueAt = proposal.dueAt === null ? null : instant(proposal.dueAt);
  const settling = moreToCome ? 1 : 0;
  const known = tx.get<{ case_number: string; caption: string; detained: number; fatal: number; vulnerable: number }>(
    sql`select case_number, caption, detained, fatal, vulnerable from cases where case_id = ${caseId}`,
  );
  const search = searchOf({ caseNumber: known?.case_number ?? '', caption: known?.caption ?? '', title, author });
  // Told apart by all they say, not by when they claim to be of: the feed's order alone says which is the newer.
  const mark = createHash('sha256').update(canonical(proposal)).digest('hex');
  // What makes the case urgent first, then what is due first, then in the order of the proposals.
  const urgency = urgencyOf(known ?? { detained: 0, fatal: 0, vulnerable: 0 });
  const sort = [urgency, dueAt ?? '9999', instant(proposal.proposedAt), actId].join('|');
  // What its signers signed of it is of the same proposal.
  tx.run(
    sql`delete from proposals where act_id = ${actId} and coalesce(proposed_sha256, document_sha256) <> ${documentSha256}`,
  );
  const signers = proposal.signers ? JSON.stringify(proposal.signers) : null;
  const names = proposal.signers ? `|${proposal.signers.map(({ personId }) => personId).join('|')}|` : null;
  tx.run(sql`insert into proposals (act_id, case_id, type, title, author, confidentiality_level, due_at, document_sha256, size,
      vouched_by, received_at, state, sort, search, mark, proposed_sha256, proposed_size, signers, names,
      settling)
    values (${actId}, ${caseId}, ${type}, ${title}, ${author}, ${confidentialityLevel}, ${dueAt}, ${documentSha256}, ${size},
      ${vouchedBy}, ${now.toISOString()}, 'toSign', ${sort}, ${search}, ${mark}, ${documentSha256}, ${size},
      ${signers}, ${names}, ${settling})
    on conflict (act_id) do update set type = excluded.type, title = excluded.title, author = excluded.author,
      confidentiality_level = excluded.confidentiality_level, due_at = excluded.due_at, vouched_by = excluded.vouched_by,
      received_at = excluded.received_at, sort = excluded.sort, search = excluded.search, mark = excluded.mark,
      state = 'toSign', remark = null, returned_at = null, document_sha256 = excluded.document_sha256, size = excluded.size,
      signers = excluded.signers, names = excluded.names, partly = '[]', settling = excluded.settling
    where mark <> excluded.mark and state in ('toSign', 'returned')`);
  // When the feed is read again, what was noted of it is here already.
  tx.run(sql`update proposals set vouched_by = (select entry ->> '$.by.name' from case_entries e where e.act_id = ${actId}
      and e.kind = 'visado' and e.document_sha256 = ${documentSha256} order by seq desc limit 1)
    where act_id = ${actId} and document_sha256 = ${documentSha256} and vouched_by is null`);
  takeDue(tx, actId);
  tx.run(sql`insert into blobs (sha256, size, state) values (${documentSha256}, ${size}, 'wanted')
    on conflict (sha256) do nothing`);
}

function takeReturn(tx: WritableDB<'cache'>, given: Return): void {
  tx.run(sql`update proposals set state = 'returned', remark = ${given.remark}, returned_at = ${instant(given.returnedAt)}
    where act_id = ${given.actId} and state = 'toSign' and (${given.documentSha256} in (document_sha256, proposed_sha256)
      or instr(partly, ${given.documentSha256}) > 0)`);
}

/**
 * One of its signers signed: from now on that file is what the next one is shown. A visado was of other bytes. Taken twice, or when
 * the act is not what was signed any more, nothing changes.
 */
function takePartlySigned(
  tx: WritableDB<'cache'>,
  { statement, electronic, substitute }: Extract<CheckedEvent, { kind: 'partlySigned' }>,
): void {
  const { actId, sha256, size, prefixSha256, personId, name, signedAt, certificateSha256 } = statement;
  const row = tx.get<{ partly: string }>(sql`select partly from proposals
    where act_id = ${actId} and document_sha256 = ${prefixSha256} and state = 'toSign' and signers is not null`);
  if (!row) return;
  const partly: PartlySigned[] = JSON.parse(row.partly) as PartlySigned[];
  const how = { ...(electronic ? { electronic } : {}), ...(substitute ? { substitute } : {}) };
  partly.push({ personId, name, signedAt, certificateSha256, sha256, ...how });
  tx.runExactly(
    1,
    sql`update proposals set document_sha256 = ${sha256}, size = ${size}, vouched_by = null, partly = ${JSON.stringify(partly)}
      where act_id = ${actId}`,
  );
  tx.run(
    sql`insert into blobs (sha256, size, state) values (${sha256}, ${size}, 'wanted') on conflict (sha256) do nothing`,
  );
}

/** The central repository does not take what the office had: what came before it is again what the next signer is shown. */
function takeHalfRefused(
  tx: WritableDB<'cache'>,
  { actId, sha256 }: { readonly actId: string; readonly sha256: string },
): void {
  const row = tx.get<{ partly: string; proposed_sha256: string; proposed_size: number }>(
    sql`select partly, proposed_sha256, proposed_size from proposals where act_id = ${actId} and state = 'toSign'`,
  );
  const partly = row ? (JSON.parse(row.partly) as PartlySigned[]) : [];
  const at = partly.findIndex((one) => one.sha256 === sha256);
  if (!row || at < 0) return;
  const before = partly[at - 1]?.sha256 ?? row.proposed_sha256;
  const size =
    tx.get<{ size: number }>(sql`select size from blobs where sha256 = ${before}`)?.size ?? row.proposed_size;
  tx.runExactly(
    1,
    sql`update proposals set document_sha256 = ${before}, size = ${size}, partly = ${JSON.stringify(partly.slice(0, at))}
      where act_id = ${actId}`,
  );
}

/** What was noted in the office is not so: it is taken away with what it did. What makes a case urgent is never refused. */
function takeEntryRefused(tx: WritableDB<'cache'>, entryId: string): void {
  const row = tx.get<{ entry: string }>(sql`select entry from case_entries where entry_id = ${entryId}`);
  if (!row) return;
  const entry = CaseEntry.parse(JSON.parse(row.entry));
  tx.run(sql`delete from case_entries where entry_id = ${entryId}`);
  if (entry.kind === 'hearing') takeHearing(tx, entry.caseId);
  if (entry.kind === 'addressees' || entry.kind === 'notified') takeNotices(tx, entry.actId);
  if (entry.kind === 'captionSet') takeCaptionBack(tx, entry);
  if (entry.kind !== 'visado') return;
  tx.run(sql`update proposals set vouched_by = null
    where act_id = ${entry.actId} and document_sha256 = ${entry.documentSha256} and vouched_by = ${entry.by.name}`);
}

function takeRegistration(tx: WritableDB<'cache'>, event: Extract<CheckedEvent, { kind: 'registered' }>): void {
  const { actId, sha256, size } = event.statement;
  tx.run(sql`update proposals set state = 'arriving', receipt = ${event.receipt}, signed_sha256 = ${sha256},
      signed_size = ${size}, electronic = ${event.electronic ? 1 : 0},
      substitute = ${event.substitute ? JSON.stringify(event.substitute) : null}
    where act_id = ${actId} and state <> 'registered'`);
  // When the feed is read again it may tell what an earlier program was not told.
  if (event.signers)
    tx.run(sql`update proposals set signed_by = ${JSON.stringify(event.signers)}
      where act_id = ${actId} and signed_sha256 = ${sha256} and signed_by is null`);
  tx.run(sql`delete from in_office where act_id = ${actId}`);
  // When the feed is read again, the file lies here already, fetched under its hash.
  const isHere = tx.get(sql`select 1 from blobs where sha256 = ${sha256} and size = ${size} and state = 'here'`);
  if (event.verifiedHere || isHere) {
    confirmRegistration(tx, event.statement);
    return;
  }
  tx.run(
    sql`insert into blobs (sha256, size, state) values (${sha256}, ${size}, 'wanted') on conflict (sha256) do nothing`,
  );
}

function takeRendition(tx: WritableDB<'cache'>, event: Extract<CheckedEvent, { kind: 'rendition' }>): void {
  const { actId, n, level, sha256, size } = event.statement;
  tx.run(sql`insert into renditions (act_id, n, level, sha256, size, receipt)
    values (${actId}, ${n}, ${level}, ${sha256}, ${size}, ${event.receipt}) on conflict (act_id, n) do nothing`);
}

/** What the repository inside the office tells: an act that lies there is nobody's to sign again, until the central one refused it. */
function takeOfficeNews(tx: WritableDB<'cache'>, event: Extract<CheckedEvent, { kind: 'received' | 'refused' }>): void {
  if (event.kind === 'refused') {
    if (event.n === 0) tx.run(sql`delete from in_office where act_id = ${event.actId} and sha256 = ${event.sha256}`);
    return;
  }
  const { actId, n, sha256, receivedAt } = event.statement;
  if (n !== 0) return;
  tx.run(sql`insert into in_office (act_id, sha256, received_at) values (${actId}, ${sha256}, ${instant(receivedAt)})
    on conflict (act_id) do update set sha256 = excluded.sha256, received_at = excluded.received_at`);
}

/** A draft has newer versions than this desk may know: looked at soon (drafts/). Of two pieces of news the later revision counts. */
function takeDraftNews(tx: WritableDB<'cache'>, state: DraftState): void {
  tx.run(sql`insert into draft_news (draft_id, revision, state) values (${state.draftId}, ${state.revision}, ${JSON.stringify(state)})
    on conflict (draft_id) do update set revision = excluded.revision, state = excluded.state
    where excluded.revision > revision`);
}

function takeDraftLease(tx: WritableDB<'cache'>, draftId: string, lease: Lease | null): void {
  tx.run(sql`insert into draft_leases (draft_id, lease) values (${draftId}, ${lease && JSON.stringify(lease)})
    on conflict (draft_id) do update set lease = excluded.lease`);
}

/** The bytes are here and are those of the receipt: now the act may be called registered (law 7). */
export function confirmRegistration(tx: WritableDB<'cache'>, statement: ReceiptStatement): void {
  const { actId, sha256, number, folioFrom, folioTo, registeredAt } = statement;
  const registration = JSON.stringify({ number, folioFrom, folioTo, registeredAt });
  tx.run(sql`update proposals set state = 'registered', registration = ${registration}, registered_at = ${instant(registeredAt)}
    where act_id = ${actId} and signed_sha256 = ${sha256} and state = 'arriving'`);
}

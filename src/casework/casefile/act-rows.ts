import type { ActRow, JointSigning } from '../../contract/acts.ts';
import type { Failure } from '../../contract/failures.ts';
import type { Level } from '../../contract/levels.ts';
import type { SignedInPlace } from '../../contract/wire.ts';
import { move } from '../acts/moves.ts';
import { voucherOf } from '../acts/seen.ts';
import { correctionsOf } from './corrections.ts';
import { openedTo } from './exceptional.ts';
import { readNotices } from './notices.ts';
import { type HalfSigned, type LastSigned, halfSignedHere, isPartlyElectronic, jointOf } from '../joint/rows.ts';
import { isAtLeast } from '../levels/port.ts';
import { type ReadableDB, type Sql, sql } from '../store/index.ts';
import { remadeAs, withRemake } from './remade.ts';
import { returnStands, setAsideOf } from './set-aside.ts';
import { sitting } from './sitting.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * One act as the screens see it, put together from both databases: what was done here (a signature, a return) comes before what
 * the feed said. Null when neither knows it. `db` is the store's reader.
 */
export function readAct(db: ReadableDB, actId: string): ActRow | null {
  const act = signedHere(db, actId) ?? proposed(db, actId) ?? halfSigned(db, actId) ?? returnedHere(db, actId);
  return act && { ...withLinks(db, withRemake(db, moved(db, act))), ...setAsideOf(db, actId) };
}

/** What was noted of the act moves it on, in the order in which it was noted; what its state does not allow moves nothing. */
function moved(db: ReadableDB, act: ActRow): ActRow {
  const notes = db.all<{ kind: string; document_sha256: string | null; remark: string | null }>(
    sql`select kind, document_sha256, entry ->> '$.reason' as remark from cache.case_entries where act_id = ${act.actId}
      and kind in ('withdrawn', 'sealed', 'actLevelSet') order by entry ->> '$.at', entry_id`,
  );
  const told = readNotices(db, act.actId);
  const level = notes.some(({ kind }) => kind === 'actLevelSet') ? levelNow(db, act) : act.confidentialityLevel;
  const first: ActRow = {
    ...{ ...act, confidentialityLevel: level, ...(told ? { notices: told.notices } : {}) },
    state: told?.isNotified ? move(act.state, { kind: 'notify' }).state : act.state,
  };
  return notes.reduce((before, { kind, document_sha256: of, remark }) => {
    if (kind === 'actLevelSet') return before;
    if (kind === 'withdrawn' && of !== before.documentSha256) return before;
    const { state } = move(before.state, { kind: kind === 'withdrawn' ? 'withdraw' : 'seal' });
    if (state === before.state) return before;
    // What is sealed is for those it names, whatever it was before.
    const confidentialityLevel =
      kind === 'sealed' ? Math.max(before.confidentialityLevel, 4) : before.confidentialityLevel;
    return { ...before, state, remark, confidentialityLevel };
  }, first);
}

/** As the register has it now, and not as it was signed here. */
function levelNow(db: ReadableDB, { actId, confidentialityLevel }: ActRow): number {
  const row = db.get<{
    level: number;
  }>(sql`select max(p.confidentiality_level, coalesce(c.confidentiality_level, 0)) as level
    from cache.proposals p left join cache.cases c on c.case_id = p.case_id where p.act_id = ${actId}`);
  return row?.level ?? confidentialityLevel;
}

/** What the office calls it, and what it corrects or is corrected by: known of it whatever else became of it. */
function withLinks(db: ReadableDB, act: ActRow): ActRow {
  const { actId } = act;
  // One look at most rows: few have a label, and fewer a correction.
  const found = db.get<{ labels: string; linked: number; fatal: number | null; vulnerable: number | null }>(sql`select
    (select fatal from cache.cases where case_id = ${act.caseId}) as fatal,
    (select vulnerable from cache.cases where case_id = ${act.caseId}) as vulnerable,
    (select json_group_array(label order by label) from cache.act_labels where act_id = ${actId} and is_on = 1) as labels,
    exists (select 1 from cache.case_entries where act_id = ${actId} and kind = 'correcting')
      or exists (select 1 from cache.case_entries f join cache.case_entries c on c.draft_id = f.draft_id and c.kind = 'correcting'
        where f.act_id = ${actId} and f.kind = 'frozen') as linked`);
  const flags = { fatalDeadline: found?.fatal === 1, vulnerableVictim: found?.vulnerable === 1 };
  const openTo = openedTo(db, act.caseId);
  const labels = JSON.parse(found?.labels ?? '[]') as string[];
  const corrections = found?.linked === 1 ? correctionsOf(db, actId) : [];
  // What was replaced is so once the act that replaces it is registered.
  const isReplaced = corrections.some(({ way, how, registered }) => way === 'by' && how === 'replaces' && registered);
  const state = isReplaced ? move(act.state, { kind: 'supersede' }).state : act.state;
  return {
    ...act,
    state,
    ...(flags.fatalDeadline || flags.vulnerableVictim ? { flags } : {}),
    ...(openTo.length > 0 ? { openTo } : {}),
    ...(labels.length > 0 ? { labels } : {}),
    ...(corrections.length > 0 ? { corrections } : {}),
  };
}

/** What a case is called by now, where that was corrected since: what was done here keeps beside it how it was called then. */
const captionNow = (caseId: Sql): Sql => sql`(select c.caption from cache.cases c where c.case_id = ${caseId}
  and exists (select 1 from cache.case_entries e where e.case_id = c.case_id and e.kind = 'captionSet'))`;

/** Which proposal of an act is in force; empty where the feed told of none. `db` is the store's reader. */
export function proposalMark(db: ReadableDB, actId: string): string {
  return db.get<{ mark: string }>(sql`select mark from cache.proposals where act_id = ${actId}`)?.mark ?? '';
}

interface LevelColumns {
  reached: Level | null;
  wanted: Level;
  reason: string | null;
  attempts: number;
  provable_until: string | null;
}

interface SignedColumns extends LevelColumns {
  case_id: string;
  caption: string | null;
  state: ActRow['state'];
  snapshot: string;
  document_sha256: string;
  signed_sha256: string;
  signer: string;
  electronic: number;
  signed_at: string;
  registration: string | null;
  sending: ActRow['sending'];
  trouble: string | null;
  in_office: string | null;
  stands_for: string | null;
  person_id: string | null;
}

function signedHere(db: ReadableDB, actId: string): ActRow | null {
  const row = db.get<SignedColumns>(sql`
    select s.case_id, s.state, s.snapshot, ${captionNow(sql`s.case_id`)} as caption, s.document_sha256, s.signed_sha256, s.signer, s.electronic, s.signed_at, s.registration,
      o.state as sending, o.trouble, o.payload ->> '$.standsFor' as stands_for, o.payload ->> '$.personId' as person_id, r.reached, r.wanted, r.reason, r.attempts, r.provable_until,
      (select received_at from main.received_in_office i where i.act_id = s.act_id and i.sha256 = s.signed_sha256
        and o.state = 'received') as in_office
    from main.signed_acts s
    left join main.raises r on r.act_id = s.act_id
    left join main.outbox o on o.kind = 'act' and o.act_id = s.act_id and o.document_sha256 = s.document_sha256
    where s.act_id = ${actId}`);
  if (!row) return null;
  const { signed_at: signedAt, signer, stands_for: standsFor, person_id: personId } = row;
  const substitute = standsFor === null || personId === null ? null : { personId, name: signer };
  const joint = signersOf(db, actId, { signedAt, electronic: row.electronic === 1, substitute });
  return {
    ...blank(actId, row.case_id, row.document_sha256),
    ...(JSON.parse(row.snapshot) as Snapshot),
    ...(row.caption === null ? {} : { caption: row.caption }),
    ...(joint ? { joint } : {}),
    state: row.state,
    shown: wasShown(db, actId, row.document_sha256),
    signedAt: row.signed_at,
    signer: row.signer,
    ...kindOf(row.electronic === 1 || isPartlyElectronic(joint)),
    signedSha256: row.signed_sha256 as ActRow['signedSha256'],
    sending: row.sending,
    ...(row.in_office === null ? {} : { inOffice: { since: row.in_office } }),
    trouble: failureOf(row.trouble),
    registration: row.registration === null ? null : (JSON.parse(row.registration) as ActRow['registration']),
    level: levelOf(row),
    ...(row.state === 'rejectedByRegistry' ? remadeAs(db, actId) : {}),
  };
}

/** Who else signed it, as far as the feed told. */
function signersOf(db: ReadableDB, actId: string, last: LastSigned): JointSigning | null {
  const row = db.get<{ signers: string | null; partly: string }>(
    sql`select signers, partly from cache.proposals where act_id = ${actId}`,
  );
  const joint = row ? jointOf(row.signers, row.partly, true, last) : null;
  return joint && { ...joint, next: null };
}

const kindOf = (isElectronic: boolean): Pick<ActRow, 'electronic'> => (isElectronic ? { electronic: true } : {});

function levelOf(row: LevelColumns): ActRow['level'] {
  if (row.reached === null) return null;
  const { reached, wanted, attempts, provable_until } = row;
  return { reached, wanted, attempts, waitingFor: failureOf(row.reason), provableUntil: provable_until };
}

/** What the registry found, or what was found here, whichever says more of it. */
function levelElsewhere(row: ProposedColumns): ActRow['level'] {
  const here = levelOf(row);
  const told = row.level;
  if (told !== null && (here === null || !isAtLeast(here.reached, told))) {
    return { reached: told, wanted: told, waitingFor: null, attempts: 0, provableUntil: null };
  }
  // What was only looked at here is asked for nothing.
  return here && isAtLeast(here.reached, here.wanted) ? { ...here, wanted: here.reached } : here;
}

interface ProposedColumns extends LevelColumns {
  case_id: string;
  case_number: string | null;
  caption: string | null;
  detained: number | null;
  type: string;
  title: string;
  author: string;
  confidentiality_level: number;
  due_at: string | null;
  document_sha256: string;
  mark: string;
  size: number;
  vouched_by: string | null;
  received_at: string;
  state: 'toSign' | 'returned' | 'arriving' | 'registered';
  remark: string | null;
  signed_sha256: string | null;
  registration: string | null;
  blob_trouble: string | null;
  level: Level | null;
  in_office: string | null;
  signers: string | null;
  signed_by: string | null;
  substitute: string | null;
  partly: string;
  electronic: number;
}

function proposed(db: ReadableDB, actId: string): ActRow | null {
  const row = db.get<ProposedColumns>(sql`
    select p.case_id, c.case_number, c.caption, c.detained, p.type, p.title, p.author,
      max(p.confidentiality_level, coalesce(c.confidentiality_level, 0)) as confidentiality_level, p.due_at,
      p.document_sha256, p.mark, p.size, p.vouched_by, p.received_at, p.state, p.remark, p.signed_sha256, p.registration, p.signers, p.signed_by, p.substitute, p.electronic,
      p.partly, b.trouble as blob_trouble,
      (select level from cache.renditions v where v.act_id = p.act_id order by v.n desc limit 1) as level,
      r.reached, r.wanted, r.reason, r.attempts, r.provable_until,
      (select received_at from cache.in_office i where i.act_id = p.act_id and p.state = 'toSign') as in_office
    from cache.proposals p
    left join cache.cases c on c.case_id = p.case_id
    left join cache.blobs b on b.sha256 = coalesce(p.signed_sha256, p.document_sha256)
    left join main.raises r on r.act_id = p.act_id and p.state = 'registered'
    where p.act_id = ${actId}`);
  if (!row) return null;
  const half = row.signers === null ? null : ownHalf(db, actId, row);
  const told = jointOf(row.signers, row.partly, half !== null, {
    ...{ signedAt: null, electronic: row.electronic === 1 },
    substitute: row.substitute === null ? null : (JSON.parse(row.substitute) as SignedInPlace),
  });
  const joint = half && row.state === 'toSign' ? withOwnKind(told, half) : told;
  const act: ActRow = {
    ...blank(actId, row.case_id, row.document_sha256),
    caseNumber: row.case_number ?? '',
    caption: row.caption ?? '',
    detained: row.detained === 1,
    title: row.title,
    type: row.type,
    author: row.author,
    confidentialityLevel: row.confidentiality_level,
    dueAt: row.due_at,
    size: row.size,
    vouchedBy: voucherOf({ vouchedBy: row.vouched_by }),
    receivedAt: row.received_at,
    // Another desk signed it, and the office's repository has it: nobody is to sign it again.
    state: row.in_office === null ? stateOf(row.state, row.partly !== '[]') : 'signed',
    ...(row.in_office === null ? {} : { inOffice: { since: row.in_office }, sending: 'received' as const }),
    shown: wasShown(db, actId, row.document_sha256),
    remark: row.remark,
    signedSha256: row.signed_sha256 as ActRow['signedSha256'],
    ...kindOf(row.electronic === 1 || isPartlyElectronic(joint)),
    registration: row.registration === null ? null : (JSON.parse(row.registration) as ActRow['registration']),
    trouble: failureOf(row.blob_trouble),
    level: levelElsewhere(row),
  };
  // Said of what is registered, as its receipt is (law 7).
  const signedBy =
    row.state === 'registered' && row.signed_by !== null ? (JSON.parse(row.signed_by) as string[]) : null;
  return {
    ...act,
    ...(signedBy && { signers: signedBy }),
    ...(joint && { joint: row.state === 'registered' ? { ...joint, next: null } : joint }),
    ...(half && row.state === 'toSign' ? aboutHalf(half) : {}),
    ...(ownReturn(db, actId, row.document_sha256, row.mark) ?? {}),
  };
}

/** Before the feed tells of the signature that was made here, the journal does: in which kind, and in whose place. */
function withOwnKind(told: JointSigning | null, half: HalfSigned): JointSigning | null {
  const own = half.joint.signers[half.joint.next === null ? -1 : half.joint.next - 1];
  const { electronic, substitute } = own ?? {};
  if (!told || !own || (!electronic && !substitute)) return told;
  const how = { ...(electronic ? { electronic } : {}), ...(substitute ? { substitute } : {}) };
  const signers = told.signers.map((one) => (one.personId === own.personId ? { ...one, ...how } : one));
  return { ...told, signers };
}

/** Signed at this desk; null also once another person of it signed, and the repository has that: who sits here now goes on from it. */
function ownHalf(db: ReadableDB, actId: string, { mark, partly }: ProposedColumns): HalfSigned | null {
  const half = halfSignedHere(db, actId, mark);
  const isAnothers =
    half !== null && partly.includes(half.signedSha256) && half.personId !== (sitting(db) ?? half.personId);
  return isAnothers ? null : half;
}

/** Signed here, and others come after: sent when the repository has it for them. */
function aboutHalf(half: HalfSigned): Partial<ActRow> {
  const { inOfficeAt } = half;
  return {
    state: 'partiallySigned',
    signedAt: half.signedAt,
    signer: half.signer,
    signedSha256: half.signedSha256 as ActRow['signedSha256'],
    sending: inOfficeAt === null ? half.state : 'received',
    ...(inOfficeAt === null ? {} : { inOffice: { since: inOfficeAt } }),
    trouble: half.trouble,
  };
}

/** What was signed here before others, where the cache does not know the act any more. */
function halfSigned(db: ReadableDB, actId: string): ActRow | null {
  const half = halfSignedHere(db, actId, null);
  if (!half) return null;
  return {
    ...blank(actId, half.caseId, half.documentSha256),
    ...(JSON.parse(half.snapshot) as Snapshot),
    shown: true,
    joint: half.joint,
    ...kindOf(isPartlyElectronic(half.joint)),
    ...aboutHalf(half),
    ...(ownReturn(db, actId, half.documentSha256, half.proposal) ?? {}),
  };
}

function stateOf(state: ProposedColumns['state'], partly: boolean): ActRow['state'] {
  if (state === 'toSign' && partly) return 'partiallySigned';
  // Registered elsewhere, but its bytes are not here yet to be compared with the receipt (law 7).
  return state === 'arriving' ? 'signed' : state;
}

function returnedHere(db: ReadableDB, actId: string): ActRow | null {
  const row = db.get<{
    case_id: string;
    caption: string | null;
    document_sha256: string;
    proposal: string;
    snapshot: string;
  }>(sql`
    select case_id, ${captionNow(sql`case_id`)} as caption, document_sha256, proposal, snapshot from main.returns where act_id = ${actId} order by returned_at desc limit 1`);
  if (!row) return null;
  return {
    ...blank(actId, row.case_id, row.document_sha256),
    ...(JSON.parse(row.snapshot) as Snapshot),
    ...(row.caption === null ? {} : { caption: row.caption }),
    shown: wasShown(db, actId, row.document_sha256),
    ...ownReturn(db, actId, row.document_sha256, row.proposal),
  };
}

/** What this office returned hides that proposal only: the same bytes may be proposed again. */
function ownReturn(db: ReadableDB, actId: string, documentSha256: string, mark: string): Partial<ActRow> | null {
  const row = db.get<{ remark: string; sending: ActRow['sending']; trouble: string | null }>(sql`
    select r.remark, o.state as sending, o.trouble
    from main.returns r
    left join main.outbox o on o.kind = 'return' and o.act_id = r.act_id and o.document_sha256 = r.document_sha256
      and o.proposal = r.proposal
    where r.act_id = ${actId} and r.document_sha256 = ${documentSha256} and r.proposal in ('', ${mark}) and ${returnStands}
    order by r.proposal desc limit 1`);
  if (!row) return null;
  // A return is never registered: when its way is over, the repository has received it.
  const sending = row.sending === 'registered' ? 'received' : row.sending;
  return { state: 'returned', remark: row.remark, sending, trouble: failureOf(row.trouble) };
}

function wasShown(db: ReadableDB, actId: string, documentSha256: string): boolean {
  return (
    db.get(sql`select 1 from main.shown where act_id = ${actId} and document_sha256 = ${documentSha256}
      and person_id = coalesce((select value from main.settings where name = 'sitting'), person_id)`) !== undefined
  );
}

function failureOf(text: string | null): Failure | null {
  return text === null ? null : (JSON.parse(text) as Failure);
}

function blank(actId: string, caseId: string, documentSha256: string): ActRow {
  const ids = { actId, caseId, documentSha256 } as unknown as Pick<ActRow, 'actId' | 'caseId' | 'documentSha256'>;
  return {
    ...ids,
    caseNumber: '',
    caption: '',
    title: '',
    type: '',
    author: '',
    state: 'toSign',
    detained: false,
    dueAt: null,
    confidentialityLevel: 0,
    size: 0,
    receivedAt: '',
    shown: false,
    vouchedBy: null,
    remark: null,
    signedAt: null,
    signer: null,
    signedSha256: null,
    sending: null,
    trouble: null,
    registration: null,
    level: null,
  };
}

import { CaseEntry, type EntryOf, actOf, draftOf } from '../../contract/wire-entries.ts';
import { standingOf } from '../acts/review.ts';
import { type WritableDB, sql } from '../store/index.ts';
import { takeCaption } from './captions.ts';
import { takeHearing } from './hearings.ts';
import { instant } from './instant.ts';
import { takeNotices } from './notices.ts';
import { orderActs, takeFlags } from './urgency.ts';

/** Something was noted of a case or of an act; taken once, whether it was noted here first or comes by the feed. */
export function takeEntry(tx: WritableDB<'cache'>, entry: CaseEntry): void {
  const document = 'documentSha256' in entry ? entry.documentSha256 : null;
  const added = tx.run(sql`insert into case_entries (entry_id, case_id, act_id, draft_id, kind, document_sha256, entry)
    values (${entry.entryId}, ${entry.caseId}, ${actOf(entry)}, ${draftOf(entry)}, ${entry.kind}, ${document}, ${JSON.stringify(entry)})
    on conflict (entry_id) do nothing`);
  if (added === 0) return;
  const draftId = draftOf(entry);
  if (draftId !== null) takeReview(tx, draftId);
  if (entry.kind === 'flags') {
    takeFlags(tx, entry);
    orderActs(tx, entry.caseId);
  }
  // What is raised is hidden at once; what is lowered, when the register says that it is.
  if (entry.kind === 'levelSet') {
    tx.run(sql`update cases set confidentiality_level = ${entry.level}
      where case_id = ${entry.caseId} and confidentiality_level < ${entry.level}`);
  }
  if (entry.kind === 'label') {
    tx.run(sql`insert into act_labels (act_id, label, is_on, said)
      values (${entry.actId}, ${entry.label}, ${entry.on ? 1 : 0}, ${`${instant(entry.at)}|${entry.entryId}`})
      on conflict (act_id, label) do update set is_on = excluded.is_on, said = excluded.said where excluded.said > said`);
  }
  if (entry.kind === 'due') takeDue(tx, entry.actId);
  if (entry.kind === 'hearing') takeHearing(tx, entry.caseId);
  if (entry.kind === 'addressees' || entry.kind === 'notified') takeNotices(tx, entry.actId);
  if (entry.kind === 'captionSet') takeCaption(tx, entry.caseId);
  // A visado is of these bytes and of no others: what comes after them has none.
  if (entry.kind === 'visado') {
    tx.run(sql`update proposals set vouched_by = ${entry.by.name}
      where act_id = ${entry.actId} and document_sha256 = ${entry.documentSha256} and state = 'toSign'`);
  }
  if (entry.kind === 'piece') {
    tx.run(sql`insert into blobs (sha256, size, state) values (${entry.sha256}, ${entry.size}, 'wanted')
      on conflict (sha256) do nothing`);
  }
}

/** An act is less confidential when the register says that it is: what was only noted here may be refused. */
export function takeActLevel(tx: WritableDB<'cache'>, { actId, level }: EntryOf<'actLevelSet'>): void {
  tx.run(sql`update proposals set confidentiality_level = ${level} where act_id = ${actId}`);
}

/** How a draft stands by all that was noted of it; whether its act came back is told by the act. */
function takeReview(tx: WritableDB<'cache'>, draftId: string): void {
  const entries = tx
    .all<{ entry: string }>(sql`select entry from case_entries where draft_id = ${draftId} order by seq`)
    .map(({ entry }) => CaseEntry.parse(JSON.parse(entry)));
  const { state, round, asked, returns, resolved, frozen } = standingOf(entries, () => null);
  if (state === 'draft') {
    // Taken back by whoever asked: it lies on no colleague's shelf any more.
    tx.run(sql`delete from draft_reviews where draft_id = ${draftId}`);
    return;
  }
  const open = returns.flatMap(({ remarks }) => remarks).filter(({ remarkId }) => !resolved.has(remarkId)).length;
  const by = frozen && frozen.round >= round ? frozen.by : (asked?.by ?? null);
  tx.run(sql`insert into draft_reviews (draft_id, state, asked_by, asked_name, act_id, remarks)
    values (${draftId}, ${state === 'toSign' ? 'frozen' : state}, ${by?.personId ?? null}, ${by?.name ?? ''}, ${frozen?.actId ?? null},
      ${open})
    on conflict (draft_id) do update set state = excluded.state, asked_by = excluded.asked_by, asked_name = excluded.asked_name,
      act_id = excluded.act_id, remarks = excluded.remarks`);
}

/** The day that was set last stands over the one that the act was proposed with, and gives it its place in the tray. */
export function takeDue(tx: WritableDB<'cache'>, actId: string): void {
  const last = tx
    .all<{ entry: string }>(sql`select entry from case_entries where act_id = ${actId} and kind = 'due'`)
    .map(({ entry }) => CaseEntry.parse(JSON.parse(entry)))
    .sort((a, b) => (`${instant(a.at)}|${a.entryId}` < `${instant(b.at)}|${b.entryId}` ? -1 : 1))
    .at(-1);
  const act = tx.get<{ sort: string }>(sql`select sort from proposals where act_id = ${actId}`);
  if (last?.kind !== 'due' || !act) return;
  const dueAt = last.dueAt === null ? null : instant(last.dueAt);
  const [urgency = '111', , ...rest] = act.sort.split('|');
  const sort = [urgency, dueAt ?? '9999', ...rest].join('|');
  tx.run(sql`update proposals set due_at = ${dueAt}, sort = ${sort} where act_id = ${actId}`);
}

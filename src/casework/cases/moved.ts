import type { CallName } from '../../contract/calls.ts';
import type { CaseSheet } from '../../contract/cases.ts';
import type { Failure } from '../../contract/failures.ts';
import { may } from '../../contract/permissions.ts';
import type { CaseMove } from '../../contract/wire-entries.ts';
import type { Viewer } from '../acts/viewer.ts';
import { notRemade, notRemadeElsewhere } from '../casefile/remade.ts';
import { returnStands } from '../casefile/set-aside.ts';
import { type ReadableDB, type Sql, sql } from '../store/index.ts';
import type { Note } from './desk.ts';

/**
 * The office to which the case `c` went, as the repository told, or, with an order noted here that still waits to be sent, is to go; null while
 * it is this office's. `main` and `cache` are those of the store's reader.
 */
export const movedTo: Sql = sql`coalesce(
  (select c.office_id from cache.line l where c.office_id <> l.source ->> '$[1]'),
  (select w.entry ->> '$.to' from main.own_entries w where w.case_id = c.case_id and w.kind = 'moved' and w.state = 'waiting'))`;

/**
 * What is noted when this person wants a case to go to another office: that it goes, and whose preparing that answers, or that he or she asks
 * for it. Pure.
 */
export function moveNote({ entries }: CaseSheet, viewer: Viewer, move: CaseMove): Note | 'notAllowed' {
  if (!may(viewer, 'moveCase')) {
    return may(viewer, 'moveCase', { proposing: true }) ? { kind: 'moveAsked', ...move } : 'notAllowed';
  }
  const noted = entries.flatMap(({ entry, place }) => (place === 'refused' ? [] : [entry]));
  const asked = noted.findLast(
    (one) =>
      one.kind === 'moveAsked' &&
      one.to === move.to &&
      one.how === move.how &&
      one.actId === move.actId &&
      one.joinedTo === move.joinedTo &&
      !noted.some((other) => other.kind === 'moved' && other.asked === one.entryId),
  );
  return { kind: 'moved', ...move, asked: asked?.entryId ?? null };
}

/** Its receipt is here already; the feed tells it later. */
const registeredHere = sql`exists (select 1 from main.signed_acts s where s.act_id = p.act_id and s.registered_at is not null)`;

/** Acts of the case that wait for a signature, or for their receipt: it goes whole. `db` is the store's reader. */
export const actsWaiting = (db: ReadableDB, caseId: string): number =>
  db.get<{
    n: number;
  }>(sql`select count(*) as n from cache.proposals p where p.case_id = ${caseId} and p.state = 'toSign'
    and not ${registeredHere}
    and ${notRemadeElsewhere} and not exists (select 1 from cache.case_entries e where e.act_id = p.act_id and e.kind = 'withdrawn'
      and e.document_sha256 = p.document_sha256)
    and not exists (select 1 from main.returns r where r.act_id = p.act_id and r.document_sha256 = p.document_sha256
      and r.proposal in ('', p.mark) and ${returnStands})`)!.n;

/**
 * What lies here of a case that is another office's now, and will not be registered there: texts that became no act, and acts on their way.
 * `db` is the store's reader.
 */
export const leftBehind = (db: ReadableDB, caseId: string): { readonly drafts: number; readonly acts: number } =>
  db.get(sql`select
    (select count(*) from main.drafts d where d.case_id = ${caseId} and d.archived = 0 and not exists (
      select 1 from cache.draft_reviews v join cache.proposals p on p.act_id = v.act_id
      where v.draft_id = d.draft_id and (p.state = 'registered' or ${registeredHere}))) as drafts,
    (select count(distinct act_id) from (
      select o.act_id from main.outbox o where o.case_id = ${caseId} and o.kind = 'act' and o.state <> 'registered' and ${notRemade}
      union select act_id from cache.proposals p where p.case_id = ${caseId} and p.state in ('toSign', 'returned')
        and not ${registeredHere} and ${notRemadeElsewhere} and not exists (select 1 from cache.case_entries e where e.act_id = p.act_id and e.kind = 'withdrawn'))) as acts`)!;

/** Calls that add to a case, and what of them names it. What is read, and what a person writes for himself, goes on. */
const adding: Readonly<Partial<Record<CallName, 'case' | 'act' | 'draft'>>> = {
  'cases.setFlags': 'case',
  'cases.setHearing': 'case',
  'cases.setCaption': 'case',
  'cases.setLevel': 'case',
  'cases.move': 'case',
  'cases.contingency': 'case',
  'pieces.add': 'case',
  'pieces.addFile': 'case',
  'drafts.begin': 'case',
  'drafts.beginFrom': 'case',
  'acts.vouch': 'act',
  'acts.withdraw': 'act',
  'acts.setAddressees': 'act',
  'acts.notify': 'act',
  'acts.setLevel': 'act',
  'acts.seal': 'act',
  'acts.label': 'act',
  'acts.setDue': 'act',
  'acts.return': 'act',
  'drafts.beginCorrection': 'act',
  'drafts.remake': 'act',
  'drafts.propose': 'draft',
  'review.ask': 'draft',
  'review.giveBack': 'draft',
};

const caseNamed = {
  case: (id: string): Sql => sql`${id}`,
  act: (id: string): Sql => sql`(select case_id from cache.proposals where act_id = ${id})`,
  draft: (id: string): Sql => sql`(select case_id from main.drafts where draft_id = ${id})`,
} as const;

/** Why nothing is added by this call: the case is another office's now. `db` is the store's reader. */
export function goneCase(db: ReadableDB, name: CallName, input: unknown): Failure | null {
  const by = adding[name];
  if (by === undefined) return null;
  const id = (input as Readonly<Record<string, unknown>>)[`${by}Id`];
  const row = db.get<{ office: string | null }>(
    sql`select ${movedTo} as office from cache.cases c where c.case_id = ${caseNamed[by](String(id))}`,
  );
  return typeof row?.office === 'string' ? { kind: 'caseMoved', office: row.office } : null;
}

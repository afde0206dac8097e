/** Acts that the registry refused for good, and what they were made anew as. */
import type { ActRow } from '../../contract/acts.ts';
import type { Draft } from '../../contract/drafts.ts';
import { Failure } from '../../contract/failures.ts';
import { ActId, Sha256 } from '../../contract/ids.ts';
import { DraftId } from '../../contract/wire-drafts.ts';
import { CaseEntry, type EntryOf } from '../../contract/wire-entries.ts';
import { move } from '../acts/moves.ts';
import { type ReadableDB, type Sql, type WritableDB, sql } from '../store/index.ts';

/** Of a row `o` of the outbox: it is no refused act that was made anew, and so waits for nobody. */
export const notRemade: Sql = sql`not (o.kind = 'act' and o.state = 'refused'
  and exists (select 1 from main.remade_acts m where m.act_id = o.act_id))`;

export interface NewRemade {
  readonly actId: string;
  readonly draftId: string;
  readonly reason: Failure;
  readonly personId: string;
}

/** Notes it, in the transaction that begins the draft. SQL refuses a second time, and an act that was not refused. */
export function keepRemade(tx: WritableDB<'journal'>, remade: NewRemade, now: Date): void {
  const { actId, draftId, reason, personId } = remade;
  tx.runExactly(
    1,
    sql`insert into remade_acts (act_id, draft_id, reason, person_id, remade_at)
      values (${actId}, ${draftId}, ${JSON.stringify(reason)}, ${personId}, ${now.toISOString()})`,
  );
}

/** As which draft an act was made anew; nothing where it was not. */
export function remadeAs(db: ReadableDB, actId: string): Pick<ActRow, 'remade'> {
  const row = db.get<{ draft_id: string; remade_at: string }>(
    sql`select draft_id, remade_at from main.remade_acts where act_id = ${actId}`,
  );
  return row ? { remade: { draftId: DraftId.parse(row.draft_id), at: row.remade_at } } : {};
}

/** Of a proposal `p`: no desk said that it was refused and is made anew. */
export const notRemadeElsewhere: Sql = sql`not exists (
  select 1 from cache.case_entries m where m.act_id = p.act_id and m.kind = 'remade')`;

/** An act that another desk signed, the registry refused, and that desk makes anew: it waits for nobody here. Any other stays as it is. */
export function withRemake(db: ReadableDB, act: ActRow): ActRow {
  const moved = move(act.state, { kind: 'remakeElsewhere' });
  const told = moved.ok ? toldOf(db, sql`act_id = ${act.actId}`) : null;
  if (!told) return act;
  const remade = { draftId: told.draftId, at: told.at };
  return { ...act, state: moved.state, remade, trouble: reasonIn(told) };
}

function toldOf(db: ReadableDB, which: Sql): EntryOf<'remade'> | null {
  const row = db.get<{ entry: string }>(
    sql`select entry from cache.case_entries where kind = 'remade' and ${which} order by seq limit 1`,
  );
  const entry = row && CaseEntry.parse(JSON.parse(row.entry));
  return entry?.kind === 'remade' ? entry : null;
}

const reasonIn = ({ problem, detail }: EntryOf<'remade'>): Failure => ({
  ...{ kind: 'registrationRefused', problem, detail },
});

/** What this person made anew here and the other desks were not told of yet: just now, before a crash, or by an earlier program. */
export const untoldRemakes = (db: ReadableDB, personId: string): { caseId: string; note: Told }[] =>
  db
    .all<{ actId: string; draftId: string; reason: string; caseId: string; documentSha256: string }>(
      sql`select m.act_id as actId, m.draft_id as draftId, m.reason, s.case_id as caseId, s.document_sha256 as documentSha256
        from main.remade_acts m join main.signed_acts s on s.act_id = m.act_id
        where m.person_id = ${personId} and not exists (
          select 1 from main.own_entries e where e.act_id = m.act_id and e.kind = 'remade') order by m.remade_at`,
    )
    .map(({ caseId, actId, draftId, documentSha256, reason }) => {
      const of = { actId: ActId.parse(actId), draftId: DraftId.parse(draftId) };
      const why = whyIn(Failure.parse(JSON.parse(reason)));
      return { caseId, note: { kind: 'remade', ...of, documentSha256: Sha256.parse(documentSha256), ...why } };
    });
type Told = Omit<EntryOf<'remade'>, 'entryId' | 'caseId' | 'officeId' | 'by' | 'deviceId' | 'at'>;

/** In words that another program may read, whatever failures it knows. */
const whyIn = (reason: Failure): Pick<Told, 'problem' | 'detail'> =>
  reason.kind === 'registrationRefused'
    ? { problem: reason.problem.slice(0, 60), detail: reason.detail.slice(0, 500) }
    : { problem: reason.kind, detail: '' };

/** Which refused act a draft makes anew, and why that one was refused; nothing for any other draft. */
export function remakes(db: ReadableDB, draftId: string): Pick<Draft, 'remakes'> {
  return remakesHere(db, draftId) ?? remakesAsTold(db, draftId);
}

function remakesAsTold(db: ReadableDB, draftId: string): Pick<Draft, 'remakes'> {
  const told = toldOf(db, sql`draft_id = ${draftId}`);
  if (!told) return {};
  const { actId, at } = told;
  const title = db.get<{ title: string }>(sql`select title from cache.proposals where act_id = ${actId}`)?.title ?? '';
  return { remakes: { actId, title, reason: reasonIn(told), at } };
}

function remakesHere(db: ReadableDB, draftId: string): Pick<Draft, 'remakes'> | null {
  const row = db.get<{ act_id: string; title: string; reason: string; remade_at: string }>(sql`
    select m.act_id, s.snapshot ->> '$.title' as title, m.reason, m.remade_at
    from main.remade_acts m join main.signed_acts s on s.act_id = m.act_id where m.draft_id = ${draftId}`);
  if (!row) return null;
  const reason = Failure.parse(JSON.parse(row.reason));
  return { remakes: { actId: ActId.parse(row.act_id), title: row.title, reason, at: row.remade_at } };
}

import type { Status } from '../../contract/calls.ts';
import type { ActRow } from '../../contract/acts.ts';
import type { ActId } from '../../contract/ids.ts';

/** The acts a person marked to sign together. They stay marked while the list is searched; each keeps its row as last read. */
export interface Marks {
  readonly rows: ReadonlyMap<ActId, ActRow>;
  /** Where a range begins: the act marked or opened last. */
  readonly anchor: ActId | null;
}

export const noMarks: Marks = { rows: new Map(), anchor: null };

/** Marks or unmarks one act. */
export function toggle(marks: Marks, row: ActRow): Marks {
  const rows = new Map(marks.rows);
  if (!rows.delete(row.actId)) rows.set(row.actId, row);
  return { rows, anchor: row.actId };
}

/** Marks every act to sign between the anchor and the row at `to`, both included, beside what is marked already. */
export function extend(marks: Marks, list: readonly ActRow[], to: number): Marks {
  const from = list.findIndex(({ actId }) => actId === marks.anchor);
  const last = list[to];
  if (!last) return marks;
  const start = from < 0 ? to : Math.min(from, to);
  const rows = new Map(marks.rows);
  for (const row of list.slice(start, Math.max(from, to) + 1)) if (canSign(row)) rows.set(row.actId, row);
  return { rows, anchor: from < 0 ? last.actId : marks.anchor };
}

/** Marks every act to sign among these beside what is marked already. */
export function markAll(marks: Marks, list: readonly ActRow[]): Marks {
  const rows = new Map(marks.rows);
  for (const row of list) if (canSign(row)) rows.set(row.actId, row);
  return { ...marks, rows };
}

/** Newer readings of marked acts; an act that is no longer to sign loses its mark. */
export function renew(marks: Marks, fresh: readonly ActRow[]): Marks {
  let rows: Map<ActId, ActRow> | null = null;
  for (const row of fresh) {
    if (!marks.rows.has(row.actId)) continue;
    rows ??= new Map(marks.rows);
    if (canSign(row)) rows.set(row.actId, row);
    else rows.delete(row.actId);
  }
  return rows ? { ...marks, rows } : marks;
}

/** Takes these acts' marks away (they were signed or returned). */
export function without(marks: Marks, gone: Iterable<ActId>): Marks {
  const rows = new Map(marks.rows);
  for (const actId of gone) rows.delete(actId);
  return rows.size === marks.rows.size ? marks : { ...marks, rows };
}

/** The registry refused it for good: it is made anew, or was. */
export const canRemake = (row: ActRow): boolean => row.state === 'rejectedByRegistry';

/** A return of it, or a signature before others', was refused for good and is still to be set aside. */
export const canSetAside = (row: ActRow): boolean =>
  row.sending === 'refused' && !canRemake(row) && row.setAside === undefined;

/** The act waits for this person's signature. */
export const canSign = (row: ActRow): boolean =>
  (row.state === 'toSign' || row.state === 'partiallySigned') && row.joint?.here !== true;

/** It can be given back: before it is signed, or, where several sign it, before the last one did. */
export const canReturn = (row: ActRow): boolean => canSign(row) || row.state === 'partiallySigned';

/** Who signs before this person; null where it is his or her turn, or anybody's. */
export function waitsFor(row: ActRow, person: Person | undefined): string | null {
  const next = nextOf(row);
  if (!next || person?.personId === undefined || next.personId === person.personId) return null;
  return inPlaceOf(row, person) ? null : next.name;
}

type Person = Status['person'];
const nextOf = ({ joint }: ActRow) => (joint && joint.next !== null ? joint.signers[joint.next] : undefined);

/** Whose turn it is, where the person of this desk stands for him or her: as casework/joint/turn.ts judges. Null: in nobody's place. */
export function inPlaceOf(row: ActRow, person: Person | undefined): NonNullable<Person['standsFor']>[number] | null {
  const next = nextOf(row);
  const own = person?.personId;
  if (!next || own === undefined || !canSign(row)) return null;
  if (row.joint?.signers.some(({ personId, substitute }) => personId === own || substitute?.personId === own))
    return null;
  return person?.standsFor?.find(({ personId }) => personId === next.personId) ?? null;
}

/** Law 2: shown to this person in exactly these bytes, or vouched for by a named colleague. Others are left out, and counted. */
export const isRead = (row: ActRow): boolean => row.shown || (row.vouchedBy?.trim() ?? '') !== '';

import type { ActRow } from '../../contract/acts.ts';
import { may } from '../../contract/permissions.ts';
import { type Viewer, isVisible } from '../acts/viewer.ts';
import { type ReadableDB, sql } from '../store/index.ts';
import type { Note } from './desk.ts';
import { notesOf } from './read.ts';

/**
 * What is noted when this person wants a registered act to be less confidential: that it is so, where another person asked for exactly that, or
 * that he or she asks for it. `db` is the store's reader.
 */
export function actLevelNote(
  db: ReadableDB,
  act: ActRow,
  viewer: Viewer,
  { level, reason }: { readonly level: number; readonly reason: string },
): Note | 'notAllowed' | 'notLess' {
  const { actId } = act;
  const own = db.get<{ level: number }>(
    sql`select confidentiality_level as level from cache.proposals where act_id = ${actId}`,
  );
  if (level >= (own?.level ?? act.confidentialityLevel)) return 'notLess';
  const noted = notesOf(db, actId).flatMap(({ entry, place }) => (place === 'refused' ? [] : [entry]));
  const asked = noted.findLast(
    (one) =>
      one.kind === 'actLevelAsked' &&
      one.level === level &&
      one.by.personId !== viewer.personId &&
      !noted.some((other) => other.kind === 'actLevelSet' && other.asked === one.entryId),
  );
  if (asked && may(viewer, 'setConfidentiality') && isVisible(act, viewer))
    return { kind: 'actLevelSet', actId, level, reason, asked: asked.entryId };
  return may(viewer, 'setConfidentiality', { proposing: true })
    ? { kind: 'actLevelAsked', actId, level, reason }
    : 'notAllowed';
}

import type { CaseSheet } from '../../contract/cases.ts';
import { may, maySee } from '../../contract/permissions.ts';
import type { Viewer } from '../acts/viewer.ts';
import type { Note } from './desk.ts';

/**
 * What is noted when this person wants a case to be as confidential as that: that it is so, or that he or she asks for it. One person raises
 * it; it is lowered by another one than whoever asked for that. Nobody makes it so that he or she could not look at it any more. Pure.
 */
export function levelNote(
  { row, opening, entries }: CaseSheet,
  viewer: Viewer,
  { level, reason }: { readonly level: number; readonly reason: string },
): Note | 'notAllowed' | 'same' {
  if (level === row.confidentialityLevel) return 'same';
  const own = opening?.by === viewer.name;
  const decides = may(viewer, 'setConfidentiality') && maySee(viewer, level, { assigned: own, designated: own });
  if (decides && level > row.confidentialityLevel) return { kind: 'levelSet', level, reason, asked: null };
  const noted = entries.map(({ entry }) => entry);
  const asked = noted.findLast(
    (one) =>
      one.kind === 'levelAsked' &&
      one.level === level &&
      one.by.personId !== viewer.personId &&
      !noted.some((other) => other.kind === 'levelSet' && other.asked === one.entryId),
  );
  if (decides && asked) return { kind: 'levelSet', level, reason, asked: asked.entryId };
  const asks = may(viewer, 'setConfidentiality', { proposing: true });
  return asks ? { kind: 'levelAsked', level, reason } : 'notAllowed';
}

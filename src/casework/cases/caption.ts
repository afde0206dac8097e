import type { CaseSheet } from '../../contract/cases.ts';
import type { CaseNaming } from '../../contract/wire-entries.ts';
import type { Note } from './desk.ts';

/**
 * What is noted when a case's caption or parties are corrected: from what to what, and why. Pure. `same`: it is called so already; `noParties`:
 * the case was opened at no desk, and has none to correct.
 */
export function captionNote(
  { row, opening }: CaseSheet,
  { caption, parties, reason }: CaseNaming & { readonly reason: string },
): Note | 'same' | 'noParties' {
  if (!opening && parties.length > 0) return 'noParties';
  const was: CaseNaming = { caption: row.caption, parties: opening?.parties ?? [] };
  if (JSON.stringify(was) === JSON.stringify({ caption, parties })) return 'same';
  return { kind: 'captionSet', caption, parties, was, reason };
}

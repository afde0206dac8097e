import type { ProblemCode } from '../wire.ts';

/**
 * The words for a repository's problem code (bare, or as `urn:fojas:problem:<code>`), or null where a newer repository speaks of
 * something this table does not know: then its own `detail` is shown instead.
 */
export function problemWords(table: Readonly<Record<ProblemCode, string>>, problem: string): string | null {
  const code = problem.replace(/^urn:fojas:problem:/, '');
  return Object.hasOwn(table, code) ? table[code as ProblemCode] : null;
}

/** A text from outside as part of a sentence: one line, no control characters, no closing stop, at most 120 characters. */
export function asClause(text: string): string {
  const line = text.replace(/[\s\p{C}]+/gu, ' ').trim();
  return (line.length > 120 ? `${line.slice(0, 119)}…` : line).replace(/[.\s]+$/, '');
}

/** What the codes of reasons mean, for people. */
import { changesReasons } from './reasons/changes.ts';
import { signatureReasons } from './reasons/signature.ts';
import type { ReasonTable } from './reasons/table.ts';
import { trustReasons } from './reasons/trust.ts';
import type { Language } from './words.ts';

const all: ReadonlyMap<string, ReasonTable[string]> = new Map(
  Object.entries({ ...signatureReasons, ...trustReasons, ...changesReasons }),
);

/** The code of a `code: sentence`. */
export function codeOf(reason: string): string {
  return reason.slice(0, Math.max(0, reason.indexOf(':')));
}

/** The meaning of a code in every language; null for one that has no words. */
export function reasonWords(code: string): Readonly<Record<Language, string>> | null {
  return all.get(code) ?? null;
}

/** A reason in one language; as it is, when its code has no words. */
export function reasonSentence(reason: string, language: Language): string {
  return reasonWords(codeOf(reason))?.[language] ?? reason;
}

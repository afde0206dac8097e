/** How much one draft holds. Without zod: the window asks this before it sends, and evaluates nothing. */
export const draftMost = {
  /** Of the text as JSON; three bytes a character at most, so that a version fits into one small request. */
  characters: 80_000,
  paragraphs: 1000,
  /** Of one paragraph's words. */
  paragraph: 20_000,
} as const;

/** By how much a text is more than a draft holds, and of what. */
export interface DraftExcess {
  readonly of: keyof typeof draftMost;
  readonly over: number;
}

/** What of a text is more than a draft holds: the first of its paragraphs' number, their lengths and the whole; null where it fits. */
export function draftExcess(text: { readonly paragraphs: readonly { readonly text: string }[] }): DraftExcess | null {
  const found: Record<DraftExcess['of'], number> = {
    paragraphs: text.paragraphs.length,
    paragraph: text.paragraphs.reduce((most, { text: words }) => Math.max(most, words.length), 0),
    characters: JSON.stringify(text).length,
  };
  for (const bound of ['paragraphs', 'paragraph', 'characters'] as const)
    if (found[bound] > draftMost[bound]) return { of: bound, over: found[bound] - draftMost[bound] };
  return null;
}

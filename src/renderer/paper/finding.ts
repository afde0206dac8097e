/** A text as it is searched, and where each of its letters stands in the text as it is written. */
export interface Folded {
  readonly plain: string;
  readonly from: readonly number[];
}

/** Small letters, no accents, one space for any white space: as long as needed, with every letter's place remembered. */
export function fold(text: string): Folded {
  let plain = '';
  const from: number[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const letter = text[index]!;
    const isSpace = /\s/.test(letter);
    if (isSpace && (plain === '' || plain.endsWith(' '))) continue;
    const folded = isSpace
      ? ' '
      : letter
          .normalize('NFD')
          .replaceAll(/\p{Mark}/gu, '')
          .toLowerCase();
    for (const one of folded) {
      plain += one;
      from.push(index);
    }
  }
  return { plain, from };
}

/** The words of a search over everything, each to be marked by itself; what was not to be there is left out. */
export const termsOf = (search: string): string[] =>
  [...search.matchAll(/(-?)(?:"([^"]*)"?|([^\s"]+))/gu)].flatMap(([, minus, phrase, word]) => {
    const term = fold(phrase ?? word ?? '').plain.trim();
    return minus === '' && term !== '' ? [term] : [];
  });

/** Where any of the terms stands in a text, in order, without two that overlap. `to` is excluded. */
export function occurrences(text: string, terms: readonly string[]): { readonly from: number; readonly to: number }[] {
  const { plain, from } = fold(text);
  const found: { from: number; to: number }[] = [];
  let at = 0;
  for (;;) {
    let next: { start: number; length: number } | null = null;
    for (const term of terms) {
      const start = term === '' ? -1 : plain.indexOf(term, at);
      if (start >= 0 && (next === null || start < next.start)) next = { start, length: term.length };
    }
    if (next === null) return found;
    const { start, length } = next;
    found.push({ from: from[start]!, to: from[start + length - 1]! + 1 });
    at = start + length;
  }
}

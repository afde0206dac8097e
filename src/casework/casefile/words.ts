/** Text as it is searched: small letters, no accents, single spaces. */
export function searchable(...parts: readonly string[]): string {
  return parts
    .join(' ')
    .normalize('NFD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** The words of a search, each of which must occur. */
export function searchWords(search: string): string[] {
  const text = searchable(search);
  return text === '' ? [] : text.split(' ').slice(0, 12);
}

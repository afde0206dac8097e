/** Words shorter than this are looked for as they stand: the beginnings of "de" are half of all words. */
const prefixFrom = 3;
const most = 16;

/**
 * What a person typed, as a question of FTS5 (sqlite.org/fts5.html §3): every word must occur, also as the beginning of a longer one;
 * "in quotes" as they stand; with - before it, not at all. Everything typed goes between quotes, so nothing of it is syntax. Null where
 * nothing is left to look for.
 */
export function matchOf(text: string): string | null {
  const wanted: string[] = [];
  const unwanted: string[] = [];
  for (const [, minus = '', phrase, word = ''] of text.matchAll(/(-?)(?:"([^"]*)"?|([^\s"]+))/gu)) {
    const plain = (phrase ?? word).trim();
    // What has no letter and no digit is no word of the index.
    if (!/[\p{L}\p{N}]/u.test(plain)) continue;
    const isPrefix = phrase === undefined && plain.length >= prefixFrom;
    (minus === '' ? wanted : unwanted).push(`"${plain.replaceAll('"', '')}"${isPrefix ? ' *' : ''}`);
  }
  if (wanted.length === 0) return null;
  return [wanted.slice(0, most).join(' AND '), ...unwanted.slice(0, most)].join(' NOT ');
}

import type { CatalogueEntry, CardPattern } from '../../../contract/catalogue.ts';

/** Whether an answer to reset fits a pattern: as long, and equal in every bit under the mask. */
export function fits(atr: string, { atr: wanted, mask }: Pick<CardPattern, 'atr' | 'mask'>): boolean {
  if (atr.length !== wanted.length) return false;
  const [have, want] = [Buffer.from(atr, 'hex'), Buffer.from(wanted, 'hex')];
  const under = mask === undefined ? Buffer.alloc(want.length, 0xff) : Buffer.from(mask, 'hex');
  return want.every((byte, at) => ((byte ^ have[at]!) & under[at]!) === 0);
}

/** Who serves a card, the most exact pattern first, and what the card is called. */
export function serversOf(
  atr: string,
  entries: readonly CatalogueEntry[],
): { readonly card: string | null; readonly entries: readonly CatalogueEntry[] } {
  const matches = entries.flatMap((entry) => {
    const [best] = entry.cards.filter((card) => fits(atr, card)).sort((a, b) => bitsOf(b) - bitsOf(a));
    return best ? [{ entry, best }] : [];
  });
  matches.sort((a, b) => bitsOf(b.best) - bitsOf(a.best));
  return { card: matches[0]?.best.name ?? null, entries: matches.map(({ entry }) => entry) };
}

/** How many bits of an ATR a pattern fixes. */
function bitsOf({ atr, mask }: CardPattern): number {
  const under = mask === undefined ? Buffer.alloc(atr.length / 2, 0xff) : Buffer.from(mask, 'hex');
  return under.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
}

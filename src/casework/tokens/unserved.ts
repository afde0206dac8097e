import type { LibraryState, UnservedCard } from '../../contract/calls.ts';
import type { Reader, ReaderFacts } from '../../contract/readers.ts';
import type { Token } from '../../contract/token.ts';

/**
 * Cards that a reader holds and no library answers for. A card is served when a token says it lies in that reader, or, since not
 * every library names its slots after readers, when a library of an entry that knows this card lists a token of its own. A card
 * that the catalogue does not know is taken as served as long as some token is left that no other reader accounts for.
 */
export function unservedCards(
  { readers }: Pick<ReaderFacts, 'readers'>,
  libraries: readonly LibraryState[],
): UnservedCard[] {
  const tokens = libraries.flatMap(({ listing }) => listing?.tokens ?? []);
  const cards = readers.filter((reader): reader is Reader & { atr: string } => reader.atr !== null);
  const unnamed = tokens.filter((token) => !readers.some((reader) => liesIn(token, reader)) && mayBeACard(token));
  const doubtful = cards.filter((card) => !tokens.some((token) => liesIn(token, card)));
  // Each token that names no reader vouches for one card.
  return doubtful
    .slice()
    .filter((card) => {
      const at = unnamed.findIndex((token) => answersFor(token, card));
      if (at < 0) return true;
      unnamed.splice(at, 1);
      return false;
    })
    .map(toldOf);
}

/** Libraries cut a reader's name to the 64 bytes of CK_SLOT_INFO. */
function liesIn({ reader }: Token, { name }: Reader): boolean {
  return reader !== '' && (name === reader || (reader.length >= 16 && name.startsWith(reader)));
}

/** Keys in files of this machine lie in no reader. */
const mayBeACard = (token: Token): boolean => !token.practice;

function answersFor(token: Token, card: Reader): boolean {
  return card.drivers.length === 0 || card.drivers.some(({ id }) => id === token.libraryId);
}

function toldOf({ name, atr, card, drivers }: Reader & { atr: string }): UnservedCard {
  return { reader: name, atr, card, driver: drivers[0] ?? null };
}

import { PracticeCardState, type PracticeCardWish } from '../../contract/practice-card.ts';

/** The hand on a practice card that can really be pulled out. */
export interface CardHand {
  /** Answers whether the card is in its reader afterwards; null where nobody holds it any more. */
  ask(wish: PracticeCardWish): Promise<boolean | null>;
}

/** Putting a card in waits until its reader has noticed it. */
const patienceMs = 5000;

/** @param url where whoever holds the card listens, on the loopback */
export function cardHand(url: string): CardHand {
  return {
    async ask(wish) {
      try {
        const response = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(wish),
          signal: AbortSignal.timeout(patienceMs),
        });
        return PracticeCardState.parse(await response.json()).inside;
      } catch {
        // Gone, or no answer that makes sense: either way nobody pulls this card out.
        return null;
      }
    },
  };
}

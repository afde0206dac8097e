/** Where the office asks for the practice card to be pulled out and put back: a path of the loopback that nobody else can guess. */
import { randomBytes } from 'node:crypto';
import { PracticeCardWish, type PracticeCardState } from '../../contract/practice-card.ts';
import type { CardInHand } from './token.ts';

export interface CardDoor {
  readonly path: string;
  /** Does what is wished (JSON); null for what is no wish. */
  answer(body: Buffer): Promise<PracticeCardState | null>;
}

export function cardDoor(card: CardInHand): CardDoor {
  return {
    path: `/tarjeta/${randomBytes(16).toString('hex')}`,
    async answer(body) {
      const wished = PracticeCardWish.safeParse(jsonOf(body));
      if (!wished.success) return null;
      if (wished.data.wish === 'pullOut') card.pullOutAtSignature(wished.data.atSignature);
      // A reader that is gone leaves the card out, which is the answer.
      if (wished.data.wish === 'putBack') await card.putBack().catch(() => undefined);
      return { inside: card.isInside() };
    },
  };
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}

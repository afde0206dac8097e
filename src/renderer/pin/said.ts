import type { Locale } from '../../contract/config.ts';
import type { Failure } from '../../contract/failures.ts';
import { sayFailure } from '../../contract/words/failures.ts';
import { pinWords } from './words.ts';

/**
 * What went wrong with a PIN, in words. The usual ones are of signing; where it was to open the desk (`unlocks`) nothing was signed, and
 * the person wants to know that the desk is as locked as before.
 */
export function sayTrouble(failure: Failure, locale: Locale, unlocks: boolean): ReturnType<typeof sayFailure> {
  const said = sayFailure(failure, locale);
  if (!unlocks) return said;
  const { unlockSafe: safe, unlockAgain } = pinWords[locale];
  return { what: said.what, safe, next: isSentBackToSign(failure) ? unlockAgain : said.next };
}

/** Of these the usual words say to sign again. What a token near its last try or beyond it needs is the same whatever the PIN was for. */
const isSentBackToSign = (failure: Failure): boolean =>
  failure.kind === 'pinNotConfirmed' ||
  (failure.kind === 'pinWrong' && !['countLow', 'finalTry', 'locked'].includes(failure.pinState));

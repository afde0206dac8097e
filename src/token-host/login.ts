import { type Failure, type Outcome, done, failed } from '../contract/failures.ts';
import type { Pin, PinStatus } from './driver.ts';

/** Why no PIN should be asked for, as the flags tell; null when one may be. */
export function refusalBeforeAsking(status: PinStatus): Failure | null {
  switch (status.pinState) {
    case 'locked':
      return { kind: 'pinLocked', token: status.tokenLabel };
    case 'notInitialized':
      return { kind: 'pinNotInitialized', token: status.tokenLabel };
    default:
      return null;
  }
}

/**
 * The last gate before a try is spent, on flags read after the person answered: another program may have spent tries meanwhile.
 * Law 4: the last try needs its separate yes. The length is checked here because some tokens count a PIN of impossible length as wrong.
 */
export function clearToSend(
  status: PinStatus,
  answer: { readonly pin: Pin; readonly lastTryConfirmed: boolean },
): Outcome<Pin> {
  const refusal = refusalBeforeAsking(status);
  if (refusal !== null) return failed(refusal);
  if (status.pinState === 'finalTry' && !answer.lastTryConfirmed) return failed({ kind: 'pinNotConfirmed' });
  if (answer.pin === null) return done(null);
  const broken = lengthRefusal(status, answer.pin);
  return broken ? failed({ kind: 'pinLength', ...broken }) : done(answer.pin);
}

/** The limits that a PIN breaks, in bytes of UTF-8 as the token counts; null when it keeps them. */
export function lengthRefusal(
  status: Pick<PinStatus, 'pinMin' | 'pinMax'>,
  pin: string,
): { readonly min: number; readonly max: number } | null {
  const min = Math.max(1, status.pinMin);
  const max = status.pinMax > 0 ? status.pinMax : 255;
  const bytes = Buffer.byteLength(pin, 'utf8');
  return bytes < min || bytes > max ? { min, max } : null;
}

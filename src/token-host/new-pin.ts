import { type Outcome, done, failed } from '../contract/failures.ts';
import type { SessionId } from '../contract/ids.ts';
import type { ElectronicKeys, SecretsStatus, TokenDriver } from './driver.ts';
import { lengthRefusal } from './login.ts';
import type { EnteredNewPin, PinDesk } from './pin.ts';

export type NewPinErrand = 'changePin' | 'unblockPin';

/**
 * Gives a token a new PIN: asks the person over the PIN's port, spends one try at most, and tells the window what became of it. The
 * state is read before the question and again before the try: another program may have spent some meanwhile.
 */
export async function giveNewPin(
  { driver, pins }: { readonly driver: TokenDriver; readonly pins: PinDesk },
  errand: NewPinErrand,
  { sessionId, tokenSerial }: { readonly sessionId: SessionId; readonly tokenSerial: string },
): Promise<Outcome<Record<string, never>>> {
  const before = allowed(driver.secrets(tokenSerial), errand);
  if (!before.ok) return before;
  const exchange = pins.askNewPin(sessionId, errand, before.value);
  const answer = await exchange.answer;
  const outcome = answer.ok ? spend(driver, errand, tokenSerial, answer.value) : answer;
  exchange.settle(outcome.ok ? null : outcome.failure);
  return outcome.ok ? done({}) : outcome;
}

/** Makes a key for electronic signatures under a passphrase that the person chooses: asked for as a new PIN is, and by nobody else seen. */
export async function makeKey(
  electronic: ElectronicKeys,
  pins: PinDesk,
  {
    sessionId,
    person,
    text,
    practice,
  }: {
    readonly sessionId: SessionId;
    readonly person: { readonly personId: string; readonly name: string };
    readonly text: string;
    readonly practice: boolean;
  },
): Promise<ReturnType<ElectronicKeys['make']>> {
  const { status } = electronic;
  const exchange = pins.askNewPin(sessionId, 'makeKey', { ...status, practice });
  const answer = await exchange.answer;
  const made = (): ReturnType<ElectronicKeys['make']> => {
    if (!answer.ok) return answer;
    const passphrase = answer.value.newPin ?? '';
    const refusal = lengthRefusal(status, passphrase);
    if (refusal) return failed({ kind: 'newPinRefused', min: refusal.min, max: refusal.max });
    return electronic.make(person, passphrase, text, practice);
  };
  const outcome = made();
  exchange.settle(outcome.ok ? null : outcome.failure);
  return outcome;
}

/** Why nobody needs to type anything, as the flags and the library's care tell. */
function allowed(status: Outcome<SecretsStatus>, errand: NewPinErrand): Outcome<SecretsStatus> {
  if (!status.ok) return status;
  const { tokenLabel: token, pinState, pukState, canChangePin, canUnblockPin } = status.value;
  if (errand === 'changePin') {
    if (pinState === 'locked') return failed({ kind: 'pinLocked', token });
    if (pinState === 'notInitialized') return failed({ kind: 'pinNotInitialized', token });
    return canChangePin ? status : failed({ kind: 'pinChangeUnsupported', token });
  }
  if (pukState === 'locked') return failed({ kind: 'pukLocked', token });
  return canUnblockPin ? status : failed({ kind: 'pinChangeUnsupported', token });
}

function spend(
  driver: TokenDriver,
  errand: NewPinErrand,
  tokenSerial: string,
  { proof, newPin, lastTryConfirmed }: EnteredNewPin,
): Outcome<null> {
  const now = allowed(driver.secrets(tokenSerial), errand);
  if (!now.ok) return now;
  const state = errand === 'changePin' ? now.value.pinState : now.value.pukState;
  if (state === 'finalTry' && !lastTryConfirmed) return failed({ kind: 'pinNotConfirmed' });
  if (newPin !== null) {
    const refusal = lengthRefusal(now.value, newPin);
    // The old PIN is still good: nothing was sent.
    if (refusal) return failed({ kind: 'newPinRefused', min: refusal.min, max: refusal.max });
  }
  if (proof !== null && errand === 'changePin') {
    const refusal = lengthRefusal(now.value, proof);
    if (refusal) return failed({ kind: 'pinLength', ...refusal });
  }
  if (proof === '') return failed({ kind: 'pinCancelled' });
  return driver[errand](tokenSerial, proof, newPin);
}

import pkcs11js from 'pkcs11js';
import type { DriverCare } from '../../contract/drivers.ts';
import { type Failure, type Outcome, done, failed } from '../../contract/failures.ts';
import type { TokenLibrary } from '../../contract/token.ts';
import type { Pin } from '../driver.ts';
import { type Errand, attempt } from './ckr.ts';
import { type Module, type SlotToken, readSlot } from './tokens.ts';

/** What a new PIN is given on. */
export interface NewPinGround {
  readonly module: Module;
  readonly library: TokenLibrary;
  readonly care: DriverCare;
  readonly token: SlotToken;
}

/**
 * A new PIN with the old one: C_Login, then C_SetPIN in the same session (PKCS#11 2.40, 5.5; some modules take C_SetPIN of nobody as
 * an unblocking). A wrong old PIN shows at the login and ends the errand, so that one try at most is spent.
 */
export function changePin(ground: NewPinGround, oldPin: Pin, newPin: Pin): Outcome<null> {
  if (!ground.care.changePin) return unsupported(ground);
  return inWritableSession(ground, (session) => {
    const { module } = ground;
    const entered = errand(ground, () => module.C_Login(session, pkcs11js.CKU_USER, oldPin ?? ''));
    if (!entered.ok) return entered.failure.kind === 'pinWrong' ? wrongPin(ground) : entered;
    return afterProof(ground, () => module.C_SetPIN(session, oldPin ?? '', newPin ?? ''));
  });
}

/** A new PIN with the PUK, the way this library offers. One of the PUK's tries at most is spent. */
export function unblockPin(ground: NewPinGround, puk: Pin, newPin: Pin): Outcome<null> {
  const { module, care } = ground;
  switch (care.unblock) {
    case 'none':
      return unsupported(ground);
    case 'initPin':
      return inWritableSession(ground, (session) => {
        const entered = errand(ground, () => module.C_Login(session, pkcs11js.CKU_SO, puk ?? ''));
        if (!entered.ok) return aboutPuk(ground, entered.failure);
        return afterProof(ground, () => module.C_InitPIN(session, newPin ?? ''));
      });
    case 'setPin':
      return inWritableSession(ground, (session) => {
        const set = errand(ground, () => module.C_SetPIN(session, puk ?? '', newPin ?? ''));
        if (set.ok) return done(null);
        // OpenSC says the same of a locked PIN that its configuration does not let it unblock: it never got as far as the PUK.
        const wasLocked = ground.token.pin.pinState === 'locked';
        return set.failure.kind === 'pinLocked' && wasLocked ? unsupported(ground) : aboutPuk(ground, set.failure);
      });
  }
}

function inWritableSession(ground: NewPinGround, run: (session: pkcs11js.Handle) => Outcome<null>): Outcome<null> {
  const { module, token } = ground;
  const flags = pkcs11js.CKF_SERIAL_SESSION | pkcs11js.CKF_RW_SESSION;
  const session = errand(ground, () => module.C_OpenSession(token.slot, flags));
  if (!session.ok) return session;
  try {
    return run(session.value);
  } finally {
    quietly(() => module.C_Logout(session.value));
    quietly(() => module.C_CloseSession(session.value));
  }
}

/** After the old PIN or the PUK was accepted, what the token still refuses is the new PIN. */
function afterProof(ground: NewPinGround, set: () => void): Outcome<null> {
  const given = errand(ground, set);
  if (given.ok) return done(null);
  const { kind } = given.failure;
  if (kind !== 'pinWrong' && kind !== 'pinLength') return given;
  const { pinMin, pinMax } = ground.token.pin;
  return failed({ kind: 'newPinRefused', min: pinMin, max: pinMax });
}

/** Codes speak of "the PIN" also where it is the PUK that was wrong. The flags tell how near it is to locking. */
function aboutPuk(ground: NewPinGround, failure: Failure): Outcome<null> {
  const { label } = ground.token;
  if (failure.kind === 'pinLocked') return failed({ kind: 'pukLocked', token: label });
  if (failure.kind !== 'pinWrong' && failure.kind !== 'pinLength') return failed(failure);
  const now = readSlot(ground.module, ground.library, ground.token.slot);
  const pukState = now.ok && now.value ? now.value.pukState : 'unknown';
  return failed(pukState === 'locked' ? { kind: 'pukLocked', token: label } : { kind: 'pukWrong', pukState });
}

function wrongPin(ground: NewPinGround): Outcome<null> {
  const { label } = ground.token;
  const now = readSlot(ground.module, ground.library, ground.token.slot);
  const pinState = now.ok && now.value ? now.value.pin.pinState : 'unknown';
  return failed(pinState === 'locked' ? { kind: 'pinLocked', token: label } : { kind: 'pinWrong', pinState });
}

const unsupported = ({ token }: NewPinGround): Outcome<null> =>
  failed({ kind: 'pinChangeUnsupported', token: token.label });

function errand<T>({ library, token }: NewPinGround, run: () => T): Outcome<T> {
  const about: Errand = {
    ...{ library: library.id, token: token.label, inSession: true, newPin: true },
    ...{ pinMin: token.pin.pinMin, pinMax: token.pin.pinMax },
  };
  return attempt(about, run);
}

function quietly(run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof pkcs11js.NativeError)) throw error;
  }
}

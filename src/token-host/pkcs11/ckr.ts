import pkcs11js from 'pkcs11js';
import type { Failure, Outcome } from '../../contract/failures.ts';
import { done, failed } from '../../contract/failures.ts';

/** What a failed PKCS#11 function is about; gives its code a meaning. */
export interface Errand {
  readonly library: string;
  /** The token's label, or null while none is chosen. */
  readonly token: string | null;
  /** The errand runs in a session that was open: a token that is not there any more was removed. */
  readonly inSession: boolean;
  readonly algorithm?: string;
  readonly pinMin?: number;
  readonly pinMax?: number;
  /** The errand gives a new PIN: what is refused may be the new one, or the whole idea. */
  readonly newPin?: boolean;
}

type Meaning =
  | 'gone'
  | 'pinWrong'
  | 'pinLocked'
  | 'pinLength'
  | 'newPinRefused'
  | 'unsupported'
  | 'pinCancelled'
  | 'pinNotInitialized'
  | 'mechanismMissing'
  | 'keyForbids'
  | 'objectGone'
  | 'busy'
  | 'driver';

/** PKCS#11 2.40 section 5.1: every code that this program gives a meaning of its own. All others are `tokenError` with their name. */
const meanings: ReadonlyMap<number, Meaning> = new Map([
  [pkcs11js.CKR_TOKEN_NOT_PRESENT, 'gone'],
  [pkcs11js.CKR_TOKEN_NOT_RECOGNIZED, 'gone'],
  [pkcs11js.CKR_DEVICE_REMOVED, 'gone'],
  [pkcs11js.CKR_SESSION_HANDLE_INVALID, 'gone'],
  [pkcs11js.CKR_SESSION_CLOSED, 'gone'],
  [pkcs11js.CKR_SLOT_ID_INVALID, 'gone'],
  [pkcs11js.CKR_PIN_INCORRECT, 'pinWrong'],
  [pkcs11js.CKR_PIN_INVALID, 'pinWrong'],
  [pkcs11js.CKR_PIN_LOCKED, 'pinLocked'],
  [pkcs11js.CKR_PIN_LEN_RANGE, 'pinLength'],
  [pkcs11js.CKR_CANCEL, 'pinCancelled'],
  [pkcs11js.CKR_FUNCTION_CANCELED, 'pinCancelled'],
  [pkcs11js.CKR_USER_PIN_NOT_INITIALIZED, 'pinNotInitialized'],
  [pkcs11js.CKR_MECHANISM_INVALID, 'mechanismMissing'],
  [pkcs11js.CKR_MECHANISM_PARAM_INVALID, 'mechanismMissing'],
  [pkcs11js.CKR_KEY_TYPE_INCONSISTENT, 'mechanismMissing'],
  [pkcs11js.CKR_KEY_FUNCTION_NOT_PERMITTED, 'keyForbids'],
  [pkcs11js.CKR_OBJECT_HANDLE_INVALID, 'objectGone'],
  [pkcs11js.CKR_KEY_HANDLE_INVALID, 'objectGone'],
  [pkcs11js.CKR_SESSION_COUNT, 'busy'],
  [pkcs11js.CKR_OPERATION_ACTIVE, 'busy'],
  [pkcs11js.CKR_USER_ANOTHER_ALREADY_LOGGED_IN, 'busy'],
  [pkcs11js.CKR_CRYPTOKI_NOT_INITIALIZED, 'driver'],
  [pkcs11js.CKR_LIBRARY_LOAD_FAILED, 'driver'],
]);

/** What these say when a new PIN was to be given; elsewhere they are errors like others. */
const newPinMeanings: ReadonlyMap<number, Meaning> = new Map([
  [pkcs11js.CKR_PIN_TOO_WEAK, 'newPinRefused'],
  [pkcs11js.CKR_FUNCTION_NOT_SUPPORTED, 'unsupported'],
  [pkcs11js.CKR_USER_TYPE_INVALID, 'unsupported'],
  [pkcs11js.CKR_TOKEN_WRITE_PROTECTED, 'unsupported'],
  [pkcs11js.CKR_SESSION_READ_ONLY, 'unsupported'],
]);

/** Codes with which drivers answer for a token that was pulled out, among other things: worth a look at the slot. */
const vague: ReadonlySet<number> = new Set([
  pkcs11js.CKR_DEVICE_ERROR,
  pkcs11js.CKR_GENERAL_ERROR,
  pkcs11js.CKR_FUNCTION_FAILED,
]);

/**
 * The meaning of a CKR_* code.
 * @param name as the library's binding names the code; vendors' own codes come as their number.
 */
export function failureOfCode(code: number, name: string, errand: Errand): Failure {
  const token = errand.token ?? '';
  const named = name === 'CKR_VENDOR_DEFINED' ? `0x${code.toString(16).padStart(8, '0')}` : name;
  const meaning = meanings.get(code) ?? (errand.newPin ? newPinMeanings.get(code) : undefined);
  switch (meaning) {
    case undefined:
      return { kind: 'tokenError', code: named };
    case 'gone':
      return errand.inSession ? { kind: 'tokenRemoved', token } : { kind: 'tokenAbsent', token: errand.token };
    case 'pinWrong':
      return { kind: 'pinWrong', pinState: 'unknown' };
    case 'pinLocked':
      return { kind: 'pinLocked', token };
    case 'pinLength':
      return { kind: 'pinLength', min: errand.pinMin ?? 0, max: errand.pinMax ?? 0 };
    case 'newPinRefused':
      return { kind: 'newPinRefused', min: errand.pinMin ?? 0, max: errand.pinMax ?? 0 };
    case 'unsupported':
      return { kind: 'pinChangeUnsupported', token };
    case 'pinCancelled':
      return { kind: 'pinCancelled' };
    case 'pinNotInitialized':
      return { kind: 'pinNotInitialized', token };
    case 'mechanismMissing':
      return { kind: 'mechanismMissing', algorithm: errand.algorithm ?? '' };
    case 'keyForbids':
      return { kind: 'certificateUnsuitable', reason: 'wrongKeyUsage' };
    case 'objectGone':
      return { kind: 'certificateChanged' };
    case 'busy':
      return { kind: 'tokenBusy' };
    case 'driver':
      return { kind: 'driverGone', library: errand.library };
  }
}

/**
 * Runs one errand and turns what the library answered into an outcome. Anything but an answer of the library is a bug and goes on.
 * @param present asked after a vague error: whether the token is still in its slot.
 */
export function attempt<T>(errand: Errand, run: () => T, present: () => boolean = () => true): Outcome<T> {
  try {
    return done(run());
  } catch (error) {
    if (!(error instanceof pkcs11js.Pkcs11Error)) throw error;
    if (vague.has(error.code) && errand.inSession && !present())
      return failed({ kind: 'tokenRemoved', token: errand.token ?? '' });
    return failed(failureOfCode(error.code, error.message, errand));
  }
}

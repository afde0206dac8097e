import pkcs11js from 'pkcs11js';
import type { DriverCare } from '../../contract/drivers.ts';
import { type Failure, type Outcome, type PinState, done, failed } from '../../contract/failures.ts';
import type { Token, TokenCertificate, TokenLibrary } from '../../contract/token.ts';
import { type KeyShape, type SignatureFamily, algorithmsFor } from '../algorithms.ts';
import { signingMechanisms, waysOf } from './mechanisms.ts';
import { byPreference, describeCertificate, readCertificate } from '../certificate.ts';
import type { PinStatus, SecretsStatus } from '../driver.ts';
import { attempt } from './ckr.ts';
import { findObjects, readAttribute } from './objects.ts';

export type Module = pkcs11js.PKCS11;

/** CKF_TOKEN_PRESENT of CK_SLOT_INFO (PKCS#11 2.40, table 5), which the binding does not name. */
const tokenPresentFlag = 1;

/** A token in its slot, as its flags tell it now. */
export interface SlotToken {
  readonly slot: pkcs11js.Handle;
  /** The library's name of the slot; with a card, mostly the reader's. */
  readonly reader: string;
  readonly label: string;
  readonly serial: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly loginRequired: boolean;
  readonly writeProtected: boolean;
  readonly pin: PinStatus;
  readonly pukState: PinState;
}

/** Whether a slot holds a token now; false also where the library does not tell. */
export function tokenPresent(module: Module, slot: pkcs11js.Handle): boolean {
  try {
    return (module.C_GetSlotInfo(slot).flags & tokenPresentFlag) !== 0;
  } catch {
    return false;
  }
}

/**
 * Whether a slot still holds its token after a call that failed vaguely. PC/SC services look for cards a few times a second, and OpenSC
 * asks them once a second at most: a token that was just pulled out is believed to be there for a moment. Reads only.
 */
export function stillPresent(module: Module, slot: pkcs11js.Handle): boolean {
  for (let look = 0; look < 9; look += 1) {
    if (!tokenPresent(module, slot)) return false;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
  return true;
}

/** Reads a slot's token; null when there is none, or only a blank one that was never initialized. */
export function readSlot(module: Module, library: TokenLibrary, slot: pkcs11js.Handle): Outcome<SlotToken | null> {
  if (!tokenPresent(module, slot)) return done(null);
  const info = attempt({ library: library.id, token: null, inSession: false }, () => module.C_GetTokenInfo(slot));
  if (!info.ok) return info.failure.kind === 'tokenAbsent' ? done(null) : info;
  const { flags, label, serialNumber, manufacturerID, model, minPinLen, maxPinLen } = info.value;
  if ((flags & pkcs11js.CKF_TOKEN_INITIALIZED) === 0) return done(null);
  return done({
    slot,
    reader: readerOf(module, slot),
    label: label.trim(),
    serial: serialNumber.trim(),
    manufacturer: manufacturerID.trim(),
    model: model.trim(),
    loginRequired: (flags & pkcs11js.CKF_LOGIN_REQUIRED) !== 0,
    writeProtected: (flags & pkcs11js.CKF_WRITE_PROTECTED) !== 0,
    pukState: pukStateOf(flags),
    pin: {
      tokenLabel: label.trim(),
      pinState: pinStateOf(flags),
      // PKCS#11 has flags and no counter.
      triesLeft: null,
      pinMin: minPinLen,
      pinMax: maxPinLen,
      protectedPath: (flags & pkcs11js.CKF_PROTECTED_AUTHENTICATION_PATH) !== 0,
    },
  });
}

/** PKCS#11 2.40, table 6: the nearest danger that the flags tell. */
export function pinStateOf(flags: number): PinState {
  if ((flags & pkcs11js.CKF_USER_PIN_LOCKED) !== 0) return 'locked';
  if ((flags & pkcs11js.CKF_USER_PIN_INITIALIZED) === 0) return 'notInitialized';
  if ((flags & pkcs11js.CKF_USER_PIN_FINAL_TRY) !== 0) return 'finalTry';
  if ((flags & pkcs11js.CKF_USER_PIN_COUNT_LOW) !== 0) return 'countLow';
  return 'normal';
}

/** The security officer's flags of the same table; a library that sets none of them may simply not know. */
export function pukStateOf(flags: number): PinState {
  if ((flags & pkcs11js.CKF_SO_PIN_LOCKED) !== 0) return 'locked';
  if ((flags & pkcs11js.CKF_SO_PIN_FINAL_TRY) !== 0) return 'finalTry';
  if ((flags & pkcs11js.CKF_SO_PIN_COUNT_LOW) !== 0) return 'countLow';
  return 'unknown';
}

function readerOf(module: Module, slot: pkcs11js.Handle): string {
  try {
    // Padded with blanks (PKCS#11 2.40, CK_SLOT_INFO); some libraries pad with NUL.
    return module.C_GetSlotInfo(slot).slotDescription.replace(/[\0 ]+$/, '');
  } catch {
    return '';
  }
}

/** What the token and the library's care together allow. */
export function secretsOf(token: SlotToken, care: DriverCare): SecretsStatus {
  const { pin, pukState, writeProtected } = token;
  return {
    ...{ ...pin, pukState, practice: isPractice(token) },
    canChangePin: care.changePin && !writeProtected && pin.pinState !== 'locked' && pin.pinState !== 'notInitialized',
    canUnblockPin: care.unblock !== 'none' && !writeProtected && pukState !== 'locked',
  };
}

/**
 * Every token with its certificates, read without a PIN. A token that cannot be read does not hide the others; where it is the only
 * one, its failure is the answer.
 */
export function listTokens(
  module: Module,
  library: TokenLibrary,
  care: DriverCare,
  slots: readonly pkcs11js.Handle[],
  now: Date,
): Outcome<{ emptySlots: number; tokens: Token[] }> {
  const tokens: Token[] = [];
  let emptySlots = 0;
  let trouble: Failure | null = null;
  for (const slot of slots) {
    const found = readSlot(module, library, slot);
    if (found.ok && found.value === null) {
      emptySlots++;
      continue;
    }
    const token = found.ok ? describeToken(module, library, care, found.value!, now) : found;
    if (token.ok) tokens.push(token.value);
    else trouble = token.failure;
  }
  return tokens.length === 0 && trouble !== null ? failed(trouble) : done({ emptySlots, tokens });
}

/** Which families the token signs with, of those that take a digest made elsewhere (R41: asked, never assumed). */
export function offeredBy(module: Module, slot: pkcs11js.Handle): (family: SignatureFamily) => boolean {
  const mechanisms = signingMechanisms(module, slot);
  return (family) => waysOf(family).some((mechanism) => mechanisms(mechanism));
}

/**
 * A software token keeps its keys in a file of this machine: what it signs has no value, and a banner says so. So does a card in vpcd's
 * reader, which is named "Virtual PCD" where it is installed, and "Fojas" where practice brings its own.
 */
export function isPractice({ model, reader }: SlotToken): boolean {
  return model.startsWith('SoftHSM') || /^(Virtual PCD|Fojas) /.test(reader);
}

function describeToken(
  module: Module,
  library: TokenLibrary,
  care: DriverCare,
  token: SlotToken,
  now: Date,
): Outcome<Token> {
  const errand = { library: library.id, token: token.label, inSession: false };
  const certificates = attempt(errand, () => readCertificates(module, token, now));
  if (!certificates.ok) return certificates;
  const { label, serial, manufacturer, model, reader } = token;
  const { tokenLabel: _label, ...secrets } = secretsOf(token, care);
  return done({
    ...{ libraryId: library.id, label, serial, manufacturer, model, reader },
    ...{ ...secrets, certificates: certificates.value },
  });
}

function readCertificates(module: Module, token: SlotToken, now: Date): TokenCertificate[] {
  const offers = offeredBy(module, token.slot);
  const session = module.C_OpenSession(token.slot, pkcs11js.CKF_SERIAL_SESSION);
  try {
    const found = findObjects(module, session, [
      { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_CERTIFICATE },
      { type: pkcs11js.CKA_CERTIFICATE_TYPE, value: pkcs11js.CKC_X_509 },
    ]).map((object) => ({
      certificate: readCertificate(readAttribute(module, session, object, pkcs11js.CKA_VALUE) ?? Buffer.alloc(0)),
      label: readAttribute(module, session, object, pkcs11js.CKA_LABEL)?.toString('utf8') ?? '',
      keyId: readAttribute(module, session, object, pkcs11js.CKA_ID) ?? Buffer.alloc(0),
    }));
    return found
      .sort((a, b) => byPreference(a.certificate, b.certificate, now))
      .map(({ certificate, label, keyId }) =>
        describeCertificate(certificate, {
          label,
          keyId: keyId.toString('hex'),
          algorithms: algorithmsFor(certificate.key, offers),
          hasPrivateKey: mayHavePrivateKey(module, session, token, keyId),
          now,
        }),
      );
  } finally {
    module.C_CloseSession(session);
  }
}

/**
 * Private keys are hidden until the PIN is given (CKA_PRIVATE), so their absence shows only on tokens without a login. What is certain
 * before: a certificate without CKA_ID has no key, because it is by CKA_ID that they belong together (R43).
 */
function mayHavePrivateKey(module: Module, session: pkcs11js.Handle, token: SlotToken, keyId: Buffer): boolean {
  if (keyId.length === 0) return false;
  return token.loginRequired || findPrivateKeys(module, session, keyId).length > 0;
}

/** Private keys with the given CKA_ID, of one type where it is given. */
export function findPrivateKeys(
  module: Module,
  session: pkcs11js.Handle,
  keyId: Buffer,
  kind?: KeyShape['kind'],
): pkcs11js.Handle[] {
  const type = kind === 'rsa' ? pkcs11js.CKK_RSA : pkcs11js.CKK_EC;
  return findObjects(module, session, [
    { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_PRIVATE_KEY },
    { type: pkcs11js.CKA_ID, value: keyId },
    ...(kind === undefined ? [] : [{ type: pkcs11js.CKA_KEY_TYPE, value: type }]),
  ]);
}

/** The real driver on a real SoftHSM2, with single functions of the binding staged: what the library would answer on other hardware. */
import { createHash, randomBytes } from 'node:crypto';
import pkcs11js from 'pkcs11js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { usualCare } from '../../src/contract/drivers.ts';
import type { DriverSession } from '../../src/token-host/driver.ts';
import { type Errand, failureOfCode } from '../../src/token-host/pkcs11/ckr.ts';
import { openKeySession } from '../../src/token-host/pkcs11/session.ts';
import { listTokens, pinStateOf, readSlot } from '../../src/token-host/pkcs11/tokens.ts';
import { type Identity, makePki } from '../helpers/pki.ts';
import { type SoftToken, createSoftToken } from '../helpers/softhsm.ts';

let soft: SoftToken;
let signer: Identity;
let real: pkcs11js.PKCS11;
/** Functions that answer something else than the library would. */
let staged: Partial<Record<keyof pkcs11js.PKCS11, (...args: never[]) => unknown>>;
let calls: string[];

beforeAll(() => {
  soft = createSoftToken();
  signer = makePki().signer;
  soft.add(signer);
  process.env.SOFTHSM2_CONF = soft.environment.SOFTHSM2_CONF;
  real = new pkcs11js.PKCS11();
  real.load(soft.library.path);
  real.C_Initialize();
});
beforeEach(() => {
  staged = {};
  calls = [];
});
afterAll(() => {
  real.C_Finalize();
  soft.remove();
});

const module = new Proxy({} as pkcs11js.PKCS11, {
  get: (_target, name: keyof pkcs11js.PKCS11 & string) => {
    calls.push(name);
    return staged[name] ?? (real[name] as (...args: unknown[]) => unknown).bind(real);
  },
});
const ckr = (name: string, code: number) => () => {
  throw new pkcs11js.Pkcs11Error(`${name}:${code}`);
};
const withFlags = (flags: number) => (slot: pkcs11js.Handle) => {
  const info = real.C_GetTokenInfo(slot);
  return { ...info, flags: info.flags | flags };
};
function open(): DriverSession {
  const slot = real.C_GetSlotList(true)[0]!;
  const token = readSlot(module, soft.library, slot);
  if (!token.ok || token.value === null) throw new Error('no token');
  const certificateSha256 = createHash('sha256').update(signer.certificate).digest('hex');
  const choice = { tokenSerial: soft.serial, certificateSha256, algorithm: 'ecdsa-sha256' as const };
  const session = openKeySession({ module, library: soft.library, token: token.value, choice });
  if (!session.ok) throw new Error(session.failure.kind);
  return session.value;
}
const refusal = (failure: object) => ({ ok: false, failure });
const digest = randomBytes(32);

describe('what the flags tell', () => {
  it('is the nearest danger', () => {
    const {
      CKF_USER_PIN_INITIALIZED: initialized,
      CKF_USER_PIN_COUNT_LOW: low,
      CKF_USER_PIN_FINAL_TRY: last,
      CKF_USER_PIN_LOCKED: locked,
    } = pkcs11js;
    expect(
      [initialized, initialized | low, initialized | low | last, initialized | last | locked, 0].map(pinStateOf),
    ).toEqual(['normal', 'countLow', 'finalTry', 'locked', 'notInitialized']);
  });
});

describe('a wrong PIN', () => {
  it('that locked the card is answered as locked', () => {
    const session = open();
    staged.C_GetTokenInfo = withFlags(pkcs11js.CKF_USER_PIN_LOCKED);
    expect(session.login('000000')).toEqual(refusal({ kind: 'pinLocked', token: 'Prueba' }));
    expect(calls.filter((name) => name === 'C_Login')).toHaveLength(1);
    session.close();
  });

  it('that left one try says so', () => {
    const session = open();
    staged.C_GetTokenInfo = withFlags(pkcs11js.CKF_USER_PIN_FINAL_TRY);
    expect(session.login('000000')).toEqual(refusal({ kind: 'pinWrong', pinState: 'finalTry' }));
    session.close();
  });

  it('is still a wrong PIN when the flags cannot be read afterwards', () => {
    const session = open();
    staged.C_GetTokenInfo = ckr('CKR_DEVICE_ERROR', 0x30);
    expect(session.login('000000')).toEqual(refusal({ kind: 'pinWrong', pinState: 'unknown' }));
    session.close();
  });
});

describe('a token pulled out', () => {
  it('is a removed token, whichever way the library says it', () => {
    for (const [name, code] of [
      ['CKR_DEVICE_REMOVED', 0x32],
      ['CKR_SESSION_HANDLE_INVALID', 0xb3],
      ['CKR_TOKEN_NOT_PRESENT', 0xe0],
    ] as const) {
      const session = open();
      expect(session.login(soft.pin)).toEqual({ ok: true, value: { pinPerSignature: false } });
      expect(session.sign(digest).ok).toBe(true);
      staged.C_Sign = ckr(name, code);
      expect(session.sign(digest)).toEqual(refusal({ kind: 'tokenRemoved', token: 'Prueba' }));
      session.close();
      staged = {};
    }
  });

  it('is looked for in the slot when the library is vague', () => {
    const session = open();
    session.login(soft.pin);
    staged.C_Sign = ckr('CKR_DEVICE_ERROR', 0x30);
    expect(session.sign(digest)).toEqual(refusal({ kind: 'tokenError', code: 'CKR_DEVICE_ERROR' }));
    session.close();
    const other = open();
    other.login(soft.pin);
    staged.C_GetSlotInfo = (slot: pkcs11js.Handle) => ({ ...real.C_GetSlotInfo(slot), flags: 0 });
    expect(other.sign(digest)).toEqual(refusal({ kind: 'tokenRemoved', token: 'Prueba' }));
    // Farewells to a card that is not there fail, and that is all right.
    staged.C_Logout = ckr('CKR_SESSION_HANDLE_INVALID', 0xb3);
    staged.C_CloseSession = ckr('CKR_SESSION_HANDLE_INVALID', 0xb3);
    expect(() => other.close()).not.toThrow();
    real.C_CloseAllSessions(real.C_GetSlotList(true)[0]!);
  });

  it('between two looks at the flags is a removed token', () => {
    const session = open();
    staged.C_GetSlotInfo = (slot: pkcs11js.Handle) => ({ ...real.C_GetSlotInfo(slot), flags: 0 });
    expect(session.pinStatus()).toEqual(refusal({ kind: 'tokenRemoved', token: 'Prueba' }));
    session.close();
  });
});

describe('a card exchanged under the same handles', () => {
  it('is noticed by its certificate, and signs nothing', () => {
    const session = open();
    session.login(soft.pin);
    const other = Buffer.from(makePki().signer.certificate);
    staged.C_GetAttributeValue = () => [{ type: pkcs11js.CKA_VALUE, value: other }];
    calls = [];
    expect(session.sign(digest)).toEqual(refusal({ kind: 'certificateChanged' }));
    expect(calls).not.toContain('C_SignInit');
    session.close();
  });
});

describe('what a token signs', () => {
  it('in another length than its key makes is refused', () => {
    const session = open();
    session.login(soft.pin);
    staged.C_Sign = () => randomBytes(71);
    expect(session.sign(digest)).toEqual(refusal({ kind: 'tokenError', code: 'signature of 71 bytes' }));
    session.close();
  });

  it('with the login of another program in the way is not taken for ours', () => {
    const session = open();
    staged.C_Login = ckr('CKR_USER_ALREADY_LOGGED_IN', 0x100);
    expect(session.login(soft.pin)).toEqual(refusal({ kind: 'tokenError', code: 'CKR_USER_ALREADY_LOGGED_IN' }));
    session.close();
  });
});

describe('a token that cannot be read', () => {
  const slots = () => real.C_GetSlotList(false);
  it('is the answer when it is the only one', () => {
    staged.C_OpenSession = ckr('CKR_DEVICE_MEMORY', 0x31);
    expect(listTokens(module, soft.library, usualCare, slots(), new Date())).toEqual(
      refusal({ kind: 'tokenError', code: 'CKR_DEVICE_MEMORY' }),
    );
  });

  it('does not hide the others', () => {
    const [first] = slots();
    staged.C_GetTokenInfo = (slot: pkcs11js.Handle) =>
      slot.equals(first!) ? real.C_GetTokenInfo(slot) : ckr('CKR_FUNCTION_FAILED', 6)();
    const listed = listTokens(module, soft.library, usualCare, slots(), new Date());
    expect(listed.ok && listed.value.tokens.map((token) => token.label)).toEqual(['Prueba']);
  });

  it('that vanished while it was looked at is an empty slot', () => {
    staged.C_GetTokenInfo = ckr('CKR_TOKEN_NOT_PRESENT', 0xe0);
    expect(listTokens(module, soft.library, usualCare, slots(), new Date())).toEqual({
      ...{ ok: true, value: { emptySlots: 2, tokens: [] } },
    });
  });
});

describe('the table of codes', () => {
  const errand: Errand = {
    library: 'lib',
    token: 'Tarjeta',
    inSession: false,
    algorithm: 'ecdsa-sha256',
    pinMin: 4,
    pinMax: 8,
  };
  it.each([
    ['CKR_PIN_INCORRECT', 0xa0, { kind: 'pinWrong', pinState: 'unknown' }],
    ['CKR_PIN_LEN_RANGE', 0xa2, { kind: 'pinLength', min: 4, max: 8 }],
    ['CKR_PIN_LOCKED', 0xa4, { kind: 'pinLocked', token: 'Tarjeta' }],
    ['CKR_FUNCTION_CANCELED', 0x50, { kind: 'pinCancelled' }],
    ['CKR_CANCEL', 0x1, { kind: 'pinCancelled' }],
    ['CKR_USER_PIN_NOT_INITIALIZED', 0x102, { kind: 'pinNotInitialized', token: 'Tarjeta' }],
    ['CKR_MECHANISM_INVALID', 0x70, { kind: 'mechanismMissing', algorithm: 'ecdsa-sha256' }],
    ['CKR_KEY_FUNCTION_NOT_PERMITTED', 0x68, { kind: 'certificateUnsuitable', reason: 'wrongKeyUsage' }],
    ['CKR_KEY_HANDLE_INVALID', 0x60, { kind: 'certificateChanged' }],
    ['CKR_SESSION_COUNT', 0xb1, { kind: 'tokenBusy' }],
    ['CKR_CRYPTOKI_NOT_INITIALIZED', 0x190, { kind: 'driverGone', library: 'lib' }],
    ['CKR_TOKEN_NOT_PRESENT', 0xe0, { kind: 'tokenAbsent', token: 'Tarjeta' }],
    ['CKR_PIN_EXPIRED', 0xa3, { kind: 'tokenError', code: 'CKR_PIN_EXPIRED' }],
    ['CKR_VENDOR_DEFINED', 0x80000012, { kind: 'tokenError', code: '0x80000012' }],
  ])('%s', (name, code, failure) => {
    expect(failureOfCode(code, name, errand)).toEqual(failure);
  });
});

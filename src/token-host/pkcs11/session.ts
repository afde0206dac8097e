import { X509Certificate } from 'node:crypto';
import pkcs11js from 'pkcs11js';
import { type Outcome, done, failed } from '../../contract/failures.ts';
import type { SignatureAlgorithm, TokenLibrary } from '../../contract/token.ts';
import { type KeyShape, algorithmsFor, normalSignature } from '../algorithms.ts';
import { type ReadCertificate, readCertificate, sha256Of, unfitness } from '../certificate.ts';
import type { DriverSession, KeyChoice, Pin, PinStatus } from '../driver.ts';
import { type Errand, attempt } from './ckr.ts';
import { signingCall } from './mechanisms.ts';
import { findObjects, readAttribute, readFlag } from './objects.ts';
import { type Module, type SlotToken } from './tokens.ts';
import { findPrivateKeys, isPractice, offeredBy, readSlot, stillPresent } from './tokens.ts';

/** What a session stands on. */
export interface Ground {
  readonly module: Module;
  readonly library: TokenLibrary;
  readonly token: SlotToken;
  readonly choice: KeyChoice;
}

/** Opens a session on a token that may hold the chosen certificate; nothing is logged in. */
export function openKeySession(ground: Ground): Outcome<DriverSession> {
  const { module, library, token, choice } = ground;
  const errand: Errand = { library: library.id, token: token.label, inSession: false, algorithm: choice.algorithm };
  const session = attempt(errand, () => module.C_OpenSession(token.slot, pkcs11js.CKF_SERIAL_SESSION));
  if (!session.ok) return session;
  const chosen = attempt(errand, () => findChosen(ground, session.value));
  const opened = chosen.ok ? check(ground, chosen.value) : chosen;
  if (!opened.ok) {
    quietly(() => module.C_CloseSession(session.value));
    return opened;
  }
  return done(new KeySession(ground, session.value, opened.value));
}

interface Chosen {
  readonly object: pkcs11js.Handle;
  readonly keyId: Buffer;
  readonly certificate: ReadCertificate;
  readonly algorithms: readonly SignatureAlgorithm[];
  readonly key: KeyShape;
}

function findChosen({ module, choice, token }: Ground, session: pkcs11js.Handle): Omit<Chosen, 'key'> | null {
  for (const object of findObjects(module, session, [
    { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_CERTIFICATE },
    { type: pkcs11js.CKA_CERTIFICATE_TYPE, value: pkcs11js.CKC_X_509 },
  ])) {
    const der = readAttribute(module, session, object, pkcs11js.CKA_VALUE);
    if (der === null || sha256Of(der) !== choice.certificateSha256) continue;
    const keyId = readAttribute(module, session, object, pkcs11js.CKA_ID) ?? Buffer.alloc(0);
    const certificate = readCertificate(der);
    const algorithms = algorithmsFor(certificate.key, offeredBy(module, token.slot));
    return { object, keyId, certificate, algorithms };
  }
  return null;
}

/** Everything about the choice that can be refused before a PIN is asked for. */
function check({ choice }: Ground, chosen: Omit<Chosen, 'key'> | null): Outcome<Chosen> {
  if (chosen === null) return failed({ kind: 'certificateMissing', certificateSha256: choice.certificateSha256 });
  const { key } = chosen.certificate;
  const reason = unfitness(chosen.certificate) ?? (chosen.keyId.length === 0 ? 'noPrivateKey' : null);
  if (reason !== null || key === null) return failed({ kind: 'certificateUnsuitable', reason: reason ?? 'unreadable' });
  if (!chosen.algorithms.includes(choice.algorithm))
    return failed({ kind: 'mechanismMissing', algorithm: choice.algorithm });
  return done({ ...chosen, key });
}

class KeySession implements DriverSession {
  readonly practice: boolean;
  readonly #ground: Ground;
  readonly #session: pkcs11js.Handle;
  readonly #chosen: Chosen;
  readonly #errand: Errand;
  #privateKey: pkcs11js.Handle | null = null;
  #closed = false;

  constructor(ground: Ground, session: pkcs11js.Handle, chosen: Chosen) {
    const { pin, label } = ground.token;
    this.practice = isPractice(ground.token);
    this.#ground = ground;
    this.#session = session;
    this.#chosen = chosen;
    this.#errand = {
      ...{ library: ground.library.id, token: label, inSession: true, algorithm: ground.choice.algorithm },
      ...{ pinMin: pin.pinMin, pinMax: pin.pinMax },
    };
  }

  pinStatus(): Outcome<PinStatus> {
    const { module, library, token } = this.#ground;
    const now = readSlot(module, library, token.slot);
    if (!now.ok) return now;
    return now.value?.serial === token.serial
      ? done(now.value.pin)
      : failed({ kind: 'tokenRemoved', token: token.label });
  }

  login(pin: Pin): Outcome<{ pinPerSignature: boolean }> {
    const spent = this.#spendTry(pkcs11js.CKU_USER, pin);
    if (!spent.ok) return spent;
    const keys = this.#attempt(() => this.#matchingKeys());
    if (!keys.ok) return keys;
    const [key] = keys.value;
    if (key === undefined) return failed({ kind: 'certificateUnsuitable', reason: 'noPrivateKey' });
    if (keys.value.length > 1) return failed({ kind: 'certificateAmbiguous', matches: keys.value.length });
    const { module } = this.#ground;
    const flags = this.#attempt(() => ({
      signs: readFlag(module, this.#session, key, pkcs11js.CKA_SIGN, true),
      pinPerSignature: readFlag(module, this.#session, key, pkcs11js.CKA_ALWAYS_AUTHENTICATE, false),
    }));
    if (!flags.ok) return flags;
    if (!flags.value.signs) return failed({ kind: 'certificateUnsuitable', reason: 'wrongKeyUsage' });
    this.#privateKey = key;
    return done({ pinPerSignature: flags.value.pinPerSignature });
  }

  sign(digest: Uint8Array, pin?: Pin): Outcome<Uint8Array<ArrayBuffer>> {
    const { module, choice } = this.#ground;
    const key = this.#privateKey;
    if (key === null) throw new Error('sign before login');
    const { certificate, object } = this.#chosen;
    const read = this.#attempt(() => readAttribute(module, this.#session, object, pkcs11js.CKA_VALUE));
    if (!read.ok) return read;
    if (read.value === null || sha256Of(read.value) !== certificate.sha256)
      return failed({ kind: 'certificateChanged' });
    const { slot } = this.#ground.token;
    const found = this.#attempt(() => signingCall(module, slot, choice.algorithm, this.#chosen.key, digest));
    if (!found.ok) return found;
    if (found.value === null) return failed({ kind: 'mechanismMissing', algorithm: choice.algorithm });
    const { mechanism, input } = found.value;
    const begun = this.#attempt(() => module.C_SignInit(this.#session, mechanism, key));
    if (!begun.ok) return begun;
    if (pin !== undefined) {
      // PKCS#11 2.40 (C_Login): the context-specific login comes between C_SignInit and C_Sign, with nothing else in between.
      const spent = this.#spendTry(pkcs11js.CKU_CONTEXT_SPECIFIC, pin);
      if (!spent.ok) return spent;
    }
    const output = this.#attempt(() => module.C_Sign(this.#session, input, Buffer.alloc(longestSignature)));
    if (!output.ok) return output;
    const signature = normalSignature(this.#chosen.key, output.value);
    return signature === null
      ? failed({ kind: 'tokenError', code: `signature of ${output.value.length} bytes` })
      : done(signature);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#privateKey = null;
    const { module } = this.#ground;
    quietly(() => module.C_Logout(this.#session));
    quietly(() => module.C_CloseSession(this.#session));
  }

  /**
   * One C_Login, never a second. The binding cannot pass PKCS#11's null PIN; modules with a reader's keypad take an empty one as
   * that (OpenSC does), and no other module is ever sent one.
   */
  #spendTry(user: number, pin: Pin): Outcome<null> {
    const spent = this.#attempt(() => this.#ground.module.C_Login(this.#session, user, pin ?? ''));
    if (spent.ok) return done(null);
    if (spent.failure.kind !== 'pinWrong') return spent;
    const status = this.pinStatus();
    const pinState = status.ok ? status.value.pinState : 'unknown';
    return pinState === 'locked'
      ? failed({ kind: 'pinLocked', token: this.#ground.token.label })
      : failed({ kind: 'pinWrong', pinState });
  }

  /** By CKA_ID; where several keys share it, the one whose modulus is the certificate's. */
  #matchingKeys(): pkcs11js.Handle[] {
    const { module } = this.#ground;
    const { key, keyId, certificate } = this.#chosen;
    const keys = findPrivateKeys(module, this.#session, keyId, key.kind);
    if (keys.length < 2 || key.kind !== 'rsa') return keys;
    const wanted = modulusOf(certificate.der);
    return keys.filter((one) => {
      const modulus = readAttribute(module, this.#session, one, pkcs11js.CKA_MODULUS);
      return modulus !== null && stripZeros(modulus).equals(wanted);
    });
  }

  #attempt<T>(run: () => T): Outcome<T> {
    return attempt(this.#errand, run, () => stillPresent(this.#ground.module, this.#ground.token.slot));
  }
}

/** RSA of 8192 bits; what is longer is refused by its length. */
const longestSignature = 1024;

function modulusOf(certificate: Uint8Array): Buffer {
  const { n } = new X509Certificate(certificate).publicKey.export({ format: 'jwk' });
  return stripZeros(Buffer.from(n ?? '', 'base64url'));
}

function stripZeros(bytes: Buffer): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0);
  return first <= 0 ? bytes : bytes.subarray(first);
}

/** For farewells: a token that is gone cannot be logged out, and need not be. */
function quietly(run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof pkcs11js.NativeError)) throw error;
  }
}

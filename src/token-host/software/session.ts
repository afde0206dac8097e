import { constants, createPrivateKey, createPublicKey, privateEncrypt, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { type Outcome, done, failed } from '../../contract/failures.ts';
import {
  type KeyShape,
  type SignatureFamily,
  algorithmsFor,
  normalSignature,
  planOf,
  signingInput,
} from '../algorithms.ts';
import { type ReadCertificate, unfitness } from '../certificate.ts';
import type { DriverSession, KeyChoice, Pin, PinStatus } from '../driver.ts';
import { encodePss } from '../emsa-pss.ts';

/** A key that lies in a file, as it is read before any PIN. */
export interface KeyFile {
  readonly serial: string;
  readonly certificates: readonly ReadCertificate[];
  /** The key, where the PIN opens it. Failure: pinWrong. */
  unlock(pin: string): Outcome<KeyObject>;
}

/** Only RSA: a key in a file is no place to practise what the card's curve does. */
export const offersInFiles = (family: SignatureFamily): boolean => family !== 'ecdsa';

/** What the two drivers of keys in files share: a certificate is chosen, and the session reads the file anew for each step. */
export interface FileOfKey {
  readonly practice: boolean;
  readonly status: PinStatus;
  read(): Outcome<KeyFile>;
}

/** Opens the session of a chosen certificate. Nothing is spent. */
export function openKeyFile(file: FileOfKey, choice: KeyChoice): Outcome<DriverSession> {
  const read = file.read();
  if (!read.ok) return read.failure.kind === 'fileUnreadable' ? failed({ kind: 'tokenAbsent', token: null }) : read;
  if (read.value.serial !== choice.tokenSerial) return failed({ kind: 'tokenAbsent', token: null });
  const certificate = read.value.certificates.find(({ sha256 }) => sha256 === choice.certificateSha256);
  if (!certificate) return failed({ kind: 'certificateMissing', certificateSha256: choice.certificateSha256 });
  const reason = unfitness(certificate);
  if (reason !== null) return failed({ kind: 'certificateUnsuitable', reason });
  if (!algorithmsFor(certificate.key, offersInFiles).includes(choice.algorithm))
    return failed({ kind: 'mechanismMissing', algorithm: choice.algorithm });
  return done(new SoftwareSession(file, choice, certificate));
}

class SoftwareSession implements DriverSession {
  readonly practice: boolean;
  readonly #file: FileOfKey;
  readonly #choice: KeyChoice;
  readonly #certificate: ReadCertificate;
  #key: KeyObject | null = null;

  constructor(file: FileOfKey, choice: KeyChoice, certificate: ReadCertificate) {
    this.practice = file.practice;
    this.#file = file;
    this.#choice = choice;
    this.#certificate = certificate;
  }

  pinStatus(): Outcome<PinStatus> {
    return done(this.#file.status);
  }

  login(pin: Pin): Outcome<{ pinPerSignature: boolean }> {
    const file = this.#reread();
    if (!file.ok) return file;
    const key = file.value.unlock(pin ?? '');
    if (!key.ok) return key;
    const spki = (one: KeyObject) => one.export({ type: 'spki', format: 'der' });
    const expected = spki(new X509Certificate(this.#certificate.der).publicKey);
    if (!spki(createPublicKey(key.value)).equals(expected))
      return failed({ kind: 'certificateUnsuitable', reason: 'noPrivateKey' });
    this.#key = key.value;
    return done({ pinPerSignature: false });
  }

  sign(digest: Uint8Array): Outcome<Uint8Array<ArrayBuffer>> {
    if (this.#key === null || this.#certificate.key === null) throw new Error('sign before login');
    const file = this.#reread();
    if (!file.ok) return file;
    const signature = normalSignature(this.#certificate.key, this.#applyKey(this.#key, this.#certificate.key, digest));
    return signature === null ? failed({ kind: 'tokenError', code: 'signature length' }) : done(signature);
  }

  #applyKey(key: KeyObject, shape: KeyShape, digest: Uint8Array): Uint8Array {
    const { algorithm } = this.#choice;
    const { family, hash } = planOf(algorithm);
    const input = signingInput(algorithm, shape, digest);
    if (family === 'rsa-pss' && shape.kind === 'rsa') {
      return privateEncrypt({ key, padding: constants.RSA_NO_PADDING }, encodePss(hash, input, shape.bits));
    }
    // The same padding that CKM_RSA_PKCS makes (RFC 8017 9.2): block type 1 around the DigestInfo.
    return privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, input);
  }

  close(): void {
    this.#key = null;
  }

  /** The file as it is now; gone or another one is what a pulled or exchanged card is. */
  #reread(): Outcome<KeyFile> {
    const file = this.#file.read();
    if (!file.ok) return failed({ kind: 'tokenRemoved', token: this.#file.status.tokenLabel });
    const same = file.value.certificates.some(({ sha256 }) => sha256 === this.#certificate.sha256);
    return same ? file : failed({ kind: 'certificateChanged' });
  }
}

/**
 * Decrypts the key. A wrong PIN shows in a key that does not decrypt, or decrypts to nothing; a file of a cipher that is not known
 * here looks the same, and no try is counted either way.
 */
export function unlockKey(shroudedKey: Uint8Array, secret: string | Uint8Array): Outcome<KeyObject> {
  try {
    return done(
      createPrivateKey({
        key: Buffer.from(shroudedKey),
        format: 'der',
        type: 'pkcs8',
        passphrase: typeof secret === 'string' ? Buffer.from(secret, 'utf8') : Buffer.from(secret),
      }),
    );
  } catch {
    return failed({ kind: 'pinWrong', pinState: 'normal' });
  }
}

import { constants, createPrivateKey, createPublicKey, privateEncrypt, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Outcome, done, failed } from '../../contract/failures.ts';
import type { Token, TokenLibrary } from '../../contract/token.ts';
import {
  type KeyShape,
  type SignatureFamily,
  algorithmsFor,
  normalSignature,
  planOf,
  signingInput,
} from '../algorithms.ts';
import { encodePss } from '../emsa-pss.ts';
import { type ReadCertificate, byPreference, describeCertificate, readCertificate } from '../certificate.ts';
import { sha256Of, unfitness } from '../certificate.ts';
import { readClearBags } from './bags.ts';
import type { DriverSession, KeyChoice, Pin, PinStatus, SecretsStatus, TokenDriver } from '../driver.ts';

/**
 * The practice key: an RSA key in a PKCS#12 file (RFC 7292), for machines without any PKCS#11 library. The file must carry its
 * certificates unencrypted, as a token shows them before a PIN. Nothing signed with it has value.
 * @returns fileUnreadable when the file is not there, tokenError when it is no such file.
 */
export function openPkcs12(library: TokenLibrary, clock: () => Date): Outcome<TokenDriver> {
  const file = readPractice(library.path);
  return file.ok ? done(new Pkcs12Driver(library, clock)) : file;
}

interface PracticeFile {
  readonly shroudedKey: Uint8Array;
  readonly serial: string;
  readonly certificates: readonly ReadCertificate[];
}

function readPractice(path: string): Outcome<PracticeFile> {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    return failed({ kind: 'fileUnreadable', file: path, code: (error as NodeJS.ErrnoException).code ?? 'EIO' });
  }
  const bags = readClearBags(bytes);
  const shroudedKey = bags?.shroudedKeys[0];
  if (bags === null || shroudedKey === undefined) return failed({ kind: 'tokenError', code: 'PKCS12_MALFORMED' });
  if (bags.certificates.length === 0) return failed({ kind: 'tokenError', code: 'PKCS12_WITHOUT_CLEAR_CERTIFICATE' });
  return done({
    shroudedKey,
    serial: sha256Of(bytes).slice(0, 16).toUpperCase(),
    certificates: bags.certificates.map((der) => readCertificate(der)),
  });
}

/** Only RSA: a file is no place to practise what the card's curve does. */
const offers = (family: SignatureFamily): boolean => family !== 'ecdsa';

class Pkcs12Driver implements TokenDriver {
  readonly description = 'PKCS#12 practice key';
  readonly #library: TokenLibrary;
  readonly #clock: () => Date;

  constructor(library: TokenLibrary, clock: () => Date) {
    this.#library = library;
    this.#clock = clock;
  }

  list(): Outcome<{ emptySlots: number; tokens: Token[] }> {
    const file = readPractice(this.#library.path);
    if (!file.ok) return file.failure.kind === 'fileUnreadable' ? done({ emptySlots: 1, tokens: [] }) : file;
    const now = this.#clock();
    const certificates = [...file.value.certificates]
      .sort((a, b) => byPreference(a, b, now))
      .map((certificate) => {
        const algorithms = algorithmsFor(certificate.key, offers);
        const keyId = certificate.sha256.slice(0, 16);
        return describeCertificate(certificate, {
          ...{ label: certificate.commonName, keyId, algorithms, hasPrivateKey: true, now },
        });
      });
    const { tokenLabel, ...secrets } = secretsStatus;
    const token: Token = {
      ...{ libraryId: this.#library.id, label: tokenLabel, serial: file.value.serial, reader: '' },
      ...{ manufacturer: 'Fojas', model: 'PKCS#12', ...secrets, certificates },
    };
    return done({ emptySlots: 0, tokens: [token] });
  }

  presence(): string {
    const file = readPractice(this.#library.path);
    return file.ok ? file.value.serial : file.failure.kind;
  }

  open(choice: KeyChoice): Outcome<DriverSession> {
    const file = readPractice(this.#library.path);
    if (!file.ok) return file.failure.kind === 'fileUnreadable' ? failed({ kind: 'tokenAbsent', token: null }) : file;
    if (file.value.serial !== choice.tokenSerial) return failed({ kind: 'tokenAbsent', token: null });
    const certificate = file.value.certificates.find(({ sha256 }) => sha256 === choice.certificateSha256);
    if (!certificate) return failed({ kind: 'certificateMissing', certificateSha256: choice.certificateSha256 });
    const reason = unfitness(certificate);
    if (reason !== null) return failed({ kind: 'certificateUnsuitable', reason });
    if (!algorithmsFor(certificate.key, offers).includes(choice.algorithm))
      return failed({ kind: 'mechanismMissing', algorithm: choice.algorithm });
    return done(new Pkcs12Session(this.#library.path, choice, certificate));
  }

  secrets(tokenSerial: string): Outcome<SecretsStatus> {
    const file = readPractice(this.#library.path);
    return file.ok && file.value.serial === tokenSerial
      ? done(secretsStatus)
      : failed({ kind: 'tokenAbsent', token: null });
  }

  changePin(): Outcome<null> {
    return failed({ kind: 'pinChangeUnsupported', token: pinStatus.tokenLabel });
  }

  unblockPin(): Outcome<null> {
    return failed({ kind: 'pinChangeUnsupported', token: pinStatus.tokenLabel });
  }

  close(): void {
    // A file holds nothing open.
  }
}

/** A file counts no tries and never locks. */
const pinStatus: PinStatus = {
  tokenLabel: 'Clave de práctica',
  pinState: 'normal',
  triesLeft: null,
  pinMin: 1,
  pinMax: 255,
  protectedPath: false,
};

/** A practice key keeps the PIN it was made with. */
const secretsStatus: SecretsStatus = {
  ...pinStatus,
  practice: true,
  pukState: 'notInitialized',
  canChangePin: false,
  canUnblockPin: false,
};

class Pkcs12Session implements DriverSession {
  readonly practice = true;
  readonly #path: string;
  readonly #choice: KeyChoice;
  readonly #certificate: ReadCertificate;
  #key: KeyObject | null = null;

  constructor(path: string, choice: KeyChoice, certificate: ReadCertificate) {
    this.#path = path;
    this.#choice = choice;
    this.#certificate = certificate;
  }

  pinStatus(): Outcome<PinStatus> {
    return done(pinStatus);
  }

  login(pin: Pin): Outcome<{ pinPerSignature: boolean }> {
    const file = this.#reread();
    if (!file.ok) return file;
    const key = unlock(file.value.shroudedKey, pin ?? '');
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
  #reread(): Outcome<PracticeFile> {
    const file = readPractice(this.#path);
    if (!file.ok) return failed({ kind: 'tokenRemoved', token: pinStatus.tokenLabel });
    const same = file.value.certificates.some(({ sha256 }) => sha256 === this.#certificate.sha256);
    return same ? file : failed({ kind: 'certificateChanged' });
  }
}

/**
 * Decrypts the key. A wrong PIN shows in a key that does not decrypt, or decrypts to nothing; a file of a cipher that is not known
 * here looks the same, and no try is counted either way.
 */
function unlock(shroudedKey: Uint8Array, pin: string): Outcome<KeyObject> {
  try {
    return done(
      createPrivateKey({
        key: Buffer.from(shroudedKey),
        format: 'der',
        type: 'pkcs8',
        passphrase: Buffer.from(pin, 'utf8'),
      }),
    );
  } catch {
    return failed({ kind: 'pinWrong', pinState: 'normal' });
  }
}

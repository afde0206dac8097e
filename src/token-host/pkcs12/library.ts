import { readFileSync } from 'node:fs';
import { type Outcome, done, failed } from '../../contract/failures.ts';
import type { Token, TokenLibrary } from '../../contract/token.ts';
import { algorithmsFor } from '../algorithms.ts';
import { byPreference, describeCertificate, readCertificate, sha256Of } from '../certificate.ts';
import type { DriverSession, KeyChoice, PinStatus, SecretsStatus, TokenDriver } from '../driver.ts';
import { type KeyFile, offersInFiles, openKeyFile, unlockKey } from '../software/session.ts';
import { readClearBags } from './bags.ts';

/**
 * The practice key: an RSA key in a PKCS#12 file (RFC 7292), for machines without any PKCS#11 library. The file must carry its
 * certificates unencrypted, as a token shows them before a PIN. Nothing signed with it has value.
 * @returns fileUnreadable when the file is not there, tokenError when it is no such file.
 */
export function openPkcs12(library: TokenLibrary, clock: () => Date): Outcome<TokenDriver> {
  const file = readPractice(library.path);
  return file.ok ? done(new Pkcs12Driver(library, clock)) : file;
}

function readPractice(path: string): Outcome<KeyFile> {
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
    unlock: (pin) => unlockKey(shroudedKey, pin),
    serial: sha256Of(bytes).slice(0, 16).toUpperCase(),
    certificates: bags.certificates.map((der) => readCertificate(der)),
  });
}

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
        const algorithms = algorithmsFor(certificate.key, offersInFiles);
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
    return openKeyFile({ practice: true, status: pinStatus, read: () => readPractice(this.#library.path) }, choice);
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

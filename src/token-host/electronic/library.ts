import {
  type KeyObject,
  createHash,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  scryptSync,
  sign,
} from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, writeDurablySync } from '../../at-rest/durable.ts';
import { type ElectronicKeyFile as Kept, ElectronicKeyFile } from '../../contract/electronic-key.ts';
import { type Outcome, done, failed } from '../../contract/failures.ts';
import type { Token, TokenLibrary } from '../../contract/token.ts';
import { algorithmsFor } from '../algorithms.ts';
import { byPreference, describeCertificate, readCertificate, sha256Of } from '../certificate.ts';
import type { ElectronicKeys, Pin, SecretsStatus, TokenDriver } from '../driver.ts';
import { type FileOfKey, type KeyFile, offersInFiles, openKeyFile, unlockKey } from '../software/session.ts';

/** A passphrase of this many bytes at least: nothing counts its tries but time. */
const shortest = 12;
const work = 17;
const bits = 2048;

/** Keys of electronic signatures, a file for each person of this PC: whose signature it is, the certificate beside it says. */
export function openElectronic(library: TokenLibrary, clock: () => Date): TokenDriver {
  const { path: folder } = library;
  const statusOf = ({ name, practice }: Pick<Kept, 'name' | 'practice'>): SecretsStatus => ({
    ...{ tokenLabel: `Firma electrónica de ${name}`, practice, pinState: 'normal', triesLeft: null, pinMin: shortest },
    ...{ pinMax: 255, protectedPath: false, pukState: 'notInitialized', canChangePin: true, canUnblockPin: false },
  });
  const named = (serial: string): Kept | null => readAll(folder).find((kept) => serialOf(kept) === serial) ?? null;
  const fileOf = (kept: Kept): FileOfKey => ({
    ...{ practice: kept.practice, status: statusOf(kept) },
    read: () => readKey(join(folder, fileName(kept.personId))),
  });
  const electronic: ElectronicKeys = {
    status: statusOf({ name: '', practice: false }),
    make: ({ personId, name }, passphrase, text, practice) =>
      onDisk(folder, () => {
        const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits });
        const spki = publicKey.export({ type: 'spki', format: 'der' });
        const wrapped = wrap(privateKey, passphrase);
        const about = { v: 1, kind: 'fojas-electronic-key', personId, name, practice } as const;
        write(folder, { ...about, ...wrapped, spki: spki.toString('base64'), certificates: [] });
        const signature = sign('sha256', Buffer.from(text), privateKey);
        return done({ spki: Uint8Array.from(spki), signature: Uint8Array.from(signature) });
      }),
    keep: (certificates) =>
      onDisk(folder, () => {
        const spki = readCertificate(certificates[0]!);
        const kept = spki.key && readAll(folder).find((one) => one.spki === keyIn(spki.der));
        if (!kept) return failed({ kind: 'certificateChanged' });
        write(folder, { ...kept, certificates: certificates.map((der) => Buffer.from(der).toString('base64')) });
        return done(null);
      }),
  };
  return {
    description: 'Fojas: electronic signatures',
    electronic,
    list() {
      const now = clock();
      const tokens = readAll(folder).map((kept): Token => {
        const { tokenLabel: label, ...secrets } = statusOf(kept);
        const about = { libraryId: library.id, label, serial: serialOf(kept), reader: '', ...secrets };
        const own = kept.certificates.slice(0, 1).map((der) => readCertificate(Buffer.from(der, 'base64')));
        const certificates = own
          .sort((a, b) => byPreference(a, b, now))
          .map((certificate) =>
            describeCertificate(certificate, {
              ...{ label: certificate.commonName, keyId: certificate.sha256.slice(0, 16), hasPrivateKey: true, now },
              algorithms: algorithmsFor(certificate.key, offersInFiles),
            }),
          );
        return { ...about, manufacturer: 'Fojas', model: 'Firma electrónica', certificates };
      });
      return done({ emptySlots: 0, tokens });
    },
    presence: () =>
      readAll(folder)
        .map(({ spki, certificates }) => sha256Of(Buffer.from(`${spki} ${certificates.join(' ')}`)))
        .join(' '),
    open(choice) {
      const kept = named(choice.tokenSerial);
      return kept ? openKeyFile(fileOf(kept), choice) : failed({ kind: 'tokenAbsent', token: null });
    },
    secrets(serial) {
      const kept = named(serial);
      return kept ? done(statusOf(kept)) : failed({ kind: 'tokenAbsent', token: null });
    },
    changePin: (serial, oldPin, newPin) => {
      const kept = named(serial);
      return kept
        ? onDisk(folder, () => rewrap(folder, kept, oldPin, newPin))
        : failed({ kind: 'tokenAbsent', token: null });
    },
    // A passphrase that was forgotten is forgotten: another key is made.
    unblockPin: () => failed({ kind: 'pinChangeUnsupported', token: library.id }),
    close() {
      // A file holds nothing open.
    },
  };
}

function rewrap(folder: string, kept: Kept, oldPin: Pin, newPin: Pin): Outcome<null> {
  const key = unlockKey(Buffer.from(kept.key, 'base64'), derive(oldPin ?? '', kept.scrypt));
  if (!key.ok) return key;
  write(folder, { ...kept, ...wrap(key.value, newPin ?? '') });
  return done(null);
}

function wrap(key: KeyObject, passphrase: string): Pick<Kept, 'scrypt' | 'key'> {
  const scrypt = { log2N: work, salt: randomBytes(16).toString('base64') };
  const how = { type: 'pkcs8', format: 'der', cipher: 'aes-256-cbc', passphrase: derive(passphrase, scrypt) } as const;
  return { scrypt, key: key.export(how).toString('base64') };
}

/** Hexadecimal: some libraries take a passphrase to end at a zero. */
function derive(passphrase: string, { log2N, salt }: Kept['scrypt']): string {
  const cost = { N: 2 ** log2N, r: 8, p: 1, maxmem: 2 ** (log2N + 11) };
  return scryptSync(passphrase.normalize('NFC'), Buffer.from(salt, 'base64'), 32, cost).toString('hex');
}

const keyIn = (der: Uint8Array): string =>
  createPublicKey({ key: pemOf(der), format: 'pem' })
    .export({ type: 'spki', format: 'der' })
    .toString('base64');
const pemOf = (der: Uint8Array): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`;

const fileName = (personId: string): string =>
  `${createHash('sha256').update(personId).digest('hex').slice(0, 16)}.json`;
const serialOf = ({ spki }: Kept): string => sha256Of(Buffer.from(spki, 'base64')).slice(0, 16).toUpperCase();

function readKey(path: string): Outcome<KeyFile> {
  let kept: Kept | undefined;
  try {
    kept = ElectronicKeyFile.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch (error) {
    if (!(error instanceof SyntaxError))
      return failed({ kind: 'fileUnreadable', file: path, code: (error as NodeJS.ErrnoException).code ?? 'EIO' });
  }
  if (!kept) return failed({ kind: 'tokenError', code: 'KEY_FILE_MALFORMED' });
  const { key, scrypt, certificates } = kept;
  return done({
    serial: serialOf(kept),
    certificates: certificates.map((der) => readCertificate(Buffer.from(der, 'base64'))),
    unlock: (pin) => unlockKey(Buffer.from(key, 'base64'), derive(pin, scrypt)),
  });
}

/** Every key that lies here and reads; what does not is as good as none. */
function readAll(folder: string): Kept[] {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => /^[0-9a-f]{16}\.json$/.test(name));
  } catch {
    // No folder: nobody made a key here yet.
    return [];
  }
  return names.toSorted().flatMap((name) => {
    try {
      return ElectronicKeyFile.safeParse(JSON.parse(readFileSync(join(folder, name), 'utf8'))).data ?? [];
    } catch {
      return [];
    }
  });
}

/** Whole or not at all, and durable before it is told (law 5). */
function write(folder: string, kept: Kept): void {
  makeFolder(folder);
  writeDurablySync(join(folder, fileName(kept.personId)), JSON.stringify(kept));
}

function onDisk<T>(folder: string, errand: () => Outcome<T>): Outcome<T> {
  try {
    return errand();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : null;
    if (code === null || !/^E[A-Z]+$/.test(code)) throw error;
    if (code === 'ENOSPC' || code === 'EDQUOT') return failed({ kind: 'diskFull' });
    return failed({ kind: 'fileUnreadable', file: folder, code });
  }
}

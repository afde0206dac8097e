/**
 * A real PKCS#11 token for tests: SoftHSM2 with its store in a temporary folder of its own. Keys and certificates come from
 * `pki.ts` and are written by a small process of its own (`softhsm-objects.ts`), because SoftHSM reads its configuration once in a
 * process. A machine without SoftHSM2 fails the test and says what to install.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TokenLibrary } from '../../src/contract/token.ts';
import type { Identity } from './pki.ts';

const libraryPaths = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib64/softhsm/libsofthsm2.so',
  '/usr/lib64/pkcs11/libsofthsm2.so',
  '/opt/homebrew/lib/softhsm/libsofthsm2.so',
  '/usr/local/lib/softhsm/libsofthsm2.so',
];

export interface ImportOptions {
  readonly label?: string;
  /** CKA_ID as hexadecimal. */
  readonly id?: string;
  /** Leave the key or the certificate out. Default: both are written. */
  readonly only?: 'key' | 'certificate';
  /** The key wants the PIN again for each signature. */
  readonly alwaysAuthenticate?: boolean;
  /** CKA_SIGN of the key. Default true. */
  readonly maySign?: boolean;
  /** The certificate is written without CKA_ID. */
  readonly withoutId?: boolean;
}

export interface SoftToken {
  readonly folder: string;
  /** To be added to the environment of a process that uses this token. */
  readonly environment: { readonly SOFTHSM2_CONF: string };
  readonly library: TokenLibrary;
  readonly label: string;
  readonly pin: string;
  readonly soPin: string;
  readonly serial: string;
  /** Writes an identity's private key and certificate; answers their CKA_ID as hexadecimal. */
  add(identity: Identity, options?: ImportOptions): string;
  /** Deletes every object with this CKA_ID, or only those of one class. */
  delete(id: string, only?: 'key' | 'certificate'): void;
  /** Runs `softhsm2-util` on this store. */
  util(...args: string[]): string;
  remove(): void;
}

/** Path of the SoftHSM2 library on this machine. */
export function softHsmPath(): string {
  const found = libraryPaths.find((path) => existsSync(path));
  if (found === undefined) throw new Error('SoftHSM2 is needed for this test (Debian package: softhsm2)');
  return found;
}

/** Makes a store with one initialized token. Remove it when done. */
export function createSoftToken(options: { label?: string; pin?: string } = {}): SoftToken {
  const { label = 'Prueba', pin = '123456' } = options;
  const folder = mkdtempSync(join(tmpdir(), 'fojas-softhsm-'));
  const conf = join(folder, 'softhsm2.conf');
  mkdirSync(join(folder, 'tokens'));
  writeFileSync(
    conf,
    `directories.tokendir = ${join(folder, 'tokens')}\nobjectstore.backend = file\nlog.level = ERROR\n`,
  );
  const environment = { SOFTHSM2_CONF: conf };
  const path = softHsmPath();
  const soPin = '87654321';
  const util = (...args: string[]) => runTool('softhsm2-util', args, environment);
  util('--init-token', '--free', '--label', label, '--pin', pin, '--so-pin', soPin);
  const objects = (...errands: object[]) =>
    runTool(process.execPath, [join(import.meta.dirname, 'softhsm-objects.ts')], environment, {
      ...{ path, label, pin, errands },
    });
  let made = 0;
  return {
    ...{ folder, environment, label, pin, soPin, util, library: { kind: 'pkcs11', id: 'softhsm', path } },
    serial: /Serial number:\s*(\S+)/.exec(util('--show-slots'))?.[1] ?? '',
    add(identity, { label: name = 'Firma', id = (++made).toString(16).padStart(4, '0'), ...rest } = {}) {
      objects({
        ...{ do: 'add', id, label: name, ...rest },
        key: identity.privateKey.export({ format: 'jwk' }),
        certificate: Buffer.from(identity.certificate).toString('hex'),
        subject: Buffer.from(identity.subject).toString('hex'),
      });
      return id;
    },
    delete: (id, only) => void objects({ do: 'delete', id, only }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function runTool(program: string, args: string[], environment: Record<string, string>, input?: object): string {
  const result = spawnSync(program, args, {
    ...{ encoding: 'utf8', env: { ...process.env, ...environment } },
    ...(input === undefined ? {} : { input: JSON.stringify(input) }),
  });
  if (result.error !== undefined)
    throw new Error(`cannot run ${program} (Debian package: softhsm2): ${result.error.message}`);
  if (result.status !== 0) throw new Error(`${program} ${args.join(' ')}: ${result.stdout}${result.stderr}`);
  return result.stdout;
}

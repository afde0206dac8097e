/** Where PKCS#11 libraries lie on the machines we know, so that a person need not. Paths only: nothing is loaded here. */
import { existsSync } from 'node:fs';
import process from 'node:process';

export interface KnownLibrary {
  readonly id: string;
  readonly name: string;
  readonly paths: readonly string[];
}

const linuxFolders = [
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
  '/usr/lib64',
  '/usr/lib',
  '/usr/local/lib',
];
const inLinux = (...names: string[]): string[] =>
  linuxFolders.flatMap((folder) => names.map((name) => `${folder}/${name}`));

/** Libraries by how often they are met in Argentine offices; SoftHSM last, because it is software. */
export const knownLibraries: readonly KnownLibrary[] = [
  {
    id: 'epass2003',
    name: 'Feitian ePass2003',
    paths: ['C:\\Windows\\System32\\eps2003csp11.dll', ...inLinux('libcastle.so.1.0.0', 'libcastle_v2.so.1.0.0')],
  },
  {
    id: 'etoken',
    name: 'SafeNet eToken / IDPrime',
    paths: [
      'C:\\Windows\\System32\\eTPKCS11.dll',
      '/usr/local/lib/libeTPkcs11.dylib',
      ...inLinux('libeToken.so', 'libeToken.so.8', 'libeTPkcs11.so', 'libIDPrimePKCS11.so'),
    ],
  },
  {
    id: 'mtoken',
    name: 'mToken CryptoID',
    paths: ['C:\\Windows\\System32\\cryptoide_pkcs11.dll', ...inLinux('libcryptoide_pkcs11.so')],
  },
  {
    id: 'asecard',
    name: 'Athena ASECard',
    paths: ['C:\\Windows\\System32\\asepkcs.dll', ...inLinux('libASEP11.so')],
  },
  {
    id: 'opensc',
    name: 'OpenSC',
    paths: [
      'C:\\Program Files\\OpenSC Project\\OpenSC\\pkcs11\\opensc-pkcs11.dll',
      '/Library/OpenSC/lib/opensc-pkcs11.so',
      '/opt/homebrew/lib/opensc-pkcs11.so',
      ...inLinux('opensc-pkcs11.so', 'pkcs11/opensc-pkcs11.so'),
    ],
  },
  {
    id: 'softhsm2',
    name: 'SoftHSM',
    paths: [
      'C:\\SoftHSM2\\lib\\softhsm2-x64.dll',
      '/opt/homebrew/lib/softhsm/libsofthsm2.so',
      ...inLinux('softhsm/libsofthsm2.so', 'pkcs11/libsofthsm2.so', 'libsofthsm2.so'),
    ],
  },
];

export interface FoundLibrary {
  readonly id: string;
  readonly name: string;
  readonly path: string;
}

/** The known libraries that are on this machine, one path each. */
export function findLibraries(exists: (path: string) => boolean = existsSync): FoundLibrary[] {
  return knownLibraries.flatMap(({ id, name, paths }) => {
    const path = paths.find(
      (candidate) => candidate.includes('\\') === (process.platform === 'win32') && exists(candidate),
    );
    return path === undefined ? [] : [{ id, name, path }];
  });
}

/** SoftHSM's library, or null where it is not installed. */
export function findSoftHsm(): string | null {
  return findLibraries().find(({ id }) => id === 'softhsm2')?.path ?? null;
}

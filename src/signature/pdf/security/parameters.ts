import { PdfError } from '../errors.ts';
import { PdfDict, PdfName, PdfString } from '../syntax/objects.ts';
import type { PdfValue } from '../syntax/objects.ts';

/** How one kind of data (strings, streams) is encrypted. */
export type CryptMethod = 'identity' | 'rc4' | 'aes128' | 'aes256';

/** What an encryption dictionary of the standard security handler says (ISO 32000-2, tables 20, 21 and 25). */
export interface EncryptionParameters {
  readonly revision: 2 | 3 | 4 | 5 | 6;
  /** Bytes of the file's key. */
  readonly keyLength: number;
  readonly owner: Uint8Array;
  readonly user: Uint8Array;
  /** /OE, /UE and /Perms, of revisions 5 and 6. */
  readonly ownerKey: Uint8Array;
  readonly userKey: Uint8Array;
  readonly sealedPermissions: Uint8Array;
  /** /P as a signed 32-bit number. */
  readonly permissions: number;
  readonly encryptMetadata: boolean;
  readonly strings: CryptMethod;
  readonly streams: CryptMethod;
  readonly embeddedFiles: CryptMethod;
  /** Methods of the named crypt filters, for streams that ask for one. */
  readonly filters: ReadonlyMap<string, CryptMethod>;
}

type Resolve = (value: PdfValue | undefined) => unknown;

/**
 * Reads an encryption dictionary.
 * @param resolve follows references without decrypting anything: this dictionary is never encrypted.
 * @throws PdfError `encryptionForeign` for other handlers and ciphers, `damaged` when what must be there is not.
 */
export function readEncryption(dict: PdfDict, resolve: Resolve): EncryptionParameters {
  const get = (key: string) => resolve(dict.get(key));
  const handler = get('Filter');
  if (!(handler instanceof PdfName) || handler.value !== 'Standard') {
    throw new PdfError('encryptionForeign', `the security handler /${nameOr(handler, '?').slice(0, 40)}`);
  }
  if (dict.repeated.size > 0) throw new PdfError('damaged', 'an encryption dictionary that says a thing twice');
  const [version, revision] = [get('V') ?? 0, get('R')];
  if (!isRevision(revision) || !fits(version, revision)) {
    throw new PdfError('encryptionForeign', `encryption of version ${String(version)}, revision ${String(revision)}`);
  }
  const permissions = get('P');
  if (typeof permissions !== 'number' || !Number.isInteger(permissions)) throw damaged('P');
  const modern = revision >= 5;
  const methods = version === 4 || version === 5 ? filterMethods(get, resolve) : plainRc4;
  return {
    ...methods,
    revision,
    keyLength: modern ? 32 : keyLength(version, get('Length')),
    owner: stringOf(get('O'), 'O', modern ? 48 : 32),
    user: stringOf(get('U'), 'U', modern ? 48 : revision === 2 ? 32 : 16),
    ownerKey: modern ? stringOf(get('OE'), 'OE', 32) : none,
    userKey: modern ? stringOf(get('UE'), 'UE', 32) : none,
    sealedPermissions: revision === 6 ? stringOf(get('Perms'), 'Perms', 16) : none,
    // Some writers give the number without its sign.
    permissions: permissions | 0,
    encryptMetadata: get('EncryptMetadata') !== false,
  };
}

const none = new Uint8Array(0);

const plainRc4 = { strings: 'rc4', streams: 'rc4', embeddedFiles: 'rc4', filters: new Map() } as const;

function isRevision(value: unknown): value is EncryptionParameters['revision'] {
  return value === 2 || value === 3 || value === 4 || value === 5 || value === 6;
}

/** Which revisions of the handler go with which version of the algorithms. */
function fits(version: unknown, revision: number): boolean {
  if (version === 1 || version === 2) return revision === 2 || revision === 3;
  if (version === 4) return revision === 4;
  return version === 5 && revision >= 5;
}

function keyLength(version: unknown, length: unknown): number {
  if (version === 1) return 5;
  if (version === 4) return 16;
  const bits = length ?? 40;
  if (typeof bits !== 'number' || bits % 8 !== 0 || bits < 40 || bits > 128) throw damaged('Length');
  return bits / 8;
}

function filterMethods(get: (key: string) => unknown, resolve: Resolve) {
  const filters = new Map<string, CryptMethod>();
  const list = get('CF');
  for (const { key } of list instanceof PdfDict ? list.entries : []) {
    const filter = resolve((list as PdfDict).get(key));
    if (filter instanceof PdfDict) filters.set(key, methodOf(nameOr(resolve(filter.get('CFM')), 'None')));
  }
  filters.set('Identity', 'identity');
  const named = (key: string, absent: string): CryptMethod => {
    const name = nameOr(get(key), absent);
    const method = filters.get(name);
    if (method === undefined) throw new PdfError('encryptionForeign', `the crypt filter /${name.slice(0, 40)}`);
    return method;
  };
  const streams = nameOr(get('StmF'), 'Identity');
  return {
    filters,
    strings: named('StrF', 'Identity'),
    streams: named('StmF', 'Identity'),
    embeddedFiles: named('EFF', streams),
  };
}

function methodOf(name: string): CryptMethod {
  switch (name) {
    case 'V2':
      return 'rc4';
    case 'AESV2':
      return 'aes128';
    case 'AESV3':
      return 'aes256';
    case 'None':
      return 'identity';
    default:
      throw new PdfError('encryptionForeign', `the encryption method /${name.slice(0, 40)}`);
  }
}

function nameOr(value: unknown, absent: string): string {
  return value instanceof PdfName ? value.value : absent;
}

/** The first `length` bytes of a string that may be padded. */
function stringOf(value: unknown, key: string, length: number): Uint8Array {
  if (!(value instanceof PdfString) || value.bytes.length < length) throw damaged(key);
  return value.bytes.subarray(0, length);
}

function damaged(key: string): PdfError {
  return new PdfError('damaged', `an encryption dictionary with a wrong /${key}`);
}

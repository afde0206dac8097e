import { aesCbcDecrypt, aesCbcEncrypt, digest, equalBytes, md5 } from '../../crypto.ts';
import type { EncryptionParameters } from './parameters.ts';
import { paddedPassword, utf8Passwords } from './password.ts';
import { rc4 } from './rc4.ts';

/** The file's key, and whose password opened it. */
export interface FileKey {
  readonly bytes: Uint8Array;
  readonly as: 'user' | 'owner';
}

/**
 * Finds the file's key with a password (ISO 32000-2, 7.6.4.3 and 7.6.4.4). An owner's password counts before a user's.
 * @param id the first half of the document's /ID.
 * @returns undefined when the password is neither.
 */
export function findKey(parameters: EncryptionParameters, id: Uint8Array, password: string): FileKey | undefined {
  return parameters.revision >= 5 ? modernKey(parameters, password) : oldKey(parameters, id, password);
}

function oldKey(parameters: EncryptionParameters, id: Uint8Array, password: string): FileKey | undefined {
  const padded = paddedPassword(password);
  const fromOwner = keyOfUser(parameters, id, userPasswordOf(parameters, padded));
  if (fromOwner) return { bytes: fromOwner, as: 'owner' };
  const fromUser = keyOfUser(parameters, id, padded);
  return fromUser && { bytes: fromUser, as: 'user' };
}

/** Algorithms 2, 4 and 5: the key that a padded user's password gives; undefined when /U is another's. */
function keyOfUser(parameters: EncryptionParameters, id: Uint8Array, padded: Uint8Array): Uint8Array | undefined {
  const { revision, owner, user, permissions, keyLength, encryptMetadata } = parameters;
  const bits = Buffer.alloc(4);
  bits.writeInt32LE(permissions);
  const clearMetadata = revision >= 4 && !encryptMetadata ? Buffer.alloc(4, 0xff) : new Uint8Array(0);
  let hash = md5(padded, owner, bits, id, clearMetadata);
  if (revision >= 3) for (let round = 0; round < 50; round++) hash = md5(hash.subarray(0, keyLength));
  const key = hash.subarray(0, keyLength);
  if (revision === 2) return equalBytes(rc4(key, paddedPassword('')), user) ? key : undefined;
  let check = rc4(key, md5(paddedPassword(''), id));
  for (let round = 1; round < 20; round++) check = rc4(xored(key, round), check);
  return equalBytes(check, user) ? key : undefined;
}

/** Algorithm 7: the padded user's password that an owner's password opens in /O. */
function userPasswordOf({ revision, owner, keyLength }: EncryptionParameters, padded: Uint8Array): Uint8Array {
  let hash = md5(padded);
  if (revision >= 3) for (let round = 0; round < 50; round++) hash = md5(hash);
  const key = hash.subarray(0, keyLength);
  if (revision === 2) return rc4(key, owner);
  let bytes = owner;
  for (let round = 19; round >= 0; round--) bytes = rc4(xored(key, round), bytes);
  return bytes;
}

function xored(key: Uint8Array, round: number): Uint8Array {
  return key.map((byte) => byte ^ round);
}

/** Algorithm 2.A: /U and /O hold a hash, the salt of that hash, and the salt of the key that opens /UE or /OE. */
function modernKey(parameters: EncryptionParameters, password: string): FileKey | undefined {
  const { revision, owner, user, ownerKey, userKey } = parameters;
  const hash = revision === 5 ? simpleHash : hardenedHash;
  const open = (bytes: Uint8Array, known: Uint8Array, sealed: Uint8Array, extra: Uint8Array) => {
    if (!equalBytes(hash(bytes, known.subarray(32, 40), extra), known.subarray(0, 32))) return undefined;
    return aesCbcDecrypt(hash(bytes, known.subarray(40, 48), extra), zeroes, sealed, false);
  };
  for (const bytes of utf8Passwords(password)) {
    const fromOwner = open(bytes, owner, ownerKey, user);
    if (fromOwner) return { bytes: fromOwner, as: 'owner' };
    const fromUser = open(bytes, user, userKey, new Uint8Array(0));
    if (fromUser) return { bytes: fromUser, as: 'user' };
  }
  return undefined;
}

const zeroes = new Uint8Array(16);

function simpleHash(password: Uint8Array, salt: Uint8Array, extra: Uint8Array): Uint8Array {
  return digest('sha256', password, salt, extra);
}

/** Algorithm 2.B: at least 64 rounds of AES and SHA-2, and more until the last byte says enough. */
function hardenedHash(password: Uint8Array, salt: Uint8Array, extra: Uint8Array): Uint8Array {
  let key: Uint8Array = digest('sha256', password, salt, extra);
  for (let round = 0; ; round++) {
    const once = Buffer.concat([password, key, extra]);
    const repeated = Buffer.concat(Array.from({ length: 64 }, () => once));
    const encrypted = aesCbcEncrypt(key.subarray(0, 16), key.subarray(16, 32), repeated, false);
    const rest = encrypted.subarray(0, 16).reduce((sum, byte) => sum + byte, 0) % 3;
    key = digest(rest === 0 ? 'sha256' : rest === 1 ? 'sha384' : 'sha512', encrypted);
    if (round >= 63 && encrypted.at(-1)! <= round - 31) return key.subarray(0, 32);
  }
}

/** /Perms of revision 6 (algorithm 13): the permissions sealed with the file's key; undefined when they are not. */
export function openPermissions({ sealedPermissions }: EncryptionParameters, key: Uint8Array): number | undefined {
  const opened = aesCbcDecrypt(key, zeroes, sealedPermissions, false);
  if (!opened || Buffer.from(opened).toString('latin1', 9, 12) !== 'adb') return undefined;
  return Buffer.from(opened).readInt32LE(0);
}

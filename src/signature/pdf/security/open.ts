import { PdfError } from '../errors.ts';
import type { PdfDict, PdfValue } from '../syntax/objects.ts';
import { FileCipher } from './cipher.ts';
import { readEncryption } from './parameters.ts';
import { findKey, openPermissions } from './standard-keys.ts';

/** What encryption means for a document. */
export type Security =
  | { readonly kind: 'none' }
  /** Strings and streams cannot be read; `why` is thrown by whatever needs them. */
  | { readonly kind: 'locked'; readonly why: PdfError }
  | {
      readonly kind: 'open';
      readonly cipher: FileCipher;
      /** Whose password opened it. An owner may do everything. */
      readonly as: 'user' | 'owner';
      /** /P: a set bit permits (ISO 32000-2, table 22). */
      readonly permissions: number;
    };

/**
 * Opens a document's encryption with a password. Without one the empty password is tried, which opens documents that only
 * restrict what may be done.
 * @param resolve follows references without decrypting.
 */
export function openSecurity(
  dict: PdfDict,
  id: Uint8Array,
  resolve: (value: PdfValue | undefined) => unknown,
  password: string | undefined,
): Security {
  try {
    const parameters = readEncryption(dict, resolve);
    const key = findKey(parameters, id, password ?? '');
    if (!key) return { kind: 'locked', why: refused(password) };
    const cipher = new FileCipher(parameters, key.bytes);
    const sealed = parameters.revision === 6 ? openPermissions(parameters, key.bytes) : parameters.permissions;
    if (sealed === undefined) throw new PdfError('damaged', 'permissions that were not sealed with the key');
    // Whoever widens /P without the key gains nothing.
    return { kind: 'open', cipher, as: key.as, permissions: parameters.permissions & sealed };
  } catch (error) {
    if (error instanceof PdfError) return { kind: 'locked', why: error };
    throw error;
  }
}

function refused(password: string | undefined): PdfError {
  return password === undefined
    ? new PdfError('passwordNeeded', 'the document is encrypted, and the empty password does not open it')
    : new PdfError('passwordWrong', 'the document is encrypted, and the password does not open it');
}

const fillForms = 1 << 5;
const fillFormsOnly = 1 << 8;

/** Whether a document may be signed by whoever opened it: bit 6 or bit 9 of the permissions, which name signature fields. */
export function permitsSigning(security: Security): boolean {
  if (security.kind !== 'open') return security.kind === 'none';
  return security.as === 'owner' || (security.permissions & (fillForms | fillFormsOnly)) !== 0;
}

/** What the signature room and the file system throw, as the failures a person reads. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { signingFailure } from '../casework/signing/refusals.ts';
import { type Failure, type Outcome, done, failed } from '../contract/failures.ts';
import { PadesError, PdfError } from '../signature/index.ts';

/** The failure behind an error met while a file was signed; null for an error that should not exist. */
export function failureOf(error: unknown, file: string): Failure | null {
  if (error instanceof PadesError) {
    switch (error.kind) {
      // The office knows documents by their hash; on the command line they are files with names.
      case 'inputChanged':
        return { kind: 'fileUnreadable', file: basename(file), code: 'CHANGED' };
      case 'targetExists':
      case 'targetIsInput':
        return { kind: 'fileExists', file };
      case 'readFailed':
      case 'writeFailed':
        return failureOfSystem(error.cause, file);
      default:
        return signingFailure(error, '');
    }
  }
  return error instanceof PdfError ? signingFailure(error, '') : failureOfSystem(error, file);
}

/** Whether an address cannot be listened at: taken, not allowed, not this machine's, or no address. A folder without permission is none of that. */
export function isAddressRefused(error: unknown, host: string): boolean {
  if (!(error instanceof Error) || !('syscall' in error)) return false;
  return (
    error.syscall === 'listen' || (error.syscall === 'getaddrinfo' && 'hostname' in error && error.hostname === host)
  );
}

/** An error of the file system, or a disk that is full below a database; null for any other. */
export function failureOfSystem(error: unknown, file: string): Failure | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  if (['ENOSPC', 'EDQUOT', 'SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE'].includes(error.code)) return { kind: 'diskFull' };
  if (error.code === 'EEXIST') return { kind: 'fileExists', file };
  return /^E[A-Z0-9]+$/.test(error.code) ? { kind: 'fileUnreadable', file, code: error.code } : null;
}

/** The text of a file that a person named. */
export async function readText(file: string): Promise<Outcome<string>> {
  try {
    return done(await readFile(file, 'utf8'));
  } catch (error) {
    const failure = failureOfSystem(error, file);
    if (failure === null) throw error;
    return failed(failure);
  }
}

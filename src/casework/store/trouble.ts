import { basename } from 'node:path';
import type { Failure } from '../../contract/failures.ts';

/**
 * What a person is told of a machine that does not cooperate (law 10): full disk, damaged or busy store, unreadable file.
 * Answers null for everything else, which is a bug and must be thrown on.
 */
export function troubleOf(error: unknown, store = 'store'): Failure | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  const { code } = error;
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_SHMSIZE') {
    return { kind: 'diskFull' };
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return { kind: 'storeBusy' };
  if (/^SQLITE_(CORRUPT|NOTADB|IOERR|CANTOPEN|READONLY|PERM)/.test(code)) {
    return { kind: 'storeDamaged', store, detail: code };
  }
  if (/^(EACCES|EPERM|EROFS|EIO|ENOENT|EISDIR|ENOTDIR|EMFILE|ENFILE|EFBIG)$/.test(code)) {
    const path = 'path' in error && typeof error.path === 'string' ? basename(error.path) : store;
    return { kind: 'fileUnreadable', file: path, code };
  }
  return null;
}

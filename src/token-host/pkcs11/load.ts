import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { Failure, LoadTrouble } from '../../contract/failures.ts';

/**
 * Why the system did not load a library, from its own message.
 * - glibc: "wrong ELF class: ELFCLASS32", "libfoo.so.1: cannot open shared object file: No such file or directory"
 * - macOS: "incompatible architecture (have 'x86_64', need 'arm64')", "Library not loaded: …"
 * - Windows through the binding: "Win32 error #193" (ERROR_BAD_EXE_FORMAT), "#126" (ERROR_MOD_NOT_FOUND; the file itself is there,
 *   so that it is something it needs), "#127" (ERROR_PROC_NOT_FOUND)
 */
export function loadTroubleOf(message: string): LoadTrouble {
  if (/wrong ELF class|incompatible architecture|wrong architecture|Win32 error #?193\b/i.test(message))
    return 'architecture';
  if (
    /cannot open shared object file|Library not loaded|image not found|symbol lookup error|Win32 error #?126\b/i.test(
      message,
    )
  )
    return 'dependency';
  return 'other';
}

/** What a person is told of a library that was not loaded: it is not there, or what is wrong with it. */
export function failureOfLoad(path: string, error: unknown, exists = existsSync): Failure {
  if (!isAbsolute(path) || !exists(path)) return { kind: 'driverMissing', library: path };
  const message = error instanceof Error ? error.message : String(error);
  return {
    kind: 'driverUnloadable',
    library: path,
    reason: loadTroubleOf(message),
    detail: message.slice(0, 300),
  };
}

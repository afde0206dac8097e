/** Compiles a small C source into a shared library, for tests that need native code which misbehaves as real native code does. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Answers the library's path in `folder`. A machine without a compiler fails the test and says what to install. */
export function compileShared(source: string, folder: string, name: string): string {
  const library = join(folder, name);
  const flags = ['-std=c11', '-O1', '-Wall', '-Wextra', '-Werror', '-fPIC', '-shared'];
  const result = spawnSync('cc', [...flags, '-o', library, source, '-ldl'], { encoding: 'utf8' });
  if (result.error !== undefined) throw new Error(`cannot run cc (Debian package: gcc): ${result.error.message}`);
  if (result.status !== 0) throw new Error(`cc ${source}: ${result.stderr}`);
  return library;
}

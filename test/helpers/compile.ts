/** Compiles small C sources, for tests that need native code which misbehaves as real native code does, or the kernel's own calls. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Answers the library's path in `folder`. A machine without a compiler fails the test and says what to install. */
export function compileShared(source: string, folder: string, name: string): string {
  return compile(source, join(folder, name), ['-fPIC', '-shared']);
}

/** Answers the program's path in `folder`. */
export function compileProgram(source: string, folder: string, name: string): string {
  return compile(source, join(folder, name), []);
}

function compile(source: string, target: string, more: readonly string[]): string {
  const flags = ['-std=c11', '-O1', '-Wall', '-Wextra', '-Werror', ...more];
  const result = spawnSync('cc', [...flags, '-o', target, source, '-ldl'], { encoding: 'utf8' });
  if (result.error !== undefined) throw new Error(`cannot run cc (Debian package: gcc): ${result.error.message}`);
  if (result.status !== 0) throw new Error(`cc ${source}: ${result.stderr}`);
  return target;
}

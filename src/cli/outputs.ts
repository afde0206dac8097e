/** Standard output and standard error that cannot be written to. */
import process from 'node:process';
import { exitCodes } from './exit-codes.ts';
import { createUi, localeFrom } from './ui.ts';

/**
 * A reader that has seen enough (`| head`) is no trouble: the command goes on in silence and keeps its own exit code. Any other
 * failure means that the answer is lost: that is told, and the program ends with 5.
 */
export function watchOutputs(env: NodeJS.ProcessEnv): void {
  let told = false;
  const onError = (error: NodeJS.ErrnoException): void => {
    if (error.code === 'EPIPE' || told) return;
    told = true;
    const full = error.code === 'ENOSPC' || error.code === 'EDQUOT';
    createUi(localeFrom(undefined, env) ?? 'es-AR', false).fail(
      full ? { kind: 'diskFull' } : { kind: 'fileUnreadable', file: 'stdout', code: error.code ?? '' },
    );
    process.once('exit', () => (process.exitCode = exitCodes.machine));
  };
  process.stdout.on('error', onError);
  process.stderr.on('error', onError);
}

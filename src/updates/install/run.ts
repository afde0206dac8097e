import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * Runs a program of the system by its absolute path, with nothing of anybody's environment. Answers what it printed; null when it did not end well
 * (`evenThen`: what it printed then, too).
 */
export async function runClean(
  program: string,
  args: readonly string[],
  timeoutMs = 600_000,
  evenThen = false,
): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)(program, [...args], {
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8', DEBIAN_FRONTEND: 'noninteractive' },
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  } catch (error) {
    return evenThen ? ((error as { stdout?: string }).stdout ?? null) : null;
  }
}

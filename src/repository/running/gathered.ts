import process from 'node:process';

/**
 * Lines that are told within one turn of the event loop go out together: a system call for each line of a busy node costs more than the
 * line. What is held when the process leaves goes out with it.
 */
export function gathered(write: (lines: readonly string[]) => void): (line: string) => void {
  let held: string[] = [];
  const flush = (): void => {
    if (held.length === 0) return;
    const lines = held;
    held = [];
    write(lines);
  };
  process.once('exit', flush);
  return (line) => {
    if (held.push(line) === 1) setImmediate(flush);
  };
}

import process from 'node:process';

const left = new Set<() => void>();
const cleanAll = (): void => {
  for (const clean of left) {
    left.delete(clean);
    clean();
  }
};
process.once('exit', cleanAll);
// A signal ends a process without its 'exit'. It is sent on, so that it is seen what ended it.
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    try {
      cleanAll();
    } finally {
      process.kill(process.pid, signal);
    }
  });
}

/** What this process has to take away should it end, by itself or by a signal, before that was done; the answer takes the wish back. */
export function atExit(clean: () => void): () => void {
  left.add(clean);
  return () => void left.delete(clean);
}

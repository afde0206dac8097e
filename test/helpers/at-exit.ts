import process from 'node:process';

const left = new Set<() => void>();
process.once('exit', () => {
  for (const clean of left) clean();
});

/** What this process has to take away should it end before that was done; the answer takes the wish back. One listener serves all. */
export function atExit(clean: () => void): () => void {
  left.add(clean);
  return () => void left.delete(clean);
}

/** A repository in a process of its own, told by its parent what to serve. Run by `repository.ts`. */
import { diaryText } from '../../src/contract/diary.ts';
import { gathered } from '../../src/repository/running/gathered.ts';
import { createRepository } from '../../src/repository/repository.ts';
import { type PlainOptions, repositoryOptions } from './repository-options.ts';

const told = gathered((lines) => void process.stderr.write(lines.map((line) => `${line}\n`).join('')));

process.once('message', (message: { dir: string } & PlainOptions) => {
  const { dir, dieAt, upstream, ...options } = message;
  // As the machine's power does it: nothing is finished, nothing is said.
  const onBoundary = (name: string): void => void (name === dieAt && process.kill(process.pid, 'SIGKILL'));
  const given = upstream ? { ...options, upstream: { ...upstream, onBoundary } } : options;
  createRepository({
    ...repositoryOptions(dir, given),
    log: (line) => told(diaryText(line)),
  }).then(
    ({ url, receiptKeys, close }) => {
      process.once('SIGTERM', () => void close().then(() => process.exit(0)));
      process.send?.({ url, receiptKeys });
    },
    (error: Error & { kind?: string; code?: string }) => {
      process.send?.({ refused: `${error.kind ?? error.code ?? 'unexpected'}: ${error.message}` });
    },
  );
});
process.once('disconnect', () => process.exit(1));

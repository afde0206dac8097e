/** The watcher of readers, asked once: which libraries are on this machine, and what PC/SC sees. */
import { type FoundLibrary, type LibraryFile, type ReaderFacts, ReadersControl } from '../contract/readers.ts';
import { readersCalls, readersEvents } from '../contract/readers.ts';
import { client } from '../contract/rpc.ts';
import type { TokenLibrary } from '../contract/token.ts';
import { ownCatalogue } from './libraries.ts';
import { type Child, endChild, startChild } from './child.ts';

export interface ReadersLook {
  readonly libraries: readonly FoundLibrary[];
  readonly facts: ReaderFacts;
  readonly files: readonly LibraryFile[];
}

const patienceMs = 15_000;

/**
 * Starts the watcher, asks it and lets it go. Null where it does not answer: PC/SC can hang as any other library.
 * @param paths of libraries whose files are to be looked at
 */
export async function lookAtReaders(
  known: readonly TokenLibrary[],
  paths: readonly string[],
): Promise<ReadersLook | null> {
  const child = startChild('../token-host/readers/process.ts', {});
  try {
    const libraries = await watching(child, known);
    if (libraries === null) return null;
    const port = child.channel.sendWithPort({ kind: 'readersPort' });
    const joined = client(port, readersCalls, readersEvents);
    const facts = await joined.call('readers.read', {}, { deadlineMs: patienceMs });
    const wanted = [...new Set([...paths, ...libraries.map(({ library }) => library.path)])];
    const files = await joined.call('libraries.inspect', { paths: wanted }, { deadlineMs: patienceMs });
    return facts.ok ? { libraries, facts: facts.value, files: files.ok ? files.value.files : [] } : null;
  } finally {
    await endChild(child, 1000);
  }
}

function watching(child: Child, known: readonly TokenLibrary[]): Promise<readonly FoundLibrary[] | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), patienceMs);
    const settle = (libraries: readonly FoundLibrary[] | null): void => {
      clearTimeout(timer);
      resolve(libraries);
    };
    void child.gone.then(() => settle(null));
    child.channel.onControl((body) => {
      const control = ReadersControl.safeParse(body);
      if (control.success && control.data.kind === 'watching') settle(control.data.libraries);
    });
    child.channel.send({ kind: 'watch', files: ownCatalogue(), known: [...known] });
  });
}

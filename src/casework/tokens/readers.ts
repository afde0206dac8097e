import type { Port } from '../../contract/port.ts';
import { type LibraryFile, type ReaderFacts, readersCalls, readersEvents } from '../../contract/readers.ts';
import { type Client, client } from '../../contract/rpc.ts';

/** The watcher of readers as the office sees it: there, or not. Nothing that signs depends on it. */
export interface Readers {
  attach(port: Port): void;
  /** What PC/SC told last; null where nobody watches. */
  read(): Promise<ReaderFacts | null>;
  inspect(paths: readonly string[]): Promise<readonly LibraryFile[]>;
}

const askMs = 5000;

export function readersOf(onChange: () => void): Readers {
  let watcher: { port: Port; client: Client<typeof readersCalls, typeof readersEvents> } | null = null;
  return {
    attach(port) {
      watcher?.port.close();
      const joined = { port, client: client(port, readersCalls, readersEvents) };
      watcher = joined;
      joined.client.on('readers.changed', onChange);
      port.onClose(() => {
        if (watcher !== joined) return;
        watcher = null;
        onChange();
      });
      onChange();
    },
    async read() {
      const told = await watcher?.client.call('readers.read', {}, { deadlineMs: askMs });
      return told?.ok ? told.value : null;
    },
    async inspect(paths) {
      const told = await watcher?.client.call('libraries.inspect', { paths: [...paths] }, { deadlineMs: askMs });
      return told?.ok ? told.value.files : [];
    },
  };
}

/** Runs the watcher of readers as a real process, as Electron's main does. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { muxChannel } from '../../../src/contract/channel.ts';
import {
  type CatalogueFiles,
  type FoundLibrary,
  ReadersControl,
  type ReaderFacts,
  readersCalls,
  readersEvents,
} from '../../../src/contract/readers.ts';
import { type Client, client } from '../../../src/contract/rpc.ts';
import type { TokenLibrary } from '../../../src/contract/token.ts';

export const bundled = join(import.meta.dirname, '../../../resources/drivers/catalogue.jws');
export const onlyBundled: CatalogueFiles = { bundled, updated: [], local: null };

export interface Watcher {
  readonly libraries: readonly FoundLibrary[];
  readonly client: Client<typeof readersCalls, typeof readersEvents>;
  read(): Promise<ReaderFacts>;
  /** How often it told its parent that cards changed. */
  readonly changes: () => number;
  stop(): Promise<void>;
}

export async function startWatcher(
  env: Readonly<Record<string, string>> = {},
  options: { files?: CatalogueFiles; known?: readonly TokenLibrary[] } = {},
): Promise<Watcher> {
  const child = fork(join(import.meta.dirname, '../../../src/token-host/readers/process.ts'), [], {
    ...{ serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
    env: { ...process.env, ...env },
  });
  const exited = once(child, 'exit');
  const channel = muxChannel(
    {
      send: (message) => void (child.connected && child.send(message, () => undefined)),
      onMessage: (run) => void child.on('message', run),
      onClose: (run) => void child.on('exit', run),
    },
    'odd',
  );
  const watching = Promise.withResolvers<readonly FoundLibrary[]>();
  let changes = 0;
  channel.onControl((body) => {
    const control = ReadersControl.parse(body);
    if (control.kind === 'watching') watching.resolve(control.libraries);
    if (control.kind === 'cardsChanged') changes++;
  });
  channel.onClose(() => watching.reject(new Error('the watcher ended')));
  channel.send({ kind: 'watch', files: options.files ?? onlyBundled, known: [...(options.known ?? [])] });
  const joined = client(channel.sendWithPort({ kind: 'readersPort' }), readersCalls, readersEvents);
  return {
    libraries: await watching.promise,
    client: joined,
    async read() {
      const told = await joined.call('readers.read', {});
      if (!told.ok) throw new Error(JSON.stringify(told.failure));
      return told.value;
    },
    changes: () => changes,
    async stop() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** A folder of a test's own. */
export function scratch(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'fojas-readers-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

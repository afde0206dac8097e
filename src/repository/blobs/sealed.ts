import { randomUUID } from 'node:crypto';
import { renameSync, statSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Disk, realDisk } from '../../at-rest/disk.ts';
import { documentSize } from '../../at-rest/format.ts';
import { DocumentError, openDocument } from '../../at-rest/reader.ts';
import { DocumentWriter } from '../../at-rest/writer.ts';
import type { Sha256 } from '../../contract/ids.ts';
import { openFileSource } from '../../signature/index.ts';
import { syncFolderSync } from '../../at-rest/durable.ts';
import { ownFolder } from '../private.ts';
import { isFull, receive } from './folder.ts';
import { durableFolders } from './folders.ts';
import type { Blobs, PutOutcome } from './port.ts';

/** Files in a folder as `openFolderBlobs` keeps them, each encrypted (`at-rest/format.ts`); their names are hashes and say nothing. */
export async function openSealedBlobs(dir: string, key: Uint8Array, disk: Disk = realDisk): Promise<Blobs> {
  const incoming = join(dir, 'incoming');
  const damaged = join(dir, 'damaged');
  for (const folder of [dir, incoming, damaged]) ownFolder(folder);
  // What was cut in the middle has no address: the sender sends it again.
  for (const name of await readdir(incoming)) await rm(join(incoming, name), { force: true });
  const folders = durableFolders(dir);
  const pathOf = (sha256: Sha256): string => join(dir, sha256.slice(0, 2), sha256.slice(2, 4), sha256);

  const size = async (sha256: Sha256): Promise<number | null> => {
    const found = statSync(pathOf(sha256), { throwIfNoEntry: false });
    return found === undefined ? null : documentSize(found.size);
  };

  const setAside = (sha256: Sha256): void => {
    // Whoever read it at the same time was first.
    if (statSync(pathOf(sha256), { throwIfNoEntry: false }) === undefined) return;
    renameSync(pathOf(sha256), join(damaged, `${sha256}.${randomUUID()}`));
    syncFolderSync(dirname(pathOf(sha256)));
    syncFolderSync(damaged);
  };

  const put = async (sha256: Sha256, bytes: AsyncIterable<Uint8Array>, maxBytes: number): Promise<PutOutcome> => {
    if ((await size(sha256)) !== null) {
      const received = await receive(bytes, maxBytes, async () => undefined);
      if (received === 'tooLarge') return { kind: 'tooLarge', limit: maxBytes };
      if (received.sha256 !== sha256) return { kind: 'hashMismatch', actual: received.sha256 };
      return { kind: 'present', size: received.size };
    }
    let writer: DocumentWriter | null = null;
    try {
      const sealing = (writer = await DocumentWriter.create(join(incoming, randomUUID()), key, disk));
      const received = await receive(bytes, maxBytes, (piece) => sealing.append(piece));
      if (received === 'tooLarge') return { kind: 'tooLarge', limit: maxBytes };
      if (received.sha256 !== sha256) return { kind: 'hashMismatch', actual: received.sha256 };
      await sealing.seal();
      // A rename is durable only when every folder on the way to it is.
      await folders.ready(dirname(pathOf(sha256)));
      renameSync(sealing.path, pathOf(sha256));
      await folders.sync(dirname(pathOf(sha256)));
      return { kind: 'created', size: received.size };
    } catch (error) {
      if (isFull(error)) return { kind: 'storageFull' };
      throw error;
    } finally {
      // What has its place by now is not there to be discarded.
      await writer?.discard();
    }
  };

  return {
    size,
    put,
    async adopt(sha256, path) {
      const file = openFileSource(path);
      const outcome = await put(sha256, file.stream(0, file.size), file.size).finally(() => file.close());
      if (outcome.kind === 'tooLarge') throw new Error('a file that grew while it was read');
      if (outcome.kind === 'created') await rm(path);
      return outcome;
    },
    async open(sha256) {
      try {
        // What the disk changed is out of service at once: whoever has it sends it again.
        return openDocument(pathOf(sha256), key, sha256, () => setAside(sha256));
      } catch (error) {
        if (!(error instanceof DocumentError)) throw error;
        if (error.kind === 'damaged') setAside(sha256);
        return null;
      }
    },
    async remove(sha256) {
      if ((await size(sha256)) === null) return 'absent';
      await rm(pathOf(sha256), { force: true });
      syncFolderSync(dirname(pathOf(sha256)));
      return 'removed';
    },
    setAside: async (sha256) => setAside(sha256),
  };
}

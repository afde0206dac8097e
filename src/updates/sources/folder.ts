import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import type { Opened, Source } from './source.ts';

const chunk = 256 * 1024;

/** A folder: a stick, or a share that is mounted. Links are not followed: a stick could lead anywhere with one. */
export function folderSource(folder: string): Source {
  return {
    name: folder,
    async open(name, from, _signal, to = Infinity): Promise<Opened> {
      try {
        const handle = await open(path.join(folder, name), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
        if (!(await handle.stat()).isFile()) {
          await handle.close();
          return { kind: 'absent' };
        }
        return { kind: 'found', from, bytes: read(handle, from, to) };
      } catch (error) {
        const { code = 'EIO' } = error as NodeJS.ErrnoException;
        // A stick that is not plugged in has no file either, but nothing can be concluded from that.
        if (code === 'ENOENT' && (await isFolder(folder))) return { kind: 'absent' };
        return { kind: 'unreachable', detail: `${folder}: ${code}` };
      }
    },
  };
}

async function isFolder(folder: string): Promise<boolean> {
  try {
    const handle = await open(folder, constants.O_RDONLY);
    const { isDirectory } = await handle.stat().then((stat) => ({ isDirectory: stat.isDirectory() }));
    await handle.close();
    return isDirectory;
  } catch {
    return false;
  }
}

async function* read(handle: FileHandle, from: number, to: number): AsyncGenerator<Uint8Array> {
  try {
    for (let at = from; at < to;) {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(chunk), 0, Math.min(chunk, to - at), at);
      if (bytesRead === 0) return;
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

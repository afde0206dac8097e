import type { FileHandle } from 'node:fs/promises';

/** The two steps of writing that a disk may refuse. Tests put a disk here that fills up. */
export interface Disk {
  write(handle: FileHandle, pieces: readonly Uint8Array[]): Promise<void>;
  sync(handle: FileHandle): Promise<void>;
}

export const realDisk: Disk = {
  async write(handle, pieces) {
    let left = pieces.filter((piece) => piece.length > 0);
    while (left.length > 0) {
      let { bytesWritten } = await handle.writev(left);
      // A disk that is nearly full may take a part: what it did not take is offered again, and then refused.
      while (left[0] && bytesWritten >= left[0].length) {
        bytesWritten -= left[0].length;
        left = left.slice(1);
      }
      if (left[0] && bytesWritten > 0) left = [left[0].subarray(bytesWritten), ...left.slice(1)];
    }
  },
  sync: (handle) => handle.sync(),
};

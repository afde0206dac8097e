import { open, rm } from 'node:fs/promises';

/**
 * Removes a file that holds a key, its bytes first: written over once and brought to the disk. A disk may keep an older copy of a block where no
 * program sees it (SSDs do), so what was sealed with the key is removed as well, not only the key. One that is not there is removed already.
 */
export async function destroyFile(file: string): Promise<void> {
  const handle = await open(file, 'r+').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (!handle) return;
  try {
    const { size } = await handle.stat();
    await handle.write(Buffer.alloc(size), 0, size, 0);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rm(file);
}

import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Sha256 } from '../../contract/ids.ts';
import { type ByteSource, openFileSource } from '../../signature/index.ts';
import type { Blobs } from '../blobs/port.ts';
import { MoveError } from '../register/move/trouble.ts';

export interface FilesReport {
  readonly files: number;
  readonly bytes: number;
  /** Written by this run; the others were there. */
  readonly written: number;
}

const width = 8;
const most = 2 ** 40;

/**
 * Copies every file of a folder of files, and reads each back from where it lies then, hashing it. What is there is not sent again.
 * @param target where they go; `check` reads the same place and remembers nothing of what was written.
 * @throws {MoveError} `damaged` where a file of the folder no longer hashes to its name, `differs` where one reads back otherwise.
 */
export async function moveFiles(
  folder: string,
  { target, check, dryRun }: { readonly target: Blobs; readonly check: Blobs; readonly dryRun: boolean },
  tell: (files: number) => void = () => undefined,
): Promise<FilesReport> {
  let [files, bytes, written] = [0, 0, 0];
  const names = addresses(folder);
  const work = async (): Promise<void> => {
    for (let next = await names.next(); next.done !== true; next = await names.next()) {
      const { path, sha256 } = next.value;
      const source = openFileSource(path);
      try {
        if (!dryRun && (await target.size(sha256)) !== source.size) {
          const put = await target.put(sha256, source.stream(0, source.size), most);
          if (put.kind === 'hashMismatch') throw new MoveError('damaged', sha256);
          if (put.kind === 'storageFull') throw new MoveError('storageFull', sha256);
          written += 1;
        }
        if (!dryRun) await readBack(check, sha256);
        files += 1;
        bytes += source.size;
        if (files % 1000 === 0) tell(files);
      } finally {
        source.close();
      }
    }
  };
  await Promise.all(Array.from({ length: width }, work));
  return { files, bytes, written };
}

async function readBack(check: Blobs, sha256: Sha256): Promise<void> {
  const file = await check.open(sha256);
  if (!file) throw new MoveError('differs', `${sha256} is not there`);
  try {
    if ((await hashOf(file)) !== sha256) throw new MoveError('differs', `${sha256} reads back otherwise`);
  } finally {
    file.close();
  }
}

async function hashOf(file: ByteSource): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of file.stream(0, file.size)) hash.update(piece);
  return hash.digest('hex');
}

async function* addresses(folder: string): AsyncGenerator<{ readonly path: string; readonly sha256: Sha256 }> {
  const pair = /^[0-9a-f]{2}$/;
  for (const one of (await readdir(folder)).filter((name) => pair.test(name)).toSorted()) {
    for (const two of (await readdir(join(folder, one))).filter((name) => pair.test(name)).toSorted()) {
      for (const name of (await readdir(join(folder, one, two))).toSorted()) {
        const sha256 = Sha256.safeParse(name);
        if (sha256.success) yield { path: join(folder, one, two, name), sha256: sha256.data };
      }
    }
  }
}

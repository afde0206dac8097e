import { randomUUID } from 'node:crypto';
import { chmodSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { realDisk } from '../../at-rest/disk.ts';
import { DocumentError, openDocument } from '../../at-rest/reader.ts';
import { DocumentWriter } from '../../at-rest/writer.ts';
import { openFileSource } from '../../signature/index.ts';
import { syncFolderSync } from '../../at-rest/durable.ts';
import { ownFolder } from '../private.ts';
import { RegisterError } from '../refusal.ts';
import { sealRegister } from '../register/seal.ts';
import type { FolderKeys } from './keys.ts';
import { readSealedMark, writeSealedMark } from './mark.ts';

/** Where a power cut is tried. */
export type SealingStep = 'sealBegun' | 'registerSealed' | 'fileSealed';

/**
 * Encrypts what lies plain in the folder of an office's repository, once: of a program before, which left it so. It is done before
 * anything is served, and goes on where it was cut; each file is at every moment the plain one or the encrypted one, whole. The caller
 * holds the folder. What of a file had come so far is dropped: whoever sends it begins again.
 * @throws {RegisterError} `otherFolderKey`: the folder was encrypted under another key.
 */
export async function sealFolder(
  dir: string,
  keys: FolderKeys,
  boundary: (step: SealingStep) => void = () => undefined,
): Promise<void> {
  const mark = readSealedMark(dir);
  if (mark !== null && mark.keyCheck !== keys.check)
    throw new RegisterError('otherFolderKey', `${dir} was encrypted under another key`);
  if (mark?.whole) return;
  const begun = { version: 1, keyCheck: keys.check, whole: false } as const;
  await writeSealedMark(dir, begun);
  boundary('sealBegun');
  for (const file of registersOf(dir)) sealRegister(file, keys.register);
  boundary('registerSealed');
  const blobs = join(dir, 'blobs');
  for (const folder of [join(dir, 'coming'), join(blobs, 'partial'), join(blobs, 'incoming')])
    rmSync(folder, { recursive: true, force: true });
  for (const file of filesIn(blobs)) {
    await sealFile(file, blobs, keys.files);
    boundary('fileSealed');
  }
  await writeSealedMark(dir, { ...begun, whole: true });
}

/** `register.db`, and the copies of it that were made before it changed its shape. */
function registersOf(dir: string): string[] {
  const backups = join(dir, 'backups');
  return [join(dir, 'register.db'), ...namesIn(backups, /\.db$/).map((name) => join(backups, name))];
}

/** `ab/cd/<sha256>`, and what was set aside. */
function* filesIn(blobs: string): Generator<string> {
  for (const a of namesIn(blobs, /^[0-9a-f]{2}$/))
    for (const b of namesIn(join(blobs, a), /^[0-9a-f]{2}$/))
      for (const name of namesIn(join(blobs, a, b), /^[0-9a-f]{64}$/)) yield join(blobs, a, b, name);
  for (const name of namesIn(join(blobs, 'damaged'), /./)) yield join(blobs, 'damaged', name);
}

function namesIn(folder: string, like: RegExp): string[] {
  try {
    return readdirSync(folder).filter((name) => like.test(name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function sealFile(path: string, blobs: string, key: Uint8Array): Promise<void> {
  if (isSealed(path, key)) return;
  const incoming = join(blobs, 'incoming');
  const damaged = join(blobs, 'damaged');
  for (const folder of [incoming, damaged]) ownFolder(folder);
  const plain = openFileSource(path);
  const writer = await DocumentWriter.create(join(incoming, randomUUID()), key, realDisk);
  let sealed: { sha256: string };
  try {
    for await (const piece of plain.stream(0, plain.size)) await writer.append(piece);
    sealed = await writer.seal();
  } catch (error) {
    await writer.discard();
    throw error;
  } finally {
    plain.close();
  }
  const isWhole = sealed.sha256 === basename(path) || dirname(path) === damaged;
  // What no longer hashes to its address serves nobody; it is kept for whoever looks into it.
  const target = isWhole ? path : join(damaged, `${basename(path)}.${randomUUID()}`);
  chmodSync(path, 0o600);
  renameSync(writer.path, target);
  if (!isWhole) rmSync(path);
  for (const folder of new Set([dirname(target), dirname(path)])) syncFolderSync(folder);
}

/** It opens with the key: bytes that only look encrypted do not. */
function isSealed(path: string, key: Uint8Array): boolean {
  try {
    openDocument(path, key, null).close();
    return true;
  } catch (error) {
    if (error instanceof DocumentError) return false;
    throw error;
  }
}

/**
 * One file on its way to being signed on the command line: copied beside its target while it is hashed, finished when the token
 * has signed, read back and verified, and only then given its name.
 */
import { existsSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import process from 'node:process';
import type { SignatureAlgorithm } from '../contract/token.ts';
import {
  type ByteSink,
  type Certificate,
  checkSignedPdf,
  finishPdf,
  openFileSource,
  type PreparedPdf,
  preparePdf,
} from '../signature/index.ts';

export interface SigningWish {
  readonly certificate: Certificate;
  readonly algorithm: SignatureAlgorithm;
  readonly fieldName: string | undefined;
  readonly signingTime: Date;
  readonly overwrite: boolean;
}

/** A file that waits for its signature. */
export interface WaitingFile {
  readonly file: string;
  readonly target: string;
  readonly temporary: string;
  readonly prepared: PreparedPdf;
}

/** Where the signed file goes: into `out` under its own name, or beside the input as `NAME.firmado.pdf`. */
export function targetOf(file: string, out: string | undefined): string {
  if (out !== undefined) return join(resolve(out), basename(file));
  const extension = extname(file);
  return join(dirname(resolve(file)), `${basename(file, extension)}.firmado${extension || '.pdf'}`);
}

/**
 * Hashes the file, copies it beside its target and lays out the update. `onBytes` hears of each piece.
 * @throws what the signature room and the file system throw; nothing is left behind then.
 */
export async function prepareFile(
  file: string,
  target: string,
  wish: SigningWish,
  onBytes: (count: number) => void,
): Promise<WaitingFile> {
  if (target === resolve(file)) throw Object.assign(new Error('the target is the input'), { code: 'EEXIST' });
  if (!wish.overwrite && existsSync(target)) throw Object.assign(new Error('the target exists'), { code: 'EEXIST' });
  const source = openFileSource(file);
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.parte`);
  let copy: FileHandle | null = null;
  try {
    copy = await open(temporary, 'wx');
    const { certificate, algorithm, fieldName, signingTime } = wish;
    const prepared = await preparePdf({
      ...{ source, sink: sinkInto(copy, onBytes), certificate, chain: [], algorithm, signingTime },
      ...(fieldName === undefined ? {} : { fieldName }),
    });
    return { file, target, temporary, prepared };
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    await copy?.close();
    source.close();
  }
}

function sinkInto(copy: FileHandle, onBytes: (count: number) => void): ByteSink {
  return {
    async append(bytes) {
      let written = 0;
      while (written < bytes.length) {
        written += (await copy.write(bytes, written, bytes.length - written)).bytesWritten;
      }
      onBytes(bytes.length);
    },
  };
}

export interface SignedFile {
  readonly sha256: string;
  readonly size: number;
  readonly fieldName: string;
}

/**
 * Puts the signature in its place, reads the result back, verifies it and gives it its name (law 3).
 * @throws what the signature room and the file system throw; the target is as it was then, and nothing is left behind.
 */
export async function finishFile(waiting: WaitingFile, signature: Uint8Array): Promise<SignedFile> {
  const { temporary, target, prepared } = waiting;
  try {
    const signed = finishPdf(prepared, { bytes: signature });
    const handle = await open(temporary, 'a');
    try {
      await handle.appendFile(signed.update);
      await handle.sync();
    } finally {
      await handle.close();
    }
    const written = openFileSource(temporary);
    try {
      await checkSignedPdf(written, {
        certificate: prepared.certificate,
        expectedSha256: signed.sha256,
        inputSize: prepared.inputSize,
        inputSha256: prepared.inputSha256,
      });
    } finally {
      written.close();
    }
    await rename(temporary, target);
    await syncFolder(dirname(target));
    return { sha256: signed.sha256, size: signed.size, fieldName: signed.fieldName };
  } catch (error) {
    await dropFile(waiting);
    throw error;
  }
}

/** Leaves nothing of a file that is not to be signed after all. */
export async function dropFile(waiting: WaitingFile): Promise<void> {
  await rm(waiting.temporary, { force: true });
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open folders; its rename is durable by itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

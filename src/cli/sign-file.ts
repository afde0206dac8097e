/**
 * One file on its way to being signed on the command line: copied beside its target while it is hashed, finished when the token
 * has signed, read back and verified, and only then given its name. In two steps, because one login signs many files and every
 * digest has to be known before it.
 */
import { realpathSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import type { SignatureAlgorithm } from '../contract/token.ts';
import {
  type Certificate,
  type CertificationLevel,
  type PreparedPdf,
  type TargetFile,
  type VisibleWish,
  checkSignedPdf,
  finishPdf,
  openFileSource,
  preparePdf,
  refuseTarget,
} from '../signature/index.ts';

export interface SigningWish {
  readonly certificate: Certificate;
  readonly algorithm: SignatureAlgorithm;
  readonly fieldName: string | undefined;
  readonly nextField: boolean;
  readonly signingTime: Date;
  readonly reason: string | undefined;
  readonly certify: CertificationLevel | undefined;
  readonly visible: VisibleWish | undefined;
  /** Opens encrypted files; the others need none. */
  readonly password: string | undefined;
  readonly overwrite: boolean;
}

/** A file that waits for its signature. */
export interface WaitingFile {
  readonly file: string;
  readonly target: TargetFile;
  readonly overwrite: boolean;
  readonly prepared: PreparedPdf;
  readonly password: string | undefined;
}

/** Where the signed file goes: into `out` under its own name, or beside the input as `NAME.firmado.pdf`. */
export function targetOf(file: string, out: string | undefined): string {
  if (out !== undefined) return join(resolve(out), basename(file));
  const extension = extname(file);
  return join(dirname(resolve(file)), `${basename(file, extension)}.firmado${extension || '.pdf'}`);
}

/**
 * Hashes the file, copies it beside its target and lays out the update. `onBytes` hears of each piece copied.
 * @throws what the signature room and the file system throw; nothing is left behind then.
 */
export async function prepareFile(
  file: string,
  target: TargetFile,
  wish: SigningWish,
  onBytes: (count: number) => void,
): Promise<WaitingFile> {
  const { overwrite, ...wanted } = wish;
  const source = openFileSource(file);
  const sink = {
    append: (bytes: Uint8Array) => {
      onBytes(bytes.length);
      return target.append(bytes);
    },
  };
  try {
    refuseTarget(target.target, file, overwrite);
    target.openAs(file);
    const prepared = await preparePdf({ ...wanted, source, sink, chain: [] });
    return { file, target, overwrite, prepared, password: wish.password };
  } catch (error) {
    await target.discard();
    throw error;
  } finally {
    source.close();
  }
}

export interface SignedFile {
  readonly sha256: string;
  readonly size: number;
  readonly fieldName: string;
  /** The file's index was damaged, and is whole in the signed one. */
  readonly repaired: boolean;
}

/**
 * Puts the signature in its place, reads the result back, verifies it and gives it its name (law 3).
 * @throws what the signature room and the file system throw; the target is as it was then, and nothing is left behind.
 */
export async function finishFile(waiting: WaitingFile, signature: Uint8Array): Promise<SignedFile> {
  const { target, prepared, overwrite, password } = waiting;
  try {
    const signed = finishPdf(prepared, { bytes: signature });
    await target.append(signed.update);
    await target.sync();
    const written = openFileSource(target.temporary);
    try {
      await checkSignedPdf(written, {
        certificate: prepared.certificate,
        expectedSha256: signed.sha256,
        inputSize: prepared.inputSize,
        inputSha256: prepared.inputSha256,
        repaired: prepared.repaired,
        password,
      });
    } finally {
      written.close();
    }
    await target.publish(overwrite);
    return { sha256: signed.sha256, size: signed.size, fieldName: signed.fieldName, repaired: signed.repaired };
  } catch (error) {
    await target.discard();
    throw error;
  }
}

/** The first target that would replace one of the other files named; null when none would. */
export function targetAmongInputs(files: readonly string[], out: string | undefined): string | null {
  const inputs = files.map(realPath);
  const targets = files.map((file) => targetOf(file, out));
  return targets.find((target, at) => inputs.some((input, of) => of !== at && input === realPath(target))) ?? null;
}

/** Where a name leads in the end; a name that leads nowhere yet is itself. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return resolve(path);
  }
}

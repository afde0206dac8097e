/**
 * One file on its way to being signed on the command line: copied beside its target while it is hashed, finished when the token
 * has signed, read back and verified, and only then given its name. In two steps, because one login signs many files and every
 * digest has to be known before it.
 */
import { realpathSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import type { SignatureAlgorithm } from '../contract/token.ts';
import {
  type ByteSource,
  type Certificate,
  type CertificationLevel,
  type OverContent,
  type PreparedPdf,
  type RaiseWish,
  type TargetFile,
  type VisibleWish,
  checkSignedPdf,
  finishCades,
  finishPdf,
  openFileSource,
  prepareCades,
  preparePdf,
  raiseCopy,
  refuseTarget,
  sha256Hex,
  timeStampRoom,
  writeBeside,
} from '../signature/index.ts';
import { type LevelWish, stampFor, standingOfSigned } from './levels/finish.ts';
import type { Standing } from './levels/standing.ts';

export interface SigningWish {
  readonly certificate: Certificate;
  /** Issuers to carry along, so that a reader needs to look for none. */
  readonly chain: readonly Certificate[];
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
  /** The level asked for, and who is asked. */
  readonly level: LevelWish;
  /** Sign beside the file (CAdES), whatever it is, and not within it. */
  readonly beside: boolean;
}

/** A file that waits for its signature. */
export interface WaitingFile {
  readonly file: string;
  readonly target: TargetFile;
  readonly algorithm: SignatureAlgorithm;
  readonly digestToSign: Uint8Array;
  readonly inputSha256: string;
  readonly inputSize: number;
  /** What the page shows where a visible signature goes; undefined without one. */
  readonly over?: OverContent | undefined;
  /**
   * Puts the signature in its place, reads the result back, verifies it and gives it its name (law 3).
   * @throws what the signature room and the file system throw; the target is as it was then, and nothing is left behind.
   */
  readonly finish: (signature: Uint8Array) => Promise<SignedFile>;
}

/** Where the signature goes: into `out` under the file's name, or beside it as `NAME.firmado.pdf`; by itself as `NAME.pdf.p7s`. */
export function targetOf(file: string, out: string | undefined, beside = false): string {
  if (beside) return `${out === undefined ? resolve(file) : join(resolve(out), basename(file))}.p7s`;
  if (out !== undefined) return join(resolve(out), basename(file));
  const extension = extname(file);
  return join(dirname(resolve(file)), `${basename(file, extension)}.firmado${extension || '.pdf'}`);
}

/**
 * Hashes the file, copies it beside its target and lays out the update; for a signature beside the file, hashes it only. `onBytes`
 * hears of each piece copied.
 * @throws what the signature room and the file system throw; nothing is left behind then.
 */
export async function prepareFile(
  file: string,
  target: TargetFile,
  wish: SigningWish,
  onBytes: (count: number) => void,
): Promise<WaitingFile> {
  const source = openFileSource(file);
  try {
    refuseTarget(target.target, file, wish.overwrite);
    target.openAs(file);
    return await (wish.beside
      ? prepareBeside(file, source, target, wish)
      : prepareWithin(file, source, target, wish, onBytes));
  } catch (error) {
    await target.discard();
    throw error;
  } finally {
    source.close();
  }
}

async function prepareWithin(
  file: string,
  source: ByteSource,
  target: TargetFile,
  wish: SigningWish,
  onBytes: (count: number) => void,
): Promise<WaitingFile> {
  const { overwrite: _overwrite, level, beside: _beside, ...wanted } = wish;
  const sink = {
    append: (bytes: Uint8Array) => {
      onBytes(bytes.length);
      return target.append(bytes);
    },
  };
  const spareBytes = level.level === 'B-B' ? undefined : timeStampRoom;
  const timestamped = level.level !== 'B-B';
  const prepared = await preparePdf({ ...wanted, source, sink, spareBytes, timestamped });
  const { algorithm, digestToSign, inputSha256, inputSize, over } = prepared;
  const finish = (signature: Uint8Array) => finishFile(target, prepared, wish, signature);
  return { file, target, algorithm, digestToSign, inputSha256, inputSize, over, finish };
}

async function prepareBeside(
  file: string,
  source: ByteSource,
  target: TargetFile,
  { certificate, chain, algorithm, signingTime, overwrite, level }: SigningWish,
): Promise<WaitingFile> {
  const prepared = await prepareCades({ source, certificate, chain, algorithm, signingTime });
  const { digestToSign, contentSha256: inputSha256, contentSize: inputSize } = prepared;
  const finish = async (signature: Uint8Array): Promise<SignedFile> => {
    const content = openFileSource(file);
    try {
      const outcome = await stampFor(level, prepared, signature);
      const signed = finishCades(prepared, { bytes: signature }, outcome?.kind === 'stamped' ? outcome.stamp : null);
      await writeBeside(signed, content, { input: file, output: target.target, overwrite });
      return {
        sha256: sha256Hex(signed.signature),
        size: signed.signature.length,
        fieldName: null,
        repaired: false,
        standing: standingOfSigned(level, signed, outcome),
      };
    } finally {
      content.close();
    }
  };
  return { file, target, algorithm, digestToSign, inputSha256, inputSize, finish };
}

export interface SignedFile {
  readonly sha256: string;
  readonly size: number;
  /** null for a signature beside its file. */
  readonly fieldName: string | null;
  /** The file's index was damaged, and is whole in the signed one. */
  readonly repaired: boolean;
  /** The level reached, and what is missing for the one asked for. */
  readonly standing: Standing;
}

async function finishFile(
  target: TargetFile,
  prepared: PreparedPdf,
  { overwrite, password, level }: SigningWish,
  signature: Uint8Array,
): Promise<SignedFile> {
  try {
    const outcome = await stampFor(level, prepared, signature);
    const signed = finishPdf(prepared, { bytes: signature }, outcome?.kind === 'stamped' ? outcome.stamp : null);
    await target.append(signed.update);
    await target.sync();
    const written = openFileSource(target.temporary);
    try {
      await checkSignedPdf(written, { ...signed, expectedSha256: signed.sha256, password });
    } finally {
      written.close();
    }
    // A time-stamping authority that has just failed is not asked again.
    const wish = outcome?.kind === 'stamped' ? raiseWish(level, password) : null;
    const raised = wish && (await raiseCopy(target, wish, { size: signed.inputSize, sha256: prepared.inputHash }));
    await target.publish(overwrite);
    const { fieldName, repaired } = signed;
    const standing = raised ? { ...raised.standing, asked: level.level } : standingOfSigned(level, signed, outcome);
    return {
      sha256: raised?.sha256 ?? signed.sha256,
      size: raised?.size ?? signed.size,
      fieldName,
      repaired,
      standing,
    };
  } catch (error) {
    await target.discard();
    throw error;
  }
}

/** null where the time-stamp within the signature is all that was asked for. */
function raiseWish({ level, services }: LevelWish, password: string | undefined): RaiseWish | null {
  return level === 'B-B' || level === 'B-T' ? null : { ...services, level, at: new Date(), password };
}

/** The first target that would replace one of the other files named; null when none would. */
export function targetAmongInputs(files: readonly string[], out: string | undefined, beside: boolean): string | null {
  const inputs = files.map(realPath);
  const targets = files.map((file) => targetOf(file, out, beside));
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

import { readFileSync } from 'node:fs';
import { openFileSource } from '../bytes.ts';
import type { ByteSource } from '../bytes.ts';
import { PadesError } from '../pades/errors.ts';
import type { TokenSignature } from '../pades/finish.ts';
import { stampSignature } from '../pades/stamp.ts';
import { refuseTarget, TargetFile } from '../pades/target-file.ts';
import type { TimeStampSources } from '../timestamp/client.ts';
import { checkCades, finishCades } from './finish.ts';
import type { SignedCades } from './finish.ts';
import { prepareCades } from './prepare.ts';
import type { CadesRequest, PreparedCades } from './prepare.ts';

export interface SignBesideRequest extends Omit<CadesRequest, 'source'> {
  /** The file to sign, which is never touched. */
  readonly input: string;
  /** Where the signature goes, by custom the file's name and `.p7s`. */
  readonly output: string;
  readonly overwrite?: boolean | undefined;
  /** Takes the digest to the token. Whatever it throws is thrown on, with nothing written. */
  readonly sign: (digest: Uint8Array, prepared: PreparedCades) => Promise<TokenSignature>;
  /** Who is asked for a time-stamp (B-T). When nobody gives one, the signature is finished as B-B and says so. */
  readonly timeStamp?: TimeStampSources | undefined;
}

/** A signature on the disk, durable and read back. */
export interface SignedBeside extends Omit<SignedCades, 'stage'> {
  readonly output: string;
}

/**
 * Signs a file of any kind with a signature beside it.
 * @throws PadesError, and what `sign` throws. Nothing is left at the target or beside it then.
 */
export async function signFileBeside(request: SignBesideRequest): Promise<SignedBeside> {
  const { input, output, overwrite = false } = request;
  const source = openInput(input);
  try {
    refuseTarget(output, input, overwrite);
    const prepared = await prepareCades({ ...request, source });
    const token = await request.sign(prepared.digestToSign, prepared);
    const outcome = request.timeStamp === undefined ? null : await stampSignature(prepared, token, request.timeStamp);
    const signed = finishCades(prepared, token, outcome?.kind === 'stamped' ? outcome.stamp : null);
    await writeBeside(signed, source, { input, output, overwrite });
    const { stage: _stage, ...facts } = signed;
    return { ...facts, output };
  } finally {
    source.close();
  }
}

/**
 * Writes a finished signature beside its target, makes it durable, reads it again, verifies it and gives it its name.
 * @throws PadesError; nothing is left behind then.
 */
export async function writeBeside(
  signed: SignedCades,
  content: ByteSource,
  { input, output, overwrite }: { readonly input: string; readonly output: string; readonly overwrite: boolean },
): Promise<void> {
  const target = new TargetFile(output);
  try {
    target.openAs(input);
    await target.append(signed.signature);
    await target.sync();
    await checkCades(readFileSync(target.temporary), content, signed);
    await target.publish(overwrite);
  } finally {
    await target.discard();
  }
}

function openInput(path: string): ByteSource {
  try {
    return openFileSource(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new PadesError('readFailed', `cannot read (${code ?? 'unknown'}): ${message}`, { cause: error });
  }
}

import { openFileSource } from '../bytes.ts';
import type { ByteSource } from '../bytes.ts';
import { digestOf } from '../crypto.ts';
import { checkSignedPdf } from './check.ts';
import type { DigestPlan } from './check.ts';
import { PadesError } from './errors.ts';
import { finishPdf } from './finish.ts';
import type { SignedPdf, TokenSignature } from './finish.ts';
import { preparePdf } from './prepare.ts';
import type { PreparedPdf, SigningRequest } from './prepare.ts';
import { ReadBack } from './read-back.ts';
import { refuseTarget, TargetFile } from './target-file.ts';

export interface SignFileRequest extends Omit<SigningRequest, 'source' | 'sink'> {
  /** The document, which is never touched. */
  readonly input: string;
  /** Where the signed document goes. */
  readonly output: string;
  /** Whether a file at `output` may be replaced. */
  readonly overwrite?: boolean | undefined;
  /** Takes the digest to the token. Whatever it throws is thrown on, with nothing written. */
  readonly sign: (digest: Uint8Array, prepared: PreparedPdf) => Promise<TokenSignature>;
}

/** A signed document on the disk, durable and read back. */
export interface SignedFile {
  readonly output: string;
  readonly size: number;
  readonly sha256: string;
  readonly inputSize: number;
  readonly inputSha256: string;
  readonly fieldName: string;
  readonly signingTime: Date;
}

/** From this size on a second thread reads the result back while it is being written. */
const readBackSize = 12 << 20;

/**
 * Signs one file: prepare, token, finish, check, publish. The result is written beside its target and gets its name only when
 * it is durable and verified. Hashing, copying and reading back overlap.
 * @throws PdfError, PadesError, and what `sign` throws. The target is untouched then, and nothing is left beside it.
 */
export async function signPdfFile(request: SignFileRequest): Promise<SignedFile> {
  const { input, output, overwrite = false } = request;
  const source = openInput(input);
  const target = new TargetFile(output);
  const reader = new FollowingReader(target, source.size, request);
  try {
    refuseTarget(output, input, overwrite);
    const prepared = await orReadFailed(() => preparePdf({ ...request, source, sink: reader }));
    // The token takes its time; the disk can use it, when there is much to write.
    if (source.size >= readBackSize) target.flushBehind();
    const signed = finishPdf(prepared, await request.sign(prepared.digestToSign, prepared));
    await target.append(signed.update);
    await checkAndSync(target, signed, reader.digests);
    await target.publish(overwrite);
    const { size, sha256, inputSize, inputSha256, fieldName, signingTime } = signed;
    return { output, size, sha256, inputSize, inputSha256, fieldName, signingTime };
  } finally {
    source.close();
    await target.discard();
    await reader.stop();
  }
}

/** The sink that preparing writes into: it passes on to the target and lets the read-back follow. */
class FollowingReader {
  readonly #target: TargetFile;
  readonly #inputSize: number;
  readonly #request: SignFileRequest;
  #readBack: ReadBack | undefined;

  constructor(target: TargetFile, inputSize: number, request: SignFileRequest) {
    this.#target = target;
    this.#inputSize = inputSize;
    this.#request = request;
  }

  async append(bytes: Uint8Array): Promise<void> {
    await this.#target.append(bytes);
    if (this.#inputSize < readBackSize) return;
    this.#readBack ??= new ReadBack(this.#target.temporary, this.#inputSize, digestOf(this.#request.algorithm));
    this.#readBack.progress(this.#target.written);
  }

  /** The digests the other thread read; undefined without such a thread, or when it failed. */
  readonly digests: (plan: DigestPlan, size: number) => ReturnType<ReadBack['digests']> = async (
    { gapStart, gapEnd },
    size,
  ) => this.#readBack?.digests({ gapStart, gapEnd, size });

  async stop(): Promise<void> {
    await this.#readBack?.stop();
  }
}

/** The same promise, whose failure is told to whoever waits for it in the end, and to nobody before. */
function settled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

async function checkAndSync(target: TargetFile, signed: SignedPdf, follow: FollowingReader['digests']): Promise<void> {
  const written = openFileSource(target.temporary);
  const synced = settled(target.sync());
  try {
    await checkSignedPdf(
      written,
      { ...signed, expectedSha256: signed.sha256 },
      async (plan, again) => (await follow(plan, written.size)) ?? again(),
    );
  } finally {
    // Both are waited for: a handle must not be closed under a running fsync.
    await synced.finally(() => written.close());
  }
}

function openInput(path: string): ByteSource {
  try {
    return openFileSource(path);
  } catch (error) {
    throw readFailed(error);
  }
}

async function orReadFailed<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    throw code !== undefined && (syscall !== undefined || code === 'EIO') ? readFailed(error) : error;
  }
}

function readFailed(error: unknown): PadesError {
  const { code, message } = error as NodeJS.ErrnoException;
  return new PadesError('readFailed', `cannot read (${code ?? 'unknown'}): ${message}`, { cause: error });
}

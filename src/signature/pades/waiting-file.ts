import { openFileSource } from '../bytes.ts';
import type { ByteSink, ByteSource } from '../bytes.ts';
import { digestOf } from '../crypto.ts';
import type { DigestAlgorithm } from '../crypto.ts';
import type { FreshTimeStamp } from '../timestamp/client.ts';
import { checkSignedPdf } from './check.ts';
import { PadesError } from './errors.ts';
import { finishPdf } from './finish.ts';
import type { SignedPdf, TokenSignature } from './finish.ts';
import { preparePdf } from './prepare.ts';
import type { PreparedPdf, SigningRequest } from './prepare.ts';
import { ReadBack } from './read-back.ts';
import { raiseCopy } from './raise/raise-copy.ts';
import type { RaiseWish } from './raise/raise-copy.ts';
import type { RaiseStanding } from './raise/types.ts';
import { refuseTarget, TargetFile } from './target-file.ts';

export interface FileRequest extends Omit<SigningRequest, 'source' | 'sink'> {
  /** The document, which is never touched. */
  readonly input: string;
  /** Where the signed document goes. */
  readonly output: string;
  /** Whether a file at `output` may be replaced. */
  readonly overwrite?: boolean | undefined;
  /**
   * Whether a large file is read back by a thread of its own while it is written (default: yes). The thread, of some 15 MB, lives
   * until the file is finished or discarded: with many files waiting at once, let only a few have one.
   */
  readonly readBack?: boolean | undefined;
  /** Hears how many bytes of the document have been hashed and copied so far. */
  readonly onProgress?: ((bytes: number) => void) | undefined;
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
  /** When a time-stamp within the signature says that it existed (B-T); null: there is none (B-B). */
  readonly timeStampedAt: Date | null;
  /** The level that was reached by appending, and what is missing; null where nothing was asked for or nothing may be appended. */
  readonly standing: RaiseStanding | null;
}

/** From this size on the result is read back while it is being written, and the disk begins before it must. */
const largeFile = 12 << 20;

/**
 * Hashes a file and copies it beside its target. Hashing, copying and reading back overlap.
 * @throws PdfError, PadesError. The target is untouched then, and nothing is left beside it.
 */
export async function prepareFile(request: FileRequest): Promise<WaitingFile> {
  const { input, output, overwrite = false } = request;
  const source = openInput(input);
  const target = new TargetFile(output);
  const copy = new FollowedCopy(target, source.size, digestOf(request.algorithm), request);
  try {
    refuseTarget(output, input, overwrite);
    target.openAs(input);
    const prepared = await orReadFailed(() => preparePdf({ ...request, source, sink: copy }));
    // The token takes its time; the disk can use it, when there is much to write.
    if (source.size >= largeFile) target.flushBehind();
    return new WaitingFile(prepared, copy, overwrite);
  } catch (error) {
    await copy.discard();
    throw error;
  } finally {
    source.close();
  }
}

/** A file that waits for its signature: its copy lies beside the target, without a name yet. Finish it or discard it. */
export class WaitingFile {
  readonly prepared: PreparedPdf;
  readonly #copy: FollowedCopy;
  readonly #overwrite: boolean;

  constructor(prepared: PreparedPdf, copy: FollowedCopy, overwrite: boolean) {
    this.prepared = prepared;
    this.#copy = copy;
    this.#overwrite = overwrite;
  }

  /**
   * Puts the signature in its place, reads the result back, verifies it, makes it durable and gives it its name.
   * @param timeStamp what `stampSignature` got for it, for B-T.
   * @param raise to which level the signed copy is raised before it gets its name; without a time-stamp it stays as it is.
   * @throws PadesError. The target is untouched then, and nothing is left beside it.
   */
  async finish(token: TokenSignature, timeStamp: FreshTimeStamp | null = null, raise?: RaiseWish): Promise<SignedFile> {
    const { target } = this.#copy;
    try {
      const signed = finishPdf(this.prepared, token, timeStamp);
      await target.append(signed.update);
      await this.#copy.checkAndSync(signed);
      const known = { size: signed.inputSize, sha256: this.prepared.inputHash };
      const raised = raise && timeStamp ? await raiseCopy(target, raise, known) : null;
      await target.publish(this.#overwrite);
      const { size, sha256 } = raised ?? signed;
      const { inputSize, inputSha256, fieldName, signingTime, timeStampedAt } = signed;
      return {
        ...{ output: target.target, size, sha256, inputSize, inputSha256, fieldName, signingTime, timeStampedAt },
        standing: raised?.standing ?? null,
      };
    } finally {
      await this.discard();
    }
  }

  /** Removes what was written. Does nothing once the file is finished. */
  async discard(): Promise<void> {
    await this.#copy.discard();
  }
}

/** The copy in the making, with the thread that follows it. */
class FollowedCopy implements ByteSink {
  readonly target: TargetFile;
  readonly #inputSize: number;
  readonly #algorithm: DigestAlgorithm;
  readonly #request: FileRequest;
  #readBack: ReadBack | undefined;

  constructor(target: TargetFile, inputSize: number, algorithm: DigestAlgorithm, request: FileRequest) {
    this.target = target;
    this.#inputSize = inputSize;
    this.#algorithm = algorithm;
    this.#request = request;
  }

  async append(bytes: Uint8Array): Promise<void> {
    await this.target.append(bytes);
    this.#request.onProgress?.(this.target.written);
    if (this.#inputSize < largeFile || this.#request.readBack === false) return;
    this.#readBack ??= new ReadBack(this.target.temporary, this.#inputSize, this.#algorithm);
    this.#readBack.progress(this.target.written);
  }

  /** Verifies what lies on the disk while the disk makes it durable; returns when both are done. */
  async checkAndSync(signed: SignedPdf): Promise<void> {
    const written = openFileSource(this.target.temporary);
    const synced = this.target.sync();
    // Its failure is told to whoever waits for it in the end, and to nobody before.
    synced.catch(() => undefined);
    try {
      const expected = { ...signed, expectedSha256: signed.sha256, password: this.#request.password };
      await checkSignedPdf(written, expected, async ({ gapStart, gapEnd }, again) => {
        const followed = await this.#readBack?.digests({ gapStart, gapEnd, size: written.size });
        return followed ?? again();
      });
    } finally {
      // A handle must not be closed under a running fsync.
      await synced.finally(() => written.close());
    }
  }

  async discard(): Promise<void> {
    await this.#readBack?.stop();
    await this.target.discard();
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

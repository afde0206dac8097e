import { randomBytes } from '../crypto.ts';
import {
  close,
  existsSync,
  fchmodSync,
  fsync,
  link,
  open,
  openSync,
  realpathSync,
  rename,
  statSync,
  unlink,
  unlinkSync,
  write,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { ByteSink } from '../bytes.ts';
import { PadesError } from './errors.ts';

const [closeFile, syncFile, linkFile, openFile, renameFile, unlinkFile] = [
  promisify(close),
  promisify(fsync),
  promisify(link),
  promisify(open),
  promisify(rename),
  promisify(unlink),
];

/** Nobody but its owner may read a file of which nothing else is known. */
const ownerOnly = 0o600;

/** Bytes after which the disk begins to work, so that the last sync finds little left to do. */
const flushEvery = 64 << 20;

/**
 * A file in the making, beside the place it is meant for. Nothing appears under the target's name before `publish`, and
 * then all of it, durable. Errors of the system become PadesError `writeFailed` with the error as cause.
 */
export class TargetFile implements ByteSink {
  readonly target: string;
  readonly temporary: string;
  readonly #syncHandle: (fd: number) => Promise<void>;
  #fd = -1;
  #mode = ownerOnly;
  #written = 0;
  #behind: Promise<unknown> = Promise.resolve();
  #flushing = false;
  #flushStarted = 0;
  #flushError: unknown;

  /** @param syncHandle makes a handle's bytes durable; tests put a failing disk here. */
  constructor(target: string, syncHandle: (fd: number) => Promise<void> = syncFile) {
    this.target = target;
    this.#syncHandle = syncHandle;
    const unique = Buffer.from(randomBytes(6)).toString('hex');
    this.temporary = join(dirname(target), `.${basename(target)}.${unique}.part`);
  }

  get written(): number {
    return this.#written;
  }

  /** Lets those read the published file who may read `input`, and nobody else; without it, that is its owner. */
  openAs(input: string): void {
    // 0666: documents are not run, whatever the input's mode says.
    this.#mode = (statSync(input).mode & 0o666) | ownerOnly;
  }

  /** Appends at the end; the first call creates the temporary file. */
  async append(bytes: Uint8Array): Promise<void> {
    await orWriteFailed(async () => {
      if (this.#fd < 0) this.#fd = openSync(this.temporary, 'wx', ownerOnly);
      for (let done = 0; done < bytes.length;)
        done += await this.#writeSome(bytes.subarray(done), this.#written + done);
    });
    this.#written += bytes.length;
    if (this.#written - this.#flushStarted >= flushEvery) this.flushBehind();
  }

  /** Lets the disk begin with what was appended, while other work goes on. A failure is told by the next `sync`. */
  flushBehind(): void {
    if (this.#flushing || this.#fd < 0) return;
    this.#flushing = true;
    this.#flushStarted = this.#written;
    // The system reports a failed write-back once, to whoever asks first: the error must not get lost here.
    this.#behind = this.#syncHandle(this.#fd)
      .catch((error: unknown) => void (this.#flushError ??= error))
      .finally(() => (this.#flushing = false));
  }

  /** Returns when what was appended is on the disk. */
  async sync(): Promise<void> {
    await orWriteFailed(async () => {
      await Promise.all([this.#syncHandle(this.#fd), this.#behind]);
      if (this.#flushError !== undefined) throw this.#flushError;
    });
  }

  /**
   * Gives the file its name. Must be synced before.
   * @param overwrite whether a file of that name may be replaced.
   * @throws PadesError `targetExists` or `writeFailed`.
   */
  async publish(overwrite: boolean): Promise<void> {
    await orWriteFailed(async () => {
      if (this.#mode !== ownerOnly && this.#fd >= 0) fchmodSync(this.#fd, this.#mode);
      await this.#close();
      if (overwrite) await renameFile(this.temporary, this.target);
      else await this.#publishAsNew();
      await syncFolder(dirname(this.target));
    });
  }

  /** Removes what was written. Does nothing after `publish`, or before anything was appended. */
  async discard(): Promise<void> {
    try {
      await this.#close();
      if (existsSync(this.temporary)) unlinkSync(this.temporary);
    } catch {
      // The reason why the signature failed matters more than a temporary file that cannot be removed.
    }
  }

  /** Closes the handle once nothing uses it any more. */
  async #close(): Promise<void> {
    const fd = this.#fd;
    this.#fd = -1;
    await this.#behind;
    if (fd >= 0) await closeFile(fd);
  }

  #writeSome(bytes: Uint8Array, at: number): Promise<number> {
    return new Promise((resolve, reject) => {
      write(this.#fd, bytes, 0, bytes.length, at, (error, count) => (error ? reject(error) : resolve(count)));
    });
  }

  /** A hard link fails when the name is taken, which a rename does not; file systems without links get a look and a rename. */
  async #publishAsNew(): Promise<void> {
    try {
      await linkFile(this.temporary, this.target);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? '';
      if (code === 'EEXIST' || existsSync(this.target)) throw targetExists(this.target, error);
      if (!['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'EISDIR'].includes(code)) throw error;
      await renameFile(this.temporary, this.target);
      return;
    }
    await unlinkFile(this.temporary);
  }
}

/** Looks at the target before any work is done. @throws PadesError `targetExists` or `targetIsInput`. */
export function refuseTarget(target: string, input: string, overwrite: boolean): void {
  if (!existsSync(target)) return;
  const [a, b] = [statSync(target), statSync(input)];
  if (realpathSync(target) === realpathSync(input) || (a.ino !== 0 && a.ino === b.ino && a.dev === b.dev)) {
    throw new PadesError('targetIsInput', 'a document is never changed where it lies');
  }
  if (!overwrite) throw targetExists(target);
}

function targetExists(target: string, cause?: unknown): PadesError {
  return new PadesError('targetExists', `${target} exists`, { cause });
}

/** Makes the name itself durable. Windows has no such call and keeps names in its journal. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const fd = await openFile(path, 'r');
  try {
    await syncFile(fd);
  } finally {
    await closeFile(fd);
  }
}

async function orWriteFailed<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PadesError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw new PadesError('writeFailed', `cannot write (${code ?? 'unknown'}): ${message}`, { cause: error });
  }
}

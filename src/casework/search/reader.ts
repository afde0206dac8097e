import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { FromReader, ToReader } from './worker.ts';

/** Beside this file in the sources; beside the office's bundle in the program, where the packager leaves it outside the archive. */
const file = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? 'worker.ts' : 'search-worker.mjs', new URL('.', import.meta.url)),
).replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked');

/** Bytes of a document that lies on this PC. */
export interface Bytes {
  readonly size: number;
  readSync(offset: number, length: number): Uint8Array;
}

export interface TextReader {
  /** The text of a PDF, a string for each sheet; null where it cannot be read: encrypted, damaged, too slow, too large for the thread. */
  read(document: Bytes): Promise<readonly string[] | null>;
  stop(): Promise<void>;
}

/**
 * Reads one document at a time in a thread that is ended when nobody asks for a while, and whenever a document holds it up.
 * @param patienceMs how long one sheet may take
 */
export function textReader(patienceMs: number, idleMs: number): TextReader {
  let worker: Worker | null = null;
  let idle: ReturnType<typeof setTimeout> | undefined;
  let giveUp: (() => void) | null = null;

  const stop = async (): Promise<void> => {
    clearTimeout(idle);
    const ending = worker;
    worker = null;
    giveUp?.();
    await ending?.terminate();
  };
  const running = (): Worker => {
    clearTimeout(idle);
    // What the office was started with is not for it: a test runner's loader, an inspector's port.
    worker ??= new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: 384 }, execArgv: [], stderr: true });
    return worker;
  };
  return {
    read(document) {
      const thread = running();
      const say = (message: ToReader): void => thread.postMessage(message);
      const pages: string[] = [];
      let timer: ReturnType<typeof setTimeout> | undefined;
      return new Promise<readonly string[] | null>((resolve) => {
        const end = (result: readonly string[] | null, isSound: boolean): void => {
          clearTimeout(timer);
          giveUp = null;
          thread.off('message', onMessage).off('error', onEnd).off('exit', onEnd);
          resolve(result);
          if (!isSound) void (worker === thread ? stop() : undefined);
          else {
            idle = setTimeout(() => void stop(), idleMs);
            idle.unref();
          }
        };
        const patience = (): void => {
          clearTimeout(timer);
          timer = setTimeout(() => end(null, false), patienceMs);
        };
        const onEnd = (): void => end(null, false);
        const onMessage = (message: FromReader): void => {
          patience();
          if (message.kind === 'want') {
            const { begin, end: until } = message;
            say({ kind: 'bytes', begin, bytes: slice(document, begin, until) });
          } else if (message.kind === 'page') pages.push(message.text);
          else end(message.isWhole ? pages : null, true);
        };
        giveUp = () => end(null, true);
        thread.on('message', onMessage).on('error', onEnd).on('exit', onEnd);
        patience();
        say({ kind: 'read', size: document.size });
      });
    },
    stop,
  };
}

/** Null where the file on the disk is not what was written. */
function slice(document: Bytes, begin: number, end: number): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(document.readSync(begin, end - begin));
  } catch {
    return null;
  }
}

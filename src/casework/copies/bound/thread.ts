import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import {
  type BindEnd,
  type BindTask,
  type FromThread,
  type LineResult,
  type ToThread,
  refused,
  slab,
} from './protocol.ts';

/** Beside this file in the sources; beside the office's bundle in the program, where the packager leaves it outside the archive. */
const file = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? 'worker.ts' : 'binding-worker.mjs', new URL('.', import.meta.url)),
).replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked');
const memory = { maxOldGenerationSizeMb: 512 };

export interface BindRooms {
  /** @throws whatever the store throws: it then counts as gone. */
  readonly read: (sha256: string, offset: number, length: number) => Uint8Array;
  readonly onProgress: (line: number, sheet: number) => void;
  /** The sheets in front, once it is known what became of each line. */
  readonly front: (results: readonly LineResult[]) => Promise<readonly Uint8Array[]>;
  readonly signal: AbortSignal;
}

export type BindAnswer =
  | ({ readonly kind: 'end' } & BindEnd)
  | { readonly kind: 'stopped' }
  | { readonly kind: 'gone'; readonly sha256: string };

/**
 * Binds in a thread, which asks for the bytes of files and writes the new one. Stopping ends it wherever it is.
 * @throws the system's error of the disk that is written to; what `front` throws.
 */
export async function bindInThread(
  task: Omit<BindTask, 'control' | 'room'>,
  { read, onProgress, front, signal }: BindRooms,
): Promise<BindAnswer> {
  const shared = { control: new SharedArrayBuffer(8), room: new SharedArrayBuffer(slab) };
  const control = new Int32Array(shared.control);
  const workerData: BindTask = { ...task, ...shared };
  // What the office was started with is not for it: a test runner's loader, an inspector's port.
  const worker = new Worker(file, { workerData, resourceLimits: memory, execArgv: [], stderr: true });
  const hand = (length: number): void => {
    Atomics.store(control, 1, length);
    Atomics.store(control, 0, 1);
    Atomics.notify(control, 0);
  };
  const serve = (sha256: string, offset: number, length: number): void => {
    try {
      const bytes = read(sha256, offset, length);
      new Uint8Array(shared.room).set(bytes);
      hand(bytes.length);
    } catch {
      hand(refused);
    }
  };
  try {
    return await new Promise<BindAnswer>((resolve, reject) => {
      const stop = (): void => resolve({ kind: 'stopped' });
      if (signal.aborted) stop();
      signal.addEventListener('abort', stop, { once: true });
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('the thread that binds ended before its work')));
      worker.on('message', (message: FromThread) => {
        if (message.kind === 'want') serve(message.sha256, message.offset, message.length);
        else if (message.kind === 'at') onProgress(message.line, message.sheet);
        else if (message.kind === 'bound')
          front(message.results).then(
            (sheets) => worker.postMessage({ kind: 'front', sheets } satisfies ToThread),
            reject,
          );
        else if (message.kind === 'disk')
          reject(Object.assign(new Error(message.message), { code: message.code, path: task.path }));
        else resolve(message);
      });
    });
  } finally {
    await worker.terminate();
  }
}

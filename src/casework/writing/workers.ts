import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { DocxRead } from './docx.ts';
import type { DocxAnswer, SpellingAnswer, SpellingAsked, WorkerTask } from './worker.ts';

/** Beside this file in the sources; beside the office's bundle in the program, where the packager leaves it outside the archive. */
const file = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? 'worker.ts' : 'writing-worker.mjs', new URL('.', import.meta.url)),
).replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked');
const memory = { maxOldGenerationSizeMb: 512 };

const start = (task: WorkerTask): Worker =>
  // What the office was started with is not for it: a test runner's loader, an inspector's port.
  new Worker(file, { workerData: task, resourceLimits: memory, execArgv: [], stderr: true });

/** Reads a document in a thread that is ended when it takes too long, or more memory than a document may. */
export async function docxInWorker(
  bytes: Uint8Array,
  patienceMs: number,
): Promise<DocxRead | { readonly kind: 'tooSlow' }> {
  const worker = start({ job: 'docx', bytes });
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    return await new Promise<DocxAnswer | { kind: 'tooSlow' }>((resolve, reject) => {
      timer = setTimeout(() => resolve({ kind: 'tooSlow' }), patienceMs);
      worker.once('message', resolve);
      worker.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve({ kind: 'refused', reason: 'tooLarge' });
        else reject(error);
      });
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

export interface SpellingWorker {
  ask(what: SpellingAsked['what'], words: readonly string[]): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** The dictionary's thread: begun with the first question, ended when nobody asks for a while, since it holds 100 MB. */
export function spellingWorker(idleMs: number): SpellingWorker {
  let worker: Worker | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = 0;
  const waiting = new Map<number, { resolve: (words: readonly string[]) => void; reject: (error: unknown) => void }>();

  const stop = async (): Promise<void> => {
    clearTimeout(timer);
    const ending = worker;
    worker = null;
    for (const { reject } of waiting.values()) reject(new Error('the dictionary was closed'));
    waiting.clear();
    await ending?.terminate();
  };
  const running = (): Worker => {
    if (worker) return worker;
    const begun = start({ job: 'spelling' });
    begun.on('message', ({ id, words }: SpellingAnswer) => {
      waiting.get(id)?.resolve(words);
      waiting.delete(id);
    });
    begun.on('error', (error) => {
      worker = null;
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    });
    begun.unref();
    return (worker = begun);
  };
  return {
    ask(what, words) {
      clearTimeout(timer);
      timer = setTimeout(() => void (waiting.size === 0 && stop()), idleMs);
      timer.unref();
      return new Promise((resolve, reject) => {
        const id = (last += 1);
        waiting.set(id, { resolve, reject });
        running().postMessage({ id, what, words } satisfies SpellingAsked);
      });
    },
    stop,
  };
}

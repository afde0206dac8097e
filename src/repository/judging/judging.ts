import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { heldBy } from '../../at-rest/reader.ts';
import { type ByteSource, descriptorOf } from '../../signature/index.ts';
import { createQueue } from '../queue.ts';
import { type Accepted, type Judges, judges } from './judge.ts';
import type { FromJudge, Question, ToJudge } from './worker.ts';

/** Beside this file in the sources; beside the office repository's bundle in the program, outside the archive. */
const file = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? 'worker.ts' : 'judging-worker.mjs', new URL('.', import.meta.url)),
).replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked');

export interface JudgingLimits {
  /** So many files at once, and the thread is begun. */
  readonly crowd: number;
  /** A file of more bytes is never judged beside the requests of others. */
  readonly large: number;
  readonly heapMb: number;
}

const usual: JudgingLimits = { crowd: 3, large: 2 << 20, heapMb: 1024 };

export interface Judging extends Judges {
  /** Whether the thread judges by now. */
  readonly isAside: boolean;
  close(): Promise<void>;
}

/**
 * Judges files. A repository with little to do judges beside its requests and needs no thread; once several files wait, or a large one comes,
 * a thread takes them over, and no file, be it made to hold up whoever reads it, keeps another office waiting for an answer.
 * Rejects only for bugs, and where a file took the thread along (its memory is limited): nothing final was said of it then.
 */
export function openJudging(accepted: Accepted, limits: JudgingLimits = usual, script: string = file): Judging {
  const here = judges(accepted);
  /** Files are judged in the order in which they came, here or aside: acts of a case are numbered in that order. */
  const inOrder = createQueue();
  let thread: Thread | null = null;
  let startable = true;
  let waiting = 0;

  const begin = (): Thread => {
    const begun = startThread(script, accepted, limits.heapMb, (wasReady) => {
      thread = null;
      // What cannot be begun is not tried for each file again.
      startable = wasReady;
    });
    return (thread = begun);
  };
  const aside = async (isLarge: boolean): Promise<Thread | null> => {
    if (thread === null && startable && (isLarge || waiting >= limits.crowd)) begin();
    if (isLarge && thread) await thread.begun;
    return thread?.isReady ? thread : null;
  };
  const ask = async <R>(source: ByteSource, question: Question, judgeHere: () => Promise<R>): Promise<R> => {
    waiting += 1;
    try {
      const { ruling } = await inOrder(async (): Promise<{ ruling: R | Promise<R> }> => {
        const other = await aside(source.size > limits.large);
        // Handed over in this order, and not waited for: the thread judges one after the other, too.
        return { ruling: other ? (other.ask(source, question) as Promise<R>) : await judgeHere() };
      });
      return await ruling;
    } finally {
      waiting -= 1;
    }
  };
  return {
    get isAside() {
      return thread?.isReady ?? false;
    },
    judge: (source, of) => ask(source, { about: 'signature', of }, () => here.judge(source, of)),
    judgeGrowth: (source, prefixSize) =>
      ask(source, { about: 'growth', prefixSize }, () => here.judgeGrowth(source, prefixSize)),
    async close() {
      startable = false;
      await thread?.end();
    },
  };
}

interface Thread {
  readonly isReady: boolean;
  /** Resolves when it is ready, or will never be. */
  readonly begun: Promise<void>;
  ask(source: ByteSource, question: Question): Promise<unknown>;
  end(): Promise<void>;
}

/** What is in memory goes along; of what lies in a file, plain or encrypted, the thread reads what it needs itself. */
function handedOver(source: ByteSource): ToJudge['file'] {
  const held = heldBy(source);
  if (held) return { held };
  const fd = descriptorOf(source);
  return fd === null ? { bytes: source.readSync(0, source.size) } : { fd, size: source.size };
}

function startThread(script: string, accepted: Accepted, heapMb: number, onEnd: (wasReady: boolean) => void): Thread {
  // What the program was started with is not for it: a test runner's loader, an inspector's port.
  const worker = new Worker(script, {
    ...{ workerData: accepted, execArgv: [], stderr: true, resourceLimits: { maxOldGenerationSizeMb: heapMb } },
  });
  worker.unref();
  const asked = new Map<number, { resolve: (ruling: unknown) => void; reject: (error: Error) => void }>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  let [last, isReady, isOver] = [0, false, false];
  const over = (error: Error): void => {
    if (isOver) return;
    isOver = true;
    onEnd(isReady);
    isReady = false;
    begin();
    for (const { reject } of asked.values()) reject(error);
    asked.clear();
  };
  worker.on('message', (message: FromJudge) => {
    if (message.kind === 'ready') {
      isReady = true;
      return begin();
    }
    const errand = asked.get(message.id);
    asked.delete(message.id);
    if (message.kind === 'ruling') errand?.resolve(message.ruling);
    else errand?.reject(message.error);
  });
  worker.on('error', (error: Error) => over(error));
  worker.on('exit', () => over(new Error('the thread that judges files ended')));
  return {
    get isReady() {
      return isReady;
    },
    begun,
    ask: (source, question) =>
      new Promise((resolve, reject) => {
        const id = (last += 1);
        asked.set(id, { resolve, reject });
        worker.postMessage({ id, file: handedOver(source), question } satisfies ToJudge);
      }),
    async end() {
      await worker.terminate();
    },
  };
}

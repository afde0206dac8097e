/** Work that would hold up the office: the dictionary, and documents of other programs. A thread of its own for each. */
import { parentPort, workerData } from 'node:worker_threads';
import { type DocxRead, readDocx } from './docx.ts';
import { type Speller, openSpeller } from './speller.ts';

export type WorkerTask = { readonly job: 'spelling' } | { readonly job: 'docx'; readonly bytes: Uint8Array };
export interface SpellingAsked {
  readonly id: number;
  readonly what: 'wrong' | 'suggest';
  readonly words: readonly string[];
}
export interface SpellingAnswer {
  readonly id: number;
  readonly words: readonly string[];
}
export type DocxAnswer = DocxRead;

const task = workerData as WorkerTask;
if (task.job === 'docx') parentPort?.postMessage(await readDocx(task.bytes));
else {
  let speller: Promise<Speller> | null = null;
  const answer = async ({ id, what, words }: SpellingAsked): Promise<void> => {
    const open = await (speller ??= openSpeller());
    const found = what === 'wrong' ? open.wrong(words) : open.suggest(words[0] ?? '');
    parentPort?.postMessage({ id, words: found } satisfies SpellingAnswer);
  };
  // What goes wrong ends the thread, and whoever asked hears of it.
  parentPort?.on('message', (asked: SpellingAsked) => void answer(asked));
}

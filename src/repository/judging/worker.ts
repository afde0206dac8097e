/** Judges files in a thread of its own, one after the other: each has a right to its whole thinking time. */
import { parentPort, workerData } from 'node:worker_threads';
import { type HeldDocument, heldDocument } from '../../at-rest/reader.ts';
import { type ByteSource, bufferSource, heldFileSource } from '../../signature/index.ts';
import { createQueue } from '../queue.ts';
import { type Accepted, type GrowthRuling, type SignatureQuestion, type SignatureRuling, judges } from './judge.ts';

/** What is asked about a file: its bytes, or a descriptor that whoever asks keeps open until the answer. */
export interface ToJudge {
  readonly id: number;
  readonly file:
    { readonly bytes: Uint8Array } | { readonly fd: number; readonly size: number } | { readonly held: HeldDocument };
  readonly question: Question;
}
export type Question =
  | { readonly about: 'signature'; readonly of: SignatureQuestion }
  | { readonly about: 'growth'; readonly prefixSize: number };
export type FromJudge =
  | { readonly kind: 'ready' }
  | { readonly kind: 'ruling'; readonly id: number; readonly ruling: SignatureRuling | GrowthRuling }
  /** A bug: what is expected of any file is a ruling. */
  | { readonly kind: 'bug'; readonly id: number; readonly error: Error };

const { judge, judgeGrowth } = judges(workerData as Accepted);
const inTurn = createQueue();
const tell = (message: FromJudge): void => parentPort?.postMessage(message);

function sourceOf(file: ToJudge['file']): ByteSource {
  if ('held' in file) return heldDocument(file.held);
  return 'bytes' in file ? bufferSource(file.bytes) : heldFileSource(file.fd, file.size);
}

async function rule({ file, question }: ToJudge): Promise<SignatureRuling | GrowthRuling> {
  const source = sourceOf(file);
  return question.about === 'signature' ? judge(source, question.of) : judgeGrowth(source, question.prefixSize);
}

parentPort?.on('message', (asked: ToJudge) => {
  const { id } = asked;
  inTurn(() => rule(asked)).then(
    (ruling) => tell({ kind: 'ruling', id, ruling }),
    (error: Error) => tell({ kind: 'bug', id, error }),
  );
});
tell({ kind: 'ready' });

import type { FromFrame, ToFrame } from '../apart/messages.ts';
import { answerOf } from './answers.ts';

/** What opening a document came to; `babble`: the frame said what none of the messages is. */
export type First = Extract<FromFrame, { kind: 'opened' | 'refused' }> | 'babble';

type Answer = Extract<FromFrame, { ask: number }>;
type Question = Extract<ToFrame, { kind: 'draw' | 'layer' | 'text' }>;
type Wanted = { draw: 'drawn'; layer: 'layer'; text: 'text' };
type WithoutAsk<T> = T extends unknown ? Omit<T, 'ask'> : never;

/** One frame's port: questions with their answers, and what it asks for itself. */
export interface Talk {
  readonly first: Promise<First>;
  say(message: ToFrame, transfer?: Transferable[]): void;
  /** Rejects where it cannot be had, where it takes longer than `patienceMs`, and when the talk is over. */
  ask<K extends Question['kind']>(
    question: WithoutAsk<Extract<Question, { kind: K }>> & { readonly kind: K },
  ): { readonly promise: Promise<Extract<Answer, { kind: Wanted[K] }>>; cancel(): void };
  end(): void;
}

/**
 * Hears a frame. Whatever it says that is none of the messages there are ends the talk: it draws what comes from outside, and may have been
 * taken over.
 * @param size of the document in bytes; `bytesOf` reads a part of it, null where it cannot be had.
 */
export function talkWith(
  port: MessagePort,
  size: number,
  bytesOf: (begin: number, end: number) => Promise<Uint8Array<ArrayBuffer> | null>,
  patienceMs: number,
): Talk {
  const waiting = new Map<number, { resolve(answer: Answer): void; reject(why: Error): void }>();
  const { promise: first, resolve: tellFirst } = Promise.withResolvers<First>();
  let asked = 0;
  let serving: Promise<unknown> = Promise.resolve();

  const say: Talk['say'] = (message, transfer = []) => port.postMessage(message, transfer);
  const end = (): void => {
    port.close();
    for (const { reject } of waiting.values()) reject(new Error('closed'));
  };
  const serve = async (begin: number, to: number): Promise<void> => {
    const bytes = await bytesOf(begin, to);
    say({ kind: 'range', begin, bytes }, bytes ? [bytes.buffer] : []);
  };
  const hear = (message: FromFrame): void => {
    switch (message.kind) {
      case 'opened':
      case 'refused':
        return tellFirst(message);
      case 'range':
        // One after the other: a frame that asks without end keeps nobody else waiting.
        serving = serving.then(() => serve(message.begin, message.end));
        return;
      default: {
        const asker = waiting.get(message.ask);
        if (asker) asker.resolve(message);
        else if (message.kind === 'drawn') message.bitmap.close();
      }
    }
  };
  port.onmessage = ({ data }: MessageEvent<unknown>) => {
    const message = answerOf(data, size);
    if (message) return hear(message);
    end();
    tellFirst('babble');
  };

  return {
    ...{ first, say, end },
    ask(question) {
      const id = (asked += 1);
      const { promise, resolve, reject } = Promise.withResolvers<Answer>();
      const late = setTimeout(() => reject(new Error('too long')), patienceMs);
      waiting.set(id, { resolve, reject });
      say({ ...question, ask: id } as unknown as ToFrame);
      const wanted = question.kind === 'draw' ? 'drawn' : question.kind;
      const answered = promise
        .then((answer) => {
          if (answer.kind !== wanted) throw new Error('it could not be had');
          return answer as never;
        })
        .finally(() => {
          clearTimeout(late);
          waiting.delete(id);
        });
      const cancel = (): void => {
        if (!waiting.has(id)) return;
        reject(new Error('called off'));
        say({ kind: 'cancel', ask: id });
      };
      return { promise: answered, cancel };
    },
  };
}

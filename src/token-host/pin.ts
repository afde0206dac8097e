import type { Channel } from '../contract/channel.ts';
import { type Failure, type Outcome, done, failed } from '../contract/failures.ts';
import type { SessionId } from '../contract/ids.ts';
import type { Port } from '../contract/port.ts';
import { PinAnswer, type PinPurpose, type PinQuestion } from '../contract/token.ts';
import type { Pin, PinStatus } from './driver.ts';

/** One question to the person, with what became of it. */
export interface PinExchange {
  /** The PIN and the separate yes of law 4, or pinCancelled, or deadline when nobody could be asked. */
  readonly answer: Promise<Outcome<{ readonly pin: Pin; readonly lastTryConfirmed: boolean }>>;
  /** Tells the asker's window what the token said, and lets the port go. */
  settle(failure: Failure | null): void;
  /** Stops waiting: the answer becomes `pinCancelled`. */
  cancel(): void;
}

export interface PinLimits {
  /** How long to wait for the parent to open a PIN port, in milliseconds. */
  readonly portMs: number;
  /** How long a person may take, in milliseconds. */
  readonly answerMs: number;
}

/** Asks for PINs over ports of their own: one port for each question, one answer for each port. */
export interface PinDesk {
  ask(sessionId: SessionId, status: PinStatus, purpose: PinPurpose): PinExchange;
  /** A PIN port that the parent handed over. A port that nobody asked for is closed at once. */
  deliver(sessionId: SessionId, port: Port): void;
}

export function createPinDesk(channel: Channel, limits: PinLimits): PinDesk {
  const awaited = new Map<SessionId, (port: Port) => void>();

  return {
    ask(sessionId, status, purpose) {
      const { promise, resolve } = Promise.withResolvers<Awaited<PinExchange['answer']>>();
      let port: Port | null = null;
      let timer = setTimeout(() => finish(failed({ kind: 'deadline', call: 'pinPort' })), limits.portMs);
      const take = (handed: Port): void => {
        port = handed;
        awaited.delete(sessionId);
        clearTimeout(timer);
        timer = setTimeout(() => finish(failed({ kind: 'pinCancelled' })), limits.answerMs);
        handed.onClose(() => finish(failed({ kind: 'pinCancelled' })));
        handed.onMessage((message) => {
          const answer = PinAnswer.safeParse(message);
          if (!answer.success || answer.data.sessionId !== sessionId) return;
          finish(
            answer.data.kind === 'pinEntered' ? done(entered(status, answer.data)) : failed({ kind: 'pinCancelled' }),
          );
        });
        handed.send(questionOf(sessionId, status, purpose));
        // Typed on the reader: the driver's own call waits for it. Only a last try wants a yes before that (law 4).
        if (status.protectedPath && status.pinState !== 'finalTry')
          setImmediate(() => finish(done({ pin: null, lastTryConfirmed: false })));
      };
      const finish = (outcome: Awaited<PinExchange['answer']>): void => {
        clearTimeout(timer);
        if (awaited.get(sessionId) === take) awaited.delete(sessionId);
        resolve(outcome);
      };
      awaited.set(sessionId, take);
      channel.send({ kind: 'pinPortWanted', sessionId });
      return {
        answer: promise,
        settle(failure) {
          port?.send({ kind: 'pinSettled', sessionId, failure } satisfies PinQuestion);
          port?.close();
          port = null;
        },
        cancel: () => finish(failed({ kind: 'pinCancelled' })),
      };
    },

    deliver(sessionId, port) {
      const take = awaited.get(sessionId);
      if (take) take(port);
      else port.close();
    },
  };
}

function questionOf(sessionId: SessionId, status: PinStatus, purpose: PinPurpose): PinQuestion {
  const { tokenLabel, pinState, pinMin, pinMax, protectedPath } = status;
  return { kind: 'pinWanted', sessionId, tokenLabel, pinState, pinMin, pinMax, protectedPath, purpose };
}

function entered(status: PinStatus, answer: Extract<PinAnswer, { kind: 'pinEntered' }>) {
  return { pin: status.protectedPath ? null : answer.pin, lastTryConfirmed: answer.lastTryConfirmed };
}

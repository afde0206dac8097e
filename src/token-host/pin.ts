import type { Channel } from '../contract/channel.ts';
import { type Failure, type Outcome, done, failed } from '../contract/failures.ts';
import type { SessionId } from '../contract/ids.ts';
import type { Port } from '../contract/port.ts';
import { PinAnswer, type PinPurpose, type PinQuestion } from '../contract/token.ts';
import type { Pin, PinStatus, SecretsStatus } from './driver.ts';

/** One question to the person, with what became of it. `T`: what an answer holds. */
export interface Exchange<T> {
  /** What was typed, or pinCancelled, or deadline when nobody could be asked. */
  readonly answer: Promise<Outcome<T>>;
  /** Tells the asker's window what the token said, and lets the port go. */
  settle(failure: Failure | null): void;
  /** Stops waiting: the answer becomes `pinCancelled`. */
  cancel(): void;
}

/** The PIN and the separate yes of law 4. */
export interface EnteredPin {
  readonly pin: Pin;
  readonly lastTryConfirmed: boolean;
}
export type PinExchange = Exchange<EnteredPin>;

/** The old PIN or the PUK, the new PIN, and the separate yes. */
export interface EnteredNewPin {
  readonly proof: Pin;
  readonly newPin: Pin;
  readonly lastTryConfirmed: boolean;
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
  askNewPin(sessionId: SessionId, errand: NewPinQuestion['errand'], status: SecretsStatus): Exchange<EnteredNewPin>;
  /** A PIN port that the parent handed over. A port that nobody asked for is closed at once. */
  deliver(sessionId: SessionId, port: Port): void;
}

type NewPinQuestion = Extract<PinQuestion, { kind: 'newPinWanted' }>;

/** A question, and how its answers are read. */
interface Asking<T> {
  readonly question: Exclude<PinQuestion, { kind: 'pinSettled' }>;
  /** What an answer of the right kind holds; null for one that answers another question. */
  readonly read: (answer: PinAnswer) => T | null;
  /** What is answered at once where everything is typed on the reader; null where a person must say something first. */
  readonly onKeypad: T | null;
}

export function createPinDesk(channel: Channel, limits: PinLimits): PinDesk {
  const awaited = new Map<SessionId, (port: Port) => void>();

  function exchange<T>(sessionId: SessionId, { question, read, onKeypad }: Asking<T>): Exchange<T> {
    const { promise, resolve } = Promise.withResolvers<Outcome<T>>();
    const cancelled = failed({ kind: 'pinCancelled' });
    let port: Port | null = null;
    let timer = setTimeout(() => finish(failed({ kind: 'deadline', call: 'pinPort' })), limits.portMs);
    const take = (handed: Port): void => {
      port = handed;
      awaited.delete(sessionId);
      clearTimeout(timer);
      timer = setTimeout(() => finish(cancelled), limits.answerMs);
      handed.onClose(() => finish(cancelled));
      handed.onMessage((message) => {
        const answer = PinAnswer.safeParse(message);
        if (!answer.success || answer.data.sessionId !== sessionId) return;
        if (answer.data.kind === 'pinCancelled') return finish(cancelled);
        const entered = read(answer.data);
        if (entered !== null) finish(done(entered));
      });
      handed.send(question);
      // The driver's own call waits for the keypad.
      if (onKeypad !== null) setImmediate(() => finish(done(onKeypad)));
    };
    const finish = (outcome: Outcome<T>): void => {
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
      cancel: () => finish(cancelled),
    };
  }

  return {
    ask(sessionId, status, purpose) {
      const { tokenLabel, pinState, triesLeft, pinMin, pinMax, protectedPath } = status;
      return exchange<EnteredPin>(sessionId, {
        question: {
          ...{ kind: 'pinWanted', sessionId, tokenLabel, pinState, triesLeft, pinMin, pinMax, protectedPath, purpose },
        },
        read: (answer) =>
          answer.kind === 'pinEntered'
            ? { pin: protectedPath ? null : answer.pin, lastTryConfirmed: answer.lastTryConfirmed }
            : null,
        // Only a last try wants a yes before anything is typed (law 4).
        onKeypad: protectedPath && pinState !== 'finalTry' ? { pin: null, lastTryConfirmed: false } : null,
      });
    },

    askNewPin(sessionId, errand, status) {
      const { canChangePin: _change, canUnblockPin: _unblock, ...told } = status;
      const { protectedPath } = status;
      const state = errand === 'unblockPin' ? status.pukState : status.pinState;
      return exchange<EnteredNewPin>(sessionId, {
        // The counter is the PIN's; of the PUK only the flags are known.
        question: {
          ...{ kind: 'newPinWanted', sessionId, errand, ...told },
          triesLeft: errand === 'changePin' ? status.triesLeft : null,
        },
        read: (answer) => {
          if (answer.kind !== 'newPinEntered') return null;
          const { proof, newPin, lastTryConfirmed } = answer;
          return protectedPath ? { proof: null, newPin: null, lastTryConfirmed } : { proof, newPin, lastTryConfirmed };
        },
        onKeypad: protectedPath && state !== 'finalTry' ? { proof: null, newPin: null, lastTryConfirmed: false } : null,
      });
    },

    deliver(sessionId, port) {
      const take = awaited.get(sessionId);
      if (take) take(port);
      else port.close();
    },
  };
}

/** Runs in the PIN page before its own code: a port whose other end is the test. */
import type { PinQuestion } from '../../../src/contract/token.ts';

declare global {
  interface Window {
    host?: { readonly answers: unknown[]; ask(question: PinQuestion): void; closed: boolean };
  }
}

let hear: ((message: unknown) => void) | null = null;
const early: unknown[] = [];
const host = {
  answers: [] as unknown[],
  closed: false,
  ask(question: PinQuestion) {
    if (hear) hear(question);
    else early.push(question);
  },
};
window.host = host;
window.close = () => {
  host.closed = true;
};
Object.defineProperty(window, 'fojasPin', {
  value: Object.freeze({
    onPort(listener: (port: unknown) => void) {
      listener({
        send: (message: unknown) => host.answers.push(structuredClone(message)),
        onMessage: (run: (message: unknown) => void) => {
          hear = run;
          for (const message of early.splice(0)) run(message);
        },
        close: () => undefined,
      });
    },
  }),
});

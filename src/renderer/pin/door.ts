import type { PinAnswer, PinQuestion } from '../../contract/token.ts';

/** What the PIN window's preload puts on `window`: a line to the one token host that asks, and nothing else. */
export interface PinBridge {
  onPort(listener: (port: PinPort) => void): unknown;
}
export interface PinPort {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): unknown;
  close(): void;
}

declare global {
  interface Window {
    readonly fojasPin?: PinBridge;
  }
}

/** The two things that cross: the host's questions come, the person's answers go. */
export interface PinDoor {
  answer(answer: PinAnswer): void;
}

/** Opens the line. Anything but a question of the contract's kinds is not for us and is left unheard. */
export function openPinDoor(bridge: PinBridge, onQuestion: (question: PinQuestion) => void): PinDoor {
  let port: PinPort | null = null;
  const early: PinAnswer[] = [];
  bridge.onPort((opened) => {
    port = opened;
    opened.onMessage((message) => {
      const kind = (message as { kind?: unknown } | null)?.kind;
      if (kind === 'pinWanted' || kind === 'newPinWanted' || kind === 'pinSettled') onQuestion(message as PinQuestion);
    });
    for (const answer of early.splice(0)) opened.send(answer);
  });
  return {
    answer: (answer) => {
      if (port) port.send(answer);
      else early.push(answer);
    },
  };
}

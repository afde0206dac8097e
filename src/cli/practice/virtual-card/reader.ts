/** The card in vpcd's reader: a TCP connection that carries what contacts would (vsmartcard, "vpcd communication protocol"). */
import { type Socket, connect } from 'node:net';
import type { PivCard } from './piv-card.ts';

/** What happens to one command, beyond what the card answers. */
export interface Cue {
  readonly delayMs?: number;
  /** The card is pulled out before it answers. */
  readonly unplug?: boolean;
  /** Goes out in place of the card's own answer, which is never made. */
  readonly answer?: Buffer;
  /** The card does its work, and this is what comes out of the reader. */
  readonly spoil?: (answer: Buffer) => Buffer;
}

/** Asked before each command, the first being number 1. */
export type Director = (command: Buffer, nth: number) => Cue | null;

export interface CardInReader {
  /** Pulls it out. Nothing is answered any more; what the card counted stays counted. */
  unplug(): Promise<void>;
  /** Resolves when it is out, whoever pulled it. */
  readonly out: Promise<void>;
}

/**
 * Puts a card into the reader that listens on this port of the loopback. Resolves when the reader has noticed it, which it looks for
 * a few times a second; rejects when nobody listens.
 */
export async function insertCard(card: PivCard, port: number, direct: Director = () => null): Promise<CardInReader> {
  const socket = connect({ port, host: '127.0.0.1' });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  socket.setNoDelay(true);
  card.reset();
  const { promise: out, resolve: isOut } = Promise.withResolvers<void>();
  socket.once('close', () => {
    card.reset();
    isOut();
  });
  // A reader that goes away is a card that is out.
  socket.on('error', () => undefined);
  const noticed = Promise.withResolvers<void>();
  serve(socket, card, direct, noticed.resolve);
  await Promise.race([noticed.promise, out]);
  return {
    out,
    unplug() {
      socket.destroy();
      return out;
    },
  };
}

const controls = { off: 0, on: 1, reset: 2, atr: 4 } as const;

function serve(socket: Socket, card: PivCard, direct: Director, onNoticed: () => void): void {
  let heard = Buffer.alloc(0);
  let commands = 0;
  let turn = Promise.resolve();

  const answer = async (message: Buffer): Promise<void> => {
    if (socket.destroyed) return;
    if (message.length === 1) {
      if (message[0] !== controls.atr) return card.reset();
      send(socket, card.atr);
      return onNoticed();
    }
    const cue = direct(message, ++commands);
    if (cue?.delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, cue.delayMs));
    if (cue?.unplug) socket.destroy();
    if (socket.destroyed) return;
    const said = cue?.answer ?? card.transmit(message);
    send(socket, cue?.spoil?.(said) ?? said);
  };
  socket.on('data', (piece: Buffer) => {
    heard = Buffer.concat([heard, piece]);
    while (heard.length >= 2 && heard.length >= 2 + heard.readUInt16BE(0)) {
      const message = heard.subarray(2, 2 + heard.readUInt16BE(0));
      heard = heard.subarray(2 + message.length);
      turn = turn.then(() => answer(message));
    }
  });
}

function send(socket: Socket, message: Buffer): void {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  socket.write(Buffer.concat([length, message]));
}

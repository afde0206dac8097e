/** What may be made to happen to a card's commands. */
import type { Director } from '../../src/cli/practice/virtual-card/reader.ts';

const ins = (command: Buffer): number => command[1]!;
/** GENERAL AUTHENTICATE whole or in its last piece: what makes the signature. */
const isSigning = (command: Buffer): boolean => ins(command) === 0x87 && (command[0]! & 0x10) === 0;

/** Every command takes so long. */
export const latency =
  (delayMs: number): Director =>
  () => ({ delayMs });

/** The card is pulled out at the n-th command from the moment it is armed, before it answers. */
export function unplugAfter(commands: number): Director & { arm(): void } {
  let left: number | null = null;
  const direct: Director = () => {
    if (left === null) return null;
    left -= 1;
    return left < 0 ? { unplug: true } : null;
  };
  return Object.assign(direct, { arm: () => void (left = commands) });
}

/** Pulled out at the n-th signature (from 1), while the card computes it. */
export function unplugAtSignature(n: number): Director {
  let made = 0;
  return (command) => (isSigning(command) && ++made >= n ? { unplug: true } : null);
}

/** The n-th signature and all later ones come out of the reader as `spoil` makes them. */
export function spoilSignature(n: number, spoil: (answer: Buffer) => Buffer): Director {
  let made = 0;
  return (command) => (isSigning(command) && ++made >= n ? { spoil } : null);
}

/** Every command with this instruction is answered with these bytes, and the card never hears of it. */
export const answerTo =
  (instruction: number, answer: Buffer): Director =>
  (command) =>
    ins(command) === instruction ? { answer } : null;

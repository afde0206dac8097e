/** What happens to a card while a batch runs: it strikes at the commands after the moment that the batch's seed names. */
import type { Cue, Director } from '../../src/cli/practice/virtual-card/reader.ts';
import type { CardPlague, Plague } from './plagues.ts';

export interface CardScript {
  readonly director: Director;
  strike(plague: Plague & { readonly name: CardPlague }): void;
  reset(): void;
}

const isSigning = (command: Buffer): boolean => command[1] === 0x87 && (command[0]! & 0x10) === 0;
/** So many commands are slow, by so many milliseconds: some fifteen signatures. */
const slow = { commands: 40, delayMs: 40 };

/** Answers that are none: other bytes of the same length, a status that no standard knows, half an answer, next to nothing. */
const garbage: readonly ((answer: Buffer) => Buffer)[] = [
  (answer) => Buffer.concat([answer.subarray(0, -2).map((byte) => byte ^ 0x5a), answer.subarray(-2)]),
  () => Buffer.from('6f42', 'hex'),
  (answer) => Buffer.concat([answer.subarray(0, 20), answer.subarray(-2)]),
  () => Buffer.from('90', 'hex'),
];

type Pending = (command: Buffer) => { readonly cue: Cue | null; readonly done: boolean };

export function cardScript(): CardScript {
  let pending: Pending[] = [];
  return {
    director(command) {
      const now = pending.map((one) => ({ one, ...one(command) }));
      pending = now.flatMap(({ one, done }) => (done ? [] : [one]));
      const cues = now.flatMap(({ cue }) => (cue === null ? [] : [cue]));
      return cues.length === 0 ? null : Object.assign({}, ...cues);
    },
    strike: (plague) => void pending.push(pendingOf(plague)),
    reset: () => void (pending = []),
  };
}

/** `afterMs` counts commands here, or chooses the garbage. */
function pendingOf({ name, afterMs }: Plague & { readonly name: CardPlague }): Pending {
  switch (name) {
    case 'card pulled out between commands': {
      let left = afterMs;
      return () => ({ cue: left === 0 ? { unplug: true } : null, done: left-- <= 0 });
    }
    case 'card pulled out while it signs':
      return (command) => ({ cue: isSigning(command) ? { unplug: true } : null, done: isSigning(command) });
    case 'slow card': {
      let left = slow.commands;
      return () => ({ cue: { delayMs: slow.delayMs }, done: --left <= 0 });
    }
    case 'garbage from the card': {
      const spoil = garbage[afterMs % garbage.length]!;
      return (command) => ({ cue: isSigning(command) ? { spoil } : null, done: isSigning(command) });
    }
  }
}

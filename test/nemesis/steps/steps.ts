/** Every step that a process does on its disk below one folder (disk-steps.c), counted; at one of them it dies, or finds no room. */
import { mkdtempSync, openSync, readSync, realpathSync, rmSync, writeFileSync, writeSync, closeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileShared } from '../../helpers/compile.ts';

export interface Steps {
  /** Empty at first. */
  readonly path: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Steps so far, of all processes one after the other. */
  done(): number;
  /** Before this step is done, and any after it. */
  dieAt(step: number): void;
  /** From this step on, so many. */
  noRoomFrom(step: number, many: number): void;
  /** Nothing happens to it any more. */
  spare(): void;
  /** How often it was told that there is no room. */
  refused(): number;
  remove(): void;
}

const place = { done: 0, dieAt: 8, fullFrom: 16, fullUntil: 24, refused: 32 } as const;

export function countedFolder(): Steps {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'fojas-steps-')));
  const [path, told] = [join(base, 'disk'), join(base, 'told')];
  writeFileSync(told, Buffer.alloc(40));
  const file = openSync(told, 'r+');
  const library = compileShared(join(import.meta.dirname, 'disk-steps.c'), base, 'disk-steps.so');
  const read = (at: keyof typeof place): number => {
    const bytes = Buffer.alloc(8);
    readSync(file, bytes, 0, 8, place[at]);
    return Number(bytes.readBigUInt64LE());
  };
  const say = (at: keyof typeof place, value: number): void => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(BigInt(value));
    writeSync(file, bytes, 0, 8, place[at]);
  };
  return {
    path,
    environment: {
      ...{ LD_PRELOAD: library, FOJAS_STEPS_ROOT: path, FOJAS_STEPS_FILE: told, UV_USE_IO_URING: '0' },
    },
    done: () => read('done'),
    dieAt: (step) => say('dieAt', step),
    noRoomFrom(step, many) {
      say('fullUntil', step + many);
      say('fullFrom', step);
    },
    spare() {
      say('dieAt', 0);
      say('fullUntil', 0);
    },
    refused: () => read('refused'),
    remove() {
      closeSync(file);
      rmSync(base, { recursive: true, force: true });
    },
  };
}

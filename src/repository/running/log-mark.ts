import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootNodes, rootOf } from '../../proof/index.ts';
import { writeWhole } from '../../parcel/index.ts';
import type { LogBook } from '../log/port.ts';
import { RegisterError } from '../refusal.ts';

interface Mark {
  readonly size: number;
  /** Hex. */
  readonly root: string;
}

const file = 'log-mark.json';

/**
 * The log with a memory that lies outside of the register: how large it was when this node last told of it, and its root then. A register
 * that was put back to an earlier moment is not gone on with, because what it would sign next is another log of the same name.
 * @throws {RegisterError} `rolledBack` where the register is behind what this node has signed, or another one.
 */
export async function guardLog(log: LogBook, dir: string): Promise<LogBook> {
  const rootAt = async (size: number): Promise<string> =>
    Buffer.from(rootOf(await log.nodes(rootNodes(size)))).toString('hex');
  let mark = readMark(dir);
  const size = await log.integrate();
  if (size < mark.size) {
    throw new RegisterError('rolledBack', `the register holds ${size} statements, and ${mark.size} were signed here`);
  }
  if (mark.size > 0 && (await rootAt(mark.size)) !== mark.root) {
    throw new RegisterError('rolledBack', `the first ${mark.size} statements are not those that were signed here`);
  }
  let writing: Promise<void> = Promise.resolve();
  const remember = async (reached: number): Promise<void> => {
    if (reached <= mark.size) return;
    const next = { size: reached, root: await rootAt(reached) };
    await writeMark(dir, next);
    mark = next;
  };
  return {
    ...log,
    async integrate() {
      const reached = await log.integrate();
      // Nobody is told of a size that would be forgotten. Those who ask at once wait for one writing.
      if (reached > mark.size) {
        writing = writing.catch(() => undefined).then(() => remember(reached));
        await writing;
      }
      return reached;
    },
  };
}

function readMark(dir: string): Mark {
  const path = join(dir, file);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Mark) : { size: 0, root: '' };
}

async function writeMark(dir: string, mark: Mark): Promise<void> {
  const text = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from(`${JSON.stringify(mark)}\n`);
  };
  await writeWhole(join(dir, file), text());
}

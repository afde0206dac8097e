import type { AccessVerdict } from '../../contract/people.ts';
import { AccessMark } from '../../contract/log.ts';
import { leafHash } from '../../proof/index.ts';
import type { AccessMarkRow, LogBook } from '../log/port.ts';
import type { PeopleBook } from './book.ts';
import { type AccessFact, type ChainHead, chainRoot, follow } from './chain.ts';

/** Writes down who did and read what, in blocks, each chained to the one before. */
export interface AccessLog {
  note(fact: AccessFact): void;
  /** Accesses wait because they could not be written: nothing more may be read until they are. */
  readonly full: boolean;
  /** Everything that was noted is on the disk. */
  close(): Promise<void>;
}

/** Facts are gathered for so long (milliseconds): one block, one flush. */
const gatherMs = 100;
const mostWaiting = 10_000;
const mostInBlock = 1000;

/**
 * @param onTrouble the register could not write; it is tried again with the next block
 * @param onWritten so many entries more are on the disk
 */
export function openAccessLog(
  book: Pick<PeopleBook, 'note'>,
  onTrouble: (error: unknown) => void,
  onWritten: (entries: number) => void = () => undefined,
): AccessLog {
  let waiting: AccessFact[] = [];
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();
  const write = async (): Promise<void> => {
    while (waiting.length > 0) {
      const block = waiting.slice(0, mostInBlock);
      try {
        await book.note(block);
      } catch (error) {
        onTrouble(error);
        return;
      }
      waiting = waiting.slice(block.length);
      onWritten(block.length);
    }
  };
  const soon = (): void => {
    timer ??= setTimeout(() => {
      timer = null;
      writing = writing.then(write);
    }, gatherMs);
  };
  return {
    note(fact) {
      waiting.push(fact);
      soon();
    },
    get full() {
      return waiting.length >= mostWaiting;
    },
    async close() {
      if (timer) clearTimeout(timer);
      await writing;
      await write();
    },
  };
}

const pageSize = 1000;

/** What the register's log says of the log of accesses. */
export type AccessAnchor = Pick<LogBook, 'accessMarks' | 'leavesWithoutStatement' | 'placeOf' | 'integrate'>;

/**
 * Checks the whole chain, from the first entry to the head that the register names, and against every place of it that the register's log vouches
 * for: an end that was cut off, or written anew, is behind one of them. Marks that were removed along with it leave leaves without a statement;
 * leaves that were removed, too, are a log that shrank, which every workstation finds out by itself.
 */
export async function verifyAccessLog(
  book: Pick<PeopleBook, 'accesses' | 'accessHead'>,
  anchor: AccessAnchor | null = null,
): Promise<AccessVerdict> {
  const marks = [...((await anchor?.accessMarks()) ?? [])];
  // Asked first: what is written meanwhile is beyond it.
  const told = await book.accessHead();
  let head: ChainHead = { seq: 0, hash: chainRoot };
  for (;;) {
    const entries = await book.accesses(head.seq, pageSize);
    if (entries.length === 0) break;
    const next = follow(head, entries);
    if ('kind' in next) return next;
    for (const { seq, hash } of entries)
      if (marks[0]?.seq === seq) {
        const mark = marks.shift()!;
        if (mark.hash !== hash || !(await isVouchedFor(anchor, mark)))
          return { kind: 'broken', seq, reason: 'changed' };
      }
    head = next;
  }
  if (marks.length > 0) return { kind: 'broken', seq: head.seq + 1, reason: 'cut' };
  if (head.seq < told.seq) return { kind: 'broken', seq: head.seq + 1, reason: 'cut' };
  if (((await anchor?.leavesWithoutStatement()) ?? 0) > 0) return { kind: 'broken', seq: head.seq + 1, reason: 'cut' };
  return { kind: 'whole', entries: head.seq, head: head.hash };
}

/** Whether the statement of a mark is the leaf that it was, and says of the chain what its row says. */
async function isVouchedFor(anchor: AccessAnchor | null, { seq, hash, statement }: AccessMarkRow): Promise<boolean> {
  await anchor?.integrate();
  if (anchor === null || (await anchor.placeOf(leafHash(statement))) === null) return false;
  const said = AccessMark.safeParse(
    JSON.parse(Buffer.from(statement.split('.')[1] ?? '', 'base64url').toString('utf8')),
  );
  return said.success && said.data.seq === seq && said.data.hash === hash;
}

import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { type DiaryLevel, type DiaryLine, readDiaryLine } from '../contract/diary.ts';

export interface DiaryOptions {
  /** A folder of its own; made where it is missing, for this user alone. */
  readonly folder: string;
  /** A file that reached this size is turned over. */
  readonly maxBytes?: number;
  /** So many files there are at most, the present one included. */
  readonly files?: number;
}

export interface Diary {
  /** Never throws: a full disk costs the line, and nothing of the work. */
  write(line: DiaryLine): void;
  /** What the institution decided: how much is written, and for how many days files are kept. */
  obey(wish: { readonly least: DiaryLevel; readonly days: number }): void;
  close(): void;
}

const ranks: Readonly<Record<DiaryLevel, number>> = { info: 0, warning: 1, error: 2 };
const usual = { maxBytes: 2 * 1024 * 1024, files: 5 };
const nameOf = (folder: string, n: number): string => path.join(folder, n === 0 ? 'diary.jsonl' : `diary.${n}.jsonl`);

/**
 * Appends lines to `diary.jsonl`; at its full size it becomes `diary.1.jsonl`, that one `diary.2.jsonl`, and the last one goes. A line is
 * written in one piece, so that what several processes write is never mixed within a line.
 */
export function openDiary({ folder, maxBytes = usual.maxBytes, files = usual.files }: DiaryOptions): Diary {
  let handle: number | null = null;
  let least: DiaryLevel = 'info';
  let size = 0;

  const open = (): number => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const fd = openSync(nameOf(folder, 0), 'a', 0o600);
    size = fstatSync(fd).size;
    return fd;
  };
  const close = (): void => {
    if (handle !== null) closeSync(handle);
    handle = null;
  };
  const turnOver = (): void => {
    close();
    rmSync(nameOf(folder, files - 1), { force: true });
    for (let n = files - 2; n >= 0; n -= 1)
      if (existsSync(nameOf(folder, n))) renameSync(nameOf(folder, n), nameOf(folder, n + 1));
  };

  return {
    obey(wish) {
      least = wish.least;
      const oldest = Date.now() - wish.days * 86_400_000;
      for (let n = 1; n < files; n += 1) {
        const file = nameOf(folder, n);
        if ((statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Infinity) < oldest) rmSync(file, { force: true });
      }
    },
    write(line) {
      if (ranks[line.level] < ranks[least]) return;
      const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
      try {
        handle ??= open();
        if (size > 0 && size + bytes.length > maxBytes) {
          turnOver();
          handle = open();
        }
        size += writeSync(handle, bytes);
      } catch {
        // Opened anew for the next line: the disk may have room again, or the folder be back.
        try {
          close();
        } catch {
          handle = null;
        }
      }
    },
    close,
  };
}

/** The last lines of a folder's diary, the oldest first. What is no line (a torn end, another's text) is left out. */
export function readDiary(folder: string, most: number): DiaryLine[] {
  const lines: DiaryLine[] = [];
  for (let n = 0; lines.length < most; n += 1) {
    if (!existsSync(nameOf(folder, n))) break;
    const here = readFileSync(nameOf(folder, n), 'utf8').split('\n');
    lines.unshift(...here.map(readDiaryLine).filter((line) => line !== null));
  }
  return lines.slice(-most);
}

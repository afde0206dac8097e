/** A folder whose every change is noted, for the processes that are started with `environment`. */
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileShared } from '../../helpers/compile.ts';
import { between } from '../random.ts';
import { ForgetfulDisk, fates, readLog } from './replay.ts';

export interface NotedFolder {
  /** Empty at first. */
  readonly path: string;
  readonly environment: Readonly<Record<string, string>>;
  /** How far the log has come: what was promised by now is to be there at every later moment. */
  now(): number;
  /** Cuts the power at so many moments, drawn from the whole log and the last among them; each time the disk is laid down in a folder. */
  cuts(many: number, random: () => number, look: (after: Cut) => Promise<void>): Promise<void>;
  remove(): void;
}

export interface Cut {
  /** The disk as it lies there then. */
  readonly folder: string;
  /** Where in the log. */
  readonly at: number;
  readonly told: string;
}

export function notedFolder(): NotedFolder {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'fojas-forgetful-')));
  const [path, log, target] = [join(base, 'disk'), join(base, 'log'), join(base, 'after')];
  mkdirSync(path, { mode: 0o700 });
  const library = compileShared(join(import.meta.dirname, 'disk-log.c'), base, 'disk-log.so');
  return {
    path,
    environment: { LD_PRELOAD: library, FOJAS_DISK_ROOT: path, FOJAS_DISK_LOG: log, UV_USE_IO_URING: '0' },
    now: () => (existsSync(log) ? statSync(log).size : 0),
    async cuts(many, random, look) {
      const size = statSync(log).size;
      const moments = Array.from({ length: many - 1 }, () => between(random, 1, size)).sort((a, b) => a - b);
      moments.push(size);
      const disk = new ForgetfulDisk(path);
      const cutAt = async (at: number): Promise<void> => {
        const fate = fates[Math.floor(random() * fates.length)]!;
        disk.after(fate, random, target);
        await look({ folder: target, at, told: `at ${at} of ${size}, ${fate} of what was not flushed` });
      };
      let before = 0;
      for (const noted of readLog(log)) {
        while (moments.length > 0 && moments[0]! < noted.end) await cutAt((moments.shift(), before));
        disk.take(noted);
        before = noted.end;
      }
      for (; moments.length > 0; moments.shift()) await cutAt(before);
    },
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
}

/** Small disks that can be filled: tmpfs mounts of their own. Needs root; elsewhere a folder, which is never filled. */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { atExit } from '../../helpers/at-exit.ts';

export interface SmallDisk {
  readonly path: string;
  /** Leaves no byte free, until `free`. */
  fill(): void;
  free(): void;
  remove(): void;
}

const megabytes = 48;

export function smallDisk(path: string, mounted: boolean): SmallDisk {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (mounted) must('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=700`, 'tmpfs', path]);
  const ballast = join(path, 'ballast');
  const unmount = (): void => {
    if (mounted) spawnSync('umount', ['-l', path]);
  };
  const done = atExit(unmount);
  return {
    path,
    fill() {
      if (!mounted) throw new Error('a folder cannot be filled: this needs root');
      const file = openSync(ballast, 'w');
      try {
        for (let size = 1 << 20; size >= 1; size = size >> 4) writeUntilFull(file, size);
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(ballast, { force: true }),
    remove() {
      done();
      unmount();
      rmSync(path, { recursive: true, force: true });
    },
  };
}

function writeUntilFull(file: number, size: number): void {
  const zeros = Buffer.alloc(size);
  try {
    while (writeSync(file, zeros) === size);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  }
}

function must(program: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (error || status !== 0) throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? stderr}`);
}

/**
 * A disk whose power is cut: ext4 on a loop mount, shut down by the kernel's own call without flushing its log (the goingdown ioctl, by
 * xfs_io), and mounted again. What was not made durable before is gone, as after a power cut. Needs root and Debian's xfsprogs.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atExit } from '../../helpers/at-exit.ts';

export interface PowerDisk {
  /** Where it is mounted. */
  readonly path: string;
  /** Everything that writes has to stand still. */
  cut(): void;
  /** What had reached the disk is mounted again, its log replayed. */
  back(): void;
  remove(): void;
}

export function powerDisk(megabytes = 96): PowerDisk {
  // In memory: the image's own durability is not on trial, and flushes cost nothing.
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'fojas-power-'));
  const path = join(folder, 'disk');
  const remove = (): void => {
    done();
    spawnSync('umount', ['-l', path]);
    rmSync(folder, { recursive: true, force: true });
  };
  const done = atExit(remove);
  mkdirSync(path);
  let image = join(folder, 'image-0');
  let cuts = 0;
  must('truncate', ['-s', `${megabytes}M`, image]);
  must('mkfs.ext4', ['-q', '-F', image]);
  const mount = (): void => must('mount', ['-o', 'loop', image, path]);
  mount();
  return {
    path,
    cut: () => must('xfs_io', ['-x', '-c', 'shutdown', path]),
    back() {
      // What had reached the disk is mounted as another one: the old mount may live on in a namespace that was made meanwhile.
      const reached = join(folder, `image-${(cuts += 1)}`);
      must('cp', ['--sparse=always', image, reached]);
      must('umount', ['-l', path]);
      rmSync(image);
      image = reached;
      mount();
    },
    remove,
  };
}

function must(program: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (error)
    throw new Error(`cannot run ${program} (Debian packages: xfsprogs, e2fsprogs, mount; as root): ${error.message}`);
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
}

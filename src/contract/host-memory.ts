/** How much memory a library's process may take: watched from outside, because a library that grows may not answer any more. */

/** Resident memory of a process in MiB; null where it cannot be told, or the process has ended. */
export type MemoryOf = (pid: number) => number | null | Promise<number | null>;

export interface MemoryWatchOptions {
  readonly memoryOf: MemoryOf;
  /** The process now; undefined while there is none. */
  readonly pid: () => number | undefined;
  /** In MiB; asked each time, because what is known of a library may change. */
  readonly limitMb: () => number;
  /** Whoever is told kills the host. */
  readonly onOver: (usedMb: number) => void;
  readonly everyMs?: number;
}

/** Looks now and then, until it is stopped. Keeps no process alive. */
export function watchMemory({ memoryOf, pid, limitMb, onOver, everyMs = 2000 }: MemoryWatchOptions): { stop(): void } {
  const look = async (): Promise<void> => {
    const watched = pid();
    const used = watched === undefined ? null : await memoryOf(watched);
    // Another process may have taken its place meanwhile.
    if (used !== null && watched === pid() && used > limitMb()) onOver(used);
  };
  const timer = setInterval(() => void look(), everyMs);
  timer.unref?.();
  return { stop: () => clearInterval(timer) };
}

/** What Linux tells in /proc/PID/statm (proc_pid_statm(5)): the second number, in pages of 4 KiB. */
export function mibOfStatm(statm: string): number | null {
  const pages = Number(statm.split(' ')[1]);
  return Number.isFinite(pages) ? (pages * 4096) / 1_048_576 : null;
}

/** What `ps -o rss=` prints (POSIX): KiB. */
export function mibOfPs(printed: string): number | null {
  const kib = /^\s*(\d+)\s*$/.exec(printed)?.[1];
  return kib === undefined ? null : Number(kib) / 1024;
}

/** What `tasklist /FO CSV /NH` prints of one process: its last field in KiB, grouped as the country writes numbers. */
export function mibOfTasklist(printed: string): number | null {
  const last = /"([^"]*)"\s*$/.exec(printed.trim())?.[1]?.replace(/\D/g, '');
  return last ? Number(last) / 1024 : null;
}

// The contract names neither the DOM nor Node: both have these two.
declare function setInterval(run: () => void, ms: number): { unref?(): void };
declare function clearInterval(timer: unknown): void;

import { readFileSync } from 'node:fs';

/** Resident memory of a process in MiB; null where it cannot be told. */
export type MemoryOf = (pid: number) => number | null;

/** Linux tells it in /proc/PID/statm (proc_pid_statm(5)): the second number, in pages of 4 KiB. */
export const memoryFromProc: MemoryOf = (pid) => {
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]);
    return Number.isFinite(pages) ? (pages * 4096) / 1_048_576 : null;
  } catch {
    return null;
  }
};

/** The part of Electron's `app.getAppMetrics()` that tells it elsewhere; `workingSetSize` is in KiB. */
export interface AppMetric {
  readonly pid: number;
  readonly memory: { readonly workingSetSize: number };
}

/** From `/proc` where there is one, from Electron elsewhere. */
export function memoryOf(platform: NodeJS.Platform, metrics: () => readonly AppMetric[]): MemoryOf {
  if (platform === 'linux') return memoryFromProc;
  return (pid) => {
    const found = metrics().find((one) => one.pid === pid);
    return found ? found.memory.workingSetSize / 1024 : null;
  };
}

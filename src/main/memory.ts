import { readFileSync } from 'node:fs';
import { mibOfStatm } from '../contract/host-memory.ts';

/** Resident memory of a process in MiB; null where it cannot be told. */
type MemoryNow = (pid: number) => number | null;

export const memoryFromProc: MemoryNow = (pid) => {
  try {
    return mibOfStatm(readFileSync(`/proc/${pid}/statm`, 'latin1'));
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
export function memoryOf(platform: NodeJS.Platform, metrics: () => readonly AppMetric[]): MemoryNow {
  if (platform === 'linux') return memoryFromProc;
  return (pid) => {
    const found = metrics().find((one) => one.pid === pid);
    return found ? found.memory.workingSetSize / 1024 : null;
  };
}

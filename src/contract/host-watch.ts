import type { HostControl } from './token.ts';

/** Watches one token host from outside, by what it says before and after each call into its library. */
export interface HostWatch {
  hear(message: HostControl): void;
  stop(): void;
}

/**
 * Calls `onOverdue` when a call was announced and did not end by its deadline, with the time it takes a message to come through
 * added. At most once: whoever is told kills the host.
 */
export function watchHost(onOverdue: (errand: string) => void, graceMs = 250): HostWatch {
  let timer: unknown;
  let over = false;
  const rest = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  return {
    hear(message) {
      if (over) return;
      if (message.kind === 'rested') return rest();
      if (message.kind !== 'working') return;
      rest();
      const { errand, deadlineMs } = message;
      timer = setTimeout(() => {
        over = true;
        onOverdue(errand);
      }, deadlineMs + graceMs);
    },
    stop() {
      over = true;
      rest();
    },
  };
}

// The contract names neither the DOM nor Node: both have these two.
declare function setTimeout(run: () => void, ms: number): unknown;
declare function clearTimeout(timer: unknown): void;

import type { Tray } from '../contract/acts.ts';
import type { EventName, Events } from '../contract/calls.ts';

type Data<N extends EventName> = Events[N]['_zod']['input'];
export type Listener = <N extends EventName>(event: N, data: Data<N>) => void;

/** Tells whoever listens what happened, after it was committed. */
export interface Hub {
  emit: Listener;
  /** Trays changed; several changes close together are told as one. */
  traysChanged(...trays: readonly Tray[]): void;
  subscribe(listener: Listener): () => void;
  close(): void;
}

/** A window asks for the trays again when told: not more than some ten times a second. */
const gatherMs = 60;

export function createHub(): Hub {
  const listeners = new Set<Listener>();
  const changed = new Set<Tray>();
  let timer: NodeJS.Timeout | undefined;
  const emit: Listener = (event, data) => {
    for (const listener of [...listeners]) listener(event, data);
  };
  return {
    emit,
    traysChanged(...trays) {
      for (const tray of trays) changed.add(tray);
      // Narrower looks at the same acts.
      if (changed.has('toSign')) changed.add('dueToday');
      if (changed.has('registered')) changed.add('toNotify');
      timer ??= setTimeout(() => {
        timer = undefined;
        const told = [...changed];
        changed.clear();
        emit('trays.changed', { trays: told });
      }, gatherMs);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      clearTimeout(timer);
      listeners.clear();
    },
  };
}

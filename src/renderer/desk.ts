import type {
  WindowCallName as CallName,
  WindowCalls as Calls,
  WindowEventName as EventName,
  WindowEvents as Events,
} from '../contract/window-calls.ts';
import type { Outcome } from '../contract/failures.ts';
import type { Input, Output } from '../contract/rpc.ts';
import type { z } from 'zod';

/** What the preload puts on `window`: two functions and nothing else. Both ends parse; here the types are only given back. */
export interface Bridge {
  call(name: string, input: unknown): Promise<unknown>;
  on(event: string, listener: (data: unknown) => void): unknown;
}

declare global {
  interface Window {
    readonly fojas?: Bridge;
  }
}

export type Answer<N extends CallName> = Output<Calls[N]>;
export type EventData<N extends EventName> = z.output<Events[N]>;

/** The office, as a window may speak to it. */
export interface Desk {
  /** Never throws: a bridge that breaks is `officeGone`, like an office that died. */
  call<N extends CallName>(name: N, input: Input<Calls[N]>): Promise<Outcome<Answer<N>>>;
  on<N extends EventName>(event: N, listener: (data: EventData<N>) => void): () => void;
}

/** A typed client over the bridge. One bridge listener for each event, however many listen here. */
export function createDesk(bridge: Bridge): Desk {
  const listeners = new Map<string, Set<(data: never) => void>>();
  return {
    async call(name, input) {
      try {
        return (await bridge.call(name, input)) as Outcome<Answer<typeof name>>;
      } catch {
        return { ok: false, failure: { kind: 'officeGone' } };
      }
    },
    on(event, listener) {
      let set = listeners.get(event);
      if (!set) {
        const fresh = new Set<(data: never) => void>();
        listeners.set(event, fresh);
        bridge.on(event, (data) => {
          for (const run of [...fresh]) run(data as never);
        });
        set = fresh;
      }
      set.add(listener as (data: never) => void);
      const own = set;
      return () => own.delete(listener as (data: never) => void);
    },
  };
}

import type { FastifyInstance } from 'fastify';
import type { Load } from './load.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Aborted when the process is about to end: whoever waits for news is answered. */
    ending: AbortSignal;
  }
}

export interface EndingOptions {
  /** How long requests still come after `/ready` says no: as long as a balancer takes to notice. Milliseconds. */
  readonly noticeMs: number;
  /** How long what is in hand may take after that. */
  readonly mostMs: number;
}

export interface Ending {
  readonly begun: boolean;
  /** Says that it is not ready, goes on answering for a while, lets those who wait for news go, and waits for what is in hand. */
  drain(load: Load): Promise<void>;
}

/** A node leaves without a failed request: whoever has its address still is answered, and told to come back on another connection. */
export function prepareEnding(app: FastifyInstance, { noticeMs, mostMs }: EndingOptions): Ending {
  const controller = new AbortController();
  let begun = false;
  app.decorate('ending', controller.signal);
  app.addHook('onSend', async (_request, reply) => {
    if (begun) reply.header('connection', 'close');
  });
  return {
    get begun() {
      return begun;
    },
    async drain(load) {
      begun = true;
      await new Promise((resolve) => setTimeout(resolve, noticeMs));
      controller.abort();
      await load.quiet(mostMs);
    },
  };
}

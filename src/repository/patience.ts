import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';

/** A body from which nothing came for too long. The line is closed; whoever it was sends the same again. */
export class Stalled extends Error {
  readonly code = 'ECONNRESET';
}

/** Small requests have to be here whole within `ms`; one that drips in is cut. Files have `unstalled` instead. */
export function limitSmallBodies(app: FastifyInstance, ms: number): void {
  const timers = new WeakMap<FastifyRequest, NodeJS.Timeout>();
  const stop = async (request: FastifyRequest): Promise<void> => clearTimeout(timers.get(request));
  app.addHook('onRequest', async (request) => {
    timers.set(request, setTimeout(() => request.raw.destroy(new Stalled('too slow')), ms).unref());
  });
  app.addHook('preValidation', stop);
  app.addHook('onError', stop);
  app.addHook('onResponse', stop);
}

/** A client gives a line up on which nothing moves for 15 s. */
const usualBreathMs = 5_000;

/**
 * Says now and then that a request is still worked on (102, RFC 2518 §10.1): a gigabyte takes longer to hash, or to be copied, than a client
 * waits on a silent line. Who asks for news is told nothing meanwhile: waiting is what it wants.
 */
export function breathe(app: FastifyInstance, everyMs: number = usualBreathMs): void {
  const timers = new WeakMap<FastifyRequest, NodeJS.Timeout>();
  app.addHook('onRequest', async (request, reply) => {
    if (request.method === 'GET' || request.method === 'HEAD' || request.raw.httpVersion !== '1.1') return;
    const { raw } = reply;
    const say = (): void => {
      if (raw.headersSent || raw.destroyed) return clearInterval(timer);
      raw.writeProcessing();
    };
    const timer = setInterval(say, everyMs).unref();
    timers.set(request, timer);
    raw.once('close', () => clearInterval(timer));
  });
  app.addHook('onResponse', async (request) => clearInterval(timers.get(request)));
}

/**
 * The pieces of a body, for as long as they come: on a thin line a large file takes hours, but never a minute of silence. Ending
 * early leaves the rest to be passed over, so that the answer still reaches the sender.
 */
export async function* unstalled(body: Readable, ms: number): AsyncGenerator<Uint8Array> {
  const stall = (): void => void body.destroy(new Stalled(`nothing came for ${ms} ms`));
  let look: NodeJS.Immediate | undefined;
  // Where this process itself was held up, what came meanwhile is read first.
  const lookOnce = (): void => void (look = setImmediate(stall));
  let timer = setTimeout(lookOnce, ms);
  try {
    for await (const piece of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
      clearTimeout(timer);
      clearImmediate(look);
      yield piece;
      timer = setTimeout(lookOnce, ms);
    }
  } finally {
    clearTimeout(timer);
    clearImmediate(look);
    body.resume();
  }
}

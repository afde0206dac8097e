import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import type { Problem } from '../contract/wire.ts';

/** A body from which nothing came for too long. The line is closed; whoever it was sends the same again. */
export class Stalled extends Error {
  readonly code = 'ECONNRESET';
}

/** So long who was refused has to read why, where its end of the line stays open (milliseconds). */
const lastWordMs = 2_000;

/**
 * A request that did not come whole in time: told as a problem (RFC 9457, `about:blank` where HTTP's own status says all), and the line is
 * closed, for what comes now would be taken for the next request.
 */
function refuseSlow({ raw }: FastifyRequest, reply: FastifyReply, ms: number): void {
  if (reply.sent || raw.destroyed) return;
  const said: Problem = {
    ...{ type: 'about:blank', title: 'Request Timeout', status: 408, retry: 'same' },
    detail: `the request did not come whole within ${ms / 1000} s; nothing of it was kept`,
    next: 'Nothing to do: the workstation sends it again by itself. If it happens again and again, look at the line, or at the proxy in between.',
  };
  const close = setTimeout(() => raw.destroy(new Stalled('too slow')), lastWordMs).unref();
  raw.once('close', () => clearTimeout(close));
  void reply
    .code(said.status)
    .header('connection', 'close')
    .type('application/problem+json')
    .send(JSON.stringify(said));
}

/** Small requests have to be here whole within `ms`; one that drips in is refused. Files have `unstalled` instead. */
export function limitSmallBodies(app: FastifyInstance, ms: number): void {
  const timers = new WeakMap<FastifyRequest, NodeJS.Timeout>();
  const stop = async (request: FastifyRequest): Promise<void> => clearTimeout(timers.get(request));
  app.addHook('onRequest', async (request, reply) => {
    timers.set(request, setTimeout(() => refuseSlow(request, reply, ms), ms).unref());
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

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { problem } from '../problems.ts';

export interface LoadLimits {
  /** Requests in hand at most, without those that wait for news. */
  readonly inHand: number;
  /** How late the process may be with everything, five seconds long, in milliseconds. */
  readonly lateMs: number;
  /** Requests that may wait for a connection to the database. */
  readonly waiting: number;
}

export const usualLimits: LoadLimits = { inHand: 400, lateMs: 1_000, waiting: 300 };

/** What the process has in hand. */
export interface Load {
  readonly inHand: number;
  /** Milliseconds by which the process was late in each of the last seconds, at least. */
  lateMs(): number;
  /** Resolves when nobody is owed an answer any more, who waited for news included, or after `ms`. */
  quiet(ms: number): Promise<void>;
  stop(): void;
}

/** What only waits: it costs a timer. */
const waitsForNews = (request: FastifyRequest): boolean => request.routeOptions.url === '/v1/feed';
const lookMs = 1_000;

/**
 * Counts what is in hand and refuses more than can be done: before anything was read, with a moment to come back that is another for each
 * (RFC 9110 §10.2.3), so that those who were refused together do not return together. What is in hand is finished.
 */
export function watchLoad(
  app: FastifyInstance,
  options: { readonly limits?: LoadLimits; readonly waiting?: () => number } = {},
): Load {
  const { limits = usualLimits, waiting = () => 0 } = options;
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  // Late once is a large file that was judged; late again and again is too much work.
  const looks = [0, 0, 0, 0, 0];
  const timer = setInterval(() => {
    looks.push(delay.max / 1e6);
    looks.shift();
    delay.reset();
  }, lookMs).unref();
  const late = (): number => Math.min(...looks);
  const counted = new WeakSet<FastifyRequest>();
  let inHand = 0;
  let listening = 0;
  const done = (request: FastifyRequest): void => {
    if (!counted.delete(request)) return;
    inHand -= 1;
  };
  app.addHook('onRequest', async (request, reply) => {
    if (waitsForNews(request)) {
      listening += 1;
      reply.raw.once('close', () => (listening -= 1));
      return undefined;
    }
    const crowded = inHand >= limits.inHand || late() > limits.lateMs || waiting() > limits.waiting;
    if (crowded) return problem(reply, 'overloaded', 'nothing of this was read; send the same again later');
    counted.add(request);
    inHand += 1;
    // Also where the sender leaves in the middle.
    reply.raw.once('close', () => done(request));
    return undefined;
  });
  return {
    get inHand() {
      return inHand;
    },
    lateMs: late,
    async quiet(ms) {
      const until = performance.now() + ms;
      while (inHand + listening > 0 && performance.now() < until)
        await new Promise((resolve) => setTimeout(resolve, 20));
    },
    stop() {
      clearInterval(timer);
      delay.disable();
    },
  };
}

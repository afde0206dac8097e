import type { FastifyRequest } from 'fastify';
import type { FeedPage } from '../../contract/wire.ts';
import type { Register } from '../register/port.ts';

/**
 * A page of the feed, waiting for news where there is none. What it holds while it waits is one timer and one place among the
 * listeners of its office, and both go when the client does.
 * @returns null where the cursor was never given out here.
 */
export async function newsAfter(
  register: Register,
  request: FastifyRequest,
  query: { readonly office: string; readonly cursor: string; readonly limit: number; readonly wait: number },
  ending?: AbortSignal,
): Promise<FeedPage | null> {
  const { office, cursor, limit } = query;
  const until = performance.now() + query.wait * 1000;
  for (;;) {
    const bell = listen(register, office);
    try {
      // Listened for before looking: what happens in between is not missed.
      const page = await register.feed(office, cursor, limit);
      const left = until - performance.now();
      if (!page || page.events.length > 0 || left <= 0 || isOver(request, ending)) return page;
      await rungWithin(left, bell, request, ending);
    } finally {
      bell.stop();
    }
  }
}

/** Nobody is there any more, or this process is about to end: whoever asks again finds another one. */
const isOver = ({ raw }: FastifyRequest, ending: AbortSignal | undefined): boolean =>
  raw.socket.destroyed || ending?.aborted === true;

interface Bell {
  readonly rung: Promise<void>;
  stop(): void;
}

function listen(register: Register, office: string): Bell {
  let stop = (): void => undefined;
  const rung = new Promise<void>((resolve) => (stop = register.watch(office, resolve)));
  return { rung, stop };
}

async function rungWithin(ms: number, bell: Bell, { raw }: FastifyRequest, ending?: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let gone = (): void => undefined;
  await Promise.race([
    bell.rung,
    new Promise<void>((resolve) => (timer = setTimeout(resolve, ms))),
    new Promise<void>((resolve) => {
      raw.socket.once('close', (gone = () => resolve()));
      ending?.addEventListener('abort', gone);
    }),
  ]);
  clearTimeout(timer);
  raw.socket.off('close', gone);
  ending?.removeEventListener('abort', gone);
}

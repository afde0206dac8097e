import { SourceBroke, type Opened, type Source } from './source.ts';

/** The part of `fetch` that is needed: Electron's `net.fetch` (proxies and authorities of the system), or Node's. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** How long a mirror is waited for. */
export interface HttpPatience {
  /** A line that brings nothing for so long is broken. */
  readonly stallMs: number;
  /** One that was waited for so long and brought fewer bytes than these is as good as broken: a drop now and then keeps nobody waiting for ever. */
  readonly slowMs: number;
  readonly slowBytes: number;
}
const usual: HttpPatience = { stallMs: 30_000, slowMs: 60_000, slowBytes: 16 * 1024 };

/**
 * A mirror over HTTP. It is trusted in nothing, so a plain one of the local network serves as well. Redirects are refused: nobody
 * sends this PC elsewhere. No header of ours tells who asks.
 */
export function httpSource(base: string, fetch: Fetch, patience: HttpPatience = usual): Source {
  const root = base.endsWith('/') ? base : `${base}/`;
  return {
    name: root,
    async open(name, from, signal, to): Promise<Opened> {
      const stall = new AbortController();
      const timer = setTimeout(() => stall.abort(), patience.stallMs);
      try {
        const response = await fetch(new URL(name, root).href, {
          redirect: 'manual',
          cache: 'no-store',
          credentials: 'omit',
          signal: AbortSignal.any([signal, stall.signal]),
          ...(from > 0 || to !== undefined
            ? { headers: { range: `bytes=${from}-${to === undefined ? '' : to - 1}` } }
            : {}),
        });
        return judge(response, from, (body) => watched(body, stall, patience));
      } catch (error) {
        return { kind: 'unreachable', detail: reasonOf(error) };
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

function judge(
  response: Response,
  from: number,
  watch: (body: ReadableStream<Uint8Array>) => AsyncIterable<Uint8Array>,
): Opened {
  const { status, body } = response;
  if (status === 404 || status === 403 || status === 410) return { kind: 'absent' };
  // Nothing after what is there already: either it is whole, or it is another file.
  if (status === 416) return { kind: 'found', from, bytes: nothing() };
  if ((status !== 200 && status !== 206) || body === null) return { kind: 'unreachable', detail: `HTTP ${status}` };
  const start = status === 206 ? startOf(response.headers.get('content-range')) : 0;
  if (start === null || (start !== 0 && start !== from)) {
    return { kind: 'unreachable', detail: 'an answer to a range that nobody asked for' };
  }
  return { kind: 'found', from: start, bytes: watch(body) };
}

function startOf(range: string | null): number | null {
  const [, start] = /^bytes (\d{1,15})-\d+\/(?:\d+|\*)$/.exec(range ?? '') ?? [];
  return start === undefined ? null : Number(start);
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  yield* [];
}

async function* watched(
  body: ReadableStream<Uint8Array>,
  stall: AbortController,
  { stallMs, slowMs, slowBytes }: HttpPatience,
): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  let [waited, came] = [0, 0];
  try {
    for (;;) {
      const timer = setTimeout(() => stall.abort(), stallMs);
      const since = performance.now();
      const { done, value } = await reader.read().finally(() => clearTimeout(timer));
      if (done) return;
      // Only the wait for the line counts: a cap of ours makes nobody slow.
      waited += performance.now() - since;
      came += value.length;
      if (waited >= slowMs) {
        if (came < slowBytes) throw new Error('too slow');
        [waited, came] = [0, 0];
      }
      yield value;
    }
  } catch (error) {
    throw new SourceBroke(reasonOf(error), { cause: error });
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = (error.cause ?? {}) as { code?: string };
  return code ?? error.message;
}

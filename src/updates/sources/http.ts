import { SourceBroke, type Opened, type Source } from './source.ts';

/** The part of `fetch` that is needed: Electron's `net.fetch` (proxies and authorities of the system), or Node's. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** A line that brings nothing for so long is broken. */
const stallMs = 30_000;

/**
 * A mirror over HTTP. It is trusted in nothing, so a plain one of the local network serves as well. Redirects are refused: nobody
 * sends this PC elsewhere. No header of ours tells who asks.
 */
export function httpSource(base: string, fetch: Fetch): Source {
  const root = base.endsWith('/') ? base : `${base}/`;
  return {
    name: root,
    async open(name, from, signal, to): Promise<Opened> {
      const stall = new AbortController();
      const patience = setTimeout(() => stall.abort(), stallMs);
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
        return judge(response, from, stall);
      } catch (error) {
        return { kind: 'unreachable', detail: reasonOf(error) };
      } finally {
        clearTimeout(patience);
      }
    },
  };
}

function judge(response: Response, from: number, stall: AbortController): Opened {
  const { status, body } = response;
  if (status === 404 || status === 403 || status === 410) return { kind: 'absent' };
  // Nothing after what is there already: either it is whole, or it is another file.
  if (status === 416) return { kind: 'found', from, bytes: nothing() };
  if ((status !== 200 && status !== 206) || body === null) return { kind: 'unreachable', detail: `HTTP ${status}` };
  const start = status === 206 ? startOf(response.headers.get('content-range')) : 0;
  if (start === null || (start !== 0 && start !== from)) {
    return { kind: 'unreachable', detail: 'an answer to a range that nobody asked for' };
  }
  return { kind: 'found', from: start, bytes: watched(body, stall) };
}

function startOf(range: string | null): number | null {
  const [, start] = /^bytes (\d{1,15})-\d+\/(?:\d+|\*)$/.exec(range ?? '') ?? [];
  return start === undefined ? null : Number(start);
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  yield* [];
}

async function* watched(body: ReadableStream<Uint8Array>, stall: AbortController): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const patience = setTimeout(() => stall.abort(), stallMs);
      const { done, value } = await reader.read().finally(() => clearTimeout(patience));
      if (done) return;
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

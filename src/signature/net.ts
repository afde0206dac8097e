/**
 * How this room asks somebody on the network: one small port, given by whoever knows the office's line, its proxy and its tests.
 * Time-stamps, status answers, lists and issuers' certificates all come through it. They are signed themselves, so plain HTTP
 * (which most authorities use for them) costs nothing but privacy.
 */

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  /** http: or https: */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: Uint8Array | undefined;
  /** Until the last byte of the answer. */
  readonly timeoutMs: number;
  /** Largest body that is read. */
  readonly maxBytes: number;
}

/** Why there is no answer. */
export type HttpFailure =
  /** The address is not one of http: or https:, or leads on to one that is not. */
  | 'badAddress'
  /** Nobody there, no line, or the connection was cut. */
  | 'unreachable'
  | 'timeout'
  | 'tooLarge';

export type HttpAnswer =
  | { readonly kind: 'answer'; readonly status: number; readonly body: Uint8Array }
  | { readonly kind: 'failed'; readonly reason: HttpFailure; readonly detail: string };

/** Asks once; whatever goes wrong is an answer too. Never throws, never asks twice. */
export interface HttpTransport {
  request(request: HttpRequest): Promise<HttpAnswer>;
}

const mostRedirects = 3;

/** The transport of plain Node: a hard deadline, a limit of size, and redirects to other schemes refused. */
export function nodeTransport(): HttpTransport {
  return { request: askWithin };
}

async function askWithin(request: HttpRequest): Promise<HttpAnswer> {
  const signal = AbortSignal.timeout(request.timeoutMs);
  try {
    return await ask(request, signal);
  } catch (error) {
    const cause = (error as { cause?: { code?: string; message?: string } }).cause;
    const detail = cause?.code ?? cause?.message ?? (error instanceof Error ? error.message : String(error));
    return failed(signal.aborted ? 'timeout' : 'unreachable', detail);
  }
}

async function ask(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
  let url = request.url;
  for (let hop = 0; hop <= mostRedirects; hop++) {
    if (!isHttp(url)) return failed('badAddress', url);
    const response = await fetch(url, {
      method: request.method,
      redirect: 'manual',
      signal,
      ...(request.headers === undefined ? {} : { headers: request.headers }),
      ...(request.body === undefined ? {} : { body: Buffer.from(request.body) }),
    });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || location === null) {
      return await readBody(response, request.maxBytes);
    }
    await response.body?.cancel();
    url = new URL(location, url).href;
  }
  return failed('badAddress', 'too many redirects');
}

async function readBody(response: Response, maxBytes: number): Promise<HttpAnswer> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of response.body ?? []) {
    size += piece.length;
    // Leaving the loop cancels the body, and with it the connection.
    if (size > maxBytes) return failed('tooLarge', `more than ${maxBytes} bytes`);
    pieces.push(piece);
  }
  return { kind: 'answer', status: response.status, body: Buffer.concat(pieces, size) };
}

function isHttp(url: string): boolean {
  return URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
}

function failed(reason: HttpFailure, detail: string): HttpAnswer {
  return { kind: 'failed', reason, detail };
}

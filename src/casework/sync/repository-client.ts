import { done, failed, type Failure, type Outcome } from '../../contract/failures.ts';
import type { ActId, Sha256 } from '../../contract/ids.ts';
import {
  Capabilities,
  FeedPage,
  Problem,
  Received,
  Registered,
  type RegistrationRequest,
  type RenditionRequest,
  type Return,
  wireVersion,
} from '../../contract/wire.ts';
import { parcelLimits, parcelTooLarge } from '../../contract/stick.ts';
import { type Credentials, keyCredentials } from '../../line/credentials.ts';
import { deniedFor, saidOfItself } from '../../line/failures.ts';
import type { ByteSource } from '../../signature/index.ts';

export interface RepositoryClientOptions {
  readonly url: string;
  /** The key of the office; absent where `credentials` are shown instead. */
  readonly accessKey?: string | undefined;
  readonly credentials?: Credentials | undefined;
  readonly officeId: string;
  /** Injected so that a test can cut the line. */
  readonly fetch?: typeof fetch;
  /** Nothing moved for so long: the line is dead (milliseconds). */
  readonly stallMs?: number;
}

/** The repository's protocol, version 1, seen from the office. Never throws: every trouble of the line is a failure with its name. */
export interface RepositoryClient {
  capabilities(): Promise<Outcome<Capabilities>>;
  feed(cursor: string, limit: number): Promise<Outcome<FeedPage>>;
  /** Whether the repository holds the file, with its size. */
  hasBlob(sha256: Sha256, size: number): Promise<Outcome<boolean>>;
  /** @param after a file the repository has, with which `source` begins: only the rest is sent. */
  putBlob(
    sha256: Sha256,
    source: ByteSource,
    after?: { readonly sha256: Sha256; readonly size: number },
  ): Promise<Outcome<void>>;
  /** Hands over the file's bytes as they come; the caller checks their hash. Fails when more than `size` bytes come, or fewer. */
  getBlob(sha256: Sha256, size: number, take: (piece: Uint8Array) => Promise<void>): Promise<Outcome<void>>;
  register(request: RegistrationRequest): Promise<Outcome<Registered | Received>>;
  addRendition(request: RenditionRequest): Promise<Outcome<Registered | Received>>;
  returnAct(given: Return): Promise<Outcome<void>>;
  /** A small request of the protocol that has a room of its own (drafts, joint signatures). Statuses in `also` count as answers too. */
  small(given: SmallRequest): Promise<Outcome<SmallAnswer>>;
  /** Has it take in a parcel whose bytes it has as a file; its sealed answer, or null while it is still at it. */
  bringParcel(sha256: Sha256): Promise<Outcome<Uint8Array | null>>;
  /** Null where the repository knows no registration of this act. */
  receipt(actId: ActId): Promise<Outcome<Registered | null>>;
}

export interface SmallRequest {
  readonly method: 'GET' | 'PUT' | 'POST';
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Beside those that say that all went well. */
  readonly also?: readonly number[];
}

/** Not parsed yet. */
export interface SmallAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** What of a zod schema is used here. */
interface Schema<T> {
  safeParse(
    value: unknown,
  ): { readonly success: true; readonly data: T } | { readonly success: false; readonly data?: undefined };
}

/** Largest JSON answer that is read (a feed page of 500 long events). */
const maxAnswerBytes = 4 * 1024 * 1024;

export function repositoryClient(options: RepositoryClientOptions): RepositoryClient {
  const base = options.url.replace(/\/+$/, '');
  const send = options.fetch ?? fetch;
  const stallMs = options.stallMs ?? 15_000;
  const credentials = options.credentials ?? keyCredentials(options.accessKey ?? '');

  /** One request: `read` gets the answer while the stall watch still runs. */
  async function request<T>(
    path: string,
    given: RequestInit | ((watch: Watch) => RequestInit),
    read: (response: Response, watch: Watch) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    const watch = stallWatch(stallMs);
    const init = typeof given === 'function' ? given(watch) : given;
    try {
      const url = `${base}${path}`;
      const shown = await credentials.headersFor(init.method ?? 'GET', url);
      if (!shown.ok) return failed(shown.failure);
      const response = await send(url, {
        ...init,
        headers: { ...(init.headers as Record<string, string>), ...shown.value },
        redirect: 'error',
        signal: watch.signal,
        ...(init.body && typeof init.body === 'object' ? { duplex: 'half' } : {}),
      } as RequestInit);
      watch.moved();
      credentials.heard(response.status, response.headers.get('dpop-nonce'));
      return ofWhat(path, await read(response, watch));
    } catch (error) {
      return failed({ kind: 'repositoryUnreachable', detail: reasonOf(error) });
    } finally {
      watch.stop();
    }
  }

  const json =
    <T>(schema: Schema<T>) =>
    async (response: Response, watch: Watch): Promise<Outcome<T>> => {
      if (!response.ok) return failed(await failureOf(response, watch));
      const body = await readJson(response, watch);
      const parsed = schema.safeParse(body);
      if (!parsed.success)
        return failed({ kind: 'repositoryGarbage', detail: `answer ${response.status} is not of protocol version 1` });
      return done(parsed.data);
    };
  /** A repository inside an office answers 202: it has it, and nothing is registered. */
  const registered = (response: Response, watch: Watch): Promise<Outcome<Registered | Received>> =>
    response.status === 202 ? json(Received)(response, watch) : json(Registered)(response, watch);
  const nothing = async (response: Response, watch: Watch): Promise<Outcome<void>> => {
    if (!response.ok) return failed(await failureOf(response, watch));
    await response.body?.cancel();
    return done(undefined);
  };
  const put = (body: unknown): RequestInit => ({
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

  return {
    capabilities: () => request('/v1/capabilities', {}, json(Capabilities)),
    feed: (cursor, limit) => {
      const query = new URLSearchParams({ office: options.officeId, cursor, limit: String(limit) });
      return request(`/v1/feed?${query}`, {}, json(FeedPage));
    },
    hasBlob: (sha256, size) =>
      request(`/v1/blobs/${sha256}`, { method: 'HEAD' }, async (response) => {
        // A HEAD answer has no body to explain itself: only the status speaks.
        if (response.status === 404) return done(false);
        if (response.status === 401) return failed({ kind: 'repositoryDenied' });
        if (!response.ok) return failed({ kind: 'repositoryUnreachable', detail: `HTTP ${response.status}` });
        return done(Number(response.headers.get('content-length')) === size);
      }),
    putBlob: (sha256, source, after) => {
      const pieces = async function* (watch: Watch) {
        for await (const piece of source.stream(after?.size ?? 0, source.size)) {
          watch.moved();
          // The transport may hold a piece after asking for the next: it gets a copy of its own.
          yield piece.slice();
        }
      };
      return request(
        `/v1/blobs/${sha256}${after ? `?after=${after.sha256}` : ''}`,
        (watch) => ({
          method: 'PUT',
          headers: { 'content-type': 'application/octet-stream' },
          body: ReadableStream.from(pieces(watch)) as unknown as NonNullable<RequestInit['body']>,
        }),
        nothing,
      );
    },
    getBlob: (sha256, size, take) =>
      request(`/v1/blobs/${sha256}`, {}, async (response, watch) => {
        if (!response.ok) return failed(await failureOf(response, watch));
        let received = 0;
        for await (const piece of response.body ?? []) {
          watch.moved();
          received += piece.length;
          if (received > size)
            return failed({ kind: 'repositoryGarbage', detail: `more than the ${size} bytes announced` });
          await take(piece);
        }
        return received === size
          ? done(undefined)
          : failed({ kind: 'repositoryUnreachable', detail: `cut after ${received} of ${size} bytes` });
      }),
    register: (asked) => request(`/v1/acts/${asked.actId}/registration`, put(asked), registered),
    addRendition: (asked) => request(`/v1/acts/${asked.actId}/renditions/${asked.n}`, put(asked), registered),
    returnAct: (given) => request(`/v1/acts/${given.actId}/return`, put(given), nothing),
    small: ({ method, path, body, headers = {}, also = [] }) =>
      request(
        path,
        {
          method,
          // What was new in a wording is said to those alone who name it; and `fetch` by itself asks for packed answers over TLS alone.
          headers: {
            'fojas-version': wireVersion,
            'accept-encoding': 'br, gzip, deflate',
            ...headers,
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        },
        async (response, watch) => {
          if (!response.ok && !also.includes(response.status)) return failed(await failureOf(response, watch));
          const { status } = response;
          return done({ status, body: await readJson(response, watch) });
        },
      ),
    bringParcel: (sha256) =>
      request(`/v1/parcels/${sha256}`, { method: 'POST' }, async (response, watch) => {
        if (!response.ok) return failed(await failureOf(response, watch));
        const pieces: Uint8Array[] = [];
        let size = 0;
        for await (const piece of response.body ?? []) {
          watch.moved();
          size += piece.length;
          if (size > parcelLimits.listBytes * 1.01) return failed(parcelTooLarge);
          pieces.push(piece);
        }
        return done(response.status === 202 ? null : Buffer.concat(pieces));
      }),
    receipt: (actId) =>
      request(`/v1/acts/${actId}/receipt`, {}, async (response, watch) => {
        if (response.status === 404) {
          await response.body?.cancel();
          return done(null);
        }
        return json(Registered)(response, watch);
      }),
  };
}

/** Where signed acts go one by one; what comes in bundles is answered in frames of its own. */
const ofSignedActs = /^\/v1\/acts\/[^/]+\/(registration|signatures\/\d+|renditions\/\d+)$/;

/** A refusal as the office's failure. Only answers of the protocol count as refusals: a proxy's page is a line that does not work. */
async function failureOf(response: Response, watch: Watch): Promise<Failure> {
  const problem = Problem.safeParse(await readJson(response, watch));
  const code = problem.success ? /^urn:fojas:problem:([a-z-]+)$/.exec(problem.data.type)?.[1] : undefined;
  if (!problem.success || code === undefined) {
    return response.status >= 500
      ? { kind: 'repositoryUnreachable', detail: `HTTP ${response.status}` }
      : { kind: 'repositoryGarbage', detail: `HTTP ${response.status} without a reason` };
  }
  if (code === 'unauthorized') return { kind: 'repositoryDenied' };
  const denied = deniedFor(code);
  if (denied) return denied;
  if (saidOfItself.has(code))
    return { kind: 'repositoryBusy', retryAfterSeconds: retryAfter(response), ofItself: true };
  if (code === 'centre-away') return { kind: 'centreUnreachable' };
  if (response.status >= 500) return { kind: 'repositoryBusy', retryAfterSeconds: retryAfter(response) };
  const signed = problem.data.refusal === undefined ? {} : { refusal: problem.data.refusal };
  return { kind: 'registrationRefused', problem: code, detail: problem.data.detail.slice(0, 500), ...signed };
}

/** A refusal says whether it is a signed act that was refused: only that one stays signed, and may have to be made anew. */
function ofWhat<T>(path: string, outcome: Outcome<T>): Outcome<T> {
  if (outcome.ok || outcome.failure.kind !== 'registrationRefused' || ofSignedActs.test(path)) return outcome;
  return failed({ ...outcome.failure, of: 'request' });
}

function retryAfter(response: Response): number | null {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isInteger(seconds) && seconds >= 0 ? seconds : null;
}

async function readJson(response: Response, watch: Watch): Promise<unknown> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of response.body ?? []) {
    watch.moved();
    size += piece.length;
    if (size > maxAnswerBytes) return undefined;
    pieces.push(piece);
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8'));
  } catch {
    return undefined;
  }
}

interface Watch {
  readonly signal: AbortSignal;
  moved(): void;
  stop(): void;
}

/** Aborts when nothing has moved for `stallMs`. */
function stallWatch(stallMs: number): Watch {
  const controller = new AbortController();
  const stalled = () => controller.abort(new Error(`nothing moved for ${Math.round(stallMs / 1000)} s`));
  let timer = setTimeout(stalled, stallMs);
  return {
    signal: controller.signal,
    moved() {
      clearTimeout(timer);
      timer = setTimeout(stalled, stallMs);
    },
    stop: () => clearTimeout(timer),
  };
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? ('code' in cause ? String(cause.code) : cause.message).slice(0, 200) : 'unknown';
}

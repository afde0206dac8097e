import { Readable } from 'node:stream';
import type { Sha256 } from '../../contract/ids.ts';
import { Capabilities, FeedPage, Problem, ProblemCode, Registered, wireVersion } from '../../contract/wire.ts';
import { DraftVersion, type DraftId, type DraftVersionId } from '../../contract/wire-drafts.ts';
import { sliceType } from '../../contract/wire-blobs.ts';
import type { ByteSource } from '../../signature/index.ts';

export type Answered<T> =
  | { readonly kind: 'ok'; readonly value: T }
  /** A no of the protocol. */
  | {
      readonly kind: 'problem';
      readonly code: ProblemCode;
      readonly detail: string;
      readonly refusal?: string | undefined;
    }
  /** Nobody answered, or not in the protocol: nothing else would fare better now. */
  | { readonly kind: 'line'; readonly detail: string };

/** The central repository, seen from inside an office. Never throws for what a line does. */
export interface Upstream {
  capabilities(): Promise<Answered<Capabilities>>;
  feed(cursor: string): Promise<Answered<FeedPage>>;
  /** PUT of a JSON body as it was sent here; the receipt where one is answered. */
  put(path: string, json: string, headers?: Readonly<Record<string, string>>): Promise<Answered<Registered | null>>;
  /** GET of JSON that is passed on. */
  read<T>(path: string, schema: Schema<T>): Promise<Answered<T>>;
  draftVersion(draftId: DraftId, versionId: DraftVersionId): Promise<Answered<DraftVersion>>;
  /** Sends a file, or what follows `after` in it, going on where an earlier try was cut. */
  putFile(sha256: Sha256, source: ByteSource, after: { sha256: Sha256; size: number } | null): Promise<Answered<null>>;
  /** The file's bytes from `from` on, as they come. */
  getFile(sha256: Sha256, from: number, take: (piece: Uint8Array) => Promise<void>): Promise<Answered<null>>;
  close(): void;
}

export interface UpstreamOptions {
  readonly url: string;
  readonly accessKey: string;
  readonly officeId: string;
  readonly fetch?: typeof fetch;
  /** Nothing moved for so long: the line is dead (milliseconds). */
  readonly stallMs?: number;
}

/** What is larger goes in slices, so that a cut costs a slice. */
const sliceBytes = 64 * 1024;
const wholeBytes = 256 * 1024;
const largestAnswer = 8 * 1024 * 1024;

export function openUpstream(options: UpstreamOptions): Upstream {
  const base = options.url.replace(/\/+$/, '');
  const send = options.fetch ?? fetch;
  const stallMs = options.stallMs ?? 15_000;
  const closing = new AbortController();

  async function ask<T>(
    path: string,
    init: RequestInit & { readonly pieces?: (moved: () => void) => AsyncIterable<Uint8Array> },
    read: (response: Response, moved: () => void) => Promise<Answered<T>>,
  ): Promise<Answered<T>> {
    const stall = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const moved = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => stall.abort(new Error(`nothing moved for ${stallMs} ms`)), stallMs);
    };
    moved();
    const { pieces, ...rest } = init;
    try {
      const response = await send(`${base}${path}`, {
        ...rest,
        headers: {
          ...(rest.headers as Record<string, string>),
          authorization: `Bearer ${options.accessKey}`,
          'fojas-version': wireVersion,
        },
        redirect: 'error',
        signal: AbortSignal.any([stall.signal, closing.signal]),
        ...(pieces ? { body: Readable.toWeb(Readable.from(pieces(moved))), duplex: 'half' } : {}),
      } as RequestInit);
      moved();
      return response.ok ? await read(response, moved) : await refusal(response, moved);
    } catch (error) {
      // Whatever broke in between: an own disk that fails is told apart by `take` and `source`, which keep their error.
      return { kind: 'line', detail: reasonOf(error) };
    } finally {
      clearTimeout(timer);
    }
  }
  const nothing = async (response: Response): Promise<Answered<null>> => {
    await response.body?.cancel();
    return { kind: 'ok', value: null };
  };
  const piecesOf = (source: ByteSource, from: number, to: number) =>
    async function* (moved: () => void) {
      for await (const piece of source.stream(from, to)) {
        moved();
        yield Buffer.from(piece);
      }
    };

  async function slices(sha256: Sha256, source: ByteSource): Promise<Answered<null>> {
    const { size } = source;
    const told = await ask(
      `/v1/blobs/${sha256}`,
      { method: 'HEAD', headers: { 'upload-length': String(size) } },
      async ({ headers }) => ({ kind: 'ok' as const, value: headers }),
    );
    if (told.kind === 'line') return told;
    if (told.kind === 'ok' && told.value.get('upload-complete') !== '?0') return { kind: 'ok', value: null };
    let offset = told.kind === 'ok' ? Math.min(size - 1, Number(told.value.get('upload-offset') ?? 0)) : 0;
    for (;;) {
      const to = Math.min(size, offset + sliceBytes);
      const headers = { 'content-type': sliceType, 'upload-length': String(size), 'upload-offset': String(offset) };
      const init = { method: 'PATCH', headers, pieces: piecesOf(source, offset, to) };
      const patched = await ask(`/v1/blobs/${sha256}`, init, nothing);
      if (patched.kind !== 'ok') return patched;
      if (to === size) return patched;
      offset = to;
    }
  }

  return {
    capabilities: () => ask('/v1/capabilities', {}, json(Capabilities)),
    feed: (cursor) => {
      const query = new URLSearchParams({ office: options.officeId, cursor, limit: '200' });
      return ask(`/v1/feed?${query}`, {}, json(FeedPage));
    },
    read: (path, schema) => ask(path, {}, json(schema)),
    draftVersion: (draftId, versionId) => ask(`/v1/drafts/${draftId}/versions/${versionId}`, {}, json(DraftVersion)),
    put: (path, body, headers = {}) =>
      ask(
        path,
        { method: 'PUT', headers: { ...headers, 'content-type': 'application/json' }, body },
        async (response, moved) => {
          const text = await readText(response, moved);
          // 202: another office's repository stands in between. Its word registers nothing; the receipt comes by the feed.
          const given = response.status === 202 ? null : Registered.safeParse(parse(text));
          return { kind: 'ok', value: given?.success ? given.data : null };
        },
      ),
    async putFile(sha256, source, after) {
      const there = await ask(`/v1/blobs/${sha256}`, { method: 'HEAD' }, async ({ headers }) => {
        return { kind: 'ok' as const, value: Number(headers.get('content-length')) };
      });
      if (there.kind === 'line') return there;
      if (there.kind === 'ok' && there.value === source.size) return { kind: 'ok', value: null };
      const from = after?.size ?? 0;
      if (source.size - from > wholeBytes) return slices(sha256, source);
      const put = await ask(
        `/v1/blobs/${sha256}${after ? `?after=${after.sha256}` : ''}`,
        {
          method: 'PUT',
          headers: { 'content-type': 'application/octet-stream' },
          pieces: piecesOf(source, from, source.size),
        },
        nothing,
      );
      const isLost = put.kind === 'problem' && put.code === 'blob-missing' && after !== null;
      return isLost ? this.putFile(sha256, source, null) : put;
    },
    getFile: (sha256, from, take) =>
      ask(
        `/v1/blobs/${sha256}`,
        { headers: from > 0 ? { range: `bytes=${from}-` } : {} },
        async (response, moved): Promise<Answered<null>> => {
          let skip = from > 0 && response.status === 200 ? from : 0;
          for await (const piece of response.body ?? []) {
            moved();
            const rest = (piece as Uint8Array).subarray(skip);
            skip -= piece.length - rest.length;
            if (rest.length > 0) await take(rest);
          }
          return { kind: 'ok', value: null };
        },
      ),
    close: () => closing.abort(new Error('closing')),
  };
}

interface Schema<T> {
  safeParse(value: unknown): { readonly success: true; readonly data: T } | { readonly success: false };
}

const json =
  <T>(schema: Schema<T>) =>
  async (response: Response, moved: () => void): Promise<Answered<T>> => {
    const parsed = schema.safeParse(parse(await readText(response, moved)));
    return parsed.success
      ? { kind: 'ok', value: parsed.data }
      : { kind: 'line', detail: `answer ${response.status} is not of the protocol` };
  };

/** Only an answer of the protocol is a no: a proxy's page is a line that does not work, and so is a repository in trouble. */
async function refusal(response: Response, moved: () => void): Promise<Answered<never>> {
  if (response.status === 404 && response.headers.get('content-length') === '0')
    return { kind: 'problem', code: 'not-found', detail: '' };
  const problem = Problem.safeParse(parse(await readText(response, moved)));
  const name = problem.success ? /^urn:fojas:problem:([a-z-]+)$/.exec(problem.data.type)?.[1] : undefined;
  const code = ProblemCode.safeParse(name);
  if (!problem.success || !code.success) {
    // A HEAD has no body to explain itself.
    return response.status === 404
      ? { kind: 'problem', code: 'not-found', detail: '' }
      : { kind: 'line', detail: `HTTP ${response.status}` };
  }
  if (response.status >= 500 || code.data === 'unauthorized') return { kind: 'line', detail: code.data };
  const { detail, refusal } = problem.data;
  return { kind: 'problem', code: code.data, detail: detail.slice(0, 300), refusal };
}

async function readText(response: Response, moved: () => void): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of response.body ?? []) {
    moved();
    size += piece.length;
    if (size > largestAnswer) return '';
    pieces.push(piece as Uint8Array);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? ('code' in cause ? String(cause.code) : cause.message).slice(0, 200) : 'unknown';
}

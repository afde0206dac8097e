import { Agent, type Dispatcher } from 'undici';
import { type Failure, type Outcome, done, failed } from '../../contract/failures.ts';
import type { Sha256 } from '../../contract/ids.ts';
import { parcelLimits, parcelTooLarge } from '../../contract/stick.ts';
import { bundleLimits } from '../../contract/wire-bundle.ts';
import { type DraftId, DraftVersion, type DraftVersionId } from '../../contract/wire-drafts.ts';
import { type Capabilities, type FeedPage, ProblemCode, Registered } from '../../contract/wire.ts';
import { type Address, type Answer, Thrown, ask, failureIn, json, readJson } from '../../line/http.ts';
import type { Bundle, FileBefore, LineUse } from '../../line/port.ts';
import { openTransport } from '../../line/transport.ts';
import type { ByteSource } from '../../signature/index.ts';

/** A no of the protocol. */
export interface UpstreamNo {
  readonly kind: 'problem';
  readonly code: ProblemCode;
  readonly detail: string;
  /** Where it is final: signed (a JWS). */
  readonly refusal?: string | undefined;
}
export type Answered<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | UpstreamNo
  /** Nobody answered, or not in the protocol: nothing else would fare better now. */
  | { readonly kind: 'line'; readonly detail: string };

/** The central repository, seen from inside an office: over the same line as a workstation's. Never throws for what a line does. */
export interface Upstream {
  capabilities(): Promise<Answered<Capabilities>>;
  feed(cursor: string): Promise<Answered<FeedPage>>;
  /** Whether the central repository takes acts in streams: one of an older time is spoken to by single requests. */
  readonly streams: boolean;
  /** A stream for acts and renditions. It connects when the first is sent. */
  openBundle(): Bundle;
  /** PUT of a JSON body as it was sent here; the receipt where one is answered. */
  put(path: string, json: string, headers?: Readonly<Record<string, string>>): Promise<Answered<Registered | null>>;
  /** GET of JSON that is passed on. `version`: the wording (`Fojas-Version`) of whom it is for; the newest that this program knows, if not given. */
  read<T>(path: string, schema: Schema<T>, version?: string): Promise<Answered<T>>;
  /** A desk's own request, passed on as it is, for what the central repository alone can say to it. Null where nobody answers soon. */
  relay(asked: RelayedRequest): Promise<Relayed | null>;
  draftVersion(draftId: DraftId, versionId: DraftVersionId): Promise<Answered<DraftVersion>>;
  /** Sends a file, or what follows `after` in it, going on where an earlier try was cut. */
  putFile(sha256: Sha256, source: ByteSource, after: FileBefore | null): Promise<Answered<null>>;
  /** The file's bytes from `from` on, as they come. */
  getFile(file: FileBefore, from: number, take: (piece: Uint8Array) => Promise<void>): Promise<Answered<null>>;
  /** Has it take in a parcel whose bytes it has as a file; its sealed answer, or null while it is still at it. */
  bringParcel(sha256: Sha256): Promise<Answered<Uint8Array | null>>;
  close(): void;
}

export interface RelayedRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string | null;
}
export interface Relayed {
  readonly status: number;
  /** For the next proof, where the answer brought one. */
  readonly nonce: string | null;
  /** JSON. */
  readonly body: string;
}

export interface UpstreamOptions {
  readonly url: string;
  readonly accessKey: string;
  readonly officeId: string;
  /** Connections to it; the caller's. One of its own where none is given. */
  readonly dispatcher?: Dispatcher;
  /** Nothing moved for so long: the line is dead (milliseconds). */
  readonly stallMs?: number;
}

/** What is larger goes in slices, so that a cut costs a slice. */
const sliceBytes = 64 * 1024;
const wholeBytes = 256 * 1024;
/** A desk waits for what is passed on, and can go on without it (milliseconds). */
const relayStallMs = 6000;

interface Schema<T> {
  safeParse(value: unknown): { readonly success: true; readonly data: T } | { readonly success: false };
}

export function openUpstream(options: UpstreamOptions): Upstream {
  const { url, accessKey, officeId, stallMs } = options;
  const own = options.dispatcher ? null : new Agent({ keepAliveTimeout: 60_000 });
  const to: Address = { url, accessKey, officeId, dispatcher: options.dispatcher ?? own! };
  const closing = new AbortController();
  const use: LineUse = { signal: closing.signal, ...(stallMs === undefined ? {} : { stallMs }) };
  const transport = openTransport(to);
  let features: readonly string[] = [];

  async function slices(file: FileBefore, source: ByteSource): Promise<Answered<null>> {
    for (let state = await transport.uploadState(file, use); ;) {
      if (!state.ok) return answered(state);
      if (state.value.complete) return { kind: 'ok', value: null };
      const { offset } = state.value;
      state = await transport.sendSlice(file, { source, offset, length: sliceBytes }, use);
    }
  }
  /** The file in one request, or what follows `after` in it. */
  const whole = (file: FileBefore, source: ByteSource, after: FileBefore | null): Promise<Outcome<null>> =>
    ask(
      to,
      (watch) => ({
        ...{ method: 'PUT', path: `/v1/blobs/${file.sha256}${after ? `?after=${after.sha256}` : ''}` },
        headers: { 'content-type': 'application/octet-stream' },
        body: (async function* () {
          try {
            for await (const piece of source.stream(after?.size ?? 0, source.size)) {
              yield Buffer.from(piece);
              watch.moved();
            }
          } catch (error) {
            throw new Thrown('not read', { cause: error });
          }
        })(),
      }),
      use,
      nothing,
    );

  return {
    async capabilities() {
      const told = await transport.capabilities(use);
      if (told.ok) features = told.value.features ?? [];
      return answered(told);
    },
    feed: async (cursor) => answered(await transport.feed({ cursor, limit: 200 }, use)),
    get streams() {
      return features.includes('bundles');
    },
    openBundle: () => transport.openBundle(use),
    read: async (path, schema, version) =>
      answered(
        await ask(
          to,
          { path, ...(version === undefined ? {} : { headers: { 'fojas-version': version } }) },
          use,
          json(schema as Parameters<typeof json>[0]),
        ),
      ) as never,
    async relay({ method, path, headers, body }) {
      const json = body === null ? {} : { 'content-type': 'application/json' };
      const asked = { method, path, headers: { ...headers, ...json }, body: body === null ? null : Buffer.from(body) };
      const answer = await ask(
        to,
        asked,
        { ...use, stallMs: Math.min(stallMs ?? relayStallMs, relayStallMs) },
        relayed,
      );
      return answer.ok ? answer.value : null;
    },
    draftVersion: async (draftId, versionId) =>
      answered(await ask(to, { path: `/v1/drafts/${draftId}/versions/${versionId}` }, use, json(DraftVersion))),
    put: async (path, body, headers = {}) => {
      const given = { ...headers, 'content-type': 'application/json' };
      const asked = { method: 'PUT' as const, path, headers: given, body: Buffer.from(body) };
      return answered(await ask(to, asked, use, registeredIn));
    },
    async putFile(sha256, source, after) {
      const file = { sha256, size: source.size };
      const there = await ask(to, { method: 'HEAD', path: `/v1/blobs/${sha256}` }, use, isWhole(source.size));
      if (!there.ok) return answered(there);
      if (there.value) return { kind: 'ok', value: null };
      if (source.size - (after?.size ?? 0) > wholeBytes && features.includes('slices')) return slices(file, source);
      const put = answered(await whole(file, source, after));
      const isLost = put.kind === 'problem' && put.code === 'blob-missing' && after !== null;
      return isLost ? this.putFile(sha256, source, null) : put;
    },
    getFile: async (file, from, take) => {
      const got = answered(await transport.download(file, from, take, use));
      return got.kind === 'ok' ? { kind: 'ok', value: null } : got;
    },
    bringParcel: async (sha256) =>
      answered(await ask(to, { method: 'POST', path: `/v1/parcels/${sha256}` }, use, parcelIn)),
    close() {
      closing.abort(new Error('closing'));
      void own?.destroy();
    },
  };
}

/** What of a file fits into a frame of a bundle. */
export const fitsFrame = (size: number, after: FileBefore | null): boolean =>
  size - (after?.size ?? 0) <= bundleLimits.frameBytes;

/** Only a word of the protocol is a no: a proxy's page is a line that does not work, and so is a repository in trouble. */
export function answered<T>(outcome: Outcome<T>): Answered<T> {
  return outcome.ok ? { kind: 'ok', value: outcome.value } : noOf(outcome.failure);
}

export function noOf(failure: Failure): Exclude<Answered<never>, { kind: 'ok' }> {
  if (failure.kind !== 'registrationRefused')
    return { kind: 'line', detail: 'detail' in failure && failure.detail ? String(failure.detail) : failure.kind };
  const code = ProblemCode.safeParse(failure.problem);
  if (!code.success) return { kind: 'line', detail: failure.problem };
  return { kind: 'problem', code: code.data, detail: failure.detail.slice(0, 300), refusal: failure.refusal };
}

const isYes = ({ status }: Answer): boolean => status >= 200 && status < 300;

async function relayed(answer: Answer): Promise<Outcome<Relayed>> {
  const nonce = answer.headers['dpop-nonce'];
  const body: unknown = await readJson(answer);
  if (body === undefined) return failed({ kind: 'repositoryGarbage', detail: `answer ${answer.status} is no JSON` });
  return done({ status: answer.status, nonce: typeof nonce === 'string' ? nonce : null, body: JSON.stringify(body) });
}

async function nothing(answer: Answer): Promise<Outcome<null>> {
  if (!isYes(answer)) return failed(await failureIn(answer));
  await answer.drop();
  return done(null);
}

/** A HEAD has no body to explain itself. */
const isWhole =
  (size: number) =>
  async (answer: Answer): Promise<Outcome<boolean>> => {
    await answer.drop();
    if (answer.status === 404) return done(false);
    if (answer.status === 401) return failed({ kind: 'repositoryDenied' });
    if (!isYes(answer)) return failed({ kind: 'repositoryUnreachable', detail: `HTTP ${answer.status}` });
    return done(Number(answer.headers['content-length']) === size);
  };

/** 202: it is still at it. */
async function parcelIn(answer: Answer): Promise<Outcome<Uint8Array | null>> {
  if (!isYes(answer)) return failed(await failureIn(answer));
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of answer.body) {
    size += piece.length;
    if (size > mostAnswerBytes) return failed(parcelTooLarge);
    pieces.push(piece);
  }
  return done(answer.status === 202 ? null : Buffer.concat(pieces));
}

/** An answer is a list, sealed; a seed that is fetched over a line, with its files, is no larger. */
const mostAnswerBytes = parcelLimits.listBytes * 1.01;

/** 202: another office's repository stands in between. Its word registers nothing; the receipt comes by the feed. */
async function registeredIn(answer: Answer): Promise<Outcome<Registered | null>> {
  if (!isYes(answer)) return failed(await failureIn(answer));
  const given = Registered.safeParse(await readJson(answer));
  return done(answer.status !== 202 && given.success ? given.data : null);
}

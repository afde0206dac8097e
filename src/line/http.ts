import { Readable } from 'node:stream';
import { type Dispatcher, request as httpRequest } from 'undici';
import { type Failure, type Outcome, done, failed } from '../contract/failures.ts';
import { wireVersion } from '../contract/wire.ts';
import { type Credentials, Denied, keyCredentials } from './credentials.ts';
import { failureOfAnswer, unreachable } from './failures.ts';
import type { LineUse } from './port.ts';
import { type Watch, watchLine } from './watch.ts';

/** Where the repository is, and how it is reached. */
export interface Address {
  readonly url: string;
  /** The key of the office; absent where `credentials` are shown instead. */
  readonly accessKey?: string | undefined;
  readonly credentials?: Credentials | undefined;
  readonly officeId: string;
  /** Connections, proxies, authorities: all of them the dispatcher's. */
  readonly dispatcher: Dispatcher;
}

export interface Asked {
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | AsyncIterable<Uint8Array> | null;
  /** Nothing in the answer depends on what wording we know, so we do not say. */
  readonly brief?: boolean;
}

/** An answer whose body has not been read. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Bytes as they come, counted and watched. To be read to the end, or dropped with `drop`. */
  readonly body: AsyncIterable<Buffer>;
  drop(): Promise<void>;
}

/** Largest JSON answer that is read. */
const maxAnswerBytes = 16 * 1024 * 1024;

/**
 * One question and its answer. `read` gets the answer while the watch still runs. Never throws for what the line does; what `read` or
 * the body itself throws of its own is thrown on, when it is a `Thrown`.
 */
export async function ask<T>(
  to: Address,
  asked: Asked | ((watch: Watch) => Asked),
  use: LineUse,
  read: (answer: Answer, watch: Watch) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const watch = watchLine(use.stallMs, use.signal);
  try {
    const answer = await answerTo(to, typeof asked === 'function' ? asked(watch) : asked, use, watch);
    return await read(answer, watch);
  } catch (error) {
    if (error instanceof Thrown) throw error.cause;
    return failed(unreachable(watch.signal.aborted ? watch.signal.reason : error));
  } finally {
    watch.stop();
  }
}

/** What went wrong on our own side, in the middle of talking: not to be taken for the line's. */
export class Thrown extends Error {}

export async function answerTo(to: Address, asked: Asked, use: LineUse, watch: Watch): Promise<Answer> {
  const { credentials = keyCredentials(to.accessKey ?? '') } = to;
  const url = `${to.url.replace(/\/+$/, '')}${asked.path}`;
  const shown = await credentials.headersFor(asked.method ?? 'GET', url);
  if (!shown.ok) throw new Denied(shown.failure);
  const { statusCode, headers, body } = await httpRequest(url, {
    dispatcher: to.dispatcher,
    method: asked.method ?? 'GET',
    headers: {
      ...shown.value,
      ...(asked.brief === true ? {} : { 'fojas-version': wireVersion }),
      ...asked.headers,
    },
    body: asked.body === undefined || asked.body === null ? null : bodyOf(asked.body),
    signal: watch.signal,
    // It says that it still works on it.
    onInfo: () => watch.moved(),
    // The watch knows better when a line is dead than a limit on the whole.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  // It may be dropped by whoever called it off, with nobody left to hear of it.
  body.on('error', () => undefined);
  watch.moved();
  const nonce = headers['dpop-nonce'];
  credentials.heard(statusCode, typeof nonce === 'string' ? nonce : null);
  const counted = async function* (): AsyncGenerator<Buffer> {
    for await (const piece of body as AsyncIterable<Buffer>) {
      watch.moved();
      use.onMoved?.('down', piece.length);
      yield piece;
    }
  };
  return { status: statusCode, headers, body: counted(), drop: () => body.dump().catch(() => undefined) };
}

const bodyOf = (body: Buffer | AsyncIterable<Uint8Array>): Buffer | Readable =>
  Buffer.isBuffer(body) ? body : Readable.from(body);

/** What of a zod schema is used here. */
interface Schema<T> {
  safeParse(
    value: unknown,
  ): { readonly success: true; readonly data: T } | { readonly success: false; readonly data?: undefined };
}

/** Reads an answer that has to be of this schema. */
export const json =
  <T>(schema: Schema<T>) =>
  async (answer: Answer): Promise<Outcome<T>> => {
    if (answer.status < 200 || answer.status > 299) return failed(await failureIn(answer));
    const parsed = schema.safeParse(await readJson(answer));
    if (parsed.success) return done(parsed.data);
    return failed({ kind: 'repositoryGarbage', detail: `answer ${answer.status} is not of protocol version 1` });
  };

export async function failureIn(answer: Answer): Promise<Failure> {
  return failureOfAnswer(answer.status, await readJson(answer), retryAfter(answer));
}

export function retryAfter({ headers }: Answer): number | null {
  const seconds = Number(headers['retry-after'] ?? Number.NaN);
  return Number.isInteger(seconds) && seconds >= 0 ? seconds : null;
}

/** Undefined where it is none, or a larger one than anybody has to say. */
export async function readJson({ body }: Answer): Promise<unknown> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of body) {
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

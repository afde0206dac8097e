/** Getting a time-stamp from the first authority that gives a good one (RFC 3161, 3.4: over HTTP). */
import { CmsError } from '../cms/errors.ts';
import { equalBytes } from '../crypto.ts';
import type { HttpTransport } from '../net.ts';
import { findPath } from '../trust/aia.ts';
import type { PathSources } from '../trust/aia.ts';
import type { Certificate } from '../trust/certificate.ts';
import type { TimeStampAuthority, TimeStampObstacle, TimeStampTry } from './authority.ts';
import { makeTimeStampRequest } from './request.ts';
import type { Imprint, TimeStampRequest } from './request.ts';
import { parseTimeStampResponse } from './token.ts';
import type { TimeStampResponse } from './token.ts';
import { checkToken } from './verify.ts';

export interface TimeStampSources extends PathSources {
  readonly transport: HttpTransport;
  /** Tried in this order. */
  readonly tsas: readonly TimeStampAuthority[];
}

/** A token that was checked: what it covers, who made it, and (when anchors were given) that the path leads to one. */
export interface FreshTimeStamp {
  readonly token: Uint8Array;
  readonly time: Date;
  readonly certificate: Certificate;
  readonly certificates: readonly Certificate[];
  readonly url: string;
}

export type TimeStampOutcome =
  | { readonly kind: 'stamped'; readonly stamp: FreshTimeStamp; readonly tries: readonly TimeStampTry[] }
  /** A dead authority is an ordinary day. `tries` names each one and its obstacle; empty: none is configured. */
  | { readonly kind: 'none'; readonly tries: readonly TimeStampTry[] };

const defaultTimeout = 10_000;
const largestAnswer = 1 << 20;

/**
 * Asks one authority after the other, each once. Never throws for what an authority does.
 * @param largest bytes of token that the caller has room for.
 */
export async function requestTimeStamp(
  imprint: Imprint,
  sources: TimeStampSources,
  largest = Infinity,
): Promise<TimeStampOutcome> {
  const tries: TimeStampTry[] = [];
  for (const authority of sources.tsas) {
    const result = await askOne(imprint, authority, sources, largest);
    if ('token' in result) return { kind: 'stamped', stamp: result, tries };
    tries.push({ url: authority.url, ...result });
  }
  return { kind: 'none', tries };
}

interface Obstacle {
  readonly obstacle: TimeStampObstacle;
  readonly detail: string;
}

async function askOne(
  imprint: Imprint,
  authority: TimeStampAuthority,
  sources: TimeStampSources,
  largest: number,
): Promise<FreshTimeStamp | Obstacle> {
  const request = makeTimeStampRequest(imprint, authority.policy);
  const answer = await sources.transport.request({
    method: 'POST',
    url: authority.url,
    headers: {
      'content-type': 'application/timestamp-query',
      accept: 'application/timestamp-reply',
      ...authority.headers,
    },
    body: request.der,
    timeoutMs: authority.timeoutMs ?? defaultTimeout,
    maxBytes: largestAnswer,
  });
  if (answer.kind === 'failed') return { obstacle: 'noAnswer', detail: `${answer.reason}: ${answer.detail}` };
  if (answer.status !== 200) return { obstacle: 'noAnswer', detail: `HTTP ${answer.status}` };
  const response = readResponse(answer.body);
  if ('obstacle' in response) return response;
  const stamp = await judge(response, request, authority.url, sources);
  if ('token' in stamp && stamp.token.length > largest) {
    return { obstacle: 'tooLarge', detail: `${stamp.token.length} bytes, room for ${largest}` };
  }
  return stamp;
}

function readResponse(bytes: Uint8Array): TimeStampResponse | Obstacle {
  try {
    return parseTimeStampResponse(bytes);
  } catch (error) {
    if (error instanceof CmsError) return { obstacle: 'malformed', detail: error.message };
    throw error;
  }
}

async function judge(
  { status, statusText, token, tokenBytes }: TimeStampResponse,
  request: TimeStampRequest,
  url: string,
  sources: TimeStampSources,
): Promise<FreshTimeStamp | Obstacle> {
  if (status > 1 || token === null || tokenBytes === null) {
    return { obstacle: 'rejected', detail: [`status ${status}`, ...statusText].join(': ').slice(0, 200) };
  }
  const { info } = token;
  if (info.nonce !== request.nonce) return { obstacle: 'notWhatWasAsked', detail: 'another nonce' };
  if (info.imprintDigest !== request.imprint.algorithm || !equalBytes(info.imprint, request.imprint.hash)) {
    return { obstacle: 'notWhatWasAsked', detail: 'another imprint' };
  }
  if (request.policy !== undefined && info.policy !== request.policy) {
    return { obstacle: 'notWhatWasAsked', detail: `policy ${info.policy}` };
  }
  const check = await checkToken(token, () => request.imprint.hash, sources.memory);
  if (check.kind === 'bad') return { obstacle: check.obstacle, detail: check.detail };
  const { time, certificate, certificates } = check;
  if (sources.anchors.length > 0) {
    const intermediates = [...sources.intermediates, ...certificates];
    const path = await findPath(certificate, time, { ...sources, intermediates });
    if (path.kind === 'untrusted') return { obstacle: 'untrusted', detail: path.problem };
  }
  return { token: Uint8Array.from(tokenBytes), time, certificate, certificates, url };
}

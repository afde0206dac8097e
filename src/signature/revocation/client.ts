/**
 * Finding out whether a certificate was revoked: statements at hand first (those a document carries, those in the cache), then its
 * OCSP responder, then its revocation list. Whatever is used was signed by somebody entitled to, and is recent enough to speak for
 * the moment that counts.
 */
import { equalBytes } from '../crypto.ts';
import type { HttpTransport } from '../net.ts';
import type { Certificate } from '../trust/certificate.ts';
import type { Memory } from '../trust/memory.ts';
import { freshness, reaches } from './answer.ts';
import type { RevocationAnswer, RevocationRefusal } from './answer.ts';
import type { RevocationCache } from './cache.ts';
import { largestList, parseCrl } from './crl.ts';
import { askList } from './crl-judge.ts';
import { RevocationError } from './errors.ts';
import { largestResponse, parseOcspResponse } from './ocsp.ts';
import { askResponse } from './ocsp-judge.ts';
import { makeOcspRequest } from './request.ts';
import type { CertIdDigest } from './request.ts';

/** A statement in its encoding: OCSPResponse or CertificateList. */
export interface Statement {
  readonly kind: 'ocsp' | 'crl';
  readonly der: Uint8Array;
}

/** One place that was asked in vain. */
export interface RevocationTry {
  readonly url: string;
  readonly obstacle: 'noAnswer' | 'malformed' | 'refused' | 'stale' | 'unknown' | 'wrongNonce';
  /** For logs. */
  readonly detail: string;
}

export type RevocationFinding =
  | { readonly kind: 'found'; readonly statement: Statement; readonly answer: RevocationAnswer }
  | { readonly kind: 'missing'; readonly tries: readonly RevocationTry[] };

export interface RevocationQuestion {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  /** The moment at which the status counts: when the signature is proven to have existed. */
  readonly provenAt: Date;
  /** The present moment. */
  readonly at: Date;
}

export interface RevocationSources {
  readonly transport: HttpTransport;
  readonly cache?: RevocationCache | undefined;
  /** Statements at hand, such as those of a document's /DSS. */
  readonly statements?: readonly Statement[] | undefined;
  /** Certificates among which a responder's may be. */
  readonly others?: readonly Certificate[] | undefined;
  readonly certIdDigest?: CertIdDigest | undefined;
  /** What the work that this question is part of has read and verified already. */
  readonly memory?: Memory | undefined;
}

const timeoutMs = 10_000;

/** Clocks differ: a statement may be as much younger than "now" as this. */
const clockTolerance = 10 * 60_000;

/** Looks for a usable statement. Never throws for what a responder does; asks each address once. */
export async function findRevocation(
  question: RevocationQuestion,
  sources: RevocationSources,
): Promise<RevocationFinding> {
  for (const statement of sources.statements ?? []) {
    const judged = judge(statement, question, sources);
    if ('answer' in judged) return { kind: 'found', statement, answer: judged.answer };
  }
  const tries: RevocationTry[] = [];
  const { certificate } = question;
  const asks = [
    ...certificate.ocspUrls.map((url) => () => askResponder(url, question, sources)),
    ...certificate.crlUrls.map((url) => () => fetchList(url, question, sources)),
  ];
  for (const ask of asks.slice(0, mostPlaces)) {
    const result = await ask();
    if ('answer' in result) return { kind: 'found', ...result };
    tries.push(result);
  }
  return { kind: 'missing', tries };
}

const mostPlaces = 8;

type Judged = { readonly answer: RevocationAnswer } | Pick<RevocationTry, 'obstacle' | 'detail'>;
type Found = { readonly statement: Statement; readonly answer: RevocationAnswer };

async function askResponder(
  url: string,
  question: RevocationQuestion,
  sources: RevocationSources,
): Promise<Found | RevocationTry> {
  const key = `${url} ${question.certificate.sha256}`;
  const kept = fromCache('ocsp', key, question, sources);
  if (kept !== null) return kept;
  const request = makeOcspRequest(
    question.certificate,
    question.issuer,
    sources.certIdDigest === undefined ? {} : { digest: sources.certIdDigest },
  );
  const answer = await sources.transport.request({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/ocsp-request', accept: 'application/ocsp-response' },
    body: request.der,
    timeoutMs,
    maxBytes: largestResponse,
  });
  const body = bodyOf(answer);
  if (!(body instanceof Uint8Array)) return { url, ...body };
  const statement: Statement = { kind: 'ocsp', der: body };
  const judged = judge(statement, question, sources, request.nonce);
  if (!('answer' in judged)) return { url, ...judged };
  sources.cache?.put(key, { der: body, ...updatesOf(judged.answer) });
  return { statement, answer: judged.answer };
}

async function fetchList(
  url: string,
  question: RevocationQuestion,
  sources: RevocationSources,
): Promise<Found | RevocationTry> {
  const kept = fromCache('crl', url, question, sources);
  if (kept !== null) return kept;
  const body = bodyOf(await sources.transport.request({ method: 'GET', url, timeoutMs, maxBytes: largestList }));
  if (!(body instanceof Uint8Array)) return { url, ...body };
  const statement: Statement = { kind: 'crl', der: body };
  const judged = judge(statement, question, sources);
  if (!('answer' in judged)) return { url, ...judged };
  sources.cache?.put(url, { der: body, ...updatesOf(judged.answer) });
  return { statement, answer: judged.answer };
}

function fromCache(
  kind: Statement['kind'],
  key: string,
  question: RevocationQuestion,
  sources: RevocationSources,
): Found | null {
  const kept = sources.cache?.get(key);
  if (!kept) return null;
  const statement: Statement = { kind, der: kept.der };
  const judged = judge(statement, question, sources);
  return 'answer' in judged ? { statement, answer: judged.answer } : null;
}

function bodyOf(
  answer: Awaited<ReturnType<HttpTransport['request']>>,
): Uint8Array | Pick<RevocationTry, 'obstacle' | 'detail'> {
  if (answer.kind === 'failed') return { obstacle: 'noAnswer', detail: `${answer.reason}: ${answer.detail}` };
  return answer.status === 200 ? answer.body : { obstacle: 'noAnswer', detail: `HTTP ${answer.status}` };
}

function judge(
  statement: Statement,
  question: RevocationQuestion,
  sources: RevocationSources,
  nonce: Uint8Array | null = null,
): Judged {
  try {
    const result = ask(statement, question, sources, nonce);
    if (result === 'wrongNonce') return { obstacle: 'wrongNonce', detail: 'the answer is to another question' };
    if (result.kind === 'refused') return { obstacle: 'refused', detail: result.obstacle };
    if (result.status.kind === 'unknown') return { obstacle: 'unknown', detail: 'the responder does not know it' };
    if (freshness(result, question.provenAt) === 'stale' || !reaches(result, question.certificate)) {
      return { obstacle: 'stale', detail: `of ${result.thisUpdate.toISOString()}` };
    }
    return { answer: result };
  } catch (error) {
    if (error instanceof RevocationError) return { obstacle: 'malformed', detail: error.message };
    throw error;
  }
}

/** @throws RevocationError */
function ask(
  { kind, der }: Statement,
  { certificate, issuer, at }: RevocationQuestion,
  { others, memory }: RevocationSources,
  nonce: Uint8Array | null,
): RevocationAnswer | RevocationRefusal | 'wrongNonce' {
  const asked = {
    certificate,
    issuer,
    at: new Date(at.getTime() + clockTolerance),
    ...(others === undefined ? {} : { others }),
    ...(memory === undefined ? {} : { verify: memory.verify, read: memory.certificate }),
  };
  if (kind === 'crl') return askList(parseCrl(der), asked);
  const response = parseOcspResponse(der);
  // Many responders answer from a store and leave the nonce out; the answer's own dates then have to do.
  if (nonce !== null && response.nonce !== null && !equalBytes(response.nonce, nonce)) return 'wrongNonce';
  return askResponse(response, asked);
}

function updatesOf({ thisUpdate, nextUpdate }: RevocationAnswer) {
  return { thisUpdate, nextUpdate };
}

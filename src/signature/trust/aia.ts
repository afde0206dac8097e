/** Certification paths whose missing links are fetched from where the certificates say (RFC 5280, 4.2.2.1, id-ad-caIssuers). */
import { CmsError } from '../cms/errors.ts';
import { parseSignedData } from '../cms/parse.ts';
import { verifySignature } from '../crypto.ts';
import type { HttpTransport } from '../net.ts';
import type { RevocationCache } from '../revocation/cache.ts';
import { parseCertificates } from './anchors.ts';
import { isSelfIssued, parseCertificate } from './certificate.ts';
import type { Certificate } from './certificate.ts';
import type { Memory } from './memory.ts';
import { buildChain } from './chain.ts';
import type { ChainResult } from './chain.ts';
import { CertificateError } from './errors.ts';

export interface PathSources {
  /** Empty: a path may end at any self-signed certificate (and then says nothing about trust). */
  readonly anchors: readonly Certificate[];
  readonly intermediates: readonly Certificate[];
  readonly transport: HttpTransport;
  readonly cache?: RevocationCache | undefined;
  /** What the work that this path is for has read and verified already. */
  readonly memory?: Memory | undefined;
}

const mostFetches = 8;
const timeoutMs = 10_000;
const largestAnswer = 1 << 20;

/**
 * Finds a path for the moment `at`. Certificates fetched on the way are only candidates: the path's own checks decide.
 * Never throws; without a line the result is what the certificates at hand give.
 */
export async function findPath(certificate: Certificate, at: Date, sources: PathSources): Promise<ChainResult> {
  const pool = new Map(sources.intermediates.map((each) => [each.sha256, each]));
  const asked = new Set<string>();
  for (;;) {
    const intermediates = [...pool.values()];
    const result = buildChain(certificate, {
      anchors: anchorsFor(sources, certificate, intermediates),
      intermediates,
      at,
      ...(sources.memory === undefined ? {} : { verify: sources.memory.verify }),
    });
    if (result.kind === 'trusted' || asked.size >= mostFetches) return result;
    const last = result.problem === 'noPath' ? result.at : result.path.at(-1)!;
    const before = pool.size;
    for (const url of last.caIssuersUrls.filter((each) => !asked.has(each)).slice(0, mostFetches - asked.size)) {
      asked.add(url);
      for (const found of await fetchIssuers(url, at, sources)) pool.set(found.sha256, found);
    }
    if (pool.size === before) return result;
  }
}

function anchorsFor(
  { anchors, memory }: PathSources,
  certificate: Certificate,
  others: readonly Certificate[],
): readonly Certificate[] {
  return anchors.length > 0 ? anchors : [certificate, ...others].filter((each) => isSelfSigned(each, memory?.verify));
}

/** Whether a certificate is signed with its own key. */
export function isSelfSigned(certificate: Certificate, verify = verifySignature): boolean {
  const { signatureScheme, publicKey, tbs, signature } = certificate;
  if (!isSelfIssued(certificate) || signatureScheme === null || publicKey === null) return false;
  return verify(signatureScheme, publicKey, tbs, signature);
}

async function fetchIssuers(url: string, at: Date, { transport, cache }: PathSources): Promise<Certificate[]> {
  const kept = cache?.get(url);
  const fromCache = kept ? readIssuers(kept.der) : [];
  if (fromCache.some((each) => each.notAfter > at)) return fromCache;
  const answer = await transport.request({ method: 'GET', url, timeoutMs, maxBytes: largestAnswer });
  if (answer.kind !== 'answer' || answer.status !== 200) return fromCache;
  const found = readIssuers(answer.body);
  const last = found[0];
  if (last) cache?.put(url, { der: answer.body, thisUpdate: last.notBefore, nextUpdate: last.notAfter });
  return found;
}

/** One certificate in DER or PEM, or a bundle of them in CMS ("certs-only", RFC 5280, 4.2.2.1). */
function readIssuers(bytes: Uint8Array): Certificate[] {
  try {
    return parseCertificates(bytes);
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
  }
  try {
    return parseSignedData(bytes).certificates.slice(0, 32).flatMap(readable);
  } catch (error) {
    if (error instanceof CmsError) return [];
    throw error;
  }
}

function readable(der: Uint8Array): Certificate[] {
  try {
    return [parseCertificate(der)];
  } catch (error) {
    if (error instanceof CertificateError) return [];
    throw error;
  }
}

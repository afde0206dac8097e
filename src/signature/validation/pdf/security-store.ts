/** The validation data that a PDF carries in its /DSS (ISO 32000-2, 12.8.4.3). */
import type { PdfDocument } from '../../pdf/document.ts';
import { PdfError } from '../../pdf/errors.ts';
import { PdfStream } from '../../pdf/syntax/objects.ts';
import type { PdfDict } from '../../pdf/syntax/objects.ts';
import type { Certificate } from '../../trust/certificate.ts';
import { CertificateError } from '../../trust/errors.ts';
import type { Memory } from '../../trust/memory.ts';
import type { Budget } from '../budget.ts';
import type { TrustContext } from '../trust-context.ts';

const mostStreams = 500;
const largestStream = 32 << 20;

/** Whether a revision has a /DSS. */
export function hasSecurityStore(document: PdfDocument): boolean {
  try {
    return document.getDict(document.catalog().dict, 'DSS') !== undefined;
  } catch (error) {
    if (error instanceof PdfError) return false;
    throw error;
  }
}

/** Takes in what the /DSS of a revision holds; false when it has none. What cannot be read is left out. */
export function readSecurityStore(
  document: PdfDocument,
  { evidence: pool, budget, memory }: Pick<TrustContext, 'evidence' | 'budget' | 'memory'>,
): boolean {
  try {
    const dss = document.getDict(document.catalog().dict, 'DSS');
    if (dss === undefined) return false;
    for (const { bytes } of streams(document, dss, 'Certs', budget))
      pool.addCertificates(readCertificate(bytes, memory));
    for (const [key, kind] of [
      ['CRLs', 'crl'],
      ['OCSPs', 'ocsp'],
    ] as const) {
      // One at a time: many large lists must not be held in memory before the pool says that it is enough.
      for (const { bytes, end } of streams(document, dss, key, budget)) {
        pool.add({ kind, bytes, origin: 'store', place: { end } });
      }
    }
    return true;
  } catch (error) {
    if (error instanceof PdfError) return false;
    throw error;
  }
}

function* streams(
  document: PdfDocument,
  dss: PdfDict,
  key: string,
  budget: Budget,
): Generator<{ bytes: Uint8Array; end: number }> {
  // A list may name the same stream again and again; once is enough.
  const seen = new Set<number>();
  for (const item of document.getArray(dss, key)?.toArray(mostStreams) ?? []) {
    budget.check();
    const stream = document.resolve(item);
    if (!(stream instanceof PdfStream) || seen.has(stream.dataOffset)) continue;
    seen.add(stream.dataOffset);
    const bytes = readable(() => document.streamBytes(stream));
    // The reader takes exactly /Length bytes, or none: what was read exists as soon as the last of them does.
    const length = document.resolve(stream.dict.get('Length'));
    const end = typeof length === 'number' && length >= 0 ? stream.dataOffset + length : document.source.size;
    if (bytes !== null && bytes.length <= largestStream) yield { bytes, end };
  }
}

function readable(read: () => Uint8Array): Uint8Array | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof PdfError && error.kind !== 'tooSlow') return null;
    throw error;
  }
}

function readCertificate(bytes: Uint8Array, memory: Memory): Certificate[] {
  try {
    return [memory.certificate(bytes)];
  } catch (error) {
    if (error instanceof CertificateError) return [];
    throw error;
  }
}

import type { ByteSource } from '../signature/index.ts';
import { PdfError, openPdf, pageCount, parseCertificates, verifyPdf } from '../signature/index.ts';

export type SignatureRuling =
  { readonly kind: 'holds'; readonly pages: number } | { readonly kind: 'fails'; readonly reason: string };

/** Whether the last signature of a file holds and was made with this certificate. The source stays the caller's. */
export type SignatureJudge = (file: ByteSource, certificateSha256: string) => Promise<SignatureRuling>;

const fails = (reason: string): SignatureRuling => ({ kind: 'fails', reason });

/**
 * Judges by our own validator. `trustAnchors` (PEM): where given, the chain has to lead to one of them. A file in which any signature
 * is broken is refused, also where the last one holds: nobody should build on it.
 */
export function judgeWith(trustAnchors: readonly string[]): SignatureJudge {
  const anchors = trustAnchors.flatMap((pem) => parseCertificates(Buffer.from(pem)));
  return async (file, certificateSha256) => {
    const verdict = await verifyPdf(file, { anchors });
    if (verdict.error !== null) return fails(verdict.error);
    const whole = verdict.signatures.filter((s) => s.kind === 'signature' && s.coversWholeDocument);
    const signature = whole.find((s) => s.signer?.certificateSha256 === certificateSha256);
    const broken = verdict.signatures.find((s) => s.indication === 'TOTAL_FAILED');
    if (!signature && !broken) return fails('no signature with the named certificate covers the whole file');
    const doubtful = signature && anchors.length > 0 && signature.indication !== 'TOTAL_PASSED' ? signature : undefined;
    const bad = broken ?? doubtful;
    if (bad) return fails(`${bad.indication}/${bad.subIndication}: ${bad.reasons.join('; ')}`);
    return countPages(file);
  };
}

function countPages(file: ByteSource): SignatureRuling {
  try {
    const pages = pageCount(openPdf(file));
    return pages > 0 ? { kind: 'holds', pages } : fails('a document without a page');
  } catch (error) {
    if (error instanceof PdfError) return fails(`pages: ${error.kind}: ${error.message}`);
    throw error;
  }
}

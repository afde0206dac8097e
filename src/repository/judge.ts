import type { ByteSource } from '../signature/index.ts';
import { PdfError, judgeAddition, openPdf, pageCount, parseCertificates, verifyPdf } from '../signature/index.ts';

export type SignatureRuling =
  | { readonly kind: 'holds'; readonly pages: number }
  /** The signature may hold, but more than a signature was added to the document. */
  | { readonly kind: 'fails' | 'changed'; readonly reason: string };

export interface SignatureQuestion {
  readonly certificateSha256: string;
  /** How many bytes at the file's beginning are the document that was shown. */
  readonly documentSize: number;
}

/**
 * Whether a file is the document that was shown, with a signature that holds and was made with this certificate, and with nothing
 * else. The source stays the caller's.
 */
export type SignatureJudge = (file: ByteSource, question: SignatureQuestion) => Promise<SignatureRuling>;

const fails = (reason: string): SignatureRuling => ({ kind: 'fails', reason });

/**
 * Judges by our own validator. `trustAnchors` (PEM): where given, the chain has to lead to one of them. A file in which any signature
 * is broken is refused, also where the last one holds: nobody should build on it.
 */
export function judgeWith(trustAnchors: readonly string[]): SignatureJudge {
  const anchors = trustAnchors.flatMap((pem) => parseCertificates(Buffer.from(pem)));
  return async (file, { certificateSha256, documentSize }) => {
    const verdict = await verifyPdf(file, { anchors });
    if (verdict.error !== null) return fails(verdict.error);
    const whole = verdict.signatures.filter((s) => s.kind === 'signature' && s.coversWholeDocument);
    const signature = whole.find((s) => s.signer?.certificateSha256 === certificateSha256);
    const broken = verdict.signatures.find((s) => s.indication === 'TOTAL_FAILED');
    if (!signature && !broken) return fails('no signature with the named certificate covers the whole file');
    const doubtful = signature && anchors.length > 0 && signature.indication !== 'TOTAL_PASSED' ? signature : undefined;
    const bad = broken ?? doubtful;
    if (bad) return fails(`${bad.indication}/${bad.subIndication}: ${bad.reasons.join('; ')}`);
    // A good signature makes whatever else was appended its own: pages, other contents. None of that was shown.
    const addition = judgeAddition(file, documentSize);
    if (addition.kind === 'more') return { kind: 'changed', reason: addition.reasons.join('; ') };
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

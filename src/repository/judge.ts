import type { ByteSource } from '../signature/bytes.ts';
import { openPdf, pageCount } from '../signature/pdf/index.ts';
import { parseCertificates } from '../signature/trust/anchors.ts';
import { verifyPdf } from '../signature/validation/index.ts';

export type SignatureRuling =
  { readonly kind: 'holds'; readonly pages: number } | { readonly kind: 'fails'; readonly reason: string };

/** Whether the last signature of a file holds and was made with this certificate. The source stays the caller's. */
export type SignatureJudge = (file: ByteSource, certificateSha256: string) => Promise<SignatureRuling>;

/** Judges by our own validator. `trustAnchors` (PEM): where given, the chain has to lead to one of them. */
export function judgeWith(trustAnchors: readonly string[]): SignatureJudge {
  const anchors = trustAnchors.flatMap((pem) => parseCertificates(Buffer.from(pem)));
  return async (file, certificateSha256) => {
    const verdict = await verifyPdf(file, { anchors });
    if (verdict.error !== null) return { kind: 'fails', reason: verdict.error };
    const whole = verdict.signatures.filter((s) => s.kind === 'signature' && s.coversWholeDocument);
    const signature = whole.find((s) => s.signer?.certificateSha256 === certificateSha256);
    if (!signature) {
      return { kind: 'fails', reason: 'no signature with the named certificate covers the whole file' };
    }
    const intact =
      anchors.length > 0 ? signature.indication === 'TOTAL_PASSED' : signature.indication !== 'TOTAL_FAILED';
    if (!intact) {
      return {
        kind: 'fails',
        reason: `${signature.indication}/${signature.subIndication}: ${signature.reasons.join('; ')}`,
      };
    }
    return { kind: 'holds', pages: pageCount(openPdf(file)) };
  };
}

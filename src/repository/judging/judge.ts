import type { Level } from '../../contract/levels.ts';
import type { BaselineLevel, ByteSource, FileVerdict, PdfDocument } from '../../signature/index.ts';
import {
  Memory,
  PdfError,
  cuilOf,
  judgeAddition,
  judgeGrowth,
  pageCount,
  parseCertificate,
  parseCertificates,
  verifyAndKeep,
  verifyPdf,
} from '../../signature/index.ts';

export type SignatureRuling =
  /** `cuil` as the certificate says it, eleven digits; null where it says none. `signers`: names of all who signed, the first first. */
  | {
      readonly kind: 'holds';
      readonly pages: number;
      readonly cuil?: string | null;
      readonly electronic?: boolean;
      readonly signers?: readonly string[];
    }
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
 * Judges by our own validator. `trustAnchors` (PEM): where given, the chain has to lead to one of them; that of
 * an electronic signature always to one of `electronicAuthorities` (DER) or of those anchors that are such. `policies`: where given, the signer's
 * certificate has to name one of them. A file in which any signature
 * is broken is refused, also where the last one holds: nobody should build on it.
 * Certificates are read, and their signatures verified, once for many files; what depends on a moment, on revocation or on an anchor is
 * judged for each file anew.
 */
export function judgeWith(
  trustAnchors: readonly string[],
  policies: readonly string[] = [],
  electronicAuthorities: readonly Uint8Array[] = [],
): SignatureJudge {
  const given = trustAnchors.flatMap((pem) => parseCertificates(Buffer.from(pem)));
  const anchors = [...given, ...electronicAuthorities.map(parseCertificate)];
  const memory = new Memory();
  return async (file, { certificateSha256, documentSize }) => {
    // What is not known yet about revocation delays no registration; what is known to be revoked is refused.
    const { verdict, document } = await verifyAndKeep(file, { anchors, memory, policy: { revocation: 'ifAvailable' } });
    if (document === null) return fails(verdict.error);
    const whole = verdict.signatures.filter((s) => s.kind === 'signature' && s.coversWholeDocument);
    const signature = whole.find((s) => s.signer?.certificateSha256 === certificateSha256);
    const broken = verdict.signatures.find((s) => s.indication === 'TOTAL_FAILED');
    if (!signature && !broken) return fails('no signature with the named certificate covers the whole file');
    const electronic = signature?.signer?.electronic ?? false;
    // An electronic one always has to lead to an authority of such: nothing but that tells it from a claim.
    const isHeld = given.length > 0 || electronic;
    const doubtful = signature && isHeld && signature.indication !== 'TOTAL_PASSED' ? signature : undefined;
    const bad = broken ?? doubtful;
    if (bad) return fails(`${bad.indication}/${bad.subIndication}: ${bad.reasons.join('; ')}`);
    const named = signature?.signer?.policies ?? [];
    if (!electronic && policies.length > 0 && !named.some((policy) => policies.includes(policy))) {
      return fails('certificatePolicy: the certificate was issued under none of the policies that are accepted here');
    }
    // A good signature makes whatever else was appended its own: pages, other contents. None of that was shown.
    const addition = judgeAddition(document, documentSize);
    if (addition.kind === 'more') return { kind: 'changed', reason: addition.reasons.join('; ') };
    const pages = countPages(document);
    return pages.kind === 'holds'
      ? {
          ...pages,
          cuil: cuilOf(signature?.signer?.serialNumber ?? null),
          electronic,
          signers: namesIn(verdict, given.length > 0),
        }
      : pages;
  };
}

/** Who signed, the first first. Where anchors are named, only whose signature leads to one of them: anybody may call himself by any name. */
const namesIn = ({ signatures }: FileVerdict, isAnchored: boolean): string[] =>
  signatures
    .filter(({ kind, indication }) => kind === 'signature' && (!isAnchored || indication === 'TOTAL_PASSED'))
    .flatMap(({ signer }) => signer?.commonName ?? []);

export type GrowthRuling =
  | { readonly kind: 'grown'; readonly level: Level }
  /** More was added than time-stamps and validation data, or a signature in it does not hold. */
  | { readonly kind: 'more' | 'fails'; readonly reason: string };

/** Whether a file is its first `prefixSize` bytes with time-stamps and validation data behind them, and what it proves now. */
export type GrowthJudge = (file: ByteSource, prefixSize: number) => Promise<GrowthRuling>;

/**
 * Judges a rendition by our own validator. Anchors of time-stamping authorities are often others than those of signers, so a chain that
 * leads nowhere known is no refusal here: what counts is that nothing else was added and that nothing is broken.
 */
export function judgeGrowthWith(trustAnchors: readonly string[]): GrowthJudge {
  const anchors = trustAnchors.flatMap((pem) => parseCertificates(Buffer.from(pem)));
  const memory = new Memory();
  return async (file, prefixSize) => {
    const growth = judgeGrowth(file, prefixSize);
    if (growth.kind === 'more') return { kind: 'more', reason: growth.reasons.join('; ') };
    // What is not known yet about revocation delays no registration; what is known to be revoked is refused.
    const verdict = await verifyPdf(file, { anchors, memory, policy: { revocation: 'ifAvailable' } });
    if (verdict.error !== null) return { kind: 'fails', reason: verdict.error };
    const broken = verdict.signatures.find((s) => s.indication === 'TOTAL_FAILED');
    if (broken) return { kind: 'fails', reason: `${broken.subIndication}: ${broken.reasons.join('; ')}` };
    const signed = verdict.signatures.some(({ kind }) => kind === 'signature');
    if (!signed) return { kind: 'fails', reason: 'no signature in it' };
    const levels = verdict.signatures.flatMap((s) => (s.kind === 'signature' ? [s.level] : []));
    return { kind: 'grown', level: lowest(levels) };
  };
}

/** What a repository accepts: anchors as PEM, and the policies of which a signer's certificate has to name one, where any is named. */
export interface Accepted {
  readonly anchors: readonly string[];
  readonly policies: readonly string[];
  /** Authorities of electronic signatures (DER) beside the anchors. */
  readonly electronic?: readonly Uint8Array[];
}

export interface Judges {
  readonly judge: SignatureJudge;
  readonly judgeGrowth: GrowthJudge;
}

export function judges({ anchors, policies, electronic }: Accepted): Judges {
  return { judge: judgeWith(anchors, policies, electronic), judgeGrowth: judgeGrowthWith(anchors) };
}

const byName: Readonly<Record<BaselineLevel, Level>> = { 'B-B': 'B', 'B-T': 'T', 'B-LT': 'LT', 'B-LTA': 'LTA' };
const order: readonly Level[] = ['B', 'T', 'LT', 'LTA'];

/** A file proves what its weakest signature does. */
function lowest(levels: readonly (BaselineLevel | null)[]): Level {
  const ranks = levels.map((level) => (level === null ? 0 : order.indexOf(byName[level])));
  return order[Math.min(...ranks)] ?? 'B';
}

function countPages(document: PdfDocument): SignatureRuling {
  try {
    document.allow();
    const pages = pageCount(document);
    return pages > 0 ? { kind: 'holds', pages } : fails('a document without a page');
  } catch (error) {
    if (error instanceof PdfError) return fails(`pages: ${error.kind}: ${error.message}`);
    throw error;
  }
}

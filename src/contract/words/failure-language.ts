import type { CertificateUnsuitable, FailureKind, FailureOf, PdfRefusal } from '../failures.ts';
import type { ProblemCode } from '../wire.ts';

/** What a person reads of a failure: what happened, what is safe, what to do next. Whole sentences, each with its full stop. */
export interface FailureWords {
  readonly what: string;
  readonly safe: string;
  readonly next: string;
}

/** One language's words for one kind: fixed, or made from the failure's facts. */
export type Saying<K extends FailureKind> = FailureWords | ((failure: FailureOf<K>) => FailureWords);

/** One language, whole: a kind, a reason or a code without words does not compile. */
export interface FailureLanguage {
  readonly kinds: { readonly [K in FailureKind]: Saying<K> };
  /** Why a certificate cannot sign, as the end of a sentence (no full stop). */
  readonly unsuitable: Readonly<Record<CertificateUnsuitable, string>>;
  /** Why a PDF is refused, as the end of a sentence (no full stop), and what to do. */
  readonly pdf: Readonly<Record<PdfRefusal, { readonly why: string; readonly next: string }>>;
  /** Why the repository said no, as the end of a sentence (no full stop). */
  readonly problem: Readonly<Record<ProblemCode, string>>;
}

/** What TLS says (a Node error code) of a certificate whose time has not come or is over: as often as not it is this PC's clock that is wrong. */
export const ofTheClock = /^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/;

/** What raising a signed PDF takes and gives (EN 319 142-1, 6: levels B-T, B-LT, B-LTA). */
import type { ByteSink, ByteSource } from '../../bytes.ts';
import type { HttpTransport } from '../../net.ts';
import type { PdfLimits } from '../../pdf/index.ts';
import type { RevocationCache } from '../../revocation/cache.ts';
import type { RevocationTry } from '../../revocation/client.ts';
import type { TimeStampAuthority, TimeStampTry } from '../../timestamp/authority.ts';
import type { Certificate } from '../../trust/certificate.ts';
import type { Memory } from '../../trust/memory.ts';
import type { KnownBeginning } from '../../validation/pdf/digests.ts';

/** A level that is reached by appending to a signature of level B-B. */
export type RaisedLevel = 'B-T' | 'B-LT' | 'B-LTA';

/** Every PAdES baseline level, from the lowest. */
export type PadesLevel = 'B-B' | RaisedLevel;

/** Who is asked, and who is believed. */
export interface ValidationServices {
  /** The line. Its answers are never believed for their own sake: every one is signed, and checked. */
  readonly transport: HttpTransport;
  /** Time-stamping authorities, tried in this order. */
  readonly tsas: readonly TimeStampAuthority[];
  /**
   * Trust anchors. Paths of signers and time-stamping authorities must lead to one of them; when the list is empty, to any
   * self-signed certificate, and nothing is said about trust.
   */
  readonly anchors: readonly Certificate[];
  /** Certificates that may be links of a path. What is missing is fetched from the addresses in the certificates. */
  readonly intermediates?: readonly Certificate[] | undefined;
  /** Keeps lists, answers and issuers' certificates for the days without a line. */
  readonly cache?: RevocationCache | undefined;
  /** What the caller's work has read and verified already. */
  readonly memory?: Memory | undefined;
  /** The present moment: certificates and answers are judged at it. */
  readonly at: Date;
}

export interface RaiseRequest extends ValidationServices {
  /** The signed document. Read by streaming, never as a whole. The caller closes it. */
  readonly source: ByteSource;
  /**
   * Gets the raised document, whose beginning is the source byte for byte. Nothing arrives here unless something is appended:
   * with a result of another kind than `raised` the sink was not touched.
   */
  readonly sink: ByteSink;
  readonly level: RaisedLevel;
  /**
   * Whether a file that has archive time-stamps already gets another one. `whenNeeded` (default): when the newest one's
   * certificate ends within `renewBeforeDays`, or signatures or data came after it. `always`: in any case.
   */
  readonly renew?: 'whenNeeded' | 'always' | undefined;
  /** 365 by default. */
  readonly renewBeforeDays?: number | undefined;
  /** Opens an encrypted document. */
  readonly password?: string | undefined;
  /** What the caller has just read, and verified, of the source's beginning: it is not read again. */
  readonly known?: KnownBeginning | undefined;
  readonly limits?: Partial<PdfLimits> | undefined;
}

/** What stands between the level reached and the level asked for. */
export type MissingPiece =
  /** There is nothing to raise. */
  | { readonly kind: 'noSignature' }
  /** No authority gave a time-stamp. `tries` says why, in the order in which they were asked; empty: none is configured. */
  | {
      readonly kind: 'timeStamp';
      readonly purpose: 'signature' | 'archive';
      readonly tries: readonly TimeStampTry[];
    }
  /** No path from a certificate to an anchor (or, without anchors, to a self-signed certificate). */
  | { readonly kind: 'chain'; readonly certificate: Certificate }
  /** No usable statement says whether a certificate was revoked. */
  | { readonly kind: 'revocation'; readonly certificate: Certificate; readonly tries: readonly RevocationTry[] }
  /** A signature or time-stamp of the document that does not hold or cannot be read: nothing can make it provable. */
  | { readonly kind: 'brokenSignature'; readonly fieldName: string; readonly detail: string };

/** A certificate of the signature or its time-stamps that its authority has revoked. The data that says so is kept with the rest. */
export interface RevokedCertificate {
  readonly certificate: Certificate;
  readonly revokedAt: Date;
  /** When what it signed is proven to have existed: a revocation after that changes nothing. */
  readonly provenAt: Date;
}

/** What every result says of the document as it is now. */
export interface RaiseStanding {
  /** The level that every signature of the document has now. null: there is no PAdES signature, or one is broken. */
  readonly reached: PadesLevel | null;
  /** Empty when the level asked for was reached, and renewed where that was due. */
  readonly missing: readonly MissingPiece[];
  readonly revoked: readonly RevokedCertificate[];
  /**
   * When the proof must have been renewed: the end of the certificate of the newest archive time-stamp; before there is one, of the
   * time-stamps of the signatures; before there are any, of the signers. null: there is nothing to prove.
   */
  readonly renewBefore: Date | null;
}

/** One incremental update that was appended. */
export interface Increment {
  readonly kind: 'timeStamp' | 'validationData' | 'archiveTimeStamp';
  readonly size: number;
}

export type RaiseResult =
  | ({
      readonly kind: 'raised';
      readonly inputSize: number;
      readonly inputSha256: string;
      /** Bytes appended in all. */
      readonly updateSize: number;
      /** Size and lower-case hexadecimal SHA-256 of the raised document. */
      readonly size: number;
      readonly sha256: string;
      readonly increments: readonly Increment[];
    } & RaiseStanding)
  /** Nothing was appended: the level was there already, or nothing that can be had now would raise it. */
  | ({ readonly kind: 'unchanged' } & RaiseStanding);

import type { ByteSource } from '../bytes.ts';
import type { Certificate } from '../trust/certificate.ts';
import type { Memory } from '../trust/memory.ts';
import type { TrustList } from '../trust/list.ts';
import type { ValidationPolicy } from './policy.ts';

/** What a verification may rely on. */
export interface VerifyOptions {
  /** Trust anchors. Without any, the best verdict is INDETERMINATE / NO_CERTIFICATE_CHAIN_FOUND. */
  readonly anchors: readonly Certificate[];
  /** A signed trust list, whose services are trusted while it says so, beside `anchors`. */
  readonly trustList?: TrustList;
  /** Certificates that may be links of a path, beside those that documents carry. */
  readonly intermediates?: readonly Certificate[];
  /** The moment of validation. Nothing made later is believed. Default: now. */
  readonly at?: Date;
  /**
   * These very bytes are known to have existed by then, by something that the caller trusts as much as a time-stamp: a repository's
   * verified receipt, a first sighting kept in one's own journal.
   */
  readonly known?: { readonly since: Date; readonly by: string };
  /** For a detached CMS signature: the bytes it is about. The caller closes them. */
  readonly detachedContent?: Uint8Array | ByteSource;
  /** Opens encrypted PDFs: the user's password or the owner's. */
  readonly password?: string | undefined;
  /** What is demanded; what is left out is as `defaultPolicy` has it. */
  readonly policy?: Partial<ValidationPolicy>;
  /** Where to ask about certificates that the document carries no (or only old) revocation data for. */
  readonly revocation?: RevocationSource;
  /** Certificates and signatures read and verified before: for those who verify many documents of the same authorities. */
  readonly memory?: Memory;
}

/**
 * Revocation lists and OCSP responses (whole OCSPResponse values) about a certificate, from a line or a cache; empty when there are
 * none. They are judged as strictly as those in documents. Asked at most once for each certificate of a verification. Must not throw.
 */
export type RevocationSource = (question: {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
}) => Promise<{ readonly crls: readonly Uint8Array[]; readonly ocsps: readonly Uint8Array[] }>;

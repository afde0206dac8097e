import type { Certificate } from '../trust/certificate.ts';

/** What a verification may rely on. */
export interface VerifyOptions {
  /** Trust anchors. Without any, the best verdict is INDETERMINATE / NO_CERTIFICATE_CHAIN_FOUND. */
  readonly anchors: readonly Certificate[];
  /** Certificates that may be links of a path, beside those that documents carry. */
  readonly intermediates?: readonly Certificate[];
  /** The moment for which certificates must hold, unless a trusted time-stamp proves an earlier one. Default: now. */
  readonly at?: Date;
  /** For a detached CMS signature: the bytes it is about. */
  readonly detachedContent?: Uint8Array;
  /** Opens encrypted PDFs: the user's password or the owner's. */
  readonly password?: string | undefined;
}

/** Why bytes are not a signature we can read, or values cannot be made into one. */
export type CmsErrorKind =
  /** Not ASN.1, or not the structure RFC 5652 gives. */
  | 'malformed'
  /** Well-formed CMS of another content type than SignedData. */
  | 'notSignedData'
  /** An attribute whose content is not what its standard says, or that appears twice. */
  | 'badAttribute'
  /** A signature value from a token that has no possible shape. */
  | 'badSignatureValue'
  /** The certificate's key does not fit the algorithm asked for. */
  | 'keyMismatch';

export class CmsError extends Error {
  override readonly name = 'CmsError';
  readonly kind: CmsErrorKind;

  constructor(kind: CmsErrorKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

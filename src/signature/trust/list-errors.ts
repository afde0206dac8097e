/** Why a trust list is not used. */
export type TrustListErrorKind =
  /** Not a trust list, or one of a format from the future. */
  | 'malformed'
  /** Not signed by a key that was pinned for trust lists. */
  | 'badSignature'
  /** Its time is over: a newer one should have been published. */
  | 'expired'
  /** It was issued after the moment of validation. */
  | 'notYetIssued'
  /** A newer one was kept already, or another one of this version. */
  | 'rollback'
  /** The folder holds no list, or not the version asked for. */
  | 'missing';

export class TrustListError extends Error {
  override readonly name = 'TrustListError';
  readonly kind: TrustListErrorKind;

  constructor(kind: TrustListErrorKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

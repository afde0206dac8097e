/** Why bytes are not a certificate we can work with. */
export type CertificateErrorKind =
  /** Not an X.509 certificate. */
  | 'malformed'
  /** The same extension twice, which readers would resolve differently. */
  | 'duplicateExtension'
  /** The inner and the outer signature algorithm differ. */
  | 'algorithmMismatch';

export class CertificateError extends Error {
  override readonly name = 'CertificateError';
  readonly kind: CertificateErrorKind;

  constructor(kind: CertificateErrorKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** Why bytes are no statement about revocation that we can work with. */
export type RevocationErrorKind =
  /** Not the ASN.1 that RFC 5280, 5 or RFC 6960, 4.2 gives. */
  | 'malformed'
  /** More bytes than any list that we read. */
  | 'tooBig'
  /** Well-formed, but of a kind that is not read here, such as a list of differences (delta). */
  | 'unsupported'
  /** An OCSP responder that answers with an error instead of a status. */
  | 'unsuccessful';

export class RevocationError extends Error {
  override readonly name = 'RevocationError';
  readonly kind: RevocationErrorKind;

  constructor(kind: RevocationErrorKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

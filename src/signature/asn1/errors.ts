/** What can be wrong with bytes that should be ASN.1. */
export type Asn1ErrorKind =
  /** A value says it is longer than the bytes there are. */
  | 'truncated'
  /** Bytes are left after the last value that belongs there. */
  | 'trailing'
  /** More levels of nesting, or more values, than any honest structure of ours has. */
  | 'tooDeep'
  | 'tooMany'
  /** Tag or length octets that no encoder may produce. */
  | 'malformed'
  /** BER where the standard asks for DER. */
  | 'notDer'
  /** Well-formed, but not the type or shape expected at this place. */
  | 'unexpected';

/** Bytes that are not the ASN.1 they should be. The only error that reading in `asn1/` throws. */
export class Asn1Error extends Error {
  override readonly name = 'Asn1Error';
  readonly kind: Asn1ErrorKind;

  constructor(kind: Asn1ErrorKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

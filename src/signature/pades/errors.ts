/** Why a document was not signed, beyond what PdfError says of its structure. The list is closed. */
export type PadesErrorKind =
  /** The encrypted document's permissions allow neither signing nor filling in forms, and the password is the user's. */
  | 'permission'
  /** A certification (DocMDP) in force forbids further signatures, or just the place wished for. */
  | 'certified'
  /** The first signature only may certify, and there is one already. */
  | 'notFirst'
  /** A signature or a field locks fields (FieldMDP, /Lock). */
  | 'locked'
  /** The chosen field demands something of its signature (/SV) that this one does not meet. */
  | 'seedValue'
  /** A visible signature on a page that does not exist, or outside its page. */
  | 'pageMissing'
  /** A visible signature over an annotation, a field or content. */
  | 'placeTaken'
  /** The text of a visible signature does not fit its rectangle, however small. */
  | 'textTooLong'
  /** The font of a visible signature lacks a glyph, or is none. */
  | 'fontLacking'
  /** The document carries a message authentication code (/AuthCode) that a signature would break. */
  | 'authCode'
  /** The pages shown come from an XFA form, not from the PDF. */
  | 'xfaOnly'
  /** The tree of form fields is shared, circular or otherwise not a tree. */
  | 'formBroken'
  /** A field name that cannot be given to a new field. */
  | 'fieldName'
  /** The chosen field exists and is no signature field, or groups other fields. */
  | 'fieldTaken'
  /** The chosen field is signed already. */
  | 'fieldSigned'
  /** The chosen field is read-only. */
  | 'fieldReadOnly'
  /** The certificate's key is too weak, of another kind than the algorithm, or not meant for signing. */
  | 'certificate'
  /** The input is not the document that was shown: its hash is another one. */
  | 'inputChanged'
  /** The finished signature does not fit the place kept for it. */
  | 'signatureTooLarge'
  /** What the token returned does not verify with the certificate's public key. */
  | 'signatureWrong'
  /** The written document does not verify; it must not be used. */
  | 'checkFailed'
  /** The target exists and may not be replaced. */
  | 'targetExists'
  /** The target is the input itself. */
  | 'targetIsInput'
  /** The input could not be opened or read; `cause` is the system's error. */
  | 'readFailed'
  /** The target could not be written; `cause` is the system's error. */
  | 'writeFailed';

/** A refusal to sign. Nothing has been written to the target when it is thrown. `message` is for developers and logs. */
export class PadesError extends Error {
  override readonly name = 'PadesError';
  readonly kind: PadesErrorKind;

  constructor(kind: PadesErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

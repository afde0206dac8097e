/** Why a PDF cannot be read or written. The list is closed; each value is one sentence on a screen. */
export type PdfErrorKind =
  /** Zero bytes. */
  | 'empty'
  /** No `%PDF-` in the first kilobyte. */
  | 'notPdf'
  /** A PDF's beginning without its end: no `startxref` where one must be. */
  | 'truncated'
  /** The structure contradicts itself: cross-references that lead nowhere, broken objects. */
  | 'damaged'
  /** A dictionary says the same key twice, so that two readers may read two documents. */
  | 'ambiguous'
  /** Encrypted, and a password is needed for what was asked. */
  | 'passwordNeeded'
  /** Encrypted, and the given password is neither the user's nor the owner's. */
  | 'passwordWrong'
  /** Encrypted with a cipher too weak to add to (RC4): such files are read and not signed. */
  | 'encryptionWeak'
  /** Encrypted with a handler, a cipher or a revision that this reader does not know. */
  | 'encryptionForeign'
  /** Cross-references in both forms at once (/XRefStm), which readers resolve differently. */
  | 'hybrid'
  /** Correct perhaps, but made with something that this reader does not know (a rare filter). */
  | 'unsupported'
  /** Nested deeper than the limit. */
  | 'tooDeep'
  /** More sections, fields or objects than the limit. */
  | 'tooMany'
  /** An object or stream larger than the limit, packed or unpacked. */
  | 'tooBig'
  /** Reading took longer than the limit. */
  | 'tooSlow'
  /** The result would not fit the format (offsets in a table have ten digits). */
  | 'tooLarge';

/** A PDF that cannot be read or extended. `message` is for developers and logs, `kind` is for programs and screens. */
export class PdfError extends Error {
  override readonly name = 'PdfError';
  readonly kind: PdfErrorKind;
  /** Where in the file, in bytes from its beginning, when that is known. */
  readonly offset: number | undefined;

  constructor(kind: PdfErrorKind, message: string, offset?: number) {
    super(offset === undefined ? message : `${message} (at byte ${offset})`);
    this.kind = kind;
    this.offset = offset;
  }
}

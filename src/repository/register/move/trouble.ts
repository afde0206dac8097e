/** Why a register could not be moved. What was copied stays; the same command goes on from there. */
export class MoveError extends Error {
  readonly kind:
    /** The target is another repository's, or is in use. */
    | 'taken'
    /** It was moved there before. */
    | 'moved'
    /** A repository inside an office stays where it is. */
    | 'inOffice'
    /** The source keeps something that has no place in the target. */
    | 'unknownTable'
    /** A row, or a file, is not the same on both sides. */
    | 'differs'
    /** A file of the source no longer hashes to its address. */
    | 'damaged'
    | 'storageFull';
  constructor(kind: MoveError['kind'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

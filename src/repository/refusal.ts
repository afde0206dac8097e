/** Why a repository's folder could not be opened. Nothing was changed in it. */
export class RegisterError extends Error {
  readonly kind:
    | 'busy'
    | 'fromFuture'
    | 'damaged'
    | 'keyExposed'
    | 'otherRole'
    /** The root key that was given vouches for another repository's keys. */
    | 'otherRoot'
    /** The folder of an office's repository is encrypted under another key. */
    | 'otherFolderKey'
    | 'notDurable'
    | 'notOurs'
    | 'otherKeys'
    | 'mutable'
    | 'moved'
    | 'moving'
    /** The register is of an earlier moment than what was signed. */
    | 'rolledBack';
  /** `fromFuture`: the version of what lies there. */
  readonly version: number;
  constructor(kind: RegisterError['kind'], message: string, options?: ErrorOptions & { readonly version?: number }) {
    super(message, options);
    this.kind = kind;
    this.version = options?.version ?? 0;
  }
}

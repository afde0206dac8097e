/** What later revisions did to a signed document, and whether that was theirs to do. */
import type { Modification } from '../verdict.ts';

/** Changes that the standard knows (ISO 32000-2, 12.8.2.2), each as narrow as we can recognise it. */
export type ChangeKind =
  /** Validation data: the /DSS. */
  | 'validationData'
  | 'documentTimestamp'
  /** A new signature, or an empty field for one. */
  | 'signature'
  /** /Info, XMP metadata. */
  | 'metadata'
  /** /Extensions: which additions to the standard the document uses. */
  | 'extensions'
  | 'formFill'
  /** Comments and other annotations. */
  | 'annotation';

/** What the signed revision itself says about later changes. */
export interface Permissions {
  /** The strictest DocMDP (1, 2 or 3); null when there is none. */
  readonly level: 1 | 2 | 3 | null;
  /** Whether a field may no longer be changed, by its full name. */
  readonly locked: (field: string) => boolean;
}

const sentences: Readonly<Record<ChangeKind, string>> = {
  validationData: 'Validation data was added.',
  documentTimestamp: 'A document time-stamp was added.',
  signature: 'A signature, or a field for one, was added.',
  metadata: 'The description of the document (metadata) was changed.',
  extensions: 'The extensions of the standard that the document uses were named.',
  formFill: 'Form fields were filled in.',
  annotation: 'Annotations were added or changed.',
};

/** The kinds a DocMDP level permits (ISO 32000-2, table 257); without one, everything but annotations, which stay unclear. */
const permitted: Readonly<Record<1 | 2 | 3, ReadonlySet<ChangeKind>>> = {
  1: new Set(['validationData', 'documentTimestamp', 'metadata', 'extensions']),
  2: new Set(['validationData', 'documentTimestamp', 'metadata', 'extensions', 'signature', 'formFill']),
  3: new Set(['validationData', 'documentTimestamp', 'metadata', 'extensions', 'signature', 'formFill', 'annotation']),
};

export interface ChangeResult {
  readonly modification: Modification;
  readonly reasons: readonly string[];
  /** Changes of known kinds, whether they were permitted or not. */
  readonly kinds: ReadonlySet<ChangeKind>;
}

export class ChangeLog {
  readonly permissions: Permissions;
  readonly #reasons = new Set<string>();
  readonly #kinds = new Set<ChangeKind>();
  #worst: Modification = 'none';

  constructor(permissions: Permissions) {
    this.permissions = permissions;
  }

  /** Notes a change of a known kind and judges it by the document's own rules. */
  note(kind: ChangeKind): void {
    this.#kinds.add(kind);
    const { level } = this.permissions;
    if (level === null && kind === 'annotation') {
      this.unclear('annotationsChanged', `${sentences[kind]} The signed document does not say that this is allowed.`);
    } else if (level !== null && !permitted[level].has(kind)) {
      this.forbid('notPermitted', `${sentences[kind]} The certified document forbids that.`);
    } else {
      this.#add('allowed', kind, sentences[kind]);
    }
  }

  /** Notes the filling of a field. */
  fill(field: string): void {
    if (this.permissions.locked(field)) this.forbid('lockedField', `The locked field ${field} was changed.`);
    this.note('formFill');
  }

  forbid(code: string, sentence: string): void {
    this.#add('forbidden', code, sentence);
  }

  unclear(code: string, sentence: string): void {
    this.#add('unclear', code, sentence);
  }

  get result(): ChangeResult {
    return { modification: this.#worst, reasons: [...this.#reasons], kinds: this.#kinds };
  }

  #add(modification: Modification, code: string, sentence: string): void {
    const order: readonly Modification[] = ['none', 'allowed', 'unclear', 'forbidden'];
    if (order.indexOf(modification) > order.indexOf(this.#worst)) this.#worst = modification;
    if (this.#reasons.size < 20) this.#reasons.add(`${code}: ${sentence}`);
  }
}

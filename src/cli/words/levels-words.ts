/** What the command line says of levels: how long a signature will be provable, and what is missing for more. */
export interface LevelWords {
  readonly reached: (level: string, until: string | null) => string;
  readonly lessThanAsked: (asked: string, reached: string | null) => string;
  readonly extended: string;
  readonly unchanged: string;
  readonly notExtended: string;
  /** Nobody was named who could be asked. */
  readonly needsTsa: (level: string) => string;
  readonly cadesLevel: (level: string) => string;
  readonly cadesAlone: string;
  readonly algorithmMissing: (algorithm: string, offered: string) => string;
  readonly missing: {
    readonly noSignature: string;
    readonly timeStamp: (tries: string) => string;
    readonly chain: (name: string) => string;
    readonly revocation: (name: string, tries: string) => string;
    readonly brokenSignature: (field: string, detail: string) => string;
  };
  readonly revoked: (name: string, when: string) => string;
}

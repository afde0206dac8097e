/** What the help of one command says. */
export interface CommandWords {
  readonly summary: string;
  /** What follows the command's name in its usage line. */
  readonly usage: string;
  readonly about: readonly string[];
  readonly options: Readonly<Record<string, string>>;
  readonly examples: readonly string[];
}

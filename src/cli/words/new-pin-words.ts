export type NewPinCommandName = 'tokens change-pin' | 'tokens unblock';

/** What is said while a token is given a new PIN. */
export interface NewPinWords {
  readonly oldPin: (token: string) => string;
  readonly puk: (token: string) => string;
  readonly newPin: (min: number, max: number) => string;
  readonly again: string;
  /** Everything is typed on the reader. */
  readonly onReader: (token: string) => string;
  readonly triesLeft: (count: number) => string;
  readonly countLow: string;
  /** The PUK's last try costs more than the PIN's. */
  readonly lastPuk: (yes: string) => string;
  /** Why nothing was sent: no try was spent. */
  readonly differ: string;
  readonly same: string;
  readonly length: (min: number, max: number) => string;
  readonly nothingSent: string;
  readonly changed: (token: string) => string;
  readonly unblocked: (token: string) => string;
}

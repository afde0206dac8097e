import type { HomeState } from '../../contract/home.ts';
import type { CarriedParcel } from '../../contract/stick.ts';

/** What is carried by hand or kept for days without a line: cases, copies at a second place, recovery, sticks. */
export type CarriedCommandName =
  | 'case keep'
  | 'home status'
  | 'home copy-now'
  | 'home check'
  | 'home restore'
  | 'home store-key'
  | 'home new-recovery-key'
  | 'home fetch'
  | 'home errand'
  | 'home answer'
  | 'stick export'
  | 'stick wish'
  | 'stick import'
  | 'stick carry'
  | 'stick carried'
  | 'repository keys'
  | 'repository stick import'
  | 'repository stick seed'
  | 'wipe'
  | 'desk unlock';

export interface CarriedWords {
  readonly states: Readonly<Record<HomeState, string>>;
  readonly atRepository: string;
  readonly lastCopy: (at: string | null) => string;
  readonly uncovered: (uncovered: number, unsent: number) => string;
  readonly sameDisk: string;
  readonly generation: (name: string, files: number, damaged: readonly string[]) => string;
  readonly noGenerations: string;
  readonly restored: (generation: string, at: string) => string;
  readonly broughtBack: (acts: number, unsent: number, salvaged: number) => string;
  readonly passedOver: (name: string, reason: string) => string;
  readonly setAside: (folder: string) => string;
  readonly newKeyIn: (file: string) => string;
  readonly waiting: (files: number, drafts: number, copied: boolean) => string;
  readonly nobodyOpens: string;
  readonly leftAt: (folder: string) => string;
  readonly sayReally: string;
  readonly wiped: string;
  readonly unlock: {
    readonly notLocked: string;
    readonly passphrase: string;
    readonly keyLost: string;
    readonly ofAnother: string;
    readonly wouldUnlock: readonly string[];
    readonly unlocked: readonly string[];
  };
  readonly storeKeyBack: (file: string) => string;
  readonly fetched: (folder: string, generations: readonly string[]) => string;
  readonly errandMade: (path: string, files: number) => string;
  readonly errandMark: (mark: string) => string;
  readonly errandOf: (office: string, device: string, at: string) => string;
  readonly errandAnswered: (file: string, opened: number, asked: number) => string;
  readonly recoveryKey: (file: string) => string;
  readonly recipient: string;
  readonly keepIt: readonly string[];
  readonly exported: (path: string, acts: number, returns: number, renditions: number) => string;
  readonly sealedTo: (name: string) => string;
  /** What goes with the acts: cases opened, acts put before a signer, signatures that others come after, texts, notes. */
  readonly besides: (cases: number, proposals: number, signatures: number, drafts: number, entries: number) => string;
  readonly leftOut: (count: number) => string;
  readonly carryIt: string;
  readonly answerTaken: (registered: number, received: number, refused: number, later: number) => string;
  readonly delivered: (count: number) => string;
  readonly seedTaken: (cases: number, acts: number, files: number) => string;
  /** A parcel of another office, and how it stands. */
  readonly carried: (name: string, state: CarriedParcel['state'], reason: string | null) => string;
  readonly carriedOn: string;
  readonly carriedNone: string;
  readonly answerIn: (path: string) => string;
  readonly seedIn: (path: string, cases: number, files: number, left: number) => string;
  readonly wished: (path: string) => string;
  readonly unknownCases: (numbers: string) => string;
  readonly receiptKeys: string;
  readonly parcelRecipient: string;
  readonly dirOrUrl: string;
  readonly forked: (was: string, name: string) => string;
  readonly keptSum: (items: number, size: string, most: string, away: number) => string;
  readonly keptCase: (number: string, caption: string, hearing: string | null, here: number, files: number) => string;
  readonly keptNone: string;
  readonly notInTrays: (number: string) => string;
}

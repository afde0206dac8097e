import type { HomeState } from '../../contract/home.ts';

/** What is carried by hand: copies at a second place, recovery, sticks. */
export type CarriedCommandName =
  'home status' | 'home copy-now' | 'home check' | 'home restore' | 'home store-key' | 'home new-recovery-key';

export interface CarriedWords {
  readonly states: Readonly<Record<HomeState, string>>;
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
  readonly noIdentity: (file: string) => string;
  readonly storeKeyBack: (file: string) => string;
  readonly recoveryKey: (file: string) => string;
  readonly recipient: string;
  readonly keepIt: readonly string[];
}

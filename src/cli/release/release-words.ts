import type { UpdateStatus } from '../../contract/updates.ts';
import type { WorkshopTrouble } from '../../release/workshop.ts';

export type ReleaseCommandName =
  | 'key'
  | 'token-key'
  | 'init'
  | 'rotate'
  | 'status'
  | 'sign'
  | 'add'
  | 'ring'
  | 'block'
  | 'unblock'
  | 'minimum'
  | 'roll-back'
  | 'renew'
  | 'publish'
  | 'verify';

/** Everything that `fojas-release` says, in one language. */
export interface ReleaseWords {
  readonly program: string;
  readonly usage: string;
  readonly commands: Readonly<Record<ReleaseCommandName, { readonly summary: string; readonly usage: string }>>;
  readonly troubles: Readonly<Record<WorkshopTrouble, string>>;
  readonly unknownCommand: (word: string) => string;
  readonly passphrase: string;
  readonly newPassphrase: string;
  readonly wrongPassphrase: string;
  readonly keyMade: (file: string, id: string) => string;
  readonly signed: (role: string, has: number) => string;
  readonly accepted: (role: string) => string;
  readonly waits: (role: string, has: number, takes: number) => string;
  readonly nothingWaits: string;
  readonly mustSign: string;
  readonly target: (name: string, version: string, rings: string) => string;
  /** How long root and list hold, as ISO dates. */
  readonly holds: (root: string, targets: string) => string;
  readonly blocked: (versions: string) => string;
  readonly minimum: (version: string) => string;
  readonly put: (file: string) => string;
  readonly published: (count: number) => string;
  readonly notTaken: (bucket: string, code: string) => string;
  readonly standing: Readonly<Record<UpdateStatus['standing'], string>>;
  readonly offers: (version: string, bytes: number) => string;
  readonly offersNothing: string;
  readonly fileHolds: string;
}

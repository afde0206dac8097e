import type { OfficeConfig } from '../contract/config.ts';
import type { Tell } from '../contract/diary.ts';
import type { Boundary } from './boundaries.ts';
import type { Disk } from './documents/index.ts';
import type { HomePace } from './home/keeper.ts';
import type { Raiser } from './levels/port.ts';
import type { TokenPatience } from './signing/token-session.ts';
import type { Pace } from './sync/backoff.ts';
import type { ProxyFinder } from './sync/way/proxies.ts';

export interface OfficeOptions {
  readonly config: OfficeConfig;
  /** 32 bytes as hexadecimal, from the keychain. */
  readonly storeKey: string;
  readonly version: string;
  /** This computer's clock: a claim, which decides nothing (law 6). */
  readonly clock: () => Date;
  /** New UUIDs. */
  readonly ids: () => string;
  /** Lines of the diary (contract/diary.ts). */
  readonly log: Tell;
  /** Carries every request by itself, in the first wording of the protocol: for tests that sit in the middle of the line. */
  readonly fetch?: typeof fetch;
  /** Answers which proxies the system's settings name; without it the environment is gone by. */
  readonly findProxy?: ProxyFinder;
  /** Waited for at each boundary between stages; production passes none. */
  readonly onBoundary?: Boundary;
  readonly pace?: Pace;
  /** A token host does not answer any more and was let go of; a new one may be attached. */
  readonly onTokenHung?: (libraryId: string) => void;
  /** A person asks that a parked driver be tried again. */
  /** The person sits down at another seat; whoever started this office closes it and opens that one. */
  /** The repository said, signed, that this device was revoked. */
  readonly onRevoked?: () => void;
  readonly onSeatWanted?: (seatId: string) => void;
  readonly onTokenRetry?: (libraryId: string) => void;
  readonly tokenPatience?: TokenPatience;
  readonly random?: () => number;
  readonly disk?: Disk;
  readonly homePace?: HomePace;
  /** What makes signatures last; production asks the authorities of the configuration. */
  readonly raiser?: Raiser;
}

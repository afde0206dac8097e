import { z } from 'zod';
import { OfficeConfig } from './config.ts';
import { Failure } from './failures.ts';
import { OfficeRepositoryControl } from './office-repository.ts';
import { ReadersControl } from './readers.ts';
import { RecoveryEnd, RecoveryWish } from './recovery.ts';
import { HostControl, TokenLibrary } from './token.ts';
import { Readiness, SelfTestCheck } from './updates.ts';

/**
 * Messages between the office process and the process that started it (Electron's main, or the command line). Messages marked
 * "with a port" carry one transferred port; under plain Node's fork, which can transfer none, see `muxed` below.
 */
export const OfficeControl = z.discriminatedUnion('kind', [
  /** Parent to office, first message. `storeKey`: 32 bytes as hexadecimal, from the keychain. */
  z.strictObject({
    kind: z.literal('open'),
    config: OfficeConfig,
    storeKey: z.string().regex(/^[0-9a-f]{64}$/),
    version: z.string(),
    /** Who started it knows the system's proxies, and answers `proxyWanted`. */
    knowsProxies: z.boolean().optional(),
    /** A newer program was taken back: this copy of the journal takes the place of the one there, where that is of a newer shape. */
    restore: z.string().optional(),
  }),
  /** Office to parent: open (or not, and why). */
  z.strictObject({ kind: z.literal('opened'), failure: Failure.nullable() }),
  /** Parent to office, with a port: a window's calls (`calls`, `events`) come over it. */
  z.strictObject({ kind: z.literal('windowPort') }),
  /** Parent to office, with a port: the token host of this library answers over it (`tokenCalls`). */
  z.strictObject({ kind: z.literal('tokenPort'), libraryId: z.string() }),
  /** Parent to office: that library has no host now, and why. `soon`: a new one is on its way, who asks may wait for it. */
  z.strictObject({
    kind: z.literal('tokenGone'),
    libraryId: z.string(),
    failure: Failure,
    soon: z.boolean().optional(),
  }),
  /** Parent to office: the driver catalogue found a further library on this machine. */
  z.strictObject({ kind: z.literal('libraryFound'), library: TokenLibrary }),
  /** Parent to office, with a port: the watcher of readers answers over it (`readersCalls`). */
  z.strictObject({ kind: z.literal('readersPort') }),
  /** Office to parent: a person asks that a parked driver be tried again. */
  z.strictObject({ kind: z.literal('tokenRetry'), libraryId: z.string() }),
  /** Office to parent: the person sits down at another seat: this office is closed, and the one of that seat opened. */
  z.strictObject({ kind: z.literal('seatWanted'), seatId: z.string() }),
  /** Office to parent: that library's host does not answer any more, and its port was closed. It may be killed and started anew. */
  z.strictObject({ kind: z.literal('tokenHung'), libraryId: z.string() }),
  /** Office to parent: which proxies lead to this address. Answered by `proxyFound` of the same `id`, once. */
  z.strictObject({ kind: z.literal('proxyWanted'), id: z.int(), url: z.string() }),
  /** Parent to office: as automatic configuration says it (`PROXY a:8080; DIRECT`); null where it could not be found out. */
  z.strictObject({ kind: z.literal('proxyFound'), id: z.int(), rule: z.string().nullable() }),
  /** Parent to office: may the program be exchanged, or (`backup`) copy the journal before it is. Answered once, by the same `id`. */
  z.strictObject({ kind: z.literal('exchangeWanted'), id: z.int(), backup: z.boolean() }),
  z.strictObject({
    kind: z.literal('exchange'),
    id: z.int(),
    readiness: Readiness,
    /** Where the copy lies; null where none was wanted. */
    backup: z.string().nullable(),
    failure: Failure.nullable(),
  }),
  /** Parent to office, instead of `open`: test yourself, on a copy of these data where they are given; answer and exit. */
  z.strictObject({
    kind: z.literal('selfTest'),
    config: OfficeConfig.nullable(),
    storeKey: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .nullable(),
  }),
  z.strictObject({ kind: z.literal('selfTested'), checks: z.array(SelfTestCheck) }),
  /** Parent to office, instead of `open`: do this one thing for a desk that cannot be opened, answer, and be ended. */
  z.strictObject({ kind: z.literal('recover'), config: OfficeConfig, wish: RecoveryWish }),
  z.strictObject({ kind: z.literal('recovered'), end: RecoveryEnd }),
  /** Parent to office: finish what is in hand, close the store, exit. */
  z.strictObject({ kind: z.literal('close') }),
]);
export type OfficeControl = z.infer<typeof OfficeControl>;

/**
 * One message of a process under plain Node: several ports share its single channel, told apart by number. Port 0 is the control
 * channel itself. A control message that would carry a transferred port names the new port's number in `port`.
 */
export const Muxed = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('control'),
    body: z.union([OfficeControl, HostControl, ReadersControl, OfficeRepositoryControl]),
    port: z.int().min(1).nullable(),
  }),
  z.strictObject({ kind: z.literal('data'), port: z.int().min(1), body: z.unknown() }),
  z.strictObject({ kind: z.literal('closed'), port: z.int().min(1) }),
]);
export type Muxed = z.infer<typeof Muxed>;

import type { Oddity, Tell } from '../../contract/diary.ts';
import { tellThrown } from '../../contract/diary-fields.ts';
import type Database from 'better-sqlite3-multiple-ciphers';
import { join } from 'node:path';
import type { Dispatcher } from 'undici';
import type { ReceiptKey } from '../../contract/receipts.ts';
import type { Capabilities } from '../../contract/wire.ts';
import type { Blobs } from '../blobs/port.ts';
import type { LogSource } from '../log/keeper.ts';
import { type ReceiptSigner, openReceivedSigner } from '../receipts.ts';
import type { SecretShelf } from '../sealed/shelf.ts';
import type { AsideErrand } from './books.ts';
import { centralKeys } from './central-keys.ts';
import type { ForwardRooms, OfficeBoundary } from './forward.ts';
import { forwardAll } from './lanes.ts';
import { parcelRelay } from './carry.ts';
import { logRelay } from './log-relay.ts';
import { type OfficeElectronic, openOfficeElectronic } from './electronic.ts';
import { fetchFiles, pullFeed } from './pull.ts';
import { type OfficeCalendars, openOfficeCalendars } from './calendars.ts';
import { type OfficeTemplates, openOfficeTemplates } from './templates.ts';
import { passedOnFacts } from './office-facts.ts';
import type { OfficeSource } from '../offices/told.ts';
import { type AppointmentBook, openAppointments } from './appointments.ts';
import { type RevocationBook, openRevocations } from './revocations.ts';
import { centreReach } from './reach.ts';
import { type OfficeRegister, officeRegister } from './register.ts';
import { type OfficePace, type Rounds, startRounds, usualPace } from './rounds.ts';
import { passStandings } from './standings.ts';
import { type Upstream, openUpstream } from './upstream.ts';

/** What makes a repository one inside an office: the central one behind it. */
export interface OfficeSideOptions {
  readonly officeId: string;
  readonly url: string;
  /** The office's access key at the central repository. */
  readonly accessKey: string;
  /** What its folder is encrypted with: 32 bytes as hexadecimal, kept elsewhere. */
  readonly folderKey: string;
  /** Keys of the central repository: only receipts signed with one of these are passed on. */
  readonly pinnedKeys: readonly ReceiptKey[];
  /** Connections to it; the caller's. */
  readonly dispatcher?: Dispatcher;
  readonly stallMs?: number;
  readonly pace?: OfficePace;
  readonly random?: () => number;
  /** Told on the local network (mDNS), so that the office's PCs find it. */
  readonly announce?: boolean;
  readonly onBoundary?: (name: OfficeBoundary, id: number) => void | Promise<void>;
}

export interface OfficeSide {
  readonly register: OfficeRegister;
  /** The central repository's log, as it answers. */
  readonly log: LogSource;
  /** Passes a parcel that is not for this office's on to the central repository. */
  readonly passOn: ReturnType<typeof parcelRelay>;
  /** Passes on what desks ask of the central repository alone. */
  readonly relay: Upstream['relay'];
  readonly isAway: () => boolean;
  readonly revocations: RevocationBook;
  readonly appointments: AppointmentBook;
  readonly calendars: OfficeCalendars;
  readonly electronic: OfficeElectronic;
  readonly templates: OfficeTemplates;
  readonly offices: OfficeSource;
  /** Signs nothing: a repository inside an office has no receipts to give. */
  readonly signer: ReceiptSigner;
  readonly key: ReceiptKey;
  /** What the central one will not take, and why. */
  asides(): AsideErrand[];
  /** Answers who asks, before it shows its access key, whether the key is here. */
  prove(nonce: string, addresses: readonly string[]): string;
  capabilities(): Pick<Capabilities, 'receiptKeys' | 'office' | 'parcelKey'>;
  /** Starts forwarding and pulling. */
  start(): void;
  /** Lets go of the line and closes the register. */
  close(): Promise<void>;
}

/** Opens the side of a repository that makes it one inside an office. Throws what `openReceivedSigner` does. */
export function openOfficeSide(
  given: OfficeSideOptions,
  rooms: {
    /** `register.db`, open; closed with this side. */
    readonly db: Database.Database;
    readonly dir: string;
    readonly shelf: SecretShelf;
    readonly name: string;
    readonly blobs: Blobs;
    readonly comingKey: Uint8Array;
    readonly maxBlobBytes: number;
    readonly clock: () => Date;
    readonly log: Tell;
  },
): OfficeSide {
  const { db, dir, shelf, name, blobs, comingKey, maxBlobBytes, clock, log } = rooms;
  const { officeId, pinnedKeys, pace = usualPace, random = Math.random } = given;
  const signer = openReceivedSigner(shelf);
  const boundary = given.onBoundary ?? (() => undefined);
  let forwarding: Rounds | null = null;
  let pulling: Rounds | null = null;
  const register = officeRegister({
    db,
    officeId,
    name,
    signer,
    clock,
    onQueued: () => forwarding?.kick(),
    onReceived: () => boundary('received', 0),
  });
  const { books } = register;
  const upstream = openUpstream(given);
  const believed = centralKeys(dir, pinnedKeys);
  const onOddity = (what: Oddity): void => log('oddity', { what });
  const onBug = (error: unknown): void => {
    log('forwardingFailed', tellThrown(error));
  };
  const common: ForwardRooms = { db, register, blobs, upstream, boundary, pins: believed.keys, clock, onOddity };
  const passOn = passStandings({ upstream, clock, fleet: () => register.devices.fleet(officeId) });
  const pull = { ...common, officeId, maxBlobBytes, coming: join(dir, 'coming'), comingKey };

  const revocations = openRevocations({ db, upstream, pins: believed.keys, everyMs: 3 * pace.idleMs });

  const calendars = openOfficeCalendars({
    ...{ book: register.people, upstream, officeId, pins: believed.keys, everyMs: 3 * pace.idleMs },
    isAway: () => reach.reached === false,
  });

  const templates = openOfficeTemplates({
    ...{ book: register.people, upstream, pins: believed.keys, everyMs: 3 * pace.idleMs },
  });

  const electronic = openOfficeElectronic({
    ...{ book: register.people, upstream, pins: believed.keys, everyMs: 3 * pace.idleMs },
  });

  const reach = centreReach((reached) =>
    register.books.atOnce(() => register.tell({ kind: 'centre', reached, at: clock().toISOString() })),
  );

  /** Nothing is sent to, or believed of, who does not name a pinned key; it proves nothing yet, only a receipt does. */
  let closing = false;
  // Passed on as it is: each PC holds it against the central one's keys.
  let parcelKey: string | undefined;
  const greet = async (): Promise<boolean> => {
    const told = await upstream.capabilities();
    if (closing) return false;
    if (told.kind !== 'ok') {
      reach.looked(false);
      return false;
    }
    const isOurs = told.value.receiptKeys.some(({ kid, x }) =>
      pinnedKeys.some((pinned) => pinned.kid === kid && pinned.x === x),
    );
    if (isOurs) {
      books.contact(clock());
      parcelKey = told.value.parcelKey;
      await believed.learn(told.value, upstream);
    } else onOddity('stranger');
    reach.looked(isOurs);
    return isOurs;
  };

  return {
    register,
    relay: (asked) => upstream.relay(asked),
    isAway: () => reach.reached === false,
    revocations,
    appointments: openAppointments(db, believed.keys),
    calendars,
    electronic,
    templates,
    offices: passedOnFacts({
      ...{ upstream, officeId, pins: believed.keys, everyMs: 3 * pace.idleMs },
      isAway: () => reach.reached === false,
    }),
    log: logRelay(upstream, () => reach.reached === false),
    passOn: parcelRelay({ blobs, upstream, isAway: () => reach.reached === false }),
    key: signer.key,
    asides: books.asides,
    signer: {
      key: signer.key,
      sign: () => {
        throw new Error('a repository inside an office signs no receipts');
      },
      signRendition: () => {
        throw new Error('a repository inside an office signs no receipts');
      },
      signPartial: () => {
        throw new Error('a repository inside an office signs no receipts');
      },
      signParcelKey: () => {
        throw new Error('a repository inside an office signs no receipts');
      },
    },
    prove: (nonce, addresses) =>
      signer.prove({ v: 1, officeId, nonce, addresses: [...addresses], at: clock().toISOString() }),
    capabilities: () => ({
      receiptKeys: [...believed.keys],
      ...(parcelKey === undefined ? {} : { parcelKey }),
      office: {
        ...{ officeId, key: signer.key, reached: reach.reached ?? false },
        ...{ lastContactAt: books.lastContactAt(), waiting: books.waiting() },
      },
    }),
    start() {
      const given = { pace, random, onBug };
      forwarding = startRounds({ ...given, round: async () => (await greet()) && (await forwardAll(common)) });
      pulling = startRounds({
        ...given,
        round: async () =>
          (await greet()) &&
          (await revocations.look()) &&
          (await calendars.look()) &&
          (await electronic.look()) &&
          (await templates.look()) &&
          (await passOn()) &&
          (await pullFeed(pull)) &&
          (await fetchFiles(pull)),
      });
    },
    async close() {
      closing = true;
      upstream.close();
      await Promise.all([forwarding?.stop(), pulling?.stop()]);
      await register.close();
    },
  };
}

/** What a window may ask of the line, of copies and of what travels by hand. */
import { z } from 'zod';
import { Failure } from '../failures.ts';
import { HomeCheck, HomeStatus, Leaving } from '../home.ts';
import { ActId, Instant, Sha256 } from '../ids.ts';
import { LineDetail, Pin } from '../line.ts';
import { CheckpointText, LogPlace, LogStanding, ReceiptFile } from '../log.ts';
import { ReceiptStatement } from '../receipts.ts';
import { call } from '../rpc.ts';
import {
  AnswersLeft,
  CarriedParcel,
  CarriedWish,
  Carrying,
  StickExported,
  StickImported,
  StickWished,
} from '../stick.ts';
import { KeptSlot } from '../wire-copies.ts';

/** A desk that was found to be one of two of the same name. */
export const ForkedDevice = z.strictObject({ deviceId: z.string(), was: z.string(), since: Instant });
export type ForkedDevice = z.infer<typeof ForkedDevice>;

/** The status strip: it never lies. `lastContactAt` is the last answer of the repository that parsed. */
export const Line = z.strictObject({
  state: z.enum(['online', 'offline', 'notConfigured']),
  lastContactAt: Instant.nullable(),
  lastFailure: Failure.nullable(),
  /** Signed acts and returns. */
  waiting: z.int(),
  /** What waits to be sent beside them: cases opened here, what was noted, acts put before a signer. Left out where nothing does. */
  others: z.int().min(1).optional(),
  refused: z.int(),
  /** Set aside after several failures of their own; tried again now and then. */
  aside: z.int(),
  syncing: z.boolean(),
  /** The feed's end was not reached: what it proposed so far is not shown before. Left out where there is nothing of the kind. */
  settling: z.literal(true).optional(),
  /** The repository knows another history of this desk: it goes by a name of its own since then, until that stands in its configuration. */
  forkedDevice: ForkedDevice.optional(),
  /**
   * The office's own repository answers: whether the central one answers that, and when it did last, by the clock over there. Left out where
   * the central repository is spoken to directly.
   */
  centre: z.strictObject({ reached: z.boolean(), lastContactAt: Instant.nullable() }).optional(),
  /** Repository clock minus this clock, in milliseconds, at the last contact; null before the first. */
  clockOffsetMs: z.number().nullable(),
});
export type Line = z.infer<typeof Line>;

export const lineCalls = {
  /** Puts what waits in the queue into one sealed parcel in this folder, to be carried to the repository. The line goes on meanwhile. */
  'stick.export': call(z.strictObject({ folder: z.string().min(1) }), StickExported),
  /** Writes to this folder which cases this desk is to begin with (none named: all that its person may see), sealed to the repository. */
  'stick.wish': call(
    z.strictObject({ folder: z.string().min(1), ...CarriedWish.omit({ version: true }).shape }),
    StickWished,
  ),
  /** Takes in a parcel that was carried here: the repository's answer, or the cases a new desk begins with. */
  'stick.import': call(z.strictObject({ path: z.string().min(1) }), StickImported),
  /** Takes in the parcel of an office that has no line, to pass it on. It stays sealed: nothing of it can be read here. */
  'stick.carry': call(z.strictObject({ path: z.string().min(1) }), CarriedParcel),
  'stick.carried': call(z.strictObject({}), Carrying),
  /** Tries now, whatever the line did before. */
  'stick.passOn': call(z.strictObject({}), Carrying),
  /** Puts the answers to such parcels into a folder, to be carried back. */
  'stick.handOut': call(z.strictObject({ folder: z.string().min(1) }), AnswersLeft),
  /** How the copy at the second place stands. */
  'home.status': call(z.strictObject({}), HomeStatus),
  /** Copies now; answers when it is done or why it was not. `adopt`: this is the right place, whatever lay there before. */
  'home.copyNow': call(z.strictObject({ adopt: z.boolean().default(false) }), HomeStatus),
  /** Reads all copies at the second place and compares them with what was written. */
  'home.check': call(z.strictObject({}), HomeCheck),
  /** Copies of workstations that the repository keeps and whoever looks after them may read. */
  'home.slots': call(z.strictObject({}), z.strictObject({ slots: z.array(KeptSlot) })),
  /** Brings the copies of one of those slots into a folder, laid out like any second place; what a cut left is gone on from. */
  'home.fetchSlot': call(
    z.strictObject({ slot: Sha256, to: z.string().min(1).max(4096), all: z.boolean() }),
    z.strictObject({ folder: z.string(), generations: z.array(z.string()) }),
  ),
  /**
   * Empties this desk when the office closes: what was fetched goes with its keys, what only exists here is put aside, sealed. Copies what the
   * repository does not have first, and is refused while a copy lacks any of it. `really`: not only asks.
   */
  'home.leave': call(z.strictObject({ really: z.boolean() }), Leaving),
  /** Tries the line now and waits until it is drained or stuck. */
  'sync.now': call(z.strictObject({}), Line),
  /** What the line's screen shows. */
  'line.read': call(z.strictObject({}), LineDetail),
  /** Tries something that was set aside as if it had never failed. */
  'line.retry': call(z.strictObject({ key: z.string().max(200) }), z.strictObject({})),
  /** The network of this computer changed: whatever waits for the line is tried at once. */
  'line.networkChanged': call(z.strictObject({}), z.strictObject({})),
  /** The answer to a proxy's question (`proxySignInNeeded`). Kept in memory alone, and tried at once. */
  'line.signIn': call(
    z.strictObject({ user: z.string().min(1).max(200), password: z.string().max(500) }),
    z.strictObject({}),
  ),
  /** Has the files of a case fetched and kept, before a hearing if it has one; `pinned: false` lets them go again. */
  'line.pin': call(Pin.extend({ pinned: z.boolean() }), z.strictObject({})),
  /** The receipt as kept, and what our own check against our own bytes says now. */
  'receipts.read': call(
    z.strictObject({ actId: ActId }),
    z.strictObject({
      jws: z.string(),
      statement: ReceiptStatement,
      verified: z.boolean(),
      failure: Failure.nullable(),
      /** Where it stands in the public log, as this desk proved it; null until then. */
      place: LogPlace.nullable(),
    }),
  ),
  /** Writes a receipt with all that it takes to check it without a line into one file, in the person's folder of downloads. */
  'receipts.save': call(z.strictObject({ actId: ActId }), z.strictObject({ path: z.string() })),
  /** The same, for whoever writes it elsewhere. */
  'receipts.export': call(z.strictObject({ actId: ActId }), ReceiptFile),
  /** What this desk saw for itself of the register's log. */
  'log.standing': call(z.strictObject({}), LogStanding),
  /** Looks at the log now, whatever stands. */
  'log.check': call(z.strictObject({}), LogStanding),
  /** Takes a checkpoint that another office was shown; it is held against this office's log at the next contact. */
  'log.seen': call(
    z.strictObject({ checkpoint: CheckpointText, source: z.string().min(1).max(300) }),
    z.strictObject({ believed: z.boolean() }),
  ),
  /** Takes the log as it is told now, though it does not grow out of what was seen. */
  'log.accept': call(z.strictObject({ reason: z.string().trim().min(10).max(500) }), LogStanding),
} as const;
